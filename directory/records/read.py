"""Rows turned into one listing of the project's own format."""

from __future__ import annotations

from datetime import date
from typing import Any

from directory.indexing import NEEDS, POPULATIONS, terms_of
from directory.models import ACCESS_ATTRIBUTES


def record_of(service: Any) -> dict[str, Any]:
    """Return the listing of a loaded service in the project's own format; ``put_record`` undoes it."""
    schedule = service.schedules[0] if service.schedules else None
    places = [link.location for link in service.service_at_locations]
    return {
        "id": service.slug,
        "name": service.name,
        "alternate_name": service.alternate_name,
        "organization": service.organization.name,
        "description": service.description,
        "alert": service.alert,
        "needs": terms_of(service, NEEDS),
        "populations": terms_of(service, POPULATIONS),
        "populations_only": list(service.populations_only),
        "genders": service.genders,
        "min_age": service.minimum_age,
        "max_age": service.maximum_age,
        "eligibility": service.eligibility_description,
        "exit_specialised": service.exit_specialised,
        "phones": [
            {
                "number": phone.number,
                "type": phone.type,
                "note": phone.description,
                "extension": phone.extension,
                "confidence": phone.confidence,
                "to_confirm": phone.to_confirm,
                "region_codes": list(phone.region_codes),
            }
            for phone in service.phones
        ],
        "chat_url": service.chat_url,
        "email": service.email,
        "website": service.url,
        "hours_text": schedule.description if schedule else None,
        "opening_hours": schedule.opening_hours if schedule else None,
        "languages": [language.code or language.name for language in service.languages],
        "cost": service.fees_description,
        "access": {
            key: getattr(service, key) for key in ACCESS_ATTRIBUTES if getattr(service, key) is not None
        },
        "access_mode": service.access_mode,
        "coverage": service.coverage,
        "areas": [
            {"text": area.name, "type": area.extent_type, "extent": area.extent}
            for area in service.service_areas
        ],
        "municipality": service.municipality,
        "sector": service.sector,
        "addresses": [
            {"address_1": a.address_1, "city": a.city, "postal_code": a.postal_code or None}
            for place in places
            for a in place.addresses
        ],
        "address_confidential": service.address_confidential,
        "same_line_as": service.same_line_as,
        "status": service.status,
        "closed_from": _text(service.closed_from),
        "closed_until": _text(service.closed_until),
        "closure_reason": service.closure_reason,
        "visibility": service.visibility,
        "confidence": service.confidence,
        "sources": [{"url": source.url, "seen": source.seen} for source in service.sources],
        "verifications": [
            {
                "role": check.role,
                "method": check.method,
                "verified_on": _text(check.verified_on),
                "next_due": _text(check.next_due),
                "note": check.note,
            }
            for check in service.verifications
        ],
        "page_date": service.page_date,
        "notes": service.editor_notes,
        "conflicts": list(service.conflicts),
        "decisions": list(service.decisions),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
