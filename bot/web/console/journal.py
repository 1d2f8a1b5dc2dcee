"""/journal: the audit trail, newest first."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.handlers import showing
from bot.web.console.shell import Console, Section, Visitor
from directory.accounts.audit import PAGE, entries
from directory.accounts.roles import LABELS, RESPONSABLE

PATH = "/journal"
_MOST_PAGES = 100_000


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        asked = request.query_params
        given = asked.get("page", "1")
        page = min(int(given), _MOST_PAGES) if given.isascii() and given.isdecimal() and len(given) < 7 else 1
        actor, target = asked.get("qui", "").strip()[:40], asked.get("quoi", "").strip()[:200]
        with console.database.session() as session:
            found, total = entries(session, page=page, actor=actor, target=target)
        return console.respond(
            request,
            "journal.html",
            visitor,
            entries=found,
            total=total,
            page=max(page, 1),
            pages=max(1, -(-total // PAGE)),
            actor=actor,
            target=target,
            labels=LABELS,
        )

    return Section(
        "journal",
        "Journal",
        PATH,
        (RESPONSABLE,),
        [Route(PATH, console.guarded(showing(listed), RESPONSABLE), methods=["GET"])],
        summary="Qui a changé quoi, et quand.",
    )
