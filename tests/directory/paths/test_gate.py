"""The gate: what a change of the directory would do to paths, and that nothing of the trial is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.database import Database, create_database
from directory.errors import HeldChangeDecided, HeldChangeUnknown
from directory.models import AuditEntry, ReferralRow, Service
from directory.paths import held
from directory.paths.comparing import BETTER, OTHER, WORSE
from directory.paths.gate import check, holds
from directory.paths.model import Path
from directory.paths.reading import parse
from tests.directory.conftest import copy_starter

AT = datetime(2026, 11, 24, 15, 0, tzinfo=timezone.utc)


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
            kind="listing",
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
