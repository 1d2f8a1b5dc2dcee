"""What a partner does at /propositions: names a listing or a missing service, says what is wrong."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.centre.corrections import TYPED
from bot.web.console.handlers import receiving, showing
from bot.web.console.proposal_views import KIND_LABELS
from bot.web.console.requests import redacted_field, text_field
from bot.web.console.shell import Console, Visitor
from bot.web.errors import Refused
from directory.accounts.roles import PARTENAIRE
from directory.desk.records import load
from directory.errors import DirectoryError, ProposalInvalid, TooManyProposals
from directory.geography import QUEBEC, fold
from directory.models import Organization, Service
from directory.models.proposal import NEW_SERVICE, PARTNER_KINDS
from directory.proposals import MAX_OF_A_PARTNER, MAX_TEXT, add, with_number
from directory.telephone import dialled

PATH = "/propositions"
_MOST_FOUND = 25


def organization_of(visitor: Visitor) -> str:
    """The organization of a partner; raises DirectoryError for an account without one."""
    if visitor.organization is None:
        raise DirectoryError("This partner's account is tied to no organization.")
    return visitor.organization


def _listings(session: Session, visitor: Visitor, words: str) -> list[Any]:
    """(slug, name, organization) of her own listings, or of those that `words` names."""
    own = Service.organization_id == visitor.organization
    wanted = (
        select(Service.slug, Service.name, Organization.name.label("organization"))
        .join(Organization, Organization.id == Service.organization_id)
        .order_by(Service.name)
    )
    if not words:
        return list(session.execute(wanted.where(own).limit(200)))
    public = (Service.visibility != "hidden") & (Service.confidence != "low")
    asked = fold(words).split()
    found = [
        row
        for row in session.execute(wanted.where(or_(own, public)))
        if all(word in fold(f"{row.name} {row.organization}") for word in asked)
    ]
    return found[:_MOST_FOUND]


def _listing(session: Session, visitor: Visitor, slug: str) -> Service:
    """The listing she may name; raises Refused (404)."""
    wanted = select(Service).where(Service.slug == slug)
    found = cast("Service | None", session.execute(wanted).scalars().first())
    mine = found is not None and found.organization_id == visitor.organization
    if found is None or not (mine or (found.visibility != "hidden" and found.confidence != "low")):
        raise Refused(404, "no_listing", "Cette fiche n'est pas, ou n'est plus, dans le répertoire.")
    return found


def proposing_routes(console: Console) -> list[Route]:
    """Choosing a listing, the form, what it sends."""

    def choose(request: Request, visitor: Visitor) -> Response:
        words = request.query_params.get("q", "").strip()[:100]
        with console.database.session() as session:
            found = _listings(session, visitor, words)
        return console.respond(
            request, "proposition_choix.html", visitor, found=found, words=words, most=_MOST_FOUND
        )

    def form_page(
        request: Request, visitor: Visitor, typed: dict[str, str], problem: str = "", status: int = 200
    ) -> Response:
        slug = request.path_params.get("slug")
        with console.database.session() as session:
            service = _listing(session, visitor, slug) if slug else None
            record = load(session, service.slug) if service is not None else None
        kinds = {kind: KIND_LABELS[kind] for kind in PARTNER_KINDS if (kind == NEW_SERVICE) == (slug is None)}
        return console.respond(
            request,
            "proposition_nouvelle.html",
            visitor,
            status=status,
            record=record,
            kinds=kinds,
            typed=typed,
            problem=problem,
            most=MAX_TEXT,
        )

    def proposed(request: Request, visitor: Visitor, form: FormData) -> Response:
        slug = request.path_params.get("slug")
        typed = {
            "sorte": text_field(form, "sorte", 20) if slug else NEW_SERVICE,
            "numero": text_field(form, "numero", 40),
            "texte": redacted_field(form, "texte", TYPED),
        }
        number = dialled(typed["numero"])
        whole = with_number(number, typed["texte"])
        if typed["sorte"] not in PARTNER_KINDS:
            return form_page(request, visitor, typed, "Choisissez de quoi il s'agit.", 400)
        if typed["numero"] and not number:
            sentence = "Il faut dix chiffres, comme 819 555-0100. Un poste se met dans le texte."
            return form_page(request, visitor, typed, sentence, 400)
        if not whole or len(whole) > MAX_TEXT:
            sentence = f"Dites en quelques mots ce qu'il en est, en {MAX_TEXT} caractères au plus."
            return form_page(request, visitor, typed, sentence, 400)
        try:
            with console.database.session() as session:
                if slug:
                    _listing(session, visitor, slug)
                today = console.now().astimezone(QUEBEC).date()
                add(session, slug or "", typed["sorte"], whole, today, organization_of(visitor))
        except ProposalInvalid as gone:
            raise Refused(404, "no_listing", "Cette fiche n'est plus dans le répertoire.") from gone
        except TooManyProposals:
            sentence = f"{MAX_OF_A_PARTNER} de vos propositions attendent déjà : celle-ci n'a pas été gardée."
            return form_page(request, visitor, typed, sentence, 429)
        return RedirectResponse(PATH, status_code=303)

    def blank(request: Request, visitor: Visitor) -> Response:
        return form_page(request, visitor, {})

    new, missing = f"{PATH}/nouvelle", f"{PATH}/nouveau-service"
    return [
        Route(new, console.guarded(showing(choose), PARTENAIRE), methods=["GET"]),
        Route(missing, console.guarded(showing(blank), PARTENAIRE), methods=["GET"]),
        Route(missing, console.guarded(receiving(proposed), PARTENAIRE), methods=["POST"]),
        Route(f"{new}/{{slug}}", console.guarded(showing(blank), PARTENAIRE), methods=["GET"]),
        Route(f"{new}/{{slug}}", console.guarded(receiving(proposed), PARTENAIRE), methods=["POST"]),
    ]
