"""Finding listings at the desk: every word, any spelling of accents, hidden and closed ones included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.geography import fold
from directory.indexing import NEEDS, areas_of, terms_of
from directory.models import Attribute, Service
from directory.refer.limits import closed_on

PAGE = 40
"""Listings on one page."""
HIDDEN, CLOSED, GONE, LATE = "cachees", "fermees", "retirees", "retard"
STATES = {
    HIDDEN: "Cachées au public",
    CLOSED: "Fermées pour un temps",
    GONE: "Inactives ou disparues",
    LATE: "À vérifier",
}


@dataclass(frozen=True)
class Row:
    """A listing in a few words. ``due``: its check is due, or was never made."""

    slug: str
    name: str
    organization: str
    place: str
    phone: str
    status: str
    confidence: str
    visibility: str
    closed: str | None
    last: date | None
    due: bool


@dataclass(frozen=True)
class Found:
    """One page of rows, ``total`` in all, and the page it is (from 1)."""

    rows: tuple[Row, ...]
    total: int
    page: int


def search(
    session: Session,
    today: date,
    *,
    words: str = "",
    region: str = "",
    need: str = "",
    state: str = "",
    organization: str | None = None,
    page: int = 1,
) -> Found:
    """Return the listings that hold all ``words`` (name, organization, town, identifier, number).

    ``region``: a code; ``need``: a key; ``state``: a key of `STATES`, or of the status of a listing;
    ``organization``: the id of the only one whose listings are looked at.
    """
    wanted = (
        select(Service)
        .options(
            selectinload(Service.organization),
            selectinload(Service.phones),
            selectinload(Service.service_areas),
            selectinload(Service.verifications),
            selectinload(Service.attributes).selectinload(Attribute.taxonomy_term),
        )
        .order_by(Service.name, Service.slug)
    )
    if organization is not None:
        wanted = wanted.where(Service.organization_id == organization)
    asked = fold(words).split()
    matching = [
        one
        for one in session.execute(wanted).scalars()
        if all(word in _text(one) for word in asked)
        and (not region or region in areas_of(one))
        and (not need or need in terms_of(one, NEEDS))
        and (not state or _is(one, state, today))
    ]
    pages = max(1, -(-len(matching) // PAGE))
    page = min(max(page, 1), pages)
    rows = tuple(_row(one, today) for one in matching[(page - 1) * PAGE : page * PAGE])
    return Found(rows, len(matching), page)


def _text(service: Any) -> str:
    numbers = " ".join("".join(char for char in phone.number if char.isdigit()) for phone in service.phones)
    written = " ".join(phone.number for phone in service.phones)
    names = (
        service.name,
        service.alternate_name,
        service.organization.name,
        service.municipality,
        service.slug,
    )
    return fold(" ".join(name for name in names if name)) + f" {numbers} {written}"


def _is(service: Any, state: str, today: date) -> bool:
    if state == HIDDEN:
        return bool(service.visibility != "public" or service.confidence == "low")
    if state == CLOSED:
        closed = closed_on(service.closed_from, service.closed_until, today) is not None
        return closed or bool(service.status == "temporarily closed")
    if state == GONE:
        return str(service.status) in ("inactive", "defunct")
    return state == LATE and _due(service, today)


def _due(service: Any, today: date) -> bool:
    last = max((check.verified_on for check in service.verifications), default=None)
    due = max((check.next_due for check in service.verifications if check.next_due), default=None)
    return last is None or (due is not None and due < today)


def _row(service: Any, today: date) -> Row:
    areas = [str(area.name) for area in service.service_areas if area.name]
    return Row(
        slug=service.slug,
        name=service.name,
        organization=service.organization.name,
        place=service.municipality or ", ".join(areas[:2]),
        phone=service.phones[0].number if service.phones else "",
        status=service.status,
        confidence=service.confidence,
        visibility=service.visibility,
        closed=closed_on(service.closed_from, service.closed_until, today),
        last=max((check.verified_on for check in service.verifications), default=None),
        due=_due(service, today),
    )
