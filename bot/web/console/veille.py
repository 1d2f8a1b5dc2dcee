"""/veille: what was asked and what was found, by region and need; pictures, CSV, portraits of regions.

Everything shown is a publication (directory/veille): nobody sees a small number here, whatever their role.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversation.counts import is_on
from bot.web.console.handlers import CSV, attachment, showing
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import URL_VARIABLE, Database
from directory.geography import QUEBEC
from directory.veille.charts import SHADE_LABELS, bars_svg, heat_svg
from directory.veille.draw import drawn, gently
from directory.veille.errors import PeriodInvalid
from directory.veille.portrait import fragment, portrait
from directory.veille.publication import Publication, due, made, make, periods, together
from directory.veille.statements import TOTAL
from directory.veille.tables import TABLES, as_csv, gap_list
from directory.veille.weeks import Period, Season, french_day
from directory.vocabulary import vocabulary

PATH = "/veille"
ALL = "tout"
ROLES = (INTERVENANTE, RESPONSABLE, PARTENAIRE)
MOST_GAPS = 15
_PICTURES = ("demandes", "lacunes", "reponses", "difficultes-region", "dangers", "semaines")

logger = logging.getLogger(__name__)


class Maker:
    """Makes the publications that are due, in a process beside the server: the work would delay answers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, today: date) -> None:
        """Starts, unless it runs already. A database in memory (tests) is worked on at once, here."""
        if self._database.url == "sqlite://":
            with self._database.session() as session:
                waiting = due(session, today)
            for period in waiting:
                make(self._database, period, today)
            return
        with self._lock:
            if self._process is not None:
                code = self._process.poll()
                if code is None:
                    return
                if code:
                    logger.error("publications_failed", extra={"status": code})
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                gently("directory.veille"),
                env={**os.environ, URL_VARIABLE: self._database.url},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def section(console: Console) -> Section:
    """The section."""
    maker = Maker(console.database)

    def today() -> date:
        return console.now().astimezone(QUEBEC).date()

    def state(request: Request) -> tuple[list[Period], str, Publication | None]:
        """The periods there are, the chosen one's key, and its publication (None while it is being made)."""
        with console.database.session() as session:
            known = periods(session, today())
            waiting = due(session, today())
        if waiting:
            maker.start(today())
        if not known:
            return known, "", None
        chosen = request.query_params.get("periode", "") or known[-1].season.key
        wanted = known if chosen == ALL else [one for one in known if one.season.key == _season(chosen)]
        if not wanted:
            raise Refused(404, "no_period", "Rien n'est publié de cette saison.")
        with console.database.session() as session:
            found = [made(session, period) for period in wanted]
        ready = [one for one in found if one is not None]
        return known, chosen, together(ready) if len(ready) == len(wanted) else None

    def shown(request: Request, visitor: Visitor) -> Response:
        known, chosen, found = state(request)
        season = Season.of(today())
        context: dict[str, Any] = {
            "known": known,
            "chosen": chosen,
            "found": found,
            "regions": vocabulary().regions,
            "needs": vocabulary().needs,
            "counting": is_on(),
            "next_out": french_day(season.part_end(season.parts_over(today()) + 1)),
            "total": TOTAL,
        }
        if found is not None:
            tables = {name: table(found) for name, table in TABLES.items()}
            context.update(
                tables=tables,
                heat=Markup(heat_svg(tables["demandes"])),  # noqa: S704 - our own numbers and labels
                bars=Markup(bars_svg(tables["semaines"])),  # noqa: S704
                gaps=gap_list(found)[:MOST_GAPS],
                shades=SHADE_LABELS,
                pictures=_PICTURES,
            )
        return console.respond(request, "veille.html", visitor, **context)

    def one_portrait(request: Request, visitor: Visitor) -> Response:
        _, chosen, found = state(request)
        if found is None:
            return RedirectResponse(f"{PATH}?periode={chosen}", status_code=303)
        region = str(request.path_params["region"])
        try:
            with console.database.session() as session:
                page = portrait(session, found, region, today())
        except PeriodInvalid as unknown:
            raise Refused(404, "no_region", "Il n'y a pas de région de ce numéro.") from unknown
        body = Markup(fragment(page))  # noqa: S704 - made by an escaping template
        return console.respond(request, "veille_portrait.html", visitor, p=page, body=body, chosen=chosen)

    def file(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        name, kind = str(request.path_params["table"]), str(request.path_params["kind"])
        _, chosen, found = state(request)
        if found is None or name not in TABLES:
            raise Refused(404, "no_table", "Ce tableau n'existe pas, ou il n'est pas encore prêt.")
        table = TABLES[name](found)
        if kind == "csv":
            content, media = as_csv(table), CSV
        elif kind == "png" and name in _PICTURES:
            content, media = drawn(table, found.label), "image/png"
        else:
            raise Refused(404, "no_table", "Ce tableau ne se donne pas ainsi.")
        return attachment(content, f"veille-{name}-{chosen}.{kind}", media)

    async def to_portrait(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        region = request.query_params.get("region", "")
        if region not in vocabulary().regions:
            raise Refused(404, "no_region", "Il n'y a pas de région de ce numéro.")
        chosen = request.query_params.get("periode", "")
        suffix = f"?periode={ALL if chosen == ALL else _season(chosen)}" if chosen else ""
        return RedirectResponse(f"{PATH}/portrait/{region}{suffix}", status_code=303)

    return Section(
        "veille",
        "Veille",
        PATH,
        ROLES,
        [
            Route(PATH, console.guarded(showing(shown), *ROLES), methods=["GET"]),
            Route(f"{PATH}/portrait", console.guarded(to_portrait, *ROLES), methods=["GET"]),
            Route(
                f"{PATH}/portrait/{{region}}", console.guarded(showing(one_portrait), *ROLES), methods=["GET"]
            ),
            Route(f"{PATH}/{{table}}.{{kind}}", console.guarded(showing(file), *ROLES), methods=["GET"]),
        ],
        summary="Ce qui est demandé, ce qui manque, région par région. Jamais un mot de personne.",
    )


def _season(text: str) -> str:
    """The key of a season as written in an address; raises Refused for anything else."""
    try:
        return Season.read(text).key
    except PeriodInvalid as wrong:
        raise Refused(404, "no_period", "Rien n'est publié de cette saison.") from wrong
