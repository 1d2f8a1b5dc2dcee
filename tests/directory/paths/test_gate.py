"""The gate: what a change of the directory would do to paths, and that nothing of the trial is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.database import Database, create_database
from directory.desk import publish
from directory.desk.changes import Change
from directory.errors import DirectoryMoved, HeldChangeDecided, HeldChangeUnknown
from directory.models import AuditEntry, ReferralRow, Service
from directory.paths import held
from directory.paths.comparing import BETTER, OTHER, WORSE, compare
from directory.paths.gate import TRIES, check, holds, state, still
from directory.paths.model import REFERRAL, Outcome, Path
from directory.paths.reading import parse
from tests.directory.conftest import copy_starter

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The starter directory in a file: another connection sees what is kept."""
    database = create_database(f"sqlite:///{tmp_path_factory.mktemp('gate') / 'directory.db'}")
    copy_starter(database)
    yield database
    database.close()


def path(name: str, place: str, need: str, **expect: object) -> Path:
    return parse({"id": name, "place": place, "words": ["x"], "expect": {"needs": [need], **expect}}, "test")


PATHS = [
    path("granby", "Granby", "violence_conjugale", services=["maison-alice-desmarais"]),
    path("drummond", "Drummondville", "violence_conjugale", services=["la-rose-des-vents-de-drummond"]),
]


def closing(slug: str) -> object:
    def change(session: Session) -> None:
        session.execute(select(Service).where(Service.slug == slug)).scalar_one().status = "inactive"

    return change


def test_a_change_that_takes_a_house_away_is_worse_for_its_path_alone(directory: Database) -> None:
    differences = check(directory, closing("maison-alice-desmarais"), PATHS)
    assert [(one.path, one.verdict) for one in differences] == [("granby", WORSE)]
    assert "n'est plus montré : maison-alice-desmarais" in differences[0].changes
    assert any("il manque maison-alice-desmarais" in one for one in differences[0].problems)
    assert holds(differences)


def test_nothing_of_the_trial_is_kept(directory: Database) -> None:
    def rows() -> tuple[int, str]:
        with directory.session() as session:
            count = session.execute(select(func.count()).select_from(ReferralRow)).scalar_one()
            wanted = select(Service.status).where(Service.slug == "maison-alice-desmarais")
            return count, session.execute(wanted).scalar_one()

    before = rows()
    check(directory, closing("maison-alice-desmarais"), PATHS)
    assert rows() == before
    assert check(directory, lambda session: None, PATHS) == []


def test_what_the_change_raises_is_raised_and_nothing_is_kept(directory: Database) -> None:
    def broken(session: Session) -> None:
        closing("maison-alice-desmarais")(session)  # type: ignore[operator]
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        check(directory, broken, PATHS)
    assert check(directory, lambda session: None, PATHS) == []


def test_a_change_that_mends_a_path_is_better_and_still_waits(directory: Database) -> None:
    def change(session: Session) -> None:
        service = session.execute(select(Service).where(Service.slug == "l-autre-toit-du-krtb")).scalar_one()
        service.confidence = "high"

    wanted = [path("temis", "Témiscouata-sur-le-Lac", "violence_conjugale", first=["l-autre-toit-du-krtb"])]
    differences = check(directory, change, wanted)
    assert [one.verdict for one in differences] == [BETTER]
    assert holds(differences)


def test_a_new_order_is_neither_better_nor_worse(directory: Database) -> None:
    def change(session: Session) -> None:
        session.execute(select(Service).where(Service.slug == "rebatir")).scalar_one().status = "inactive"

    differences = check(directory, change, PATHS)
    assert differences
    assert {one.verdict for one in differences} == {OTHER}


