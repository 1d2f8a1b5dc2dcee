"""Listings that may be the same service twice, each pair with the reasons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.exchange.files import load_services
from directory.geography import fold
from directory.models import NotDuplicate

ALIKE = 88
"""Similarity of two names, 0 to 100 (rapidfuzz token_sort_ratio), from which they count as alike."""
MANY = 12
"""A number, site or address that more listings than this share is a switchboard and says nothing."""
_WEIGHTS = {"number": 3, "address": 2, "name": 3, "site": 1}
ENOUGH = 3
"""Weight of the reasons together from which a pair is shown."""
_GENERIC = re.compile(r"\b(?:centre|maison|service|services|ligne|de|du|des|la|le|les|l|d|pour|et)\b")


@dataclass(frozen=True)
class Pair:
    """Two listings that look alike; ``reasons`` are French, ``weight`` says how much speaks for it."""

    first: str
    second: str
    names: tuple[str, str]
    reasons: tuple[str, ...]
    weight: int


def duplicates(session: Session) -> list[Pair]:
    """Return the pairs to look at, the surest first.

    Left out: pairs found different before, listings that are the same line by their own word, and those that
    exist no more.
    """
    services = [one for one in load_services(session) if one.status != "defunct"]
    by_slug = {one.slug: one for one in services}
    different = {(one.first, one.second) for one in session.execute(select(NotDuplicate)).scalars()}
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for kind, reason, slugs in _shared(services):
        for pair in combinations(sorted(slugs), 2):
            found[pair].setdefault(kind, reason)
    for pair in _same_town(services):
        first, second = (by_slug[slug] for slug in pair)
        likeness = _likeness(first.name, second.name)
        if likeness >= ALIKE:
            found[pair]["name"] = f"noms semblables ({round(likeness)} %)"
    pairs = []
    for (one, other), reasons in found.items():
        first, second = by_slug[one], by_slug[other]
        if (one, other) in different or _one_line(first, second):
            continue
        if "name" not in reasons and _likeness(first.name, second.name) >= ALIKE:
            reasons["name"] = "noms semblables"
        weight = sum(_WEIGHTS[kind] for kind in reasons)
        if weight >= ENOUGH:
            pairs.append(Pair(one, other, (first.name, second.name), tuple(reasons.values()), weight))
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.first, pair.second))


def not_duplicates(session: Session, first: str, second: str, *, actor: str, at: datetime) -> None:
    """Remember that the two are different services."""
    one, other = sorted((first, second))
    if session.get(NotDuplicate, (one, other)) is None:
        session.add(NotDuplicate(first=one, second=other, decided_at=at, decided_by=actor))
        session.flush()


def _shared(services: Iterable[Any]) -> Iterable[tuple[str, str, set[str]]]:
    """Yield (kind, reason, listings) for each number, site and address that two or more share."""
    holders: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in services:
        for phone in one.phones:
            digits = re.sub(r"\D", "", phone.number)[-10:]
            if len(digits) >= 7:
                key = f"{digits}x{phone.extension or ''}"
                holders["number", key, f"même numéro ({phone.number})"].add(one.slug)
        if one.url:
            site = re.sub(r"^https?://(?:www\.)?|[/#]+$", "", one.url.strip().lower())
            holders["site", site, "même page web"].add(one.slug)
        for link in one.service_at_locations:
            for address in link.location.addresses:
                key = fold(f"{address.address_1} {address.city}")
                holders["address", key, f"même adresse ({address.address_1})"].add(one.slug)
    merged: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for (kind, key, reason), slugs in holders.items():
        merged.setdefault((kind, key), (reason, set()))[1].update(slugs)
    for (kind, _), (reason, slugs) in merged.items():
        if 2 <= len(slugs) <= MANY:
            yield kind, reason, slugs


def _same_town(services: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Yield pairs of one town (or of none) whose names start alike: never every pair of the directory."""
    blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in services:
        for word in set(_bare(one.name).split()):
            blocks[fold(one.municipality or ""), word[:5]].add(one.slug)
    yield from {
        pair for slugs in blocks.values() if len(slugs) <= 60 for pair in combinations(sorted(slugs), 2)
    }


def _bare(name: str) -> str:
    flat = re.sub(r"[^\w ]+", " ", fold(name))
    return re.sub(r"\s+", " ", _GENERIC.sub(" ", flat)).strip() or flat


def _likeness(first: str, second: str) -> float:
    return float(fuzz.token_sort_ratio(_bare(first), _bare(second)))


def _one_line(first: Any, second: Any) -> bool:
    """Whether the two say themselves that they answer at one line, for different needs or regions."""
    lines = {first.same_line_as or first.slug, second.same_line_as or second.slug}
    return len(lines) == 1
