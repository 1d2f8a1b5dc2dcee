"""import(export(x)) = x for listings nobody has thought of."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.exchange.importer import normal
from directory.exchange.rows import problems_of
from directory.hsds.read import record_from_hsds
from directory.hsds.write import service_object
from directory.models import ACCESS_ATTRIBUTES, Service
from directory.records import put_record, record_of
from directory.vocabulary import vocabulary
from tests.directory.conftest import new_database

BLANK = new_database()
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30
).filter(str.strip)
maybe = st.none() | words
dates = st.none() | st.dates().map(lambda day: day.isoformat())


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    low = draw(st.none() | st.integers(0, 60))
    secret = draw(st.booleans())
    known = vocabulary()
    return {
        "id": draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)),
        "name": draw(words),
        "alternate_name": draw(maybe),
        "organization": draw(words),
        "description": draw(maybe) if not secret else None,
        "needs": draw(st.lists(st.sampled_from(list(known.needs)), unique=True, max_size=4)),
        "populations": draw(st.lists(st.sampled_from(list(known.populations)), unique=True, max_size=3)),
        "populations_only": draw(st.lists(st.sampled_from(list(known.populations)), unique=True, max_size=2)),
        "genders": draw(st.sampled_from(["toutes", "femmes", "hommes"])),
        "min_age": low,
        "max_age": draw(st.none() | st.integers(low or 0, 120)),
        "phones": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "number": st.from_regex(r"819-555-\d{4}", fullmatch=True),
                        "type": st.sampled_from(["voice", "sms"]),
                        "note": maybe,
                        "extension": st.none() | st.integers(0, 99999),
                        "confidence": st.sampled_from([None, "high", "low"]),
                        "to_confirm": st.booleans(),
                        "region_codes": st.lists(
                            st.sampled_from(list(known.regions)), unique=True, max_size=2
                        ),
                    }
                ),
                max_size=3,
            )
        ),
        "hours_text": draw(maybe),
        "opening_hours": draw(st.sampled_from([None, "24/7", "Mo-Fr 09:00-17:00; PH off"])),
        "languages": draw(st.lists(st.sampled_from(["fr", "en", "es", "innu", "LSQ"]), unique=True)),
        "cost": draw(maybe),
        "access": draw(st.dictionaries(st.sampled_from(ACCESS_ATTRIBUTES), st.booleans(), max_size=4)),
        "areas": draw(
            st.lists(
                st.sampled_from(
                    [
                        {"text": "Outaouais", "type": "region", "extent": "07"},
                        {"text": "MRC", "type": "mrc", "extent": "07/Papineau"},
                        {"text": "Québec", "type": "province", "extent": "QC"},
                    ]
                ),
                max_size=2,
            )
        ),
        "addresses": []
        if secret
        else draw(st.sampled_from([[], [{"address_1": "1, rue X", "city": "Ripon", "postal_code": None}]])),
        "municipality": draw(st.sampled_from([None, "Ripon"])),
        "address_confidential": secret,
        "closed_from": draw(dates),
        "closed_until": draw(dates),
        "closure_reason": draw(maybe),
        "sources": [{"url": "https://exemple.org/é", "seen": draw(maybe)}],
        "status": draw(st.sampled_from(["active", "inactive"])),
        "confidence": draw(st.sampled_from(["high", "medium", "low"])),
        "visibility": draw(st.sampled_from(["public", "hidden"])),
        "same_line_as": draw(st.none() | st.just("autre")),
        "conflicts": draw(st.lists(words, max_size=2)),
    }


@settings(
    max_examples=settings().max_examples * 3 // 5, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(records())
def test_rows_and_hsds_bring_back_what_was_written(record: dict[str, Any]) -> None:
    if problems_of(record, 1):
        return
    with Session(BLANK.engine, future=True) as session:
        put_record(session, record)
        session.expire_all()
        service = session.execute(select(Service)).scalar_one()
        ours = record_of(service)
        exported = json.loads(json.dumps(service_object(service, internal=True)))
        session.rollback()
    for key, value in record.items():
        assert normal(ours[key]) == normal(value), key
    assert normal(record_from_hsds(exported)) == normal(ours)
