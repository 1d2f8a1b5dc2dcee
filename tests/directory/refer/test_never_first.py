"""Who is shown last of all, and whom professionals get: two things the referral paths brought to light."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from directory.database import Database
from directory.geography import QUEBEC
from directory.refer import Query, refer
from tests.directory.conftest import place

DAY = datetime(2026, 11, 24, 10, 0, tzinfo=QUEBEC)
POLICE = "sq-centrale-information-criminelle"


def ids(database: Database, query: Query) -> list[str]:
    with database.session() as session:
        return [service.id for service in refer(session, query).services]


def test_the_police_is_not_shown_where_anybody_else_could_be(starter: Database) -> None:
    query = Query(needs=("traite",), place=place("Montréal"), at=DAY)
    shown = ids(starter, query)
    assert len(shown) == 3
    assert POLICE not in shown


def test_when_all_others_were_shown_the_police_still_is(starter: Database) -> None:
    query = Query(needs=("traite",), place=place("Montréal"), at=DAY)
    seen: set[str] = set()
    for _ in range(40):
        new = set(ids(starter, replace(query, exclude=frozenset(seen)))) - seen
        if not new:
            break
        seen |= new
    assert POLICE in seen


def test_a_professional_gets_those_who_know_exploitation_first(starter: Database) -> None:
    query = Query(needs=("soutien_intervenants",), place=place("Québec"), profile="intervenant", at=DAY)
    shown = ids(starter, query)
    assert "info-aide-violence-sexuelle" in shown
    assert "drogue-aide-reference" not in shown


def test_a_professional_with_a_child_still_gets_child_protection(starter: Database) -> None:
    query = Query(
        needs=("soutien_intervenants",), place=place("Québec"), profile="intervenant", age=15, at=DAY
    )
    assert "dpj-capitale-nationale" in ids(starter, query)
