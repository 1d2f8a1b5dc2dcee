"""From a case to services: asks the directory, and shapes what the channels show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.conversation.case import AWAY, Case, Place
from bot.conversation.rehearsal import current
from bot.conversation.vocabulary import REGIONS
from bot.safety.french import fold
from directory.database import Database, create_database
from directory.places import PlaceMatch, shared_gazetteer
from directory.refer import Query, Referral, ReferredService, refer
from directory.refer.describe import describe
from directory.refer.words import at_town, in_region

_WIDER = 4
"""Times as many services are looked at for who sets limits, so that enough are left."""
LOCK_SECONDS = 1.0
"""How long a search waits for a locked SQLite file: the person hears of the numbers after 1.8 s, and the
engine's thread is free for the next one."""
_EXIT = "spécialisé en sortie"
"""How the directory says that a service knows how one leaves prostitution."""

_LISTENING = "ecoute"
_ANYTHING = "information_generale"
_KNOW_ALL = frozenset({"211-quebec"})
_LINE_KNOWS = frozenset(
    {
        "suicide_detresse",
        "violence_conjugale",
        "violence_sexuelle",
        "dependances",
        "sante_physique",
        "sante_sexuelle",
        "sante_psychologique",
        "grossesse",
    }
)
"""Needs whose line can be asked anything of its subject; for law or money the 211 knows whom to ask."""
_HAVE_A_LINE = frozenset(
    {"suicide_detresse", "traite", "violence_conjugale", "violence_sexuelle", "dependances"}
)
"""Needs whose own line listens better than a general one."""


@lru_cache(maxsize=1)
def shared_database() -> Database:
    """The one directory database of this process, at the address of SENTIER_DATABASE_URL."""
    return create_database(lock_seconds=LOCK_SECONDS)


def place_match(place: Place | None) -> PlaceMatch | None:
    """The gazetteer's entry for the place of a case: coordinates and all."""
    if place is None:
        return None
    match = shared_gazetteer().resolve(place.name, place.region)
    if match is not None and match.region is not None:
        return match
    return PlaceMatch(
        place.name, place.region, "region" if place.region else "outside", outside=place.outside
    )


def query_of(case: Case, *, limit: int, exclude: frozenset[str], at: datetime | None) -> Query:
    """The directory's question for a case: its waiting needs, or the last ones when none waits.

    Who wants somebody to talk to after she spoke of a drama wants to talk of that: its own line comes first.
    """
    needs = case.needs or case.last_needs
    if case.needs == (_LISTENING,):
        needs = (*needs, *(need for need in case.last_needs if need in _HAVE_A_LINE))
    return Query(
        needs=needs,
        place=place_match(case.place),
        age=case.age,
        profile=case.profile,
        populations=case.populations,
        access=case.access,
        language=case.language,
        at=at,
        limit=limit,
        exclude=exclude,
    )


def find_services(
    case: Case, *, limit: int = 3, exclude: frozenset[str] = frozenset(), at: datetime | None = None
) -> Referral:
    """Services for the waiting needs of `case`, or for the last ones when none waits, within her limits."""
    rehearsal = current()
    sought = limit * _WIDER if _limited(case) else limit
    query = query_of(case, limit=sought, exclude=exclude, at=at or (rehearsal.at if rehearsal else None))
    with shared_database().session() as session:
        referral = refer(session, query)
    if _limited(case):
        referral = replace(referral, services=_within_limits(referral.services, case)[:limit])
    if rehearsal is not None:
        rehearsal.referrals.append((query, referral))
    return referral


def _limited(case: Case) -> bool:
    return bool(case.refused) or _her_town(case) is not None


def _within_limits(services: Sequence[ReferredService], case: Case) -> tuple[ReferredService, ...]:
    """`services` without those that are there for what she refuses, nor those of the town where she wants
    nothing, as long as others are left."""
    wanted = tuple(one for one in services if not (one.needs and one.needs[0] in case.refused))
    town = _her_town(case)
    elsewhere = tuple(one for one in wanted if town is None or fold(one.municipality or "") != town)
    return elsewhere or wanted


