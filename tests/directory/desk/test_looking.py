"""Duplicates, the queue of checks, searching, and the way through the gate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from directory.database import Database
from directory.desk.changes import Change
from directory.desk.checks import ALL, LATE, SOON, UNCALLED, due_checks
from directory.desk.duplicates import duplicates, not_duplicates
from directory.desk.publish import accept, submit
from directory.desk.records import load, version_of
from directory.desk.search import search
from directory.errors import HeldChangeDecided, ListingChanged, ListingRefused
from directory.paths.comparing import PathDifference
from directory.paths.held import held_change, held_changes
from directory.proposals import add
from tests.directory.conftest import listing, write

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WORSE = PathDifference("nuit", "Une nuit", "pire", ("« refuge » n'est plus là",))


def test_two_of_the_same_are_found_and_lines_are_not(empty: Database) -> None:
    other = {"organization": "Autre", "municipality": "Hull"}
    write(
        empty,
        listing("maison-aube", name="Maison de l'Aube", phones=[]),
        listing("aube-maison", name="Maison l'Aube", phones=[], organization="Autre"),
        listing("ligne", name="Ligne d'écoute", phones=[{"number": "819-555-0111"}]),
        listing(
            "ligne-nuit", name="Nuit", phones=[{"number": "819 555 0111"}], same_line_as="ligne", **other
        ),
        listing("meme-numero", name="Comptoir", phones=[{"number": "1-819-555-0111"}], **other),
    )
    with empty.session() as session:
        pairs = {(one.first, one.second): one.reasons for one in duplicates(session)}
        assert set(pairs) == {
            ("aube-maison", "maison-aube"),
            ("ligne", "meme-numero"),
            ("ligne-nuit", "meme-numero"),
        }
        assert "même numéro" in pairs["ligne", "meme-numero"][0]
        not_duplicates(session, "maison-aube", "aube-maison", actor="rosalie", at=NOW)
        assert ("aube-maison", "maison-aube") not in {(p.first, p.second) for p in duplicates(session)}


def check(day: str, due: str | None = None, method: str = "public_pages") -> list[dict[str, Any]]:
    return [{"role": "r", "method": method, "verified_on": day, "next_due": due}]


def test_the_queue_of_checks(empty: Database) -> None:
    write(
        empty,
        listing("a-jour", verifications=check("2026-11-20", "2027-02-20", "phone")),
        listing("en-retard", verifications=check("2026-06-01", "2026-09-01"), needs=["ecoute"]),
        listing("jamais", verifications=[], needs=["ecoute"]),
        listing("bientot", verifications=check("2026-09-01", "2026-12-10")),
        listing("sortie", verifications=check("2026-06-01", "2026-09-01"), exit_specialised=True),
        listing("signalee", verifications=check("2026-11-20", "2027-02-20", "phone")),
        listing("disparue", verifications=[], status="defunct"),
        listing("ailleurs", verifications=[], areas=[{"text": "x", "type": "region", "extent": "05"}]),
    )
    with empty.session() as session:
        add(session, "signalee", "numéro", "ne répond plus", TODAY)

        def slugs(which: str, **more: str) -> list[str]:
            return [one.slug for one in due_checks(session, TODAY, which=which, **more)]

        assert slugs(LATE, region="07") == ["signalee", "sortie", "jamais", "en-retard"]
        assert "bientot" in slugs(SOON)
        assert "a-jour" not in slugs(UNCALLED)
        assert len(slugs(ALL)) == 7
        assert slugs(LATE, need="ecoute") == ["jamais", "en-retard"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "erables"}, ["erables"]),
        ({"words": "8195550177"}, ["erables"]),
        ({"words": "organisme gatineau"}, ["autre", "erables"]),
        ({"state": "cachees"}, ["autre"]),
        ({"state": "retirees"}, []),
        ({"need": "traite"}, []),
        ({"region": "05"}, []),
    ],
    ids=str,
)
def test_searching(empty: Database, asked: dict[str, str], found: list[str]) -> None:
    write(
        empty,
        listing("erables", name="Les Érables", phones=[{"number": "819-555-0177"}]),
        listing("autre", visibility="hidden"),
    )
    with empty.session() as session:
        assert [row.slug for row in search(session, TODAY, **asked).rows] == found


def gate(*differences: PathDifference) -> Any:
    def held(database: Database, apply_change: Any) -> list[PathDifference]:
        session = database._sessions()
        try:
            apply_change(session)
        finally:
            session.rollback()
            session.close()
        return list(differences)

    return held


def send(database: Database, change: Change, *differences: PathDifference) -> Any:
    who = {"actor": "rosalie", "role": "responsable", "at": NOW}
    return submit(database, change, reason="page relue", gate=gate(*differences), **who)


def name_of(database: Database) -> str:
    with database.session() as session:
        found = load(session, "refuge")
    assert found is not None
    return str(found["name"])


def test_a_change_that_alters_no_path_is_made_at_once(empty: Database) -> None:
    write(empty, listing("refuge"))
    outcome = send(empty, Change.of("edit", "refuge", {"name": "Neuf"}))
    assert outcome.applied is not None
    assert name_of(empty) == "Neuf"
    assert send(empty, Change.of("edit", "refuge", {"name": "Neuf"})).applied is None


def test_a_change_that_alters_one_waits_for_a_word(empty: Database) -> None:
    write(empty, listing("refuge"))
    held = send(empty, Change.of("edit", "refuge", {"name": "Neuf"}), WORSE).held
    assert name_of(empty) == "Refuge"
    with empty.session() as session:
        assert [one.id for one in held_changes(session)] == [held]
        with pytest.raises(HeldChangeDecided):
            accept(session, held, why=" ", actor="r", role="responsable", at=NOW)
    with empty.session() as session:
        done = accept(session, held, why="voulu", actor="renee", role="responsable", at=NOW)
        # Who asked for the change made it; who accepted it stands beside the word why.
        assert (done.entries[0].actor, done.entries[0].reason) == ("rosalie", "page relue — voulu")
        assert held_change(session, held).decided_by == "renee"
    assert name_of(empty) == "Neuf"


def test_nothing_is_accepted_by_halves(empty: Database) -> None:
    write(empty, listing("refuge"))
    with empty.session() as session:
        seen = version_of(load(session, "refuge"))
    held = send(empty, Change.of("edit", "refuge", {"name": "Neuf"}, seen), WORSE).held
    send(empty, Change.of("edit", "refuge", {"cost": "gratuit"}))
    with pytest.raises(ListingChanged), empty.session() as session:
        accept(session, held, why="voulu", actor="renee", role="responsable", at=NOW)
    with empty.session() as session:
        assert [one.id for one in held_changes(session)] == [held]


def test_what_is_refused_never_waits(empty: Database) -> None:
    write(empty, listing("refuge"))
    with pytest.raises(ListingRefused):
        send(empty, Change.of("edit", "refuge", {"genders": "x"}), WORSE)
    with empty.session() as session:
        assert held_changes(session) == []


def test_a_secret_address_leaves_held_changes_too(empty: Database) -> None:
    told = listing("refuge", addresses=[{"address_1": "123 rue des Érables", "city": "Gatineau"}])
    write(empty, told)
    send(empty, Change.of("edit", "refuge", {**told, "cost": "gratuit"}), WORSE)
    send(empty, Change.of("edit", "refuge", {"address_confidential": True, "addresses": []}))
    with empty.session() as session:
        (held,) = held_changes(session)
        assert "rables" not in held.payload
