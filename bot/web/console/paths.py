"""/parcours: every referral path as it comes out today; what a ranking or listings would change of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.effects import TRIAL, Effects, namer
from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import RESPONSABLE, STAFF
from directory.desk.upload import LARGEST, read_upload, safe_name
from directory.errors import FileRefused, ListingRefused, PathInvalid, StrategyInvalid
from directory.exchange.gated import import_through_gate
from directory.geography import QUEBEC
from directory.paths.held import held_changes
from directory.paths.model import Path
from directory.paths.report import FAILED, KNOWN, OK, REPAIRED, lines
from directory.paths.running import run, run_one
from directory.paths.saved import SOURCE, every_path, remove_path
from directory.paths.trying import try_strategy
from directory.refer.strategy import CRITERIA, STANDARD, Strategy
from directory.vocabulary import vocabulary

PATH = "/parcours"
BODY = LARGEST + 16 * 1024
"""Bytes of the request that carries a file."""
MOST_PROBLEMS = 20
# What somebody should look at stands first.
_FIRST = {FAILED: 0, REPAIRED: 1, KNOWN: 2, OK: 3}


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        with console.database.session() as session:
            paths = every_path(session)
            found = sorted(lines(paths, run(session, paths)), key=lambda one: _FIRST[one.status])
            waiting = len(held_changes(session))
            named = namer(session)
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
            named = namer(session)
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

    def page(
        request: Request,
        visitor: Visitor,
        *,
        typed: dict[str, object] | None = None,
        problems: Sequence[str] = (),
        effects: Effects | None = None,
        status: int = 200,
    ) -> Response:
        return console.respond(
            request,
            "parcours_essai.html",
            visitor,
            status=status,
            criteria=CRITERIA,
            typed=typed or {"monter": "", "devant": "", "sans": []},
            problems=problems,
            effects=effects,
            largest=LARGEST // (1024 * 1024),
        )

    def trial(request: Request, visitor: Visitor) -> Response:
        return page(request, visitor)

    def ranked(request: Request, visitor: Visitor, form: FormData) -> Response:
        name, before = text_field(form, "monter", 40), text_field(form, "devant", 40)
        dropped = [str(one) for one in form.getlist("sans")]
        typed: dict[str, object] = {"monter": name, "devant": before, "sans": dropped}
        try:
            strategy = _strategy(name, before, dropped)
        except StrategyInvalid:
            problem = "Ce classement n'est pas possible : le critère devant lequel monter doit compter."
            return page(request, visitor, typed=typed, problems=[problem], status=400)
        if strategy == STANDARD:
            problem = "Choisissez un critère à monter, ou à ne plus compter."
            return page(request, visitor, typed=typed, problems=[problem], status=400)
        with console.database.session() as session:
            effects = Effects("Ce classement", try_strategy(session, strategy), namer(session))
        return page(request, visitor, typed=typed, effects=effects)

    def read(request: Request, visitor: Visitor, name: str, data: bytes) -> Response:
        try:
            effects = try_file(console, name, read_upload(name, data))
        except FileRefused as refused:
            return page(request, visitor, problems=[refused.french], status=400)
        except ListingRefused as refused:
            told = [
                f"Ligne {one.row} ({one.id}) : {one.french or one.message}"
                for one in refused.problems[:MOST_PROBLEMS]
            ]
            return page(request, visitor, problems=told, status=400)
        return page(request, visitor, effects=effects)

    async def sent(request: Request, visitor: Visitor) -> Response:
        file = (await request.form()).get("fichier")
        if not isinstance(file, UploadFile) or not file.filename:
            asked = partial(page, problems=["Choisissez un fichier."], status=400)
            return await run_in_threadpool(asked, request, visitor)
        return await run_in_threadpool(read, request, visitor, file.filename, await file.read())

    return Section(
        "parcours",
        "Parcours",
        PATH,
        STAFF,
        [
            Route(PATH, console.guarded(showing(listed), *STAFF), methods=["GET"]),
            Route(TRIAL, console.guarded(showing(trial), *STAFF), methods=["GET"]),
            Route(TRIAL, console.guarded(receiving(ranked), *STAFF), methods=["POST"]),
            Route(f"{TRIAL}/fichier", console.guarded(sent, *STAFF, most=BODY), methods=["POST"]),
            Route(PATH + "/{name}", console.guarded(showing(one), *STAFF), methods=["GET"]),
            Route(
                PATH + "/{name}/supprimer", console.guarded(showing(removed), RESPONSABLE), methods=["POST"]
            ),
        ],
        summary="Des personnes inventées, ce qu'elles écrivent, ce qu'on doit leur donner.",
    )


def try_file(console: Console, name: str, records: Sequence[Any]) -> Effects:
    """What these listings would change of the paths, were they imported; raises ListingRefused."""
    today = console.now().astimezone(QUEBEC).date().isoformat()
    tried = import_through_gate(console.database, records, today=today, dry_run=True)
    if tried.report.problems:
        raise ListingRefused(tried.report.problems)
    added = sum(1 for one in tried.report.changes if one.kind == "added")
    what = f"« {safe_name(name)} » ({added} à ajouter, {len(tried.report.changes) - added} à changer)"
    new = {str(one["id"]): str(one["name"]) for one in records if one.get("name")}
    with console.database.session() as session:
        return Effects(what, tried.differences, namer(session, new))


def _find(paths: list[Path], name: str) -> Path:
    found = next((path for path in paths if path.id == name), None)
    if found is None:
        raise Refused(404, "no_path", "Il n'y a pas de parcours de ce nom.")
    return found


def _strategy(name: str, before: str, dropped: list[str]) -> Strategy:
    """The strategy of the form; raises StrategyInvalid."""
    strategy = STANDARD.without(dropped)
    return strategy.moved(name, before) if name and before else strategy