def _her_town(case: Case) -> str | None:
    """The town where she wants nothing, folded; None when she said no such thing or gave a region alone."""
    if AWAY not in case.told or case.place is None or case.place.outside:
        return None
    match = place_match(case.place)
    named_a_town = match is not None and case.place.name not in REGIONS.values()
    return fold(match.municipality or match.name) if match is not None and named_a_town else None


def service_cards(case: Case, at: datetime | None = None) -> list[dict[str, Any]]:
    """The services shown last for `case`, in the order of their numbers."""
    if at is None and (rehearsal := current()) is not None:
        at = rehearsal.at
    with shared_database().session() as session:
        found = describe(session, case.last_shown, query_of(case, limit=3, exclude=frozenset(), at=at))
    return [card(service) for service in found]


def card(service: ReferredService, *, is_line: bool = False) -> dict[str, Any]:
    """A service as the widget's API shows it, JSON."""
    return {
        "id": service.id,
        "name": service.name,
        "phones": [
            {"number": phone.number, "type": phone.type, "note": phone.note, "to_confirm": phone.to_confirm}
            for phone in service.phones
        ],
        "open": service.open,
        "next_change": service.next_change.isoformat() if service.next_change else None,
        "hours": service.hours_text,
        "description": service.description,
        "website": service.website,
        "municipality": service.municipality,
        "distance_km": service.distance_km,
        "cost": service.cost,
        "verified": service.verified_label,
        "reasons": list(service.reasons),
        "line": is_line,
    }


def who_answers(case: Case) -> dict[str, Any] | None:
    """Whom to ask what is not known here: the line of what the talk is about where it answers of its subject,
    else who knows all services. With a number; None when there is nobody. A mere guess names no line."""
    sought = case.needs or case.last_needs
    needs = tuple(need for need in sought if need in _LINE_KNOWS and need not in case.guesses)
    found = find_services(replace(case, needs=needs[:1] or (_ANYTHING,)))
    # First by day; at night it does not answer and stands behind others.
    knowing = () if needs or case.under_age else [one for one in found.services[:1] if one.id in _KNOW_ALL]
    line = next(iter(knowing), found.line)
    return card(line, is_line=True) if line is not None and line.phones else None


def where(place: Place | None) -> str:
    """The place as the end of a sentence: "à Gatineau", "en Outaouais", "partout au Québec"."""
    if place is None or place.outside:
        return "partout au Québec"
    if (
        place.region is None
        or place.name == REGIONS.get(place.region)
        or any(c.isdigit() for c in place.name)
    ):
        return in_region(place.region)
    return at_town(place.name)


def where_sought(case: Case) -> str:
    """Where services are sought for `case`, said as `where`: away from the town where she wants nothing."""
    if case.place is None or _her_town(case) is None:
        return where(case.place)
    return f"par téléphone ou ailleurs qu'{at_town(case.place.name)}"


def cards(
    referral: Referral, needs: Sequence[str] = (), seen: Collection[str] = ()
) -> list[Mapping[str, Any]]:
    """The services of a referral, then the line that answers now when it is not among them.

    Those that can be called come first, save for who knows best how one leaves: her door may be a page. When
    one need was asked, what each is for goes without saying. A line given before (`seen`) may answer again at
    night: it stands last, as the line it is.
    """
    ordered = sorted(
        referral.services,
        key=lambda one: not one.phones and not any(_EXIT in reason for reason in one.reasons),
    )
    again = [service for service in ordered if service.id in seen]
    shown = [card(service) for service in ordered if service.id not in seen]
    shown += [card(service, is_line=True) for service in again]
    if referral.line is not None and referral.line.id not in {service["id"] for service in shown}:
        shown.append(card(referral.line, is_line=True))
    if len(needs) == 1:
        for service in shown:
            service["reasons"] = [reason for reason in service["reasons"] if not reason.startswith("pour : ")]
    return list(shown)
