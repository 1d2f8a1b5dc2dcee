"""The statements a referral runs, built once: building them anew took longer than running them.

They go over the session's connection as plain rows. All narrow conditions here only spare work: what a
person may be shown is decided by ``directory.refer.limits`` alone.
"""

from __future__ import annotations

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
    or_,
    select,
    union_all,
)

from directory.indexing import BY_PHONE, UNREACHABLE
from directory.models import Language, Organization, Phone, ReferralRow, Schedule, Service, ServiceArea

# The line of child protection; one listing for each region leads to it.
CHILD_LINE = "dpj-signalement"

ROW = ReferralRow.__table__.c
COLUMNS = list(ReferralRow.__table__.columns)
_AREAS = ROW.area.in_(bindparam("areas", expanding=True))
_NEEDS = ROW.need.in_(bindparam("needs", expanding=True))

COUNT = select(ROW.need, func.count().label("rows")).where(_NEEDS, _AREAS).group_by(ROW.need)
ALL = select(*COLUMNS).where(_NEEDS, _AREAS)
BY_SLUG = select(*COLUMNS).where(ROW.slug.in_(bindparam("slugs", expanding=True)))

_TODAY = bindparam("today", type_=Date)
_HERE = ROW.area == bindparam("region", type_=String)
_SERVED = or_(
    ROW.within.is_(None),
    ROW.within.like(bindparam("mrc", type_=String)),
    ROW.within.like(bindparam("town_part", type_=String)),
)


def _said(column: object) -> object:
    """Whether a "|a|b|" column holds one of at most three populations the person belongs to."""
    return or_(*(column.like(bindparam(f"population_{n}", type_=String)) for n in range(3)))  # type: ignore[attr-defined]


_MAY_BE_SHOWN = and_(
    ROW.status == "active",
    ROW.confidence != "low",
    ROW.visibility.in_(bindparam("visibilities", expanding=True)),
    ROW.genders.in_(bindparam("genders", expanding=True)),
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
    ROW.slug.not_in(bindparam("exclude", expanding=True)),
)
_NORTH = ROW.latitude - bindparam("latitude", type_=Float)
_EAST = ROW.longitude - bindparam("longitude", type_=Float)
# The order of directory.refer.ranking as far as a database can tell it: all but the clock.
_ORDER = (
    case((ROW.reach == BY_PHONE, 0), (ROW.reach == UNREACHABLE, 2), else_=1),
    case((ROW.exit_specialised, 0), else_=1),
    case(
        (and_(_HERE, _SERVED, ROW.municipality == bindparam("town", type_=String)), 0),
        (and_(_HERE, _SERVED), 1),
        (_HERE, 2),
        else_=3,
    ),
    case((_said(ROW.populations), 0), else_=1),
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
BEST = (
    select(*COLUMNS)
    .where(_ONE_NEED, _AREAS, _MAY_BE_SHOWN)
    .order_by(*_ORDER)
    .limit(bindparam("most", type_=Integer))
)
BEST_AWAKE = (
    select(*COLUMNS)
    .where(_ONE_NEED, _AREAS, _MAY_BE_SHOWN, ROW.opening_hours == "24/7")
    .order_by(*_ORDER)
    .limit(bindparam("most", type_=Integer))
)
# Those who know how one leaves keep a place even where all they have is a page.
BEST_EXIT = (
    select(*COLUMNS)
    .where(_ONE_NEED, _AREAS, _MAY_BE_SHOWN, ROW.exit_specialised)
    .order_by(*_ORDER)
    .limit(bindparam("most", type_=Integer))
)

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
