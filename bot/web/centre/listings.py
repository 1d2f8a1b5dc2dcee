"""The public listings as the pages show them, read whole and kept until something changes.

What the public may see is decided in one place, directory.hsds.queries; a listing of low confidence, for
professionals only or hidden is not here, and an address that is confidential stands nowhere at all.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.web.views import Call, known_hours
from directory.database import Database
from directory.geography import fold, town_named, zone_of
from directory.hours import Hours, hours_at, phrase
from directory.hsds.parameters import read_service_filters
from directory.hsds.queries import services
from directory.indexing import NEEDS, POPULATIONS, areas_of, terms_of
from directory.models import ACCESS_ATTRIBUTES, Service
from directory.refer.words import verified_label
from directory.telephone import public_phone
from directory.vocabulary import vocabulary

RECHECK_SECONDS = 60.0
"""The listings are read again after this long even when no service says that it changed."""


@dataclass(frozen=True)
class Listing:
    """One public service. `regions` are the two-digit codes served; `wide`: serves all Québec."""

    slug: str
    name: str
    other_name: str
    organization: str
    description: str
    eligibility: str
    needs: tuple[str, ...]
    populations: tuple[str, ...]
    regions: tuple[str, ...]
    wide: bool
    areas: tuple[str, ...]
    municipality: str
    home_region: str
    calls: tuple[Call, ...]
    hours_text: str
    opening_hours: str
    zone: ZoneInfo
    website: str
    chat_url: str
    email: str
    cost: str
    languages: tuple[str, ...]
    access: tuple[str, ...]
    how: str
    documents: tuple[str, ...]
    addresses: tuple[str, ...]
    address_confidential: bool
    confirm: bool
    exit_specialised: bool
    alert: str
    verified_on: date | None
    sources: tuple[str, ...]
    temporarily_closed: bool
    words: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def hours_now(self, at: datetime) -> Hours:
        """Whether it is open at the aware instant `at`."""
        return hours_at(self.opening_hours or None, at, self.zone)

    def state(self, at: datetime) -> str | None:
        """The same in French, or None when nobody can say."""
        return phrase(self.hours_now(at), at)

    def warning(self, today: date) -> str | None:
        """What to say about an old verification, or None."""
        return verified_label(self.verified_on, today, tu=False)

    @property
    def place(self) -> str:
        """Where it is, in a few words: the town and its region, or all Québec."""
        region = vocabulary().region_name(self.home_region)
        if self.municipality:
            same = region is None or fold(region) == fold(self.municipality)
            return self.municipality if same else f"{self.municipality} ({region})"
        if self.wide:
            return "Partout au Québec"
        return region or ", ".join(self.areas)

    @property
    def need_labels(self) -> tuple[str, ...]:
        """Its needs in French."""
        return tuple(vocabulary().needs[need] for need in self.needs if need in vocabulary().needs)


def _web(address: str | None) -> str:
    return address if address and address.startswith(("https://", "http://")) else ""


def _ages(service: Any) -> str:
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None:
        return f"De {low} à {high} ans"
    if low is not None:
        return f"{low} ans et plus"
    return f"Jusqu'à {high} ans" if high is not None else ""


def _eligibility(service: Any) -> str:
    genders = {"femmes": "Femmes", "hommes": "Hommes"}.get(service.genders, "")
    only = [vocabulary().populations[word] for word in service.populations_only or []]
    parts = [
        genders,
        _ages(service),
        f"Pour {' et '.join(only)}" if only else "",
        service.eligibility_description,
    ]
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def _calls(service: Any) -> Iterable[Call]:
    for phone in service.phones:
        shown = public_phone(phone, service.confidence)
        if shown is None:
            continue
        # Here nobody has said her region: each number says its own.
        names = " et ".join(vocabulary().region_name(code) or code for code in phone.region_codes or [])
        note = ", ".join(part for part in (shown.note, names) if part)
        yield Call.of({**asdict(shown), "note": note})


def _addresses(service: Any) -> Iterable[str]:
    if service.address_confidential:
        return
    for link in service.service_at_locations:
        if link.location.confidential:
            continue
        for address in link.location.addresses:
            parts = (address.address_1, address.address_2, address.city, address.postal_code)
            yield ", ".join(str(part) for part in parts if part)


def listing_of(service: Any) -> Listing:
    """The listing of one fully loaded public service."""
    areas = areas_of(service)
    regions = tuple(code for code in areas if code.isdigit())
    town = town_named(service.municipality, regions[0] if regions else None) or town_named(
        service.municipality
    )
    home = town.region if town else (regions[0] if regions else "")
    return Listing(
        slug=service.slug,
        name=service.name,
        other_name=service.alternate_name or "",
        organization=service.organization.name,
        description=service.description or "",
        eligibility=_eligibility(service),
        needs=tuple(terms_of(service, NEEDS)),
        populations=tuple(terms_of(service, POPULATIONS)),
        regions=regions,
        wide=any(code in ("QC", "CA") for code in areas),
        areas=tuple(dict.fromkeys(str(area.name) for area in service.service_areas if area.name)),
        municipality=(town.name if town else service.municipality) or "",
        home_region=home,
        calls=tuple(_calls(service)),
        hours_text="; ".join(filter(None, (known_hours(one.description) for one in service.schedules))),
        opening_hours="; ".join(str(one.opening_hours) for one in service.schedules if one.opening_hours),
        zone=zone_of(home or None, service.municipality),
        website=_web(service.url),
        chat_url=_web(service.chat_url),
        email=service.email or "",
        cost=service.fees_description or "",
        languages=tuple(str(language.name) for language in service.languages if language.name),
        access=tuple(vocabulary().access[key] for key in ACCESS_ATTRIBUTES if getattr(service, key)),
        how=service.application_process or "",
        documents=tuple(str(one.document) for one in service.required_documents if one.document),
        addresses=tuple(_addresses(service)),
        address_confidential=bool(service.address_confidential),
        confirm=service.confidence == "medium",
        exit_specialised=bool(service.exit_specialised),
        alert=service.alert or "",
        verified_on=max((check.verified_on for check in service.verifications), default=None),
        sources=tuple(dict.fromkeys(_web(source.url) for source in service.sources if _web(source.url))),
        temporarily_closed=service.status == "temporarily closed",
    )


class Catalogue:
    """All public listings, in memory; read anew when the directory changes. Safe from several threads."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp: tuple[Any, ...] = ()
        self._read = float("-inf")
        self._listings: dict[str, Listing] = {}

    def listings(self) -> dict[str, Listing]:
        """Listing by slug, in the order of names. Raises DirectoryError when the database does not answer."""
        with self._database.session() as session:
            counted = session.execute(
                select(func.count(), func.max(Service.last_modified)).select_from(Service)
            )
            stamp = tuple(counted.one())
            with self._lock:
                fresh = stamp == self._stamp and self._clock() - self._read < RECHECK_SECONDS
                if fresh:
                    return self._listings
            found = services(session, read_service_filters({}), None).contents
            read = [listing_of(one) for one in found if one.status in ("active", "temporarily closed")]
        ordered = sorted(read, key=lambda listing: fold(listing.name))
        with self._lock:
            self._stamp, self._read = stamp, self._clock()
            self._listings = {listing.slug: listing for listing in ordered}
            return self._listings


def serving(
    listings: Iterable[Listing], *, need: str = "", region: str = ""
) -> tuple[list[Listing], list[Listing]]:
    """(listings of the region or of anywhere when no region is given, lines for all Québec), best first."""
    near, wide = [], []
    for listing in listings:
        if need and need not in listing.needs:
            continue
        if region and region in listing.regions:
            near.append(listing)
        elif listing.wide and not listing.regions:
            wide.append(listing)
        elif not region:
            near.append(listing)
    return sorted(near, key=lambda one: _order(one, need)), sorted(wide, key=lambda one: _order(one, need))


def _order(listing: Listing, need: str) -> tuple[bool, bool, bool, int, str]:
    """Made for leaving first where that is asked, then sure ones, then reachable ones."""
    specialised = need in ("sortie_prostitution", "traite") and listing.exit_specialised
    return (
        not specialised,
        listing.confirm,
        not listing.calls,
        listing.needs.index(need) if need else 0,
        fold(listing.name),
    )
