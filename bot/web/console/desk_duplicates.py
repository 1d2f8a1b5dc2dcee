"""/repertoire/doublons: pairs that look alike, and what to do with each."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.desk_common import PATH, after, done_of, listing_for, send
from bot.web.console.desk_history import told
from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import text_field
from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import RESPONSABLE, STAFF
from directory.desk.changes import Change
from directory.desk.duplicates import duplicates, not_duplicates
from directory.desk.history import difference
from directory.desk.records import version_of
from directory.errors import ListingRefused


def duplicate_routes(console: Console) -> list[Route]:
    """The pairs, one pair side by side, and the decision."""

    def listed(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            pairs = duplicates(session)
        return console.respond(
            request, "repertoire_doublons.html", visitor, pairs=pairs, done=done_of(request)
        )

    def compared(request: Request, visitor: Visitor) -> Response:
        first = listing_for(console, visitor, request.path_params["first"])
        second = listing_for(console, visitor, request.path_params["second"])
        return console.respond(
            request,
            "repertoire_doublon.html",
            visitor,
            first=first,
            second=second,
            changes=told(difference(first, second)),
        )

    def decided(request: Request, visitor: Visitor, sent: FormData) -> Response:
        first = listing_for(console, visitor, request.path_params["first"])
        second = listing_for(console, visitor, request.path_params["second"])
        verdict = text_field(sent, "decision", 20)
        if verdict == "differents":
            with console.database.session() as session:
                not_duplicates(session, first["id"], second["id"], actor=visitor.username, at=console.now())
            return RedirectResponse(f"{PATH}/doublons?fait=different", status_code=303)
        kept, gone = (first, second) if verdict == "premiere" else (second, first)
        if verdict == "ligne":
            fields = {"same_line_as": first["same_line_as"] or first["id"]}
            change = Change.of("edit", second["id"], fields, version_of(second))
            reason = f"Même ligne que {first['id']}"
        elif verdict in ("premiere", "seconde"):
            change = Change.of("merge", gone["id"], {"status": "defunct"}, version_of(gone))
            reason = f"Doublon de {kept['id']}"
        else:
            raise Refused(400, "no_decision", "Choisissez ce qu'il faut faire de ces deux fiches.")
        try:
            return after(send(console, visitor, change, reason), change, change.slugs[0])
        except ListingRefused as refused:
            told_so = " ".join(one.french or one.message for one in refused.problems)
            raise Refused(400, "refused", told_so) from refused

    pair = f"{PATH}/doublons/{{first}}/{{second}}"
    return [
        Route(f"{PATH}/doublons", console.guarded(showing(listed), *STAFF), methods=["GET"]),
        Route(pair, console.guarded(showing(compared), *STAFF), methods=["GET"]),
        Route(pair, console.guarded(receiving(decided), RESPONSABLE), methods=["POST"]),
    ]
