"""Turns an HSDS 3.1 service object into a listing of the project's own format."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from directory.hsds.schedules import osm_from_schedules
from directory.indexing import NEEDS, POPULATIONS
from directory.vocabulary import vocabulary


def slug_of(name: str, identifier: str) -> str:
    """Return an id for a service of another system: its name and the start of its UUID."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:90].strip("-")
    return f"{words or 'service'}-{identifier[:8].lower()}"


def record_from_hsds(service: dict[str, Any]) -> dict[str, Any]:
    """Return the listing; fields HSDS does not carry come from ``sentier``, else stay out.

    A service of another system without ``sentier`` is of medium confidence, serves no area until somebody
    says so unless its service areas are ours, and keeps only needs of our vocabulary.
    """
    given = service.get("sentier")
    ours: dict[str, Any] = given if isinstance(given, dict) else {}
    identifier = str(service.get("id") or "")
    name = service.get("name") or ""
    record: dict[str, Any] = {
        "id": ours.get("slug") or slug_of(str(name), identifier),
        "name": name,
        "alternate_name": service.get("alternate_name"),
        "organization": (service.get("organization") or {}).get("name") or name,
        "description": service.get("description"),
        "alert": service.get("alert"),
        "needs": _terms(service, NEEDS, vocabulary().needs),
        "populations": _terms(service, POPULATIONS, vocabulary().populations),
        "min_age": _age(service.get("minimum_age")),
        "max_age": _age(service.get("maximum_age")),
        "eligibility": service.get("eligibility_description"),
        "phones": _phones(service, ours),
        "email": service.get("email"),
        "website": service.get("url"),
        "languages": [word for word in map(_language, service.get("languages") or []) if word],
        "cost": service.get("fees_description"),
        "areas": [
            {
                "text": area.get("name"),
                "type": area.get("extent_type") or "text",
                "extent": area.get("extent"),
            }
            for area in service.get("service_areas") or []
        ],
        "status": service.get("status"),
    }
    schedules = service.get("schedules") or []
    record["hours_text"] = next((s["description"] for s in schedules if s.get("description")), None)
    record["opening_hours"] = osm_from_schedules(schedules)
    places = [
        link["location"]
        for link in service.get("service_at_locations") or []
        if isinstance(link.get("location"), dict)
    ]
    record["addresses"] = [
        {
            "address_1": address.get("address_1"),
            "city": address.get("city") or "",
            "postal_code": address.get("postal_code") or None,
        }
        for place in places
        for address in place.get("addresses") or []
    ]
    if record["addresses"]:
        record["municipality"] = record["addresses"][0]["city"] or None
    for key, value in ours.items():
        if key not in ("slug", "phones"):
            record[key] = value
    return record


def _terms(service: dict[str, Any], taxonomy: str, known: dict[str, str]) -> list[str]:
    found = []
    for attribute in service.get("attributes") or []:
        term = attribute.get("taxonomy_term") or {}
        if term.get("taxonomy") == taxonomy and term.get("code") in known:
            found.append(str(term["code"]))
    return list(dict.fromkeys(found))


def _age(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _language(language: dict[str, Any]) -> str | None:
    return language.get("code") or language.get("name")


def _phones(service: dict[str, Any], ours: dict[str, Any]) -> list[dict[str, Any]]:
    extras: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    for extra in ours.get("phones") or []:
        extras.setdefault((extra.get("number"), extra.get("type")), []).append(extra)
    found = []
    for phone in service.get("phones") or []:
        waiting = extras.get((phone.get("number"), phone.get("type"))) or [{}]
        extra = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        found.append(
            {
                "number": phone.get("number"),
                "type": phone.get("type") or "voice",
                "note": phone.get("description"),
                "extension": _age(phone.get("extension")),
                "confidence": extra.get("confidence"),
                "to_confirm": bool(extra.get("to_confirm")),
                "region_codes": list(extra.get("region_codes") or []),
            }
        )
    return found
