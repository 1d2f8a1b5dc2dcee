"""The routes of the resource centre, under /ressources. Public, linkable, printable; no script needed."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.conversation.answers import Answer, BadAnswers, load_answers
from bot.conversation.counts import is_on
from bot.web.centre.corrections import KIND_LABELS, Draft, correction_routes
from bot.web.centre.listings import Catalogue, Listing, serving
from bot.web.centre.map import tiles
from bot.web.centre.needs import GROUPS, HEADINGS
from bot.web.centre.search import MAX_QUERY, Index
from bot.web.errors import Refused
from bot.web.rendering import Pages
from bot.web.settings import WebSettings
from directory.database import Database
from directory.errors import DirectoryError
from directory.vocabulary import vocabulary

logger = logging.getLogger(__name__)

SHEET_LIMIT = 40
"""Services on one printed sheet: two pages."""
TEXTS = {
    "proche": "J'aide une proche",
    "intervenante": "Je suis intervenante",
    "inclusion": "Ce que le répertoire contient, et pourquoi",
    "confidentialite": "Confidentialité",
    "accessibilite": "Accessibilité",
    "integrer": "Mettre la conversation sur votre site",
}
"""Pages that are only words: address -> title."""


class Centre:
    """What the pages share: the listings, their index, the answers; each read again only when it changed."""

    def __init__(self, database: Database) -> None:
        self._catalogue = Catalogue(database)
        self._lock = threading.Lock()
        self._index: tuple[dict[str, Listing], Index] | None = None
        self._answers: tuple[Answer, ...] | None = None

    def listings(self) -> dict[str, Listing]:
        """Listing by slug; raises Refused (503) when the directory does not answer."""
        try:
            return self._catalogue.listings()
        except DirectoryError as problem:
            raise Refused(503, "directory_down", "Le répertoire ne répond pas pour le moment.") from problem

    def index(self) -> Index:
        """The search index of the present listings."""
        listings = self.listings()
        with self._lock:
            if self._index is None or self._index[0] is not listings:
                self._index = (listings, Index(listings.values()))
            return self._index[1]

    def answers(self) -> tuple[Answer, ...]:
        """The answered questions; raises Refused (503) while their file is missing or not whole."""
        if self._answers is None:
            try:
                self._answers = load_answers()
            except BadAnswers as problem:
                logger.error("answers_unreadable", exc_info=problem)
                raise Refused(
                    503, "answers_down", "Les questions fréquentes ne sont pas disponibles pour le moment."
                ) from problem
        return self._answers


def _now() -> datetime:
    return datetime.now(UTC)


def centre_routes(pages: Pages, database: Database, settings: WebSettings) -> list[Route]:
    """All pages of the resource centre."""
    centre = Centre(database)
    words = vocabulary()
    counting = is_on()

    def respond(
        template: str, title: str, *, status: int = 200, robots: str = "all", **context: Any
    ) -> Response:
        return pages.respond(
            f"centre/{template}",
            status=status,
            # These pages are meant to be found; the conversation's are not.
            headers={"x-robots-tag": robots},
            title=title,
            needs=HEADINGS,
            regions=words.regions,
            now=_now(),
            settings=settings,
            counting=counting,
            **context,
        )

    def route(path: str, work: Callable[[Request], Response]) -> Route:
        async def endpoint(request: Request) -> Response:
            # The database and the templates take milliseconds, but not on the loop that answers a danger.
            return await run_in_threadpool(work, request)

        return Route(f"/ressources{path}", endpoint, methods=["GET"])

    def home(request: Request) -> Response:  # noqa: ARG001
        listings = centre.listings().values()
        by_region = Counter(code for listing in listings for code in listing.regions)
        by_need = Counter(need for listing in listings for need in listing.needs)
        return respond(
            "home.html",
            "Ressources",
            groups=GROUPS,
            by_need=by_need,
            tiles=tiles(by_region),
            total=len(listings),
        )

    def need_of(given: str | None) -> str:
        if given and given not in words.needs:
            raise Refused(404, "not_found", "Ce besoin n'existe pas dans le répertoire.")
        return given or ""

    def region_of(given: str | None) -> str:
        if given and given not in words.regions:
            raise Refused(404, "not_found", "Cette région n'existe pas.")
        return given or ""

    def listed(need: str, region: str, template: str, *, address: str) -> Response:
        near, wide = serving(centre.listings().values(), need=need, region=region)
        heading = HEADINGS[need] if need else "Tous les services"
        where = words.in_region[region] if region else ""
        return respond(
            template,
            " ".join(part for part in (heading, where) if part),
            need=need,
            region=region,
            near=near[:SHEET_LIMIT] if template == "sheet_list.html" else near,
            wide=wide,
            where=where,
            address=address,
        )

    def by_need(request: Request) -> Response:
        need = need_of(request.path_params["need"])
        region = region_of(request.query_params.get("region"))
        return listed(need, region, "list.html", address=f"/ressources/besoin/{need}")

    def by_region(request: Request) -> Response:
        region = region_of(request.path_params["region"])
        need = need_of(request.query_params.get("besoin"))
        return listed(need, region, "list.html", address=f"/ressources/region/{region}")

    def sheet_list(request: Request) -> Response:
        need = need_of(request.query_params.get("besoin"))
        region = region_of(request.query_params.get("region"))
        if not need and not region:
            return RedirectResponse("/ressources", status_code=303)
        return listed(need, region, "sheet_list.html", address="/ressources/feuille")

    def search(request: Request) -> Response:
        question = request.query_params.get("q", "")[:MAX_QUERY].strip()
        found = centre.index().search(question) if question else None
        return respond("search.html", "Recherche", question=question, found=found)

    def one(request: Request) -> Listing:
        listing = centre.listings().get(request.path_params["slug"])
        if listing is None:
            raise Refused(
                404, "not_found", "Cette fiche n'est pas, ou n'est plus, dans le répertoire public."
            )
        return listing

    def service(request: Request) -> Response:
        listing = one(request)
        return respond("service.html", listing.name, listing=listing, kinds=KIND_LABELS, draft=Draft())

    def sheet(request: Request) -> Response:
        listing = one(request)
        return respond("sheet.html", listing.name, listing=listing)

    def questions(request: Request) -> Response:  # noqa: ARG001
        return respond("questions.html", "Questions fréquentes", answers=centre.answers())

    def question(request: Request) -> Response:
        answer = next((one for one in centre.answers() if one.key == request.path_params["key"]), None)
        if answer is None:
            raise Refused(404, "not_found", "Cette question n'est pas dans la liste.")
        return respond("question.html", answer.title, answer=answer)

    def text(key: str) -> Route:
        def work(request: Request) -> Response:
            return respond(f"{key}.html", TEXTS[key], base=str(request.base_url).rstrip("/"))

        return route(f"/{key}", work)

    return [
        route("", home),
        route("/besoin/{need}", by_need),
        route("/region/{region}", by_region),
        route("/feuille", sheet_list),
        route("/recherche", search),
        route("/service/{slug}", service),
        route("/service/{slug}/feuille", sheet),
        *correction_routes(respond, one, database, settings),
        route("/questions", questions),
        route("/questions/{key}", question),
        *(text(key) for key in TEXTS),
    ]
