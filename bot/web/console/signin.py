"""Signing in and out, and one's own password."""

from __future__ import annotations

import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.handlers import receiving
from bot.web.console.requests import bounded, form_of, from_elsewhere, text_field
from bot.web.console.shell import SIGN_IN, Console, Visitor
from bot.web.errors import Refused
from directory.accounts import sessions
from directory.accounts.accounts import change_password, sign_in
from directory.accounts.passwords import LONGEST, SHORTEST
from directory.accounts.sessions import Opened
from directory.errors import PasswordRefused, SignInRefused, TooManyAttempts, TotpKeyUnusable

_OWN_PAGE = re.compile(r"/[A-Za-z0-9_~.-][A-Za-z0-9_~./-]*")
"""A path of ours; nothing a browser would read as another host."""
_WRONG = (
    "Le nom, le mot de passe ou le code n'est pas bon. Un code ne sert qu'une fois : attendez le suivant."
)
_NO_KEY = (
    "Votre code ne peut pas être vérifié : la clé qui protège les codes manque sur le serveur, ou a changé. "
    "Ce n'est pas votre faute : la personne qui s'occupe du serveur peut la remettre, ou renouveler "
    "votre accès."
)
_PASSWORD_PROBLEMS = {
    "short": f"Le nouveau mot de passe doit avoir au moins {SHORTEST} caractères.",
    "long": f"Le nouveau mot de passe doit avoir au plus {LONGEST} caractères.",
    "guessable": "Ce mot de passe se devine : prenez quatre ou cinq mots sans rapport entre eux.",
}


def sign_in_routes(console: Console) -> list[Route]:
    """/connexion, /deconnexion and /mot-de-passe."""

    def page(request: Request, problem: str = "", status: int = 200, wait: int = 0) -> Response:
        return console.respond(
            request,
            "connexion.html",
            None,
            status=status,
            headers={"retry-after": str(wait)} if wait else None,
            problem=problem,
            onward=_onward(request),
        )

    async def show(request: Request) -> Response:
        if await run_in_threadpool(console.visitor, request) is not None:
            return RedirectResponse("/", status_code=303)
        return page(request)

    def enter(request: Request, form: FormData) -> Response:
        name = text_field(form, "nom", 200)
        address = request.client.host if request.client else ""
        try:
            console.slowdown.attempt(name.casefold(), address)
        except TooManyAttempts as soon:
            return page(request, _wait_words(soon.seconds), 429, soon.seconds)
        at = console.now()
        password = form.get("mot_de_passe", "")
        try:
            with console.database.session() as session:
                account = sign_in(
                    session,
                    name,
                    password if isinstance(password, str) else "",
                    text_field(form, "code", 20),
                    at,
                )
                # Whoever planted a cookie in this browser before does not know the new one.
                if before := request.cookies.get(console.cookie):
                    sessions.close(session, before)
                opened = sessions.open_session(session, account, at)
        except SignInRefused:
            return page(request, _WRONG, 401)
        except TotpKeyUnusable:
            return page(request, _NO_KEY, 503)
        console.slowdown.succeeded(name.casefold(), address)
        return _with_cookie(RedirectResponse(_onward(request) or "/", status_code=303), opened)

    def _with_cookie(response: Response, opened: Opened) -> Response:
        # No lifetime: it goes with the browser; the server ends it earlier.
        response.set_cookie(
            console.cookie,
            opened.token,
            path="/",
            secure=console.settings.https,
            httponly=True,
            samesite="strict",
        )
        return response

    async def receive(request: Request) -> Response:
        if from_elsewhere(request.headers, must_say=True):
            raise Refused(403, "site_refused", "On se connecte à partir de la page de connexion elle-même.")
        request = await bounded(request)
        form = await form_of(request)
        return await run_in_threadpool(enter, request, form)

    async def leave(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        def end() -> None:
            with console.database.session() as session:
                sessions.close(session, request.cookies.get(console.cookie, ""))

        await run_in_threadpool(end)
        response = RedirectResponse(SIGN_IN, status_code=303)
        response.delete_cookie(
            console.cookie, path="/", secure=console.settings.https, httponly=True, samesite="strict"
        )
        # The pages seen go too, where the browser does as asked.
        response.headers["clear-site-data"] = '"cache", "storage"'
        return response

    def own_password(
        request: Request, visitor: Visitor, problem: str = "", status: int = 200, *, done: bool = False
    ) -> Response:
        return console.respond(
            request,
            "mot_de_passe.html",
            visitor,
            status=status,
            problem=problem,
            done=done,
            shortest=SHORTEST,
        )

    async def show_password(request: Request, visitor: Visitor) -> Response:
        return own_password(request, visitor)

    def change(request: Request, visitor: Visitor, form: FormData) -> Response:
        fields = [form.get(name, "") for name in ("actuel", "nouveau", "encore")]
        current, new, again = (one if isinstance(one, str) else "" for one in fields)
        if new != again:
            return own_password(request, visitor, "Les deux nouveaux mots de passe diffèrent.", 400)
        address = request.client.host if request.client else ""
        at = console.now()
        try:
            # An open session left alone on a desk is no way to guess the password.
            console.slowdown.attempt(visitor.username, address)
            with console.database.session() as session:
                account = change_password(
                    session, visitor.account_id, current, text_field(form, "code", 20), new, at
                )
                opened = sessions.open_session(session, account, at)
        except TooManyAttempts as soon:
            return own_password(request, visitor, _wait_words(soon.seconds), 429)
        except PasswordRefused as refused:
            console.slowdown.succeeded(visitor.username, address)
            return own_password(request, visitor, _PASSWORD_PROBLEMS[refused.reason], 400)
        except SignInRefused:
            return own_password(request, visitor, "Le mot de passe actuel ou le code n'est pas bon.", 403)
        except TotpKeyUnusable:
            return own_password(request, visitor, _NO_KEY, 503)
        console.slowdown.succeeded(visitor.username, address)
        renewed = Visitor(
            visitor.account_id, visitor.username, visitor.role, visitor.organization, opened.csrf
        )
        return _with_cookie(own_password(request, renewed, done=True), opened)

    return [
        Route(SIGN_IN, show, methods=["GET"]),
        Route(SIGN_IN, receive, methods=["POST"]),
        Route("/deconnexion", console.guarded(leave), methods=["POST"]),
        Route("/mot-de-passe", console.guarded(show_password), methods=["GET"]),
        Route("/mot-de-passe", console.guarded(receiving(change)), methods=["POST"]),
    ]


def _onward(request: Request) -> str:
    """The page of ours to open after signing in, or ""."""
    wanted = request.query_params.get("suite", "")
    return wanted if _OWN_PAGE.fullmatch(wanted) and wanted != SIGN_IN else ""


def _wait_words(seconds: int) -> str:
    if seconds < 60:
        return f"Trop d'essais. Attendez {seconds} seconde{'s' if seconds > 1 else ''}, puis recommencez."
    minutes = -(-seconds // 60)
    return f"Trop d'essais. Attendez {minutes} minute{'s' if minutes > 1 else ''}, puis recommencez."
