"""Loads what a person sees of the few services that were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from directory.refer.candidates import Candidate, Situation, words_of
from directory.refer.query import ReferredService
from directory.refer.statements import FACTS, PARTS, PHONES
from directory.refer.words import distance_of, reasons_of, verified_label
from directory.telephone import PhoneOut, public_phone


def present(session: Session, kept: Iterable[Candidate], situation: Situation) -> dict[str, ReferredService]:
    """Return the chosen services by id, with their phones, hours and reasons."""
    candidates = {candidate.row.service_id: candidate for candidate in kept}
    ids = list(candidates)
    if not ids:
        return {}
    connection = session.connection()
    facts = connection.execute(FACTS, {"ids": ids})
    phones = _by_service(connection.execute(PHONES, {"ids": ids}))
    parts = _by_service(connection.execute(PARTS, {"ids": ids}))
    found = {}
    for fact in facts:
        candidate = candidates[fact.id]
        row = candidate.row
        texts = {
            kind: [part.text for part in parts.get(fact.id, []) if part.kind == kind and part.text]
            for kind in "hal"
        }
        numbers = tuple(_phones(phones.get(fact.id, []), candidate, situation))
        found[candidate.slug] = ReferredService(
            id=candidate.slug,
            name=fact.name,
            organization=fact.organization,
            phones=numbers,
            description=fact.description,
            website=fact.url,
            distance_km=distance_of(candidate),
            open=candidate.hours.open,
            next_change=candidate.hours.next_change,
            hours_text="; ".join(texts["h"]) or None,
            reasons=reasons_of(candidate, situation, has_number=bool(numbers)),
            municipality=row.municipality,
            region_codes=tuple(_regions(texts["a"])),
            cost=fact.fees_description,
            languages=tuple(texts["l"]),
            confidential=bool(fact.confidential),
            verified_label=verified_label(row.verified_on, situation.today, tu=situation.tu),
            chat_url=fact.chat_url,
            email=fact.email,
            alert=fact.alert,
            needs=tuple(words_of(row.tags)),
            confidence=row.confidence,
        )
    return found


def _by_service(rows: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.service_id, []).append(row)
    return grouped


def _phones(rows: list[Any], candidate: Candidate, situation: Situation) -> Iterable[PhoneOut]:
    """Yield the numbers for her region that the public may see."""
    for row in rows:
        # A number of another region helps nobody, and without a region all of them may be.
        if row.region_codes and situation.region not in row.region_codes:
            continue
        shown = public_phone(row, candidate.row.confidence)
        if shown is not None:
            yield shown


def _regions(extents: list[str]) -> Iterable[str]:
    codes = (extent.partition("/")[0] for extent in extents)
    return dict.fromkeys(code for code in codes if code.isdigit())
