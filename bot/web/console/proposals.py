"""/propositions: what the public and the partners propose. For a partner, hers and what became of them.

Accepting may change the listing at once (a telephone number, a service that no longer exists): by way of the
desk, which keeps before and after, and of the gate, which holds what would change a path.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.centre.corrections import TYPED
from bot.web.console.desk_common import submitted
from bot.web.console.handlers import CSV, attachment, receiving, showing
from bot.web.console.proposal_views import KIND_LABELS, accepted_fields, shown_of
from bot.web.console.proposing import PATH, organization_of, proposing_routes
from bot.web.console.requests import redacted, redacted_field, text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import INTERVENANTE, LABELS, PARTENAIRE, RESPONSABLE, STAFF
from directory.desk import changes
from directory.desk.publish import Outcome
from directory.desk.records import load, version_of
from directory.errors import ListingChanged, ListingRefused, ProposalDecided, ProposalUnknown
from directory.exchange.spreadsheet import csv_bytes
from directory.models import Proposal
from directory.models.proposal import NEW
from directory.proposals import (
    MAX_TEXT,
    decide,
    held_count,
    parts_of,
    proposals,
    proposed_number,
    with_number,
)
from directory.records.labels import STATUS


def section(console: Console) -> Section:
    """The section."""

    def queue(request: Request, visitor: Visitor) -> Response:
        everything = request.query_params.get("tout") == "1"
        with console.database.session() as session:
            if visitor.role == PARTENAIRE:
                hers = proposals(session, decided=True, organization_id=organization_of(visitor))
                shown = shown_of(session, sorted(hers, key=lambda one: (one.state != NEW, one.created_on)))
                return console.respond(request, "propositions_partenaire.html", visitor, proposals=shown)
            shown = shown_of(session, proposals(session, decided=everything))
            held = held_count(session)
        return console.respond(
            request,
            "propositions.html",
            visitor,
            proposals=shown,
            everything=everything,
            labels=KIND_LABELS,
            held=held,
        )

    def one_of(session: Session, identity: str) -> Proposal:
        found = cast("Proposal | None", session.get(Proposal, identity))
        if found is None:
            raise Refused(404, "no_proposal", "Cette proposition n'existe pas.")
        return found

    def detail(
        request: Request,
        visitor: Visitor,
        *,
        problem: str = "",
        status: int = 200,
        typed: dict[str, str] | None = None,
    ) -> Response:
        with console.database.session() as session:
            proposal = one_of(session, request.path_params["identity"])
            shown = shown_of(session, [proposal])[0]
            record = load(session, proposal.service_slug) if proposal.service_slug else None
        return console.respond(
            request,
            "proposition.html",
            visitor,
            status=status,
            proposal=shown,
            record=record,
            record_state=STATUS.get(record["status"], "") if record else "",
            version=version_of(record),
            number=proposed_number(shown.text),
            may_decide=visitor.role == RESPONSABLE and shown.state == NEW,
            problem=problem,
            typed=typed or {},
            most=MAX_TEXT,
        )

    def decided(request: Request, visitor: Visitor, form: FormData) -> Response:
        identity = request.path_params["identity"]
        typed = {name: text_field(form, name, 200) for name in ("decision", "fiche", "version")}
        proposed, words = parts_of(text_field(form, "texte", TYPED))
        # The number is the service's: the proposal had a field for it.
        typed["texte"] = with_number(proposed, redacted(words, TYPED))
        typed["raison"] = redacted_field(form, "raison", 1000)
        verdict, reason = typed["decision"], typed["raison"]

        def again(problem: str, status: int = 400) -> Response:
            return detail(request, visitor, problem=problem, status=status, typed=typed)

        if verdict not in ("accepter", "modifier", "refuser"):
            return again("Choisissez une décision.")
        if not reason:
            return again("Écrivez pourquoi, en quelques mots : la raison accompagne la décision.")
        amended = typed["texte"] if verdict == "modifier" else None
        if amended is not None and not 0 < len(amended) <= MAX_TEXT:
            return again(f"Le texte retenu a des mots, au plus {MAX_TEXT} caractères.")
        with console.database.session() as session:
            proposal = one_of(session, identity)
            if proposal.state != NEW:
                return again("Quelqu'un a déjà décidé de cette proposition.", 409)
            record = load(session, proposal.service_slug) if proposal.service_slug else None
            number = proposed_number(amended if amended is not None else proposal.text)
            slug = proposal.service_slug
        fields = accepted_fields(record, typed["fiche"], number) if record and verdict != "refuser" else None
        if typed["fiche"] and fields is None and verdict != "refuser":
            return again("Ce changement de la fiche n'est plus possible : regardez-la de nouveau.")

        def settled(session: Session, outcome: Outcome | None = None) -> None:
            made = decide(
                session,
                identity,
                accept=verdict != "refuser",
                reason=reason,
                at=console.now(),
                role=LABELS[visitor.role],
                amended=amended,
                actor=visitor.username,
                actor_role=visitor.role,
                held=outcome.held if outcome is not None else None,
            )
            if outcome is not None and outcome.applied is not None:
                made.change_batch = outcome.applied.batch

        try:
            if fields is not None:
                # The change (or its place on the shelf) and the decision stand together, or not at all.
                change = changes.Change.of("proposal", slug, fields, typed["version"])
                submitted(console, visitor, change, reason, settled)
            else:
                with console.database.session() as session:
                    settled(session)
        except ListingChanged:
            return again("La fiche a changé entre-temps : regardez-la de nouveau, puis décidez.", 409)
        except ListingRefused as refused:
            return again(" ".join(one.french or one.message for one in refused.problems))
        except (ProposalDecided, ProposalUnknown):
            return again("Quelqu'un a déjà décidé de cette proposition.", 409)
        return RedirectResponse(f"{PATH}/{identity}", status_code=303)

    def exported(request: Request, visitor: Visitor) -> Response:  # noqa: ARG001
        with console.database.session() as session:
            shown = shown_of(session, proposals(session, decided=True))
        header = ("date", "fiche", "sorte", "texte", "de", "état", "texte retenu", "décidée par", "raison")
        rows = [
            (
                one.created_on.isoformat(),
                one.slug,
                one.kind,
                one.text,
                one.source,
                one.state_label,
                one.amended,
                one.decided_by,
                one.reason,
            )
            for one in shown
        ]
        return attachment(csv_bytes(header, rows), "propositions.csv", CSV)

    one = f"{PATH}/{{identity}}"
    return Section(
        "propositions",
        "Propositions",
        PATH,
        (INTERVENANTE, RESPONSABLE, PARTENAIRE),
        [
            Route(PATH, console.guarded(showing(queue)), methods=["GET"]),
            Route(f"{PATH}.csv", console.guarded(showing(exported), *STAFF), methods=["GET"]),
            *proposing_routes(console),
            Route(one, console.guarded(showing(detail), *STAFF), methods=["GET"]),
            Route(one, console.guarded(receiving(decided), RESPONSABLE), methods=["POST"]),
        ],
        summary="Ce que le public et les partenaires proposent de corriger, et ce qu'il en advient.",
    )
