"""Reads the parameters of the HSDS API and shapes its pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from directory.geography import QUEBEC

MOST_PER_PAGE = 1000


class BadRequest(Exception):
    """A parameter cannot be understood; the message says which and why."""


@dataclass(frozen=True)
class Slice:
    """Which part of a list: ``number`` counts from 1; ``size`` None means all of it."""

    number: int = 1
    size: int | None = 50


@dataclass(frozen=True)
class Page:
    """One page of a list, with the counts HSDS asks for."""

    contents: list[Any]
    total: int
    part: Slice

    def of(self, shape: Callable[[Any], Any]) -> Page:
        """Return the same page with each item shaped."""
        return replace(self, contents=[shape(item) for item in self.contents])

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of the page."""
        size = self.part.size or max(self.total, 1)
        pages = max(1, -(-self.total // size))
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.part.number,
            "size": len(self.contents),
            "first_page": self.part.number == 1,
            "last_page": self.part.number >= pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


@dataclass(frozen=True)
class ServiceFilters:
    """Which services are asked for; None leaves a condition out."""

    search: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    organization_id: str | None = None
    modified_after: datetime | None = None


def read_page(parameters: Mapping[str, str]) -> Slice:
    """Return the page asked for."""
    form = parameters.get("format") or "json"
    if form not in ("json", "ndjson"):
        raise BadRequest(f"« format » must be json or ndjson, not « {form} ».")
    if form == "ndjson":
        return Slice(1, None)
    number = _whole(parameters, "page", 1)
    size = _whole(parameters, "per_page", 50)
    if size > MOST_PER_PAGE:
        raise BadRequest(f"« per_page » may be {MOST_PER_PAGE} at most.")
    return Slice(number, size)


def _whole(parameters: Mapping[str, str], name: str, otherwise: int) -> int:
    text = parameters.get(name)
    if text in (None, ""):
        return otherwise
    try:
        value = int(str(text))
    except ValueError:
        raise BadRequest(f"« {name} » must be a whole number, not « {text} ».") from None
    if not 1 <= value <= 10**9:
        raise BadRequest(f"« {name} » must be 1 or more.")
    return value


def read_service_filters(parameters: Mapping[str, str]) -> ServiceFilters:
    """Return the filters asked for; raise :class:`BadRequest` for one that cannot be read."""
    for name in ("taxonomy_term_id", "taxonomy_id", "organization_id"):
        read_uuid(parameters, name)
    return ServiceFilters(
        search=parameters.get("search") or None,
        taxonomy_term_id=read_uuid(parameters, "taxonomy_term_id"),
        taxonomy_id=read_uuid(parameters, "taxonomy_id"),
        organization_id=read_uuid(parameters, "organization_id"),
        modified_after=_instant(parameters, "modified_after"),
    )


def read_uuid(parameters: Mapping[str, str], name: str) -> str | None:
    text = parameters.get(name)
    if not text:
        return None
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise BadRequest(f"« {name} » must be a UUID, not « {text} ».") from None


def _instant(parameters: Mapping[str, str], name: str) -> datetime | None:
    text = parameters.get(name)
    if not text:
        return None
    try:
        # A « + » that was not escaped arrives as a space.
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadRequest(f"« {name} » must be a date or an instant like 2026-11-23T10:00:00-05:00.") from None
    return (found if found.tzinfo else found.replace(tzinfo=QUEBEC)).astimezone(UTC)
