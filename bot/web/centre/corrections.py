"""The form under each listing where anyone says what is wrong in it. It goes to a person; nothing is shown.

What is written is redacted before it is stored, like a message. A telephone number would not survive that,
and the right number of a service is what a correction most often brings: it has a field of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.privacy.redaction import redact
from bot.safety.french import clean
from bot.web.api import read_form
from bot.web.centre.listings import Listing
from bot.web.errors import Refused
from bot.web.headers import is_own_origin
from bot.web.settings import WebSettings
from directory.database import Database
from directory.errors import DirectoryError, ProposalInvalid, TooManyProposals
from directory.geography import QUEBEC
from directory.models.proposal import KINDS
from directory.proposals import MAX_TEXT, add, with_number
from directory.telephone import dialled

TRAP = "site"
"""A field no person sees. A program that fills in whatever it finds is thanked, and nothing is kept."""
KIND_LABELS = dict(
    zip(
        KINDS,
        (
            "Un numéro est faux ou ne répond plus",
            "Les heures ont changé",
            "Le service est fermé ou a déménagé",
            "Autre chose",
        ),
        strict=True,
    )
)
"""Kind as stored -> what the form says."""
TYPED = 8 * MAX_TEXT
"""Characters of what was sent that are read, so that a long text comes back whole to be shortened."""
_NOWHERE = "Cette fiche n'est pas, ou n'est plus, dans le répertoire public."
_DOWN = (
    "Le répertoire ne répond pas pour le moment. Votre proposition n'a pas été gardée : renvoyez-la dans un "
    "instant."
)
_FLOOD = (
    "Beaucoup de propositions attendent déjà d'être lues : la vôtre n'a pas été gardée. Réessayez dans "
    "quelques jours"
)


class Respond(Protocol):
    """Renders a page of the centre."""

    def __call__(
        self, template: str, title: str, *, status: int = 200, robots: str = "all", **context: object
    ) -> Response: ...


@dataclass(frozen=True)
class Draft:
    """What stands in the form: the kind (one of KINDS or empty), a number, words."""

    kind: str = ""
    number: str = ""
    text: str = ""

    def problem(self) -> str | None:
        """What keeps it from being sent, as a sentence, or None."""
        if self.kind not in KINDS:
            return "Choisissez ce qui est à corriger."
        if self.number and not dialled(self.number):
            return "Il faut dix chiffres, comme 819 555-0100. Un poste se met dans le texte."
        if not self.number and not self.text:
            return "Écrivez ce qui est faux, ou ce qui serait juste."
        over = len(self.whole()) - MAX_TEXT
        if over > 0:
            return f"C'est trop long de {over} caractère{'s' if over > 1 else ''} : raccourcissez un peu."
        return None

    def whole(self) -> str:
        """The text as it is stored."""
        return with_number(dialled(self.number), self.text)


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another site sent the form. Ours hide where they are: their origin is null."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    return headers.get("origin", "null") != "null" and not is_own_origin(headers)


def correction_routes(
    respond: Respond, listing_of: Callable[[Request], Listing], database: Database, settings: WebSettings
) -> list[Route]:
    """The form on a page of its own, what it sends, the thanks. `listing_of` raises Refused (404)."""

    def form(listing: Listing, draft: Draft, problem: str = "", status: int = 200) -> Response:
        title = "Proposer une correction"
        return respond(
            "correction.html",
            f"Erreur : {title.lower()}" if problem else title,
            status=status,
            robots="noindex",
            listing=listing,
            draft=draft,
            kinds=KIND_LABELS,
            problem=problem,
        )

    def thanks_of(listing: Listing) -> str:
        return f"/ressources/service/{listing.slug}/correction/merci"

    def received(request: Request, fields: dict[str, str]) -> Response:
        listing = listing_of(request)
        if fields.get(TRAP):
            return RedirectResponse(thanks_of(listing), status_code=303)
        draft = Draft(
            kind=fields.get("sorte", ""),
            number=fields.get("numero", "").strip()[:40],
            # Redacted before anything else sees it, the page that shows it again included.
            text=redact(clean(fields.get("texte", ""), TYPED)).text,
        )
        if problem := draft.problem():
            return form(listing, draft, problem, 400)
        try:
            with database.session() as session:
                add(session, listing.slug, draft.kind, draft.whole(), datetime.now(QUEBEC).date())
        except ProposalInvalid as gone:
            raise Refused(404, "not_found", _NOWHERE) from gone
        except TooManyProposals:
            other = f", ou écrivez à {settings.contact}" if settings.contact else ""
            return form(listing, draft, f"{_FLOOD}{other}.", 429)
        except DirectoryError:
            return form(listing, draft, _DOWN, 503)
        # Another address: to read the thanks again sends nothing again.
        return RedirectResponse(thanks_of(listing), status_code=303)

    async def show(request: Request) -> Response:
        return await run_in_threadpool(lambda: form(listing_of(request), Draft()))

    async def receive(request: Request) -> Response:
        if _from_elsewhere(request.headers):
            raise Refused(403, "site_refused", "Une proposition s'envoie à partir de la fiche elle-même.")
        fields = await read_form(request)
        return await run_in_threadpool(received, request, fields)

    async def thanks(request: Request) -> Response:
        def work() -> Response:
            return respond("merci.html", "Merci", robots="noindex", listing=listing_of(request))

        return await run_in_threadpool(work)

    path = "/ressources/service/{slug}/correction"
    return [
        Route(path, show, methods=["GET"]),
        Route(path, receive, methods=["POST"]),
        Route(f"{path}/merci", thanks, methods=["GET"]),
    ]
