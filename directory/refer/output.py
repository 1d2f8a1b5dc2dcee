"""Loads what a person sees of the few services that were chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models import Language, Organization, Phone, Schedule, Service, ServiceArea
from directory.refer.candidates import Candidate, Situation, words_of
from directory.refer.query import PhoneOut, ReferredService
from directory.refer.words import distance_of, reasons_of, verified_label


def present(session: Session, kept: Iterable[Candidate], situation: Situation) -> dict[str, ReferredService]:
    """Return the chosen services by id, with their phones, hours and reasons."""
    candidates = {candidate.row.service_id: candidate for candidate in kept}
    ids = list(candidates)
    facts = session.execute(
        select(
            Service.id,
            Service.name,
            Service.description,
            Service.url,
            Service.chat_url,
            Service.email,
            Service.alert,
            Service.fees_description,
            Service.confidential,
            Organization.name.label("organization"),
        )
        .join(Organization, Organization.id == Service.organization_id)
        .where(Service.id.in_(ids))
    )
    phones = _by_service(
        session.execute(
            select(Phone.__table__)
            .where(Phone.service_id.in_(ids))
            .order_by(Phone.service_id, Phone.position)
        )
    )
    hours = _by_service(
        session.execute(
            select(Schedule.service_id, Schedule.description)
            .where(Schedule.service_id.in_(ids))
            .order_by(Schedule.service_id, Schedule.position)
        )
    )
    areas = _by_service(
        session.execute(
            select(ServiceArea.service_id, ServiceArea.extent)
            .where(ServiceArea.service_id.in_(ids))
            .order_by(ServiceArea.service_id, ServiceArea.position)
        )
    )
    spoken = _by_service(
        session.execute(
            select(Language.service_id, Language.name)
            .where(Language.service_id.in_(ids))
            .order_by(Language.service_id, Language.position)
        )
    )
    found = {}
    for fact in facts:
        candidate = candidates[fact.id]
        row = candidate.row
        texts = [schedule.description for schedule in hours.get(fact.id, []) if schedule.description]
        found[candidate.slug] = ReferredService(
            id=candidate.slug,
            name=fact.name,
            organization=fact.organization,
            phones=tuple(_phones(phones.get(fact.id, []), candidate, situation)),
            description=fact.description,
            website=fact.url,
            distance_km=distance_of(candidate),
            open=candidate.hours.open,
            next_change=candidate.hours.next_change,
            hours_text="; ".join(texts) or None,
            reasons=reasons_of(candidate, situation),
            municipality=row.municipality,
            region_codes=tuple(_regions(areas.get(fact.id, []))),
            cost=fact.fees_description,
            languages=tuple(language.name for language in spoken.get(fact.id, [])),
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
    """Yield the numbers for her region; never one of low confidence."""
    sure = [row for row in rows if row.confidence != "low"]
    if situation.region:
        sure = [row for row in sure if not row.region_codes or situation.region in row.region_codes]
    for row in sure:
        confirm = row.to_confirm or row.confidence == "medium" or candidate.row.confidence == "medium"
        note = row.description
        if row.extension and not (note and str(row.extension) in note):
            note = ", ".join(part for part in (f"poste {row.extension}", note) if part)
        yield PhoneOut(number=row.number, type=row.type or "voice", note=note, to_confirm=confirm)


def _regions(rows: list[Any]) -> Iterable[str]:
    codes = (row.extent.partition("/")[0] for row in rows if row.extent)
    return dict.fromkeys(code for code in codes if code.isdigit())
