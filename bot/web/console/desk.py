"""/repertoire: the listings, searched and read; its other pages are in the desk_… modules beside."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk_checks import check_routes
from bot.web.console.desk_common import PATH, done_of, hours_of, listing_for, today_of, words
from bot.web.console.desk_duplicates import duplicate_routes
from bot.web.console.desk_edit import edit_routes
from bot.web.console.desk_exchange import exchange_routes
from bot.web.console.desk_history import history_routes
from bot.web.console.handlers import showing
from bot.web.console.shell import Console, Section, Visitor
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.desk.checks import USUAL_DAYS
from directory.desk.history import history
from directory.desk.records import version_of
from directory.desk.search import PAGE, Found, search
from directory.models import Proposal
from directory.models.proposal import NEW
from directory.paths.held import held_changes
from directory.records import labels
from directory.vocabulary import vocabulary

GROUPS = (
    ("Ce que c'est", ("name", "alternate_name", "organization", "description", "alert")),
    ("Le joindre", ("phones", "website", "email", "chat_url", "same_line_as")),
    ("Heures", ("hours_text", "opening_hours", "closed_from", "closed_until", "closure_reason")),
    (
        "Pour qui",
        (
            "needs",
            "exit_specialised",
            "populations",
            "populations_only",
            "genders",
            "min_age",
            "max_age",
            "eligibility",
        ),
    ),
    ("Accueil", ("access_mode", "access", "languages", "cost")),
    ("Où", ("coverage", "areas", "municipality", "sector", "address_confidential", "addresses")),
    ("État de la fiche", ("status", "visibility", "confidence", "verifications")),
    ("D'où cela vient", ("sources", "page_date", "conflicts", "decisions", "notes")),
)
"""The fields of a listing as the page shows them."""


def section(console: Console) -> Section:
    """The section."""

    def listed(request: Request, visitor: Visitor) -> Response:
        asked = {
            name: request.query_params.get(name, "").strip()[:100]
            for name in ("q", "region", "besoin", "etat", "page")
        }
        number = asked["page"]
        page = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
        with console.database.session() as session:
            found: Found = search(
                session,
                today_of(console),
                words=asked["q"],
                region=asked["region"],
                need=asked["besoin"],
                state=asked["etat"],
                organization=visitor.organization if visitor.role == PARTENAIRE else None,
                page=page,
            )
            waiting = len(held_changes(session)) if visitor.role != PARTENAIRE else 0
        return console.respond(
            request,
            "repertoire.html",
            visitor,
            found=found,
            asked=asked,
            pages=max(1, -(-found.total // PAGE)),
            needs=vocabulary().needs,
            regions=vocabulary().regions,
            labels=labels,
            waiting=waiting,
            done=done_of(request),
        )

    def shown(request: Request, visitor: Visitor) -> Response:
        slug = request.path_params["slug"]
        record = listing_for(console, visitor, slug)
        with console.database.session() as session:
            changes = len(history(session, slug)) if visitor.role != PARTENAIRE else 0
            wanted = select(Proposal).where(Proposal.service_slug == slug, Proposal.state == NEW)
            proposed = list(session.execute(wanted).scalars())
            held = [one for one in held_changes(session) if one.target == slug]
        today = today_of(console)
        return console.respond(
            request,
            "repertoire_fiche.html",
            visitor,
            record=record,
            groups=[(title, _rows(record, fields, visitor)) for title, fields in GROUPS],
            week=hours_of(record["opening_hours"], today),
            version=version_of(record),
            changes=changes,
            proposed=proposed if visitor.role != PARTENAIRE else [],
            held=held if visitor.role != PARTENAIRE else [],
            labels=labels,
            today=today,
            usual_days=USUAL_DAYS,
            done=done_of(request),
        )

    return Section(
        "repertoire",
        "Répertoire",
        PATH,
        (INTERVENANTE, RESPONSABLE, PARTENAIRE),
        [
            Route(PATH, console.guarded(showing(listed)), methods=["GET"]),
            Route(f"{PATH}/fiche/{{slug}}", console.guarded(showing(shown)), methods=["GET"]),
            *edit_routes(console),
            *history_routes(console),
            *check_routes(console),
            *duplicate_routes(console),
            *exchange_routes(console),
        ],
        summary="Chercher, corriger et vérifier les fiches.",
    )


def _rows(record: dict[str, Any], fields: tuple[str, ...], visitor: Visitor) -> list[tuple[str, str]]:
    """(label, words) of the fields that say something; internal notes are not for partners."""
    hidden = ("notes", "conflicts", "decisions") if visitor.role == PARTENAIRE else ()
    return [
        (labels.field_label(key), words(key, record.get(key)))
        for key in fields
        if key not in hidden and record.get(key) not in (None, "", [], {})
    ]
