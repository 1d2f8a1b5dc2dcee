"""What every section of the console stands in: who is there, what they may open, the page around it.

A section is a module with `def section(console: Console) -> Section`; app.py lists them.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.channels.bodies import MAX_BODY
from bot.conversation.turn import Assistant
from bot.web.console.requests import bounded, form_of, from_elsewhere
from bot.web.console.settings import ConsoleSettings
from bot.web.errors import Refused
from bot.web.rendering import environment_of
from directory.accounts import sessions
from directory.accounts.roles import LABELS
from directory.accounts.slowdown import SlowDown
from directory.database import Database
from directory.errors import DatabaseLocked
from directory.geography import QUEBEC

TEMPLATES = Path(__file__).parent / "templates"
SIGN_IN = "/connexion"
_SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Visitor:
    """Who is signed in. `organization`: id of the organization of a partner, None for the others.

    `csrf` goes into each form (`<input type="hidden" name="csrf">`) or the X-CSRF-Token header.
    """

    account_id: str
    username: str
    role: str
    organization: str | None
    csrf: str

    @property
    def role_label(self) -> str:
        """The role as a page says it."""
        return LABELS[self.role]


@dataclass(frozen=True)
class Section:
    """A part of the console: `title` and `path` stand in the menu of those who have one of `roles`."""

    name: str
    title: str
    path: str
    roles: tuple[str, ...]
    routes: Sequence[BaseRoute]
    summary: str = ""
    """One line under its title on the first page."""


Handler = Callable[[Request, Visitor], Awaitable[Response]]


@dataclass
class Console:
    """The parts a section may use. `assistant` is None where no engine runs beside it."""

    database: Database
    settings: ConsoleSettings = field(default_factory=ConsoleSettings)
    assistant: Assistant | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sections: list[Section] = field(default_factory=list)
    slowdown: SlowDown = field(default_factory=SlowDown)

    def __post_init__(self) -> None:
        self._environment = environment_of(TEMPLATES)
        self._environment.filters.update(day=_day, moment=_moment)

    @property
    def cookie(self) -> str:
        """The name of the session cookie; with the prefix, taken over https from this host only."""
        return "__Host-sentier" if self.settings.https else "sentier"

    def menu(self, visitor: Visitor | None) -> list[Section]:
        """What the visitor may open."""
        return [one for one in self.sections if visitor is not None and visitor.role in one.roles]

    def respond(
        self,
        request: Request,
        template: str,
        visitor: Visitor | None,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> Response:
        """The page `template`, which extends page.html; knows `visitor`, `sections`, `path` and `context`."""
        page = self._environment.get_template(template).render(
            visitor=visitor, sections=self.menu(visitor), path=request.url.path, **context
        )
        return HTMLResponse(page, status_code=status, headers=headers)

    def visitor(self, request: Request) -> Visitor | None:
        """Who the cookie of the request belongs to. Reads the database: call it in a worker thread."""
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        at = self.now()
        with self.database.session() as session:
            known = sessions.known(session, token, at)
            if known is None:
                return None
            account = known.account
            visitor = Visitor(account.id, account.username, account.role, account.organization_id, known.csrf)
        if known.to_note:
            # A long import holds the only pen of SQLite: nobody is shut out of reading for that.
            with suppress(DatabaseLocked), self.database.session() as session:
                sessions.note(session, token, at)
        return visitor

    def guarded(
        self, handler: Handler, *roles: str, most: int = MAX_BODY
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that only `roles` reach, any role when none is named; bodies of at most `most` bytes.

        Nobody signed in: to /connexion. Another role, a form of another site, or one without the token of the
        session: 403. A form is parsed already: `await request.form()` in the handler costs nothing more.
        """

        async def endpoint(request: Request) -> Response:
            visitor = await run_in_threadpool(self.visitor, request)
            if visitor is None:
                return RedirectResponse(_sign_in_for(request), status_code=303)
            # A refusal then still shows the menu.
            request.state.visitor = visitor
            if roles and visitor.role not in roles:
                raise Refused(403, "role_refused", "Votre rôle ne donne pas accès à cette page.")
            if request.method not in _SAFE:
                request = await self._checked(request, visitor, most)
            return await handler(request, visitor)

        return endpoint

    async def _checked(self, request: Request, visitor: Visitor, most: int) -> Request:
        """The request, its body read, its form ours."""
        refusal = Refused(
            403,
            "csrf_refused",
            "Ce formulaire n'est plus bon, ou ne vient pas de la console. Rien n'a été changé : "
            "revenez à la page et recommencez.",
        )
        if from_elsewhere(request.headers):
            raise refusal
        request = await bounded(request, most)
        given = request.headers.get("x-csrf-token")
        if given is None:
            value = (await form_of(request, most)).get("csrf", "")
            given = value if isinstance(value, str) else ""
        if not hmac.compare_digest(given.encode(), visitor.csrf.encode()):
            raise refusal
        return request


def _sign_in_for(request: Request) -> str:
    """The sign-in page, which leads back to the page that was asked for when it was a page."""
    path = request.url.path
    if request.method not in _SAFE or path == "/":
        return SIGN_IN
    return f"{SIGN_IN}?suite={quote(path, safe='')}"


def _day(value: Any) -> str:
    """A date or an instant as 2026-11-24, in Québec's time."""
    if isinstance(value, datetime):
        value = value.astimezone(QUEBEC).date()
    return value.isoformat() if value else "—"


def _moment(value: datetime | None) -> str:
    """An instant as 2026-11-24 14 h 05, in Québec's time."""
    return value.astimezone(QUEBEC).strftime("%Y-%m-%d %-H h %M") if value else "—"
