"""/repertoire: adding, editing or trying a listing, a check, a note, a proposal, closing for a time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.console.desk_common import PATH, after, hours_of, listing_for, send, today_of
from bot.web.console.desk_form import ListingForm, NewListingForm, form_of_record, record_of_form, slug_from
from bot.web.console.effects import TRIAL, Effects, namer
from bot.web.console.handlers import receiving, showing
from bot.web.console.requests import redacted_field, text_field
from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import INTERVENANTE, RESPONSABLE, STAFF
from directory.desk import publish
from directory.desk.changes import Change
from directory.desk.checks import USUAL_DAYS
from directory.desk.records import Record, version_of
from directory.errors import ListingChanged, ListingRefused, ProposalInvalid, TooManyProposals
from directory.hours_text import osm_from_text
from directory.models import CONFIDENCES, METHODS, Organization
from directory.proposals import MAX_TEXT, add, with_number
from directory.telephone import dialled

LARGE_FORM = 256 * 1024
"""Bytes of the form of a whole listing."""
BLANK: Record = {
    "name": "",
    "organization": "",
    "confidence": "medium",
    "visibility": "public",
    "status": "active",
    "genders": "toutes",
    "coverage": "regions",
    "verifications": [],
}


def edit_routes(console: Console) -> list[Route]:
    """The forms that change one listing."""

    def form_page(
        request: Request,
        visitor: Visitor,
        form: ListingForm,
        record: Record,
        version: str,
        problems: list[str],
        status: int = 200,
        *,
        looked: bool = False,
        effects: Effects | None = None,
    ) -> Response:
        slug = record.get("id")
        may_save = visitor.role == RESPONSABLE
        verb = "Modifier" if may_save else "Essayer un changement de"
        with console.database.session() as session:
            names = list(session.execute(select(Organization.name).order_by(Organization.name)).scalars())
        typed = form.opening_hours.data or osm_from_text(form.hours_text.data)
        return console.respond(
            request,
            "repertoire_formulaire.html",
            visitor,
            status=status,
            form=form,
            record=record,
            new=slug is None,
            heading=f"{verb} « {record['name']} »" if slug else "Nouvelle fiche",
            may_save=may_save,
            save_at=f"{PATH}/fiche/{slug}/modifier" if slug else f"{PATH}/nouvelle",
            try_at=f"{TRIAL}/fiche/{slug}" if slug else f"{TRIAL}/fiche",
            effects=effects,
            version=version,
            problems=problems,
            organizations=names,
            week=hours_of(typed, today_of(console)),
            from_words=bool(typed and not form.opening_hours.data),
            looked=looked,
            reason=redacted_field(form.sent, "raison", 500) if hasattr(form, "sent") else "",
        )

    def edited(request: Request, visitor: Visitor) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        form = ListingForm(data=form_of_record(record))
        return form_page(request, visitor, form, record, version_of(record), [])

    def begun(request: Request, visitor: Visitor) -> Response:
        return form_page(request, visitor, NewListingForm(data=form_of_record(BLANK)), BLANK, "", [])

    def tried(request: Request, visitor: Visitor, sent: FormData) -> Response:
        return received(request, visitor, sent, trial=True)

    def received(request: Request, visitor: Visitor, sent: FormData, *, trial: bool = False) -> Response:
        slug = request.path_params.get("slug")
        if slug is None:
            form: ListingForm = NewListingForm(sent)
            record: Record = dict(BLANK)
        else:
            form, record = ListingForm(sent), listing_for(console, visitor, slug)
        form.sent = sent
        version = text_field(sent, "version", 16)

        def again(problems: list[str], status: int = 400) -> Response:
            return form_page(request, visitor, form, record, version, problems, status)

        if "apercu" in sent:
            return form_page(request, visitor, form, record, version, [], looked=True)
        problems = [] if form.validate() else _told(form)
        wanted = record_of_form(form, record)
        if not wanted["opening_hours"] and wanted["hours_text"] != record.get("hours_text"):
            wanted["opening_hours"] = osm_from_text(wanted["hours_text"])
        if slug is None:
            slug = text_field(sent, "slug", 119) or slug_from(wanted["name"])
            action, version = "add", ""
        else:
            action = "edit"
        if not problems and not wanted["areas"]:
            problems = ["Dites quel territoire est servi : une région au moins, ou tout le Québec."]
        if problems:
            return again(problems)
        change = Change.of(action, slug, {**wanted, "id": slug}, version)
        try:
            if trial:
                differences = publish.trial(console.database, change, visitor.username, visitor.role)
                with console.database.session() as session:
                    effects = Effects(
                        f"« {wanted['name']} »", differences, namer(session, {slug: wanted["name"]})
                    )
                return form_page(request, visitor, form, record, version, [], effects=effects)
            outcome = send(console, visitor, change, redacted_field(sent, "raison", 500))
        except ListingRefused as refused:
            return again([problem.french or problem.message for problem in refused.problems])
        except (Refused, ListingChanged) as taken:
            if action == "add" and getattr(taken, "status_code", 409) == 409:
                return again([f"L'identifiant « {slug} » est déjà pris : choisissez-en un autre."], 409)
            if isinstance(taken, ListingChanged):
                return again(["Quelqu'un a changé cette fiche entre-temps : revenez-y et recommencez."], 409)
            raise
        # An addition that is held stands nowhere yet.
        return after(outcome, change, slug)

    def checked(request: Request, visitor: Visitor, sent: FormData) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        today = today_of(console)
        method = text_field(sent, "comment", 20)
        on = _day(sent, "date") or today
        due = _day(sent, "echeance") or on + timedelta(days=USUAL_DAYS)
        if method not in METHODS:
            raise Refused(400, "bad_method", "Dites comment la fiche a été vérifiée.")
        if on > today or due <= on or due > today + timedelta(days=366):
            raise Refused(
                400, "bad_day", "La date est aujourd'hui ou avant, et l'échéance après, à un an au plus."
            )
        check = {
            "role": visitor.role,
            "method": method,
            "verified_on": on.isoformat(),
            "next_due": due.isoformat(),
            "note": redacted_field(sent, "note", 500) or None,
        }
        fields: Record = {"verifications": [*record["verifications"], check]}
        confidence = text_field(sent, "confiance", 10)
        if confidence in CONFIDENCES and visitor.role == RESPONSABLE:
            fields["confidence"] = confidence
        return changed(visitor, record, "verify", fields, "")

    def noted(request: Request, visitor: Visitor, sent: FormData) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        note = redacted_field(sent, "note", 1000)
        if not note:
            raise Refused(400, "no_note", "La note est vide.")
        line = f"{today_of(console).isoformat()} ({visitor.role}) : {note}"
        notes = f"{record['notes']}\n{line}" if record["notes"] else line
        return changed(visitor, record, "note", {"notes": notes}, "")

    def closed(request: Request, visitor: Visitor, sent: FormData) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        start, end = _day(sent, "du") or today_of(console), _day(sent, "au")
        reason = redacted_field(sent, "raison", 500)
        if not reason:
            raise Refused(400, "no_reason", "Dites pourquoi la fiche est fermée : on le lira en la rouvrant.")
        if end is not None and end < start:
            raise Refused(400, "bad_day", "La fermeture finit après avoir commencé.")
        fields = {
            "closed_from": start.isoformat(),
            "closed_until": end.isoformat() if end else None,
            "closure_reason": reason,
        }
        return changed(visitor, record, "close", fields, reason)

    def reopened(request: Request, visitor: Visitor, sent: FormData) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        fields: Record = {"closed_from": None, "closed_until": None, "closure_reason": None}
        if record["status"] == "temporarily closed":
            fields["status"] = "active"
        return changed(visitor, record, "reopen", fields, redacted_field(sent, "raison", 500))

    def proposed(request: Request, visitor: Visitor, sent: FormData) -> Response:
        record = listing_for(console, visitor, request.path_params["slug"])
        given = text_field(sent, "numero", 40)
        number = dialled(given)
        if given and not number:
            raise Refused(400, "bad_number", "Il faut dix chiffres, comme 819 555-0100.")
        kind = text_field(sent, "sorte", 20)
        text = redacted_field(sent, "texte", MAX_TEXT)
        try:
            with console.database.session() as session:
                add(session, record["id"], kind, with_number(number, text), today_of(console))
        except ProposalInvalid as invalid:
            raise Refused(
                400, "bad_proposal", "Dites en mots ce qui est faux, et de quelle sorte."
            ) from invalid
        except TooManyProposals as full:
            raise Refused(409, "too_many", "Trop de propositions attendent : décidez-en d'abord.") from full
        return RedirectResponse(f"{PATH}/fiche/{record['id']}?fait=proposal", status_code=303)

    def changed(visitor: Visitor, record: Record, action: str, fields: Record, reason: str) -> Response:
        change = Change.of(action, record["id"], fields, version_of(record))
        try:
            return after(send(console, visitor, change, reason), change, record["id"])
        except ListingRefused as refused:
            raise Refused(
                400, "refused", " ".join(one.french or one.message for one in refused.problems)
            ) from refused

    one = f"{PATH}/fiche/{{slug}}"
    return [
        Route(f"{PATH}/nouvelle", console.guarded(showing(begun), RESPONSABLE), methods=["GET"]),
        Route(
            f"{PATH}/nouvelle",
            console.guarded(receiving(received), RESPONSABLE, most=LARGE_FORM),
            methods=["POST"],
        ),
        Route(f"{one}/modifier", console.guarded(showing(edited), RESPONSABLE), methods=["GET"]),
        Route(
            f"{one}/modifier",
            console.guarded(receiving(received), RESPONSABLE, most=LARGE_FORM),
            methods=["POST"],
        ),
        *(
            route
            for path, shown in ((f"{TRIAL}/fiche", begun), (f"{TRIAL}/fiche/{{slug}}", edited))
            for route in (
                Route(path, console.guarded(showing(shown), *STAFF), methods=["GET"]),
                Route(path, console.guarded(receiving(tried), *STAFF, most=LARGE_FORM), methods=["POST"]),
            )
        ),
        Route(f"{one}/verifier", console.guarded(receiving(checked), *STAFF), methods=["POST"]),
        Route(f"{one}/noter", console.guarded(receiving(noted), *STAFF), methods=["POST"]),
        Route(f"{one}/proposer", console.guarded(receiving(proposed), INTERVENANTE), methods=["POST"]),
        Route(f"{one}/fermer", console.guarded(receiving(closed), RESPONSABLE), methods=["POST"]),
        Route(f"{one}/rouvrir", console.guarded(receiving(reopened), RESPONSABLE), methods=["POST"]),
    ]


def _told(form: ListingForm) -> list[str]:
    """What the form's own checks found, each with the field it is about."""
    found: list[str] = []

    def look(errors: Any, label: str) -> None:
        if isinstance(errors, dict):
            for inner in errors.values():
                look(inner, label)
        elif isinstance(errors, list | tuple):
            for inner in errors:
                look(inner, label)
        else:
            found.append(f"{label} : {errors}")

    for name, errors in form.errors.items():
        look(errors, form[name].label.text if name else "Formulaire")
    return list(dict.fromkeys(found))


def _day(sent: FormData, name: str) -> date | None:
    """The day of a field, None when it is empty; raises Refused (400)."""
    given = text_field(sent, name, 10)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Refused(400, "bad_day", f"« {given} » n'est pas une date comme 2026-11-24.") from error
