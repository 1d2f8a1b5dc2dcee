"""The JSONL form of a referral: a row in, an answer out (`sentier refer`)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from directory.errors import QueryInvalid
from directory.geography import QUEBEC
from directory.places import PlaceMatch, shared_gazetteer
from directory.refer.engine import refer
from directory.refer.query import Query, Referral, ReferredService
from directory.vocabulary import vocabulary


def parse_line(line: str) -> dict[str, Any]:
    """Return the object of one line; raise :class:`QueryInvalid` when it is none."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise QueryInvalid(f"it is not valid JSON ({error}).") from error
    if not isinstance(row, dict):
        raise QueryInvalid("it is not a JSON object.")
    return row


def read_row(row: dict[str, Any]) -> tuple[Query, str | None]:
    """Return the query of a row, and the name of its place when that is not known.

    Raises :class:`QueryInvalid` with an English sentence for a field of the wrong kind or value.
    """
    name = row.get("place")
    place = resolve(name)
    query = Query(
        needs=_words(row, "needs"),
        place=place,
        age=_number(row, "age"),
        gender=_text(row, "gender"),
        profile=_text(row, "profile") or "personne",
        populations=_words(row, "populations"),
        language=_text(row, "language"),
        access=_words(row, "access"),
        at=_instant(row),
        limit=_limit(row),
        exclude=frozenset(_words(row, "exclude")),
    )
    unknown = name if place is None and isinstance(name, str) and name.strip() else None
    return query, unknown


def resolve(place: Any) -> PlaceMatch | None:
    """Return the place of a row: a name, a region code ("07"), or an object with name and region."""
    region = None
    if isinstance(place, dict):
        region = place.get("region")
        place = place.get("name") or region
    if place is None or (isinstance(place, str) and not place.strip()):
        return None
    if not isinstance(place, str) or not isinstance(region, str | None):
        raise QueryInvalid("« place » must be a text, or an object with « name » and « region ».")
    name = place.strip()
    regions = vocabulary().regions
    if name in regions:
        return PlaceMatch(name=regions[name], region=name, kind="region")
    return shared_gazetteer().resolve(name, region) or shared_gazetteer().find(name)


def _words(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or any(not isinstance(word, str) for word in value):
        raise QueryInvalid(f"« {key} » must be a list of texts.")
    return tuple(value)


def _text(row: dict[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise QueryInvalid(f"« {key} » must be a text.")
    return value


def _number(row: dict[str, Any], key: str) -> int | None:
    value = row.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise QueryInvalid(f"« {key} » must be a whole number.")
    return value


def _limit(row: dict[str, Any]) -> int:
    value = _number(row, "limit")
    return 3 if value is None else value


def _instant(row: dict[str, Any]) -> datetime | None:
    text = _text(row, "at")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise QueryInvalid(
            f"« at » must be an instant like 2026-11-23T02:00:00-05:00, not « {text} »."
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=QUEBEC)


def answer_row(session: Session, row: dict[str, Any], query: Query, unknown: str | None) -> dict[str, Any]:
    """Return the answer to a row as JSON values."""
    answer = answer_object(refer(session, query))
    if unknown:
        answer["notes"].insert(0, f"« {unknown} » n'est pas un lieu connu.")
    return {"id": row.get("id"), **answer}


def answer_object(referral: Referral) -> dict[str, Any]:
    """Return a referral as JSON values."""
    return {
        "region": referral.region,
        "services": [service_object(service) for service in referral.services],
        "line": service_object(referral.line) if referral.line else None,
        "rejected": [{"id": one.id, "reason": one.reason} for one in referral.rejected],
        "notes": [note.text for note in referral.notes],
        "line_first": referral.line_first,
    }


def service_object(service: ReferredService) -> dict[str, Any]:
    """Return a service as JSON values; instants are ISO 8601 with their offset."""
    return {
        "id": service.id,
        "name": service.name,
        "organization": service.organization,
        "phones": [
            {"number": p.number, "type": p.type, "note": p.note, "to_confirm": p.to_confirm}
            for p in service.phones
        ],
        "description": service.description,
        "website": service.website,
        "chat_url": service.chat_url,
        "distance_km": service.distance_km,
        "open": service.open,
        "next_change": service.next_change.isoformat() if service.next_change else None,
        "hours_text": service.hours_text,
        "reasons": list(service.reasons),
        "municipality": service.municipality,
        "region_codes": list(service.region_codes),
        "cost": service.cost,
        "languages": list(service.languages),
        "confidential": service.confidential,
        "verified_label": service.verified_label,
        "alert": service.alert,
    }
