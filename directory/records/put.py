"""One listing of the project's own format turned into rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.hours_text import osm_from_text
from directory.indexing import NEEDS, POPULATIONS
from directory.models import (
    ACCESS_ATTRIBUTES,
    Address,
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    Taxonomy,
    TaxonomyTerm,
    Verification,
    stable_id,
)
from directory.vocabulary import vocabulary

LANGUAGE_NAMES = {
    "fr": "français",
    "en": "anglais",
    "es": "espagnol",
    "cr": "cri",
}


def ensure_taxonomies(session: Session) -> None:
    """Add the vocabularies and their terms that are missing."""
    words = vocabulary()
    wanted = {
        NEEDS: ("Besoins", "Ce qu'une personne vient chercher.", words.needs),
        POPULATIONS: ("Populations", "Pour qui le service est pensé.", words.populations),
    }
    for key, (name, description, terms) in wanted.items():
        taxonomy_id = stable_id("taxonomy", key)
        if session.get(Taxonomy, taxonomy_id) is None:
            session.add(Taxonomy(id=taxonomy_id, name=name, description=description, version="1"))
            session.flush()
        for position, (code, label) in enumerate(terms.items()):
            term_id = stable_id("term", key, code)
            if session.get(TaxonomyTerm, term_id) is None:
                session.add(
                    TaxonomyTerm(
                        id=term_id,
                        code=code,
                        name=label,
                        description=label,
                        taxonomy=key,
                        taxonomy_id=taxonomy_id,
                        language="fr",
                        position=position,
                    )
                )
    session.flush()


def put_record(session: Session, record: dict[str, Any]) -> Any:
    """Write one listing, replacing what stood under its ``id``; return the service.

    The record must have passed :func:`directory.exchange.rows.problems_of`.
    """
    slug = record["id"]
    service = session.execute(select(Service).where(Service.slug == slug)).scalar_one_or_none()
    with session.no_autoflush:
        organization = _organization(session, record)
        if service is None:
            service = Service(id=stable_id("service", slug), slug=slug)
            session.add(service)
        service.organization = organization
        _put_scalars(service, record)
        _put_parts(service, record)
        _put_place(session, service, record)
    session.flush()
    return service


def _organization(session: Session, record: dict[str, Any]) -> Any:
    name = record.get("organization") or record["name"]
    key = stable_id("organization", name)
    found = session.get(Organization, key)
    if found is None:
        found = Organization(id=key, name=name, description="")
        session.add(found)
    return found


def _put_scalars(service: Any, record: dict[str, Any]) -> None:
    service.name = record["name"]
    service.alternate_name = record.get("alternate_name")
    service.description = record.get("description")
    service.alert = record.get("alert")
    service.url = record.get("website")
    service.email = record.get("email")
    service.status = record.get("status") or "active"
    service.fees_description = record.get("cost")
    service.eligibility_description = record.get("eligibility")
    service.minimum_age = record.get("min_age")
    service.maximum_age = record.get("max_age")
    service.genders = record.get("genders") or "toutes"
    service.populations_only = list(record.get("populations_only") or [])
    service.coverage = record.get("coverage") or "regions"
    service.municipality = record.get("municipality")
    service.sector = record.get("sector")
    service.confidence = record.get("confidence") or "medium"
    service.visibility = record.get("visibility") or "public"
    service.exit_specialised = bool(record.get("exit_specialised"))
    service.same_line_as = record.get("same_line_as")
    service.chat_url = record.get("chat_url")
    service.address_confidential = bool(record.get("address_confidential"))
    service.access_mode = record.get("access_mode")
    service.closed_from = _day(record.get("closed_from"))
    service.closed_until = _day(record.get("closed_until"))
    service.closure_reason = record.get("closure_reason")
    service.page_date = record.get("page_date")
    service.editor_notes = record.get("notes")
    service.conflicts = [*(record.get("conflicts") or [])]
    service.decisions = [*(record.get("decisions") or [])]
    access = record.get("access") or {}
    for key in ACCESS_ATTRIBUTES:
        setattr(service, key, access.get(key))


def _put_parts(service: Any, record: dict[str, Any]) -> None:
    slug = service.slug
    _replace(
        service.phones,
        Phone,
        [
            {
                "id": stable_id("phone", slug, str(place)),
                "number": phone["number"],
                "type": phone.get("type") or "voice",
                "description": phone.get("note"),
                "extension": phone.get("extension"),
                "confidence": phone.get("confidence"),
                "to_confirm": bool(phone.get("to_confirm")),
                "region_codes": list(phone.get("region_codes") or []),
                "position": place,
            }
            for place, phone in enumerate(record.get("phones") or [])
        ],
    )
    text = record.get("hours_text")
    hours = record["opening_hours"] if "opening_hours" in record else osm_from_text(text)
    rows = [{"description": text, "opening_hours": hours}] if text or hours else []
    _replace(service.schedules, Schedule, _numbered("schedule", slug, rows))
    _replace(
        service.service_areas,
        ServiceArea,
        _numbered(
            "area",
            slug,
            [
                {"name": area.get("text"), "extent_type": area["type"], "extent": area.get("extent")}
                for area in record["areas"]
            ],
        ),
    )
    _replace(
        service.languages,
        Language,
        _numbered("language", slug, map(_language, record.get("languages") or [])),
    )
    cost = record.get("cost")
    _replace(service.cost_options, CostOption, _numbered("cost", slug, [{"option": cost}] if cost else []))
    _replace(
        service.sources,
        Source,
        _numbered(
            "source", slug, [{"url": s["url"], "seen": s.get("seen")} for s in record.get("sources") or []]
        ),
    )
    _replace(
        service.verifications,
        Verification,
        [
            {
                "id": stable_id("verification", slug, str(place)),
                "position": place,
                "role": check["role"],
                "method": check["method"],
                "verified_on": _day(check["verified_on"]),
                "next_due": _day(check.get("next_due")),
                "note": check.get("note"),
            }
            for place, check in enumerate(record.get("verifications") or [])
        ],
    )
    terms = [(NEEDS, code) for code in record.get("needs") or []]
    terms += [(POPULATIONS, code) for code in record.get("populations") or []]
    _replace(
        service.attributes,
        Attribute,
        [
            {
                "id": stable_id("attribute", slug, taxonomy, code),
                "taxonomy_term_id": stable_id("term", taxonomy, code),
                "link_entity": "service",
                "link_type": taxonomy,
                "position": place,
            }
            for place, (taxonomy, code) in enumerate(terms)
        ],
    )


def _put_place(session: Session, service: Any, record: dict[str, Any]) -> None:
    """Tie the service to its place: addresses when public, the town alone when secret."""
    secret = service.address_confidential
    addresses = [] if secret else list(record.get("addresses") or [])
    town = record.get("municipality")
    key = stable_id("location", service.slug)
    place = session.get(Location, key)
    if not addresses and not town:
        service.service_at_locations = []
        if place is not None:
            # Nothing leads to it any more: an address left behind could not even be found to be erased.
            session.delete(place)
        return
    if place is None:
        place = Location(id=key)
        session.add(place)
    if secret:
        place.addresses = []
        place.latitude = place.longitude = place.coord_quality = None
    place.name = town or addresses[0]["city"]
    place.confidential = secret
    place.location_type = "physical"
    if not secret:
        _replace(
            place.addresses,
            Address,
            [
                {
                    "id": stable_id("address", service.slug, str(number)),
                    "address_1": address["address_1"],
                    "city": address.get("city") or town or "",
                    "postal_code": address.get("postal_code") or "",
                    "state_province": "QC",
                    "country": "CA",
                    "address_type": "physical",
                    "position": number,
                }
                for number, address in enumerate(addresses)
            ],
        )
    if not any(link.location_id == key for link in service.service_at_locations):
        service.service_at_locations = [
            ServiceAtLocation(id=stable_id("service_at_location", service.slug), location=place)
        ]


def _replace(collection: Any, kind: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Make ``collection`` hold exactly ``rows``, changing rows in place where the id stays."""
    standing = {item.id: item for item in collection}
    kept = []
    for row in rows:
        item = standing.get(row["id"])
        if item is None:
            item = kind(**row)
        else:
            for field, value in row.items():
                if getattr(item, field) != value:
                    setattr(item, field, value)
        kept.append(item)
    if [item.id for item in collection] != [item.id for item in kept]:
        collection[:] = kept


def _numbered(kind: str, slug: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": stable_id(kind, slug, str(place)), "position": place, **row} for place, row in enumerate(rows)
    ]


def _language(word: str) -> dict[str, Any]:
    if word in LANGUAGE_NAMES:
        return {"code": word, "name": LANGUAGE_NAMES[word]}
    return {"code": None, "name": word}


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text
