"""/repertoire/verifications: the queue of checks, and the list to call from on paper."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk_common import PATH, hours_of, today_of
from bot.web.console.handlers import showing
from bot.web.console.shell import Console, Visitor
from directory.accounts.roles import STAFF
from directory.desk.checks import LATE, UNCALLED, WHICH, Due, due_checks
from directory.vocabulary import vocabulary

MOST_SHOWN = 300


def check_routes(console: Console) -> list[Route]:
    """The queue and the call list."""

    def asked(request: Request, default: str) -> tuple[dict[str, str], list[Due]]:
        given = {
            "lesquelles": request.query_params.get("lesquelles", default),
            "region": request.query_params.get("region", "")[:2],
            "besoin": request.query_params.get("besoin", "")[:40],
        }
        if given["lesquelles"] not in WHICH:
            given["lesquelles"] = default
        with console.database.session() as session:
            found = due_checks(
                session,
                today_of(console),
                which=given["lesquelles"],
                region=given["region"],
                need=given["besoin"],
            )
        return given, found

    def queue(request: Request, visitor: Visitor) -> Response:
        given, found = asked(request, LATE)
        return console.respond(
            request,
            "repertoire_verifications.html",
            visitor,
            asked=given,
            found=found[:MOST_SHOWN],
            total=len(found),
            today=today_of(console),
            which=WHICH,
            regions=vocabulary().regions,
            needs=vocabulary().needs,
        )

    def calls(request: Request, visitor: Visitor) -> Response:
        given, found = asked(request, UNCALLED)
        today = today_of(console)
        callable_ones = [one for one in found if one.record["phones"]]
        return console.respond(
            request,
            "repertoire_appels.html",
            visitor,
            asked=given,
            found=callable_ones[:MOST_SHOWN],
            without=len(found) - len(callable_ones),
            weeks={
                one.slug: hours_of(one.record["opening_hours"], today) for one in callable_ones[:MOST_SHOWN]
            },
            today=today,
            which=WHICH,
            regions=vocabulary().regions,
            needs=vocabulary().needs,
        )

    return [
        Route(f"{PATH}/verifications", console.guarded(showing(queue), *STAFF), methods=["GET"]),
        Route(f"{PATH}/appels", console.guarded(showing(calls), *STAFF), methods=["GET"]),
    ]
