"""The questions the HSDS API asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from directory.exchange.files import WHOLE
from directory.hsds.parameters import Page, ServiceFilters, Slice, read_service_filters, read_uuid
from directory.hsds.search import matches, needles_of
from directory.models import (
    Attribute,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def _public() -> Any:
    return and_(Service.visibility == "public", Service.confidence != "low", Service.status != "defunct")


def _conditions(filters: ServiceFilters) -> list[Any]:
    wanted = [_public()]
    if filters.organization_id:
        wanted.append(Service.organization_id == filters.organization_id)
    if filters.modified_after:
        wanted.append(Service.last_modified >= filters.modified_after)
    if filters.taxonomy_term_id:
        wanted.append(
            Service.id.in_(
                select(Attribute.link_id).where(Attribute.taxonomy_term_id == filters.taxonomy_term_id)
            )
        )
    if filters.taxonomy_id:
        wanted.append(
            Service.id.in_(
                select(Attribute.link_id)
                .join(TaxonomyTerm, TaxonomyTerm.id == Attribute.taxonomy_term_id)
                .where(TaxonomyTerm.taxonomy_id == filters.taxonomy_id)
            )
        )
    return wanted


def _found_by_words(session: Session, text: str) -> list[str]:
    """Return the ids of the public services that hold every word of ``text``, in any form."""
    needles = needles_of(text)
    rows = session.execute(
        select(
            Service.id,
            Service.name,
            Service.alternate_name,
            Service.description,
            Service.eligibility_description,
            Service.municipality,
            Organization.name.label("organization"),
        )
        .join(Organization, Organization.id == Service.organization_id)
        .where(_public())
        .order_by(Service.slug)
    )
    terms: dict[str, list[str]] = {}
    for link, name in session.execute(
        select(Attribute.link_id, TaxonomyTerm.name).join(
            TaxonomyTerm, TaxonomyTerm.id == Attribute.taxonomy_term_id
        )
    ):
        terms.setdefault(link, []).append(name)
    return [
        row.id
        for row in rows
        if matches(needles, [str(word) for word in tuple(row)[1:] if word] + terms.get(row.id, []))
    ]


def _page(session: Session, wanted: Any, count: Any, part: Slice | None) -> Page:
    part = part or Slice(1, None)
    total = session.execute(count).scalar_one()
    if part.size is not None:
        wanted = wanted.limit(part.size).offset((part.number - 1) * part.size)
    return Page(list(session.execute(wanted).unique().scalars()), total, part)


def services(session: Session, filters: ServiceFilters, part: Slice | None) -> Page:
    """Return the public services that match, in the order of their ids."""
    conditions = _conditions(filters)
    if filters.search:
        conditions.append(Service.id.in_(_found_by_words(session, filters.search)))
    wanted = select(Service).options(*WHOLE).where(*conditions).order_by(Service.slug)
    count = select(func.count()).select_from(Service).where(*conditions)
    return _page(session, wanted, count, part)


def service_by_id(session: Session, identifier: str) -> Any:
    """Return a public service by its UUID or by the id shown everywhere; None if there is none."""
    wanted = select(Service).options(*WHOLE).where(_public())
    wanted = wanted.where(or_(Service.id == identifier.lower(), Service.slug == identifier))
    return session.execute(wanted).scalar_one_or_none()


def organizations(session: Session, parameters: Mapping[str, str], part: Slice) -> Page:
    """Return the organizations that have a public service, by name."""
    filters = read_service_filters({key: value for key, value in parameters.items() if key != "search"})
    offering = select(Service.organization_id).where(*_conditions(filters))
    conditions = [Organization.id.in_(offering)]
    if parameters.get("search"):
        needles = needles_of(parameters["search"])
        named = session.execute(select(Organization.id, Organization.name, Organization.description))
        ids = [row.id for row in named if matches(needles, [row.name, row.description or ""])]
        conditions.append(Organization.id.in_(ids))
    wanted = select(Organization).where(*conditions).order_by(Organization.name, Organization.id)
    count = select(func.count()).select_from(Organization).where(*conditions)
    return _page(session, wanted, count, part)


def organization_by_id(session: Session, identifier: str) -> Any:
    """Return an organization that has a public service."""
    offering = select(Service.organization_id).where(_public())
    wanted = select(Organization).where(Organization.id == identifier.lower(), Organization.id.in_(offering))
    return session.execute(wanted).scalar_one_or_none()


def _at_locations() -> Any:
    return (
        select(ServiceAtLocation)
        .join(ServiceAtLocation.service)
        .options(
            contains_eager(ServiceAtLocation.service).options(*_within_service()),
            selectinload(ServiceAtLocation.location).selectinload(Location.addresses),
        )
    )


def _within_service() -> Sequence[Any]:
    return [selectinload(Service.organization), selectinload(Service.phones), selectinload(Service.schedules)]


def service_at_locations(session: Session, filters: ServiceFilters, part: Slice) -> Page:
    """Return where the public services are given."""
    conditions = _conditions(filters)
    if filters.search:
        conditions.append(Service.id.in_(_found_by_words(session, filters.search)))
    wanted = _at_locations().where(*conditions).order_by(Service.slug, ServiceAtLocation.id)
    count = select(func.count()).select_from(ServiceAtLocation).join(Service).where(*conditions)
    return _page(session, wanted, count, part)


def service_at_location_by_id(session: Session, identifier: str) -> Any:
    """Return one service_at_location of a public service."""
    wanted = _at_locations().where(ServiceAtLocation.id == identifier.lower(), _public())
    return session.execute(wanted).unique().scalar_one_or_none()


def taxonomies(session: Session, parameters: Mapping[str, str], part: Slice) -> Page:
    """Return the vocabularies."""
    rows = list(session.execute(select(Taxonomy).order_by(Taxonomy.name)).scalars())
    needles = needles_of(parameters.get("search") or "")
    rows = [row for row in rows if matches(needles, [row.name, row.description])]
    return _cut(rows, part)


def taxonomy_by_id(session: Session, identifier: str) -> Any:
    """Return one vocabulary."""
    return session.get(Taxonomy, identifier.lower())


def taxonomy_terms(session: Session, parameters: Mapping[str, str], part: Slice) -> Page:
    """Return the terms, those of one taxonomy or under one parent if asked."""
    wanted = select(TaxonomyTerm).options(selectinload(TaxonomyTerm.taxonomy_detail))
    taxonomy, parent = read_uuid(parameters, "taxonomy_id"), read_uuid(parameters, "parent_id")
    if taxonomy:
        wanted = wanted.where(TaxonomyTerm.taxonomy_id == taxonomy)
    if parent:
        wanted = wanted.where(TaxonomyTerm.parent_id == parent)
    if parameters.get("top_only", "false").lower() in ("true", "1"):
        wanted = wanted.where(TaxonomyTerm.parent_id.is_(None))
    rows = list(session.execute(wanted.order_by(TaxonomyTerm.taxonomy, TaxonomyTerm.position)).scalars())
    needles = needles_of(parameters.get("search") or "")
    return _cut([row for row in rows if matches(needles, [row.name, row.code or ""])], part)


def term_by_id(session: Session, identifier: str) -> Any:
    """Return one term."""
    return session.get(TaxonomyTerm, identifier.lower())


def _cut(rows: list[Any], part: Slice) -> Page:
    if part.size is None:
        return Page(rows, len(rows), part)
    start = (part.number - 1) * part.size
    return Page(rows[start : start + part.size], len(rows), part)
