"""Whole listings as text: the form the history keeps, compares and gives back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.exchange.files import WHOLE
from directory.models import Service
from directory.records import record_of

Record = dict[str, Any]


def load(session: Session, slug: str) -> Record | None:
    """Return the whole listing as the database has it now, or None."""
    return {one.slug: record_of(one) for one in load_services(session, [slug])}.get(slug)


def load_services(session: Session, slugs: Sequence[str]) -> list[Any]:
    """Return these services with all their parts as the database has them now."""
    found: list[Any] = []
    for start in range(0, len(slugs), 500):
        wanted = select(Service).options(*WHOLE).where(Service.slug.in_(slugs[start : start + 500]))
        # The parts in memory may be in another order than a later reader will find them.
        found += session.execute(wanted.execution_options(populate_existing=True)).scalars()
    return found


def text_of(record: Record | None) -> str | None:
    """Return the listing as JSON text, the same text for the same listing."""
    return None if record is None else json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def record_from(text: str | None) -> Record | None:
    """Undo ``text_of``."""
    if text is None:
        return None
    found: Record = json.loads(text)
    return found


def version_of(record: Record | None) -> str:
    """Return a word that differs whenever the listing does; "" for no listing."""
    text = text_of(record)
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]
