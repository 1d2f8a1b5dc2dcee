"""An address that turns confidential is taken out of everything the desk kept, the history included."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directory.desk.records import record_from, text_of
from directory.exchange.rows import STREET
from directory.geography import fold
from directory.models import ImportDraft, ListingChange, MetadataEntry, Service
from directory.models.path import HeldChange

LISTING = "listing"
"""The kind of a held change that this package makes."""
TAKEN_OUT = "[retiré : contenait une adresse confidentielle]"
MAY_TELL = (
    "addresses",
    "description",
    "notes",
    "eligibility",
    "alert",
    "hours_text",
    "sources",
    "conflicts",
    "decisions",
)
"""Fields whose former value may hold the address."""


def forget_address(session: Session, slug: str) -> None:
    """Take every civic address out of what is kept about a listing that is confidential now.

    History entries, waiting imports and held changes keep all else, and say that the address is confidential.
    """
    session.flush()
    entries = session.execute(select(ListingChange).where(ListingChange.slug == slug)).scalars().all()
    known: set[str] = set()
    for entry in entries:
        for text in (entry.before, entry.after):
            record = record_from(text) or {}
            known.update(fold(address["address_1"]) for address in record.get("addresses") or [])
    for entry in entries:
        entry.before = text_of(_without(record_from(entry.before), known))
        entry.after = text_of(_without(record_from(entry.after), known))
        if _tells(entry.reason, known):
            entry.reason = TAKEN_OUT
    for draft in session.execute(select(ImportDraft)).scalars():
        records = json.loads(draft.records)
        if any(one["id"] == slug for one in records):
            kept = [_without(one, known) if one["id"] == slug else one for one in records]
            draft.records = json.dumps(kept, ensure_ascii=False)
    # A change that was held may carry the listing as it was when its address could still be told.
    for held in session.execute(select(HeldChange).where(HeldChange.kind == LISTING)).scalars():
        payload = json.loads(held.payload)
        targets = [one for one in payload["targets"] if one["slug"] == slug and one["record"]]
        for target in targets:
            target["record"] = _without(target["record"], known)
        if targets:
            held.payload = json.dumps(payload, ensure_ascii=False)
            held.reason = TAKEN_OUT if _tells(held.reason, known) else held.reason
    service = session.execute(select(Service.id).where(Service.slug == slug)).scalar()
    if service is not None:
        session.execute(
            delete(MetadataEntry).where(
                MetadataEntry.resource_id == service,
                MetadataEntry.field_name.in_(MAY_TELL),
            )
        )
    session.flush()


def without_address(words: str) -> str:
    """What somebody wrote about a listing whose address is confidential, taken out if it tells an address."""
    return TAKEN_OUT if _tells(words, set()) else words


def _without(record: dict[str, Any] | None, known: set[str]) -> dict[str, Any] | None:
    if record is None:
        return None
    cleaned: dict[str, Any] = _scrubbed({**record, "addresses": []}, known)
    cleaned["address_confidential"] = True
    return cleaned


def _scrubbed(value: Any, known: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _scrubbed(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_scrubbed(item, known) for item in value]
    return TAKEN_OUT if isinstance(value, str) and _tells(value, known) else value


def _tells(text: str, known: set[str]) -> bool:
    return bool(STREET.search(text)) or any(street and street in fold(text) for street in known)
