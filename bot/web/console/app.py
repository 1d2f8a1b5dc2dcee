"""The console as one ASGI application, on a port of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversation.turn import Assistant
from bot.web.assets import lean_css
from bot.web.console import accounts, bench, desk, follow_up, journal, paths, proposals, veille
from bot.web.console.settings import ConsoleSettings
from bot.web.console.shell import Console, Section, Visitor
from bot.web.console.signin import sign_in_routes
from bot.web.errors import Refused
from bot.web.headers import HEADERS as NO_TRACE
from bot.web.headers import NoTraceHeaders
from directory.database import Database, create_database
from directory.errors import DatabaseLocked, DatabaseUnreadable, DirectoryMoved

STATIC = Path(__file__).parent / "static"

SECTIONS: tuple[Callable[[Console], Section], ...] = (
    # In the order of the menu. Add yours here.
    desk.section,
    bench.section,
    paths.section,
    proposals.section,
    follow_up.section,
    veille.section,
    accounts.section,
    journal.section,
)

POLICY = "; ".join(
    (
        "default-src 'none'",
        # Own files only; no style or script stands in a page, so that a stored one never runs.
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        # No other page shows the console in a frame to have its buttons clicked.
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    # Our own forms say where they come from (elsewhere nothing is said): a form of another site is refused.
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}
_HSTS = {"strict-transport-security": "max-age=31536000"}

_SENTENCES = {
    404: "Il n'y a rien à cette adresse.",
    405: "Cette page ne se demande pas ainsi.",
}


def create_console(
    database: Database | None = None,
    *,
    settings: ConsoleSettings | None = None,
    assistant: Assistant | None = None,
    console: Console | None = None,
) -> Starlette:
    """The application; the environment's settings and the default directory unless given.

    `assistant` answers on the test bench. `console` stands for all of these in tests that need its clock.
    """
    if console is None:
        console = Console(
            database or create_database(), settings or ConsoleSettings.from_environment(), assistant
        )
    shell = console
    shell.sections.extend(make(shell) for make in SECTIONS)
    others = {**HEADERS, **(_HSTS if shell.settings.https else {})}
    style = lean_css("tokens") + (STATIC / "console.css").read_text(encoding="utf-8")

    async def home(request: Request, visitor: Visitor) -> Response:
        return shell.respond(request, "accueil.html", visitor)

    async def style_sheet(request: Request) -> Response:  # noqa: ARG001
        return Response(style, media_type="text/css; charset=utf-8")

    async def icon(request: Request) -> Response:  # noqa: ARG001
        return Response(status_code=204)

    async def refused(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)  # noqa: S101
        default = _SENTENCES.get(problem.status_code, "Cette demande ne peut pas recevoir de réponse.")
        sentence = problem.detail if isinstance(problem, Refused) else default
        return shell.respond(
            request,
            "probleme.html",
            getattr(request.state, "visitor", None),
            status=problem.status_code,
            headers=dict(problem.headers or {}),
            sentence=sentence,
        )

    async def directory_down(request: Request, problem: Exception) -> Response:  # noqa: ARG001
        sentence = (
            "Le répertoire ne répond pas, ou il est occupé. Rien n'a été changé : réessayez dans un instant."
        )
        return shell.respond(request, "probleme.html", None, status=503, sentence=sentence)

    async def failed(request: Request, problem: Exception) -> Response:  # noqa: ARG001
        sentence = "Un problème de notre côté : rien n'a été changé. Réessayez; si cela continue, dites-le."
        # Starlette answers this one outside of its middleware, where the headers are added.
        headers = {**NO_TRACE, "content-security-policy": POLICY, **others}
        return shell.respond(request, "probleme.html", None, status=500, headers=headers, sentence=sentence)

    handlers: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
        HTTPException: refused,
        # Only what a moment may mend; the rest is ours to look at.
        **dict.fromkeys((DatabaseLocked, DatabaseUnreadable, DirectoryMoved), directory_down),
        Exception: failed,
    }
    app = Starlette(
        routes=[
            Route("/", shell.guarded(home)),
            *sign_in_routes(shell),
            *(route for section in shell.sections for route in section.routes),
            Route("/static/console.css", style_sheet),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/favicon.ico", icon),
        ],
        exception_handlers=handlers,
    )
    app.add_middleware(NoTraceHeaders, policy=POLICY, others=others)
    return app
