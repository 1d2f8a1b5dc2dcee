"""/parcours: every referral path as it comes out today, changes held back by one, and a strategy to try."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import RESPONSABLE, STAFF
from directory.errors import PathInvalid, StrategyInvalid
from directory.geography import QUEBEC
from directory.models import Service
from directory.paths.held import held_changes
from directory.paths.model import Path
from directory.paths.report import FAILED, KNOWN, OK, REPAIRED, lines
from directory.paths.running import run, run_one
from directory.paths.saved import SOURCE, every_path, remove_path
from directory.paths.trying import try_strategy
from directory.refer.strategy import CRITERIA, STANDARD, Strategy
from directory.vocabulary import vocabulary

PATH = "/parcours"
TRIAL = f"{PATH}/essai"
# What somebody should look at stands first.
_FIRST = {FAILED: 0, REPAIRED: 1, KNOWN: 2, OK: 3}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            paths = every_path(session)
            found = sorted(lines(paths, run(session, paths)), key=lambda one: _FIRST[one.status])
            waiting = len(held_changes(session))
            named = _namer(session)
        counted = {status: sum(1 for one in found if one.status == status) for status in ("ok", "échec")}
        return console.respond(
            request,
            "parcours.html",
            visitor,
            lines=found,
            counted=counted,
            changed=sum(1 for one in found if one.changed),
            waiting=waiting,
            named=named,
        )

    def one(request: Request, visitor: Visitor) -> Response:
        name = request.path_params["name"]
        with console.database.session() as session:
            path = _find(every_path(session), name)
            line = lines([path], [run_one(session, path)])[0]
            named = _namer(session)
        return console.respond(
            request,
            "parcours_un.html",
            visitor,
            line=line,
            named=named,
            path_shown=path,
            at=path.persona.at.astimezone(QUEBEC),
            known=vocabulary(),
            saved=path.source == SOURCE,
            may_remove=path.source == SOURCE and visitor.role == RESPONSABLE,
        )

    def removed(request: Request, visitor: Visitor) -> Response:
        name = request.path_params["name"]
        try:
            with console.database.session() as session:
                remove_path(session, name, actor=visitor.username, role=visitor.role)
        except PathInvalid as unknown:
            raise Refused(404, "no_path", "Aucun parcours de ce nom n'a été enregistré ici.") from unknown
        return RedirectResponse(PATH, status_code=303)

    def trial(request: Request, visitor: Visitor, form: FormData | None = None) -> Response:
        name = text_field(form, "monter", 40) if form else ""
        before = text_field(form, "devant", 40) if form else ""
        dropped = [str(one) for one in form.getlist("sans")] if form else []
        problem, differences = "", None
        named: Callable[[str], str] = str
        if form is not None:
            try:
                strategy = _strategy(name, before, dropped)
            except StrategyInvalid:
                strategy = STANDARD
                problem = "Ce classement n'est pas possible : le critère devant lequel monter doit compter."
            if strategy == STANDARD and not problem:
                problem = "Choisissez un critère à monter, ou à ne plus compter."
            if not problem:
                with console.database.session() as session:
                    differences = try_strategy(session, strategy)
                    named = _namer(session)
        return console.respond(
            request,
            "parcours_essai.html",
            visitor,
            status=400 if problem else 200,
            criteria=CRITERIA,
            typed={"monter": name, "devant": before, "sans": dropped},
            problem=problem,
            differences=differences,
            named=named,
        )

    return Section(
        "parcours",
        "Parcours",
        PATH,
        STAFF,
        [
            Route(PATH, console.guarded(showing(listed), *STAFF), methods=["GET"]),
            Route(TRIAL, console.guarded(showing(trial), *STAFF), methods=["GET"]),
            Route(TRIAL, console.guarded(receiving(trial), *STAFF), methods=["POST"]),
            Route(PATH + "/{name}", console.guarded(showing(one), *STAFF), methods=["GET"]),
            Route(
                PATH + "/{name}/supprimer", console.guarded(showing(removed), RESPONSABLE), methods=["POST"]
            ),
        ],
        summary="Des personnes inventées, ce qu'elles écrivent, ce qu'on doit leur donner.",
    )


def _namer(session: Session) -> Callable[[str], str]:
    """A function that puts the names of services in the place of their ids, which nobody knows by heart."""
    names = {str(slug): str(name) for slug, name in session.execute(select(Service.slug, Service.name))}
    return lambda sentence: _ID.sub(lambda found: names.get(found[0], found[0]), sentence)


def _find(paths: list[Path], name: str) -> Path:
    found = next((path for path in paths if path.id == name), None)
    if found is None:
        raise Refused(404, "no_path", "Il n'y a pas de parcours de ce nom.")
    return found


def _strategy(name: str, before: str, dropped: list[str]) -> Strategy:
    """The strategy of the form; raises StrategyInvalid."""
    strategy = STANDARD.without(dropped)
    return strategy.moved(name, before) if name and before else strategy
