"""The statements a referral runs, built once: building them anew took longer than running them.

They go over the session's connection as plain rows. All narrow conditions here only spare work: what a
person may be shown is decided by ``directory.refer.limits`` alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Date,
    Float,
    Integer,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from directory.indexing import BY_PHONE, UNREACHABLE
from directory.models import Language, Organization, Phone, ReferralRow, Schedule, Service, ServiceArea

# The line of child protection; one listing for each region leads to it.
CHILD_LINE = "dpj-signalement"

ROW = ReferralRow.__table__.c
_SAID, _FIRST_PHONE = Schedule.__table__.alias(), Phone.__table__.alias()


def _in_words(table: Any) -> Any:
    """What is written first on the hours or the number of a service whose hours no clock can read."""
    words = select(table.c.description).where(table.c.service_id == ROW.service_id)
    first = words.order_by(table.c.position).limit(1).correlate(ReferralRow.__table__).scalar_subquery()
    return case((ROW.opening_hours.is_(None), first), else_=None)


COLUMNS = [
    *ReferralRow.__table__.columns,
    _in_words(_SAID).label("hours_words"),
    _in_words(_FIRST_PHONE).label("phone_words"),
]
_AREAS = ROW.area.in_(bindparam("areas", expanding=True))
_NEEDS = ROW.need.in_(bindparam("needs", expanding=True))

COUNT = select(ROW.need, func.count().label("rows")).where(_NEEDS, _AREAS).group_by(ROW.need)
ALL = select(*COLUMNS).where(_NEEDS, _AREAS)
HELD_BACK = ALL.where(ROW.confidence == "low")
BY_SLUG = select(*COLUMNS).where(ROW.slug.in_(bindparam("slugs", expanding=True)))

_TODAY = bindparam("today", type_=Date)


class _place_of(FunctionElement):  # noqa: N801 - reads as a function of SQL
    """Where a text stands in another, from 1; 0 when it does not. Several times faster than LIKE."""

    name = "place_of"
    type = Integer()
    inherit_cache = True


@compiles(_place_of, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_place_of, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def _holds(column: Any, parameter: str) -> Any:
    return _place_of(column, bindparam(parameter, type_=String)) > 0


_SERVED = or_(ROW.within.is_(None), _holds(ROW.within, "mrc"), _holds(ROW.within, "town_part"))


def _said(column: Any) -> Any:
    """Whether a "|a|b|" column holds one of at most three populations the person belongs to."""
    return or_(*(_holds(column, f"population_{n}") for n in range(3)))


_MAY_BE_SHOWN = and_(
    ROW.status == "active",
    ROW.confidence != "low",
    or_(
        ROW.visibility == "public",
        and_(ROW.visibility == "professionals", bindparam("professional", type_=Integer) == 1),
    ),
    ROW.genders.in_([bindparam(f"gender_{n}", type_=String) for n in range(3)]),
    or_(ROW.minimum_age.is_(None), ROW.minimum_age <= bindparam("oldest", type_=Integer)),
    or_(
        ROW.maximum_age.is_(None),
        ROW.maximum_age >= bindparam("youngest", type_=Integer),
        # Anybody may call child protection, whatever her own age.
        and_(ROW.need == "protection_jeunesse", or_(ROW.slug == CHILD_LINE, ROW.same_line_as == CHILD_LINE)),
    ),
    or_(
        and_(ROW.closed_from.is_(None), ROW.closed_until.is_(None)),
        ROW.closed_from > _TODAY,
        ROW.closed_until < _TODAY,
    ),
    or_(ROW.populations_only == "", _said(ROW.populations_only), bindparam("everybody", type_=Integer) == 1),
)
# A fixed number of places, filled up by repetition: a list of any length costs more than the search.
MOST_AREAS = 6
_ANY_AREA = ROW.area.in_([bindparam(f"area_{n}", type_=String) for n in range(MOST_AREAS)])
_NORTH = ROW.latitude - bindparam("latitude", type_=Float)
_EAST = ROW.longitude - bindparam("longitude", type_=Float)
# The order of directory.refer.ranking as far as a database can tell it: all but the clock.
_FIRST = (
    case((ROW.reach == BY_PHONE, 0), (ROW.reach == UNREACHABLE, 2), else_=1),
    case((ROW.exit_specialised, 0), else_=1),
    case(
        (ROW.area != bindparam("region", type_=String), 3),
        (not_(_SERVED), 2),
        (ROW.municipality == bindparam("town", type_=String), 0),
        else_=1,
    ),
)
_MEANT_FOR_HER = case((_said(ROW.populations), 0), else_=1)
_THEN = (
    case((ROW.opening_hours == "24/7", 0), (ROW.opening_hours.is_(None), 2), else_=1),
    case(
        (ROW.verified_on >= bindparam("fresh", type_=Date), 0),
        (ROW.verified_on >= bindparam("old", type_=Date), 1),
        else_=2,
    ),
    case((ROW.confidence == "high", 0), else_=1),
    # A degree of longitude is about 0.7 of one of latitude at 45° north.
    _NORTH * _NORTH + _EAST * _EAST * 0.49,
    ROW.slug,
)
_ONE_NEED = ROW.need == bindparam("need", type_=String)


def _best(*conditions: Any, said: bool) -> Any:
    order = (*_FIRST, _MEANT_FOR_HER, *_THEN) if said else (*_FIRST, *_THEN)
    # Sorted by their keys alone, then read whole: a server spends half its time on carrying wide rows.
    best = (
        select(ROW.service_id, ROW.area)
        .where(_ONE_NEED, _ANY_AREA, _MAY_BE_SHOWN, *conditions)
        .order_by(*order)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    same = and_(ROW.service_id == best.c.service_id, ROW.area == best.c.area, _ONE_NEED)
    return select(*COLUMNS).join_from(best, ReferralRow.__table__, same)


_BY_PHONE = ROW.reach == BY_PHONE
_ALWAYS = ROW.opening_hours == "24/7"
# By whether the person said that she belongs to some population.
BEST = {said: _best(said=said) for said in (True, False)}
BEST_AWAKE = {said: _best(_ALWAYS, _BY_PHONE, said=said) for said in (True, False)}
# Those who know how one leaves keep a place even where all they have is a page.
BEST_EXIT = {said: _best(ROW.exit_specialised, said=said) for said in (True, False)}


def _freshest(*conditions: Any) -> Any:
    """In her own town, one can call, verified last: an index holds them in this order, read backwards."""
    return (
        select(*COLUMNS)
        .where(
            _ONE_NEED,
            ROW.area == bindparam("region", type_=String),
            ROW.municipality == bindparam("town", type_=String),
            _BY_PHONE,
            ROW.verified_on.is_not(None),
            _SERVED,
            _MAY_BE_SHOWN,
            *conditions,
        )
        .order_by(ROW.verified_on.desc(), ROW.slug.desc())
        .limit(bindparam("most", type_=Integer))
    )


TOWN = _freshest()
TOWN_AWAKE = _freshest(_ALWAYS)
TOWN_MEANT_FOR_HER = _freshest(_said(ROW.populations))

_IDS = bindparam("ids", expanding=True)
_S, _O, _P = Service.__table__.c, Organization.__table__.c, Phone.__table__.c
_H, _A, _L = Schedule.__table__.c, ServiceArea.__table__.c, Language.__table__.c
FACTS = (
    select(
        _S.id,
        _S.name,
        _S.description,
        _S.url,
        _S.chat_url,
        _S.email,
        _S.alert,
        _S.fees_description,
        _S.confidential,
        _O.name.label("organization"),
    )
    .join_from(Service.__table__, Organization.__table__, _O.id == _S.organization_id)
    .where(_S.id.in_(_IDS))
)
PHONES = (
    select(
        _P.service_id,
        _P.number,
        _P.type,
        _P.description,
        _P.extension,
        _P.confidence,
        _P.to_confirm,
        _P.region_codes,
    )
    .where(_P.service_id.in_(_IDS))
    .order_by(_P.service_id, _P.position)
)
# kind: h hours, a area, l language
PARTS = union_all(
    select(_H.service_id, literal("h").label("kind"), _H.description.label("text"), _H.position).where(
        _H.service_id.in_(_IDS)
    ),
    select(_A.service_id, literal("a"), _A.extent, _A.position).where(_A.service_id.in_(_IDS)),
    select(_L.service_id, literal("l"), _L.name, _L.position).where(_L.service_id.in_(_IDS)),
).order_by("service_id", "kind", "position")