def test_a_held_change_waits_for_a_word_why(directory: Database) -> None:
    differences = check(directory, closing("maison-alice-desmarais"), PATHS)
    who = {"actor": "rosalie", "role": "responsable", "at": AT}
    with directory.session() as session:
        kept = held.hold(
            session,
            kind="essai",
            target="maison-alice-desmarais",
            summary="Fermeture",
            payload={"slug": "maison-alice-desmarais"},
            differences=differences,
            **who,
        )
        number = kept.id
    with directory.session() as session:
        assert [one.id for one in held.held_changes(session)] == [number]
        assert held.differences_of(held.held_change(session, number)) == differences
        with pytest.raises(HeldChangeDecided, match="word why"):
            held.accept(session, number, why="  ", **who)
        assert held.accept(session, number, why="la maison a fermé", **who) == {
            "slug": "maison-alice-desmarais"
        }
    with directory.session() as session:
        assert held.held_changes(session) == []
        assert held.held_changes(session, decided=True)[0].why == "la maison a fermé"
        with pytest.raises(HeldChangeDecided, match="decided before"):
            held.refuse(session, number, why="non", **who)
        with pytest.raises(HeldChangeUnknown):
            held.accept(session, 9999, why="oui", **who)
        trail = session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars().all()
    assert trail == ["changement retenu", "changement accepté"]


def test_writers_do_not_wait_while_the_paths_are_run(directory: Database) -> None:
    """The trial holds no lock: another connection writes in the middle of it."""

    def change(session: Session) -> None:
        closing("maison-alice-desmarais")(session)  # type: ignore[operator]
        session.flush()
        other = sqlite3.connect(directory.engine.url.database, timeout=0)
        other.execute("UPDATE service SET alert = alert")
        other.commit()
        other.close()

    assert [one.path for one in check(directory, change, PATHS)] == ["granby"]


def test_a_change_made_during_the_trial_is_seen_before_writing(directory: Database) -> None:
    seen = state(directory)
    with directory.session() as session:
        still(directory, session, seen)
    with directory.session() as session:
        service = session.execute(select(Service).where(Service.slug == "rebatir")).scalar_one()
        service.alert = "Nouvelle adresse."
    with pytest.raises(DirectoryMoved), directory.session() as session:
        still(directory, session, seen)


def test_the_listings_are_locked_until_the_end(directory: Database) -> None:
    with directory.session() as session:
        still(directory, session, state(directory))
        other = sqlite3.connect(directory.engine.url.database, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("UPDATE service SET alert = alert")
        other.close()


def test_a_database_too_large_to_copy_is_tried_in_place(
    directory: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.database.LARGEST_COPY", 1024)
    assert [one.path for one in check(directory, closing("maison-alice-desmarais"), PATHS)] == ["granby"]
    assert check(directory, lambda session: None, PATHS) == []


def test_a_change_is_tried_again_when_the_directory_moved(directory: Database) -> None:
    tries: list[int] = []

    def moving(times: int) -> publish.Gate:
        def gate(database: Database, apply_change: object) -> tuple[()]:
            tries.append(1)
            if len(tries) <= times:
                with database.session() as session:
                    service = session.execute(select(Service).where(Service.slug == "rebatir")).scalar_one()
                    service.alert = f"Essai {len(tries)}."
            return ()

        return gate

    change = Change.of("note", "maison-alice-desmarais", {"notes": "Une note."})
    who = {"actor": "rosalie", "role": "responsable", "at": AT}
    with pytest.raises(DirectoryMoved):
        publish.submit(directory, change, gate=moving(9), **who)
    assert len(tries) == TRIES
    tries.clear()
    assert publish.submit(directory, change, gate=moving(1), **who).applied is not None
    assert len(tries) == 2


def test_a_service_that_is_still_missing_for_another_reason_is_no_worse() -> None:
    wanted = path("granby", "Granby", "violence_conjugale", services=["cles"])
    before = Outcome("granby", REFERRAL, problems=("il manque cles",))
    after = Outcome("granby", REFERRAL, problems=("il manque cles (écarté : trop loin)",))
    (one,) = compare([wanted], [before], [after])
    assert (one.verdict, one.changes) == (OTHER, ("toujours : il manque cles (écarté : trop loin)",))
