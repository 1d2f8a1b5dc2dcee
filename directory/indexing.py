"""Keeps ``referral_index`` true: rebuilt for every service touched, before the transaction commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, event, inspect, select, update
from sqlalchemy.orm import Session, selectinload

from directory.errors import ConfidentialAddressRefused
from directory.geography import town_named, zone_of
from directory.models import (
    ACCESS_ATTRIBUTES,
    Address,
    Attribute,
    Location,
    Phone,
    ReferralRow,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Verification,
)
from directory.telephone import may_be_seen

NEEDS = "besoins"
POPULATIONS = "populations"
# How a service can be reached: 2 by phone (or text), 1 by chat, site or e-mail, 0 not at all.
BY_PHONE, BY_WEB, UNREACHABLE = 2, 1, 0
_TOUCHED = "directory_touched_services"
_WHOLE = {"country", "province", "region"}


def joined(words: Iterable[str]) -> str:
    """Return the words as "|a|b|" in their order, so that a search for "|a|" never hits inside a word."""
    listed = list(dict.fromkeys(words))
    return f"|{'|'.join(listed)}|" if listed else ""


def areas_of(service: Any) -> dict[str, str | None]:
    """Return area -> its narrowing ("|mrc:Papineau|mun:Ripon|"), None when the whole area is served."""
    parts: dict[str, set[str] | None] = {}
    for area in service.service_areas:
        if not area.extent:
            continue
        code, _, name = area.extent.partition("/")
        if area.extent_type in _WHOLE or not name:
            parts[code] = None
        elif parts.get(code, set()) is not None:
            prefix = "mrc" if area.extent_type == "mrc" else "mun"
            narrowed = parts.setdefault(code, set())
            if narrowed is not None:
                narrowed.add(f"{prefix}:{name}")
    return {code: None if narrow is None else joined(sorted(narrow)) for code, narrow in parts.items()}


def terms_of(service: Any, taxonomy: str) -> list[str]:
    """Return the codes of one taxonomy the service carries, in order."""
    return [
        attribute.taxonomy_term.code
        for attribute in service.attributes
        if attribute.taxonomy_term.taxonomy == taxonomy and attribute.taxonomy_term.code
    ]


def reach_of(service: Any, area: str) -> int:
    """Return how somebody of ``area`` can reach the service.

    A number of low confidence counts for nothing, nor does a fax, nor one kept for other regions; where the
    region is not known (QC, CA) a number kept for some regions is nobody's.
    """
    for phone in service.phones:
        here = not phone.region_codes or area in phone.region_codes
        if here and may_be_seen(phone):
            return BY_PHONE
    return BY_WEB if service.url or service.chat_url or service.email else UNREACHABLE


def rows_of(service: Any) -> Iterator[dict[str, Any]]:
    """Yield the index rows of one fully loaded service, ready for an insert."""
    needs = list(dict.fromkeys(terms_of(service, NEEDS)))
    areas = areas_of(service)
    town = town_named(service.municipality, next((code for code in areas if code.isdigit()), None))
    if town is None:
        town = town_named(service.municipality)
    home = town.region if town else next((code for code in areas if code.isdigit()), None)
    location = next(
        (link.location for link in service.service_at_locations if link.location.latitude is not None), None
    )
    quality = (location.coord_quality or "B") if location else (town.coord_quality if town else None)
    hours = "; ".join(s.opening_hours for s in service.schedules if s.opening_hours) or None
    facts: dict[str, Any] = {
        "service_id": service.id,
        "slug": service.slug,
        "status": service.status,
        "visibility": service.visibility,
        "confidence": service.confidence,
        "genders": service.genders,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "tags": joined(needs),
        "populations": joined(terms_of(service, POPULATIONS)),
        "populations_only": joined(service.populations_only),
        "languages": joined(language.code or language.name for language in service.languages),
        "access": joined(key for key in ACCESS_ATTRIBUTES if getattr(service, key)),
        "exit_specialised": service.exit_specialised,
        "same_line_as": service.same_line_as,
        "municipality": town.name if town else service.municipality,
        "home_region": home,
        "latitude": location.latitude if location else (town.latitude if town else None),
        "longitude": location.longitude if location else (town.longitude if town else None),
        "coord_quality": quality,
        "opening_hours": hours,
        "zone": str(zone_of(home, service.municipality)),
        "verified_on": max((check.verified_on for check in service.verifications), default=None),
        "closed_from": service.closed_from,
        "closed_until": service.closed_until,
    }
    reach = {area: reach_of(service, area) for area in areas}
    for need in needs:
        for area, within in areas.items():
            yield {"need": need, "area": area, "within": within, "reach": reach[area], **facts}


def reindex(session: Session, service_ids: Iterable[str] | None = None) -> int:
    """Write the index rows of these services anew (all of them when None); return the number of rows."""
    wanted = select(Service).options(
        selectinload(Service.attributes).selectinload(Attribute.taxonomy_term),
        selectinload(Service.service_areas),
        selectinload(Service.phones),
        selectinload(Service.schedules),
        selectinload(Service.languages),
        selectinload(Service.verifications),
        selectinload(Service.service_at_locations).selectinload(ServiceAtLocation.location),
    )
    if service_ids is None:
        session.execute(delete(ReferralRow))
    else:
        ids = sorted(set(service_ids))
        # SQLite takes a bounded number of parameters in one statement.
        if len(ids) > 500:
            return sum(reindex(session, ids[start : start + 500]) for start in range(0, len(ids), 500))
        session.execute(delete(ReferralRow).where(ReferralRow.service_id.in_(ids)))
        wanted = wanted.where(Service.id.in_(ids))
    rows = [row for service in session.execute(wanted).scalars() for row in rows_of(service)]
    if rows:
        session.execute(ReferralRow.__table__.insert(), rows)
    return len(rows)


def watch(sessions: Any) -> None:
    """Make every session of this factory refuse secret addresses and keep the index true."""
    event.listen(sessions, "before_flush", _before_flush)
    event.listen(sessions, "before_commit", bring_up_to_date)


def _before_flush(session: Session, _context: Any, _instances: Any) -> None:
    touched: set[str] = session.info.setdefault(_TOUCHED, set())
    for record in (*session.new, *session.dirty, *session.deleted):
        if isinstance(record, Service):
            if record in session.deleted:
                session.execute(delete(ReferralRow).where(ReferralRow.service_id == record.id))
                touched.discard(record.id)
                continue
            if record.id is None:
                record.id = inspect(Service).columns["id"].default.arg(None)
            touched.add(record.id)
            _refuse_secret_address(record)
        elif isinstance(record, (Phone, Schedule, ServiceArea, Verification, ServiceAtLocation, Attribute)):
            owner = record.link_id if isinstance(record, Attribute) else record.service_id
            if owner:
                touched.add(owner)
            if isinstance(record, ServiceAtLocation) and record.service is not None:
                _refuse_secret_address(record.service)
        elif isinstance(record, (Location, Address)):
            _refuse_secret_place(session, record)


def bring_up_to_date(session: Session) -> None:
    """Write the index rows of what the session changed so far; done by itself before every commit."""
    session.flush()
    touched: set[str] = session.info.pop(_TOUCHED, set())
    if touched:
        reindex(session, touched)
        _date(session, touched)


def _date(session: Session, ids: set[str]) -> None:
    """Write when these services last changed."""
    listed = sorted(ids)
    for start in range(0, len(listed), 500):
        session.execute(
            update(Service)
            .where(Service.id.in_(listed[start : start + 500]))
            .values(last_modified=datetime.now(UTC))
            .execution_options(synchronize_session=False)
        )


def _refuse_secret_address(service: Any) -> None:
    """Raise when a service with a secret address is tied to a place that says where it is."""
    if not service.address_confidential:
        return
    for link in service.service_at_locations:
        place = link.location
        if place is None:
            continue
        place.confidential = True
        if place.addresses or place.latitude is not None or place.longitude is not None:
            raise ConfidentialAddressRefused(
                f"The address of {service.slug} is confidential: it may be stored nowhere. "
                "Remove the address and the coordinates, and keep only the town."
            )


def _refuse_secret_place(session: Session, record: Any) -> None:
    place = record
    if isinstance(record, Address):
        if record.location_id is None:
            return
        place = session.get(Location, record.location_id)
    if place is None or place in session.deleted:
        return
    if place.confidential and (place.addresses or place.latitude is not None or place.longitude is not None):
        raise ConfidentialAddressRefused(
            "The address of this place is confidential: neither it nor its coordinates may be stored."
        )
