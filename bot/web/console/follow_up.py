"""/suivi: who will do what about a need or a region, shared between organizations."""

from __future__ import annotations

from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.handlers import CSV, attachment, receiving, showing
from bot.web.console.requests import redacted_field, text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import ROLES
from directory.errors import FollowUpInvalid, FollowUpRefused, FollowUpUnknown
from directory.exchange.spreadsheet import csv_bytes
from directory.follow_up import (
    CLOSED,
    MAX_WHO,
    MAX_WORDS,
    add_line,
    may_steer,
    note_of,
    notes,
    open_note,
)
from directory.geography import QUEBEC
from directory.models.follow_up import FOLLOW_UP_STATES
from directory.vocabulary import vocabulary

PATH = "/suivi"
_TYPED = 4 * MAX_WORDS


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        asked, known = request.query_params, vocabulary()
        region, need = asked.get("region", ""), asked.get("besoin", "")
        region, need = region if region in known.regions else "", need if need in known.needs else ""
        closed = asked.get("tout") == "1"
        with console.database.session() as session:
            found = notes(session, region=region, need=need, closed=closed)
        return console.respond(
            request,
            "suivi.html",
            visitor,
            notes=found,
            region=region,
            need=need,
            closed=closed,
            known=known,
            today=console.now().astimezone(QUEBEC).date(),
            done=CLOSED,
        )

    def new_page(
        request: Request, visitor: Visitor, typed: dict[str, str], problem: str = "", status: int = 200
    ) -> Response:
        return console.respond(
            request,
            "suivi_nouveau.html",
            visitor,
            status=status,
            typed=typed,
            known=vocabulary(),
            problem=problem,
            most=MAX_WORDS,
            most_who=MAX_WHO,
        )

    def opened(request: Request, visitor: Visitor, form: FormData) -> Response:
        typed = {
            "region": text_field(form, "region", 2),
            "besoin": text_field(form, "besoin", 40),
            "quoi": redacted_field(form, "quoi", _TYPED),
            "qui": redacted_field(form, "qui", _TYPED),
            "pour": text_field(form, "pour", 10),
        }
        if not typed["region"] and not typed["besoin"]:
            return new_page(request, visitor, typed, "Choisissez une région, un besoin, ou les deux.", 400)
        if not typed["quoi"] or not typed["qui"]:
            return new_page(request, visitor, typed, "Dites ce qui sera fait, et par qui.", 400)
        due, readable = _day(typed["pour"])
        if not readable:
            return new_page(request, visitor, typed, "La date s'écrit comme 2026-12-15.", 400)
        try:
            with console.database.session() as session:
                note = open_note(
                    session,
                    region=typed["region"],
                    need=typed["besoin"],
                    what=typed["quoi"],
                    who=typed["qui"],
                    due_on=due,
                    at=console.now(),
                    actor=visitor.username,
                    role=visitor.role,
                    organization_id=visitor.organization,
                )
        except FollowUpInvalid:
            sentence = f"Au plus {MAX_WORDS} caractères pour ce qui sera fait, {MAX_WHO} pour qui le fera."
            return new_page(request, visitor, typed, sentence, 400)
        return RedirectResponse(f"{PATH}/{note.id}", status_code=303)

    def note_page(request: Request, visitor: Visitor, problem: str = "", status: int = 200) -> Response:
        try:
            with console.database.session() as session:
                note = note_of(session, request.path_params["identity"])
                entries = list(note.entries)
        except FollowUpUnknown as unknown:
            raise Refused(404, "no_note", "Cette note n'existe pas.") from unknown
        return console.respond(
            request,
            "suivi_note.html",
            visitor,
            status=status,
            note=note,
            entries=entries,
            known=vocabulary(),
            states=FOLLOW_UP_STATES,
            may_steer=may_steer(note, visitor.role, visitor.organization),
            problem=problem,
            most=MAX_WORDS,
        )

    def completed(request: Request, visitor: Visitor, form: FormData) -> Response:
        due, readable = _day(text_field(form, "pour", 10))
        if not readable:
            return note_page(request, visitor, "La date s'écrit comme 2026-12-15.", 400)
        try:
            with console.database.session() as session:
                add_line(
                    session,
                    request.path_params["identity"],
                    words=redacted_field(form, "mots", _TYPED),
                    state=text_field(form, "etat", 20) or None,
                    due_on=due,
                    at=console.now(),
                    actor=visitor.username,
                    role=visitor.role,
                    organization_id=visitor.organization,
                )
        except FollowUpUnknown as unknown:
            raise Refused(404, "no_note", "Cette note n'existe pas.") from unknown
        except FollowUpRefused as refused:
            sentence = "L'état et la date sont à qui a ouvert la note, et à l'équipe du répertoire."
            raise Refused(403, "not_yours", sentence) from refused
        except FollowUpInvalid:
            sentence = (
                f"Écrivez quelques mots (au plus {MAX_WORDS} caractères), ou changez l'état ou la date."
            )
            return note_page(request, visitor, sentence, 400)
        return RedirectResponse(f"{PATH}/{request.path_params['identity']}", status_code=303)

    def exported(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        known = vocabulary()
        with console.database.session() as session:
            rows = [
                (
                    known.regions.get(note.region or "", ""),
                    known.needs.get(note.need or "", ""),
                    note.what,
                    note.who,
                    note.due_on.isoformat() if note.due_on else "",
                    note.state,
                    entry.at.astimezone(QUEBEC).date().isoformat(),
                    entry.signed,
                    entry.words,
                )
                for note in notes(session, closed=True)
                for entry in note.entries
            ]
        header = ("région", "besoin", "quoi", "qui", "pour le", "état", "date", "signé", "mots")
        return attachment(csv_bytes(header, rows), "suivi.csv", CSV)

    async def show_new(request: Request, visitor: Visitor) -> Response:
        asked = request.query_params
        return new_page(
            request, visitor, {"region": asked.get("region", ""), "besoin": asked.get("besoin", "")}
        )

    one = f"{PATH}/{{identity}}"
    return Section(
        "suivi",
        "Suivi",
        PATH,
        ROLES,
        [
            Route(PATH, console.guarded(showing(listed)), methods=["GET"]),
            Route(f"{PATH}.csv", console.guarded(showing(exported)), methods=["GET"]),
            Route(f"{PATH}/nouveau", console.guarded(show_new), methods=["GET"]),
            Route(f"{PATH}/nouveau", console.guarded(receiving(opened)), methods=["POST"]),
            Route(one, console.guarded(showing(note_page)), methods=["GET"]),
            Route(one, console.guarded(receiving(completed)), methods=["POST"]),
        ],
        summary="Qui fera quoi, par région ou par besoin, avec les autres organismes.",
    )


def _day(text: str) -> tuple[date | None, bool]:
    """The date of a form (None when it is empty), and whether it could be read."""
    if not text:
        return None, True
    try:
        return date.fromisoformat(text), True
    except ValueError:
        return None, False
