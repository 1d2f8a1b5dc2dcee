"""Proposals of correction: what is taken in, what is refused, who decides, and where they never appear."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from directory.database import Database, create_database
from directory.errors import (
    DirectoryError,
    ProposalDecided,
    ProposalInvalid,
    ProposalUnknown,
    TooManyProposals,
)
from directory.hsds.api import hsds_routes
from directory.models import AuditEntry, Proposal, Service
from directory.proposals import DESK, MAX_TEXT, MAX_UNDECIDED, add, decide, proposals
from directory.records import ensure_taxonomies
from tests.directory.conftest import copy_starter, listing, write
from tests.directory.test_cli import run

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
WORDS = "Ce numéro ne répond plus, zébrure."


@pytest.fixture
def database(empty: Database) -> Database:
    write(empty, listing("refuge"), listing("centre"))
    return empty


def put(database: Database, words: str = WORDS, *, slug: str = "refuge", kind: str = "numéro") -> str:
    with database.session() as session:
        return str(add(session, slug, kind, words, DAY).id)


def waiting(database: Database) -> int:
    with database.session() as session:
        return len(proposals(session))


def test_a_proposal_keeps_a_day_and_nothing_of_its_sender(database: Database) -> None:
    put(database, f"  {WORDS}\n")
    with database.session() as session:
        (one,) = proposals(session)
    assert (one.service_slug, one.kind, one.text, one.state) == ("refuge", "numéro", WORDS, "nouvelle")
    assert (one.created_on, one.decided_at, one.decided_by, one.reason) == (DAY, None, None, None)
    columns = {column["name"] for column in inspect(database.engine).get_columns("proposal")}
    assert columns == {
        "organization_id",
        "amended_text",
        "change_batch",
        "held_change",
        *("id", "service_slug", "kind", "text", "state"),
        *("created_on", "decided_at", "decided_by", "reason"),
    }


def test_the_same_proposal_sent_twice_is_one(database: Database) -> None:
    assert put(database) == put(database)
    put(database, kind="autre")
    put(database, slug="centre")
    assert waiting(database) == 3


@pytest.mark.parametrize(
    ("slug", "kind", "words", "said"),
    [
        ("refuge", "horaire", WORDS, "numéro, heures, fermé, autre"),
        ("refuge", "numéro", " \n\t", "says in words"),
        ("refuge", "numéro", "a\0b", "says in words"),
        ("refuge", "numéro", "x" * (MAX_TEXT + 1), "at most 1000 characters, this one 1001"),
        ("rien", "numéro", WORDS, "none of that name"),
    ],
)
def test_what_is_not_taken_in(database: Database, slug: str, kind: str, words: str, said: str) -> None:
    with pytest.raises(ProposalInvalid, match=said):
        put(database, words, slug=slug, kind=kind)
    assert waiting(database) == 0


def test_a_text_may_be_as_long_as_allowed(database: Database) -> None:
    put(database, "é" * MAX_TEXT)
    assert waiting(database) == 1


@pytest.mark.parametrize(
    "change",
    ["kind = 'horaire'", "state = 'perdue'", f"text = '{'x' * (MAX_TEXT + 1)}'"],
)
def test_the_database_itself_refuses_what_is_none(tmp_path: Path, change: str) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    write(database, listing("refuge"))
    put(database)
    with pytest.raises(IntegrityError), database.session() as session:
        session.execute(text(f"UPDATE proposal SET {change}"))
    database.close()


def test_a_flood_stops_at_its_limit_and_a_decision_makes_room(database: Database) -> None:
    with database.session() as session:
        for number in range(MAX_UNDECIDED):
            first = add(session, "refuge", "autre", f"Proposition {number}", DAY)
    with pytest.raises(TooManyProposals, match="200 proposals wait for a decision"):
        put(database)
    with database.session() as session:
        decide(session, first.id, accept=False, reason="Sans rapport", at=NOW)
    put(database)
    assert waiting(database) == MAX_UNDECIDED


def test_a_decision_is_written_down_once(database: Database) -> None:
    identity = put(database)
    other = put(database, slug="centre")
    with database.session() as session:
        decide(session, identity[:8].upper(), accept=True, reason=" Appelé ", at=NOW)
        decide(session, other, accept=False, reason="Le numéro répond", at=NOW, role="intervenante")
    with database.session() as session:
        assert proposals(session) == []
        by_slug = {one.service_slug: one for one in proposals(session, decided=True)}
    kept = [(one.state, one.decided_by, one.reason) for one in (by_slug["refuge"], by_slug["centre"])]
    assert kept == [("acceptée", DESK, "Appelé"), ("refusée", "intervenante", "Le numéro répond")]
    assert by_slug["refuge"].decided_at == NOW
    with pytest.raises(ProposalDecided, match="acceptée"), database.session() as session:
        decide(session, identity, accept=False, reason="Non", at=NOW)


@pytest.mark.parametrize("identity", ["", "%%%%", "____", "00000000-rien"])
def test_a_decision_about_nothing(database: Database, identity: str) -> None:
    put(database)
    with pytest.raises(ProposalUnknown), database.session() as session:
        decide(session, identity, accept=True, reason="Oui", at=NOW)


def test_a_decision_without_a_reason(database: Database) -> None:
    identity = put(database)
    with pytest.raises(ProposalInvalid, match="reason"), database.session() as session:
        decide(session, identity, accept=True, reason=" ", at=NOW)


def test_a_proposal_outlives_its_listing_and_an_older_schema(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from directory.database import MIGRATIONS

    database = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    write(database, listing("refuge"))
    put(database)
    with database.session() as session:
        assert session.execute(select(func.count()).select_from(Proposal)).scalar_one() == 1
    database.close()


# --- at the command line -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("proposals") / "directory.db"
    made = create_database(f"sqlite:///{path}")
    copy_starter(made)
    put(made, f"{WORDS}\nOuvert\x1b[2J le soir", slug="csa-gatineau")
    made.close()
    return path


@pytest.fixture
def url(proposed: Path, tmp_path: Path) -> str:
    copied = shutil.copy(proposed, tmp_path / "directory.db")
    return f"sqlite:///{copied}"


def test_list_and_decide(url: str) -> None:
    shown = run(url, "directory", "proposals")
    assert shown.exit_code == 0, shown.output
    assert "csa-gatineau  (numéro)" in shown.stdout
    assert WORDS in shown.stdout
    assert "\x1b" not in shown.stdout
    identity = shown.stdout.split()[0]
    done = run(url, "directory", "decide", identity, "accept", "--reason", "Vérifié par téléphone")
    assert done.exit_code == 0, done.output
    assert "csa-gatineau: acceptée." in done.stdout
    assert "sentier directory import" in done.stdout
    assert run(url, "directory", "proposals").stdout == "0 proposals.\n"
    assert (
        "responsable du répertoire: Vérifié par téléphone"
        in run(url, "directory", "proposals", "--all").stdout
    )
    again = run(url, "directory", "decide", identity, "refuse", "--reason", "Non")
    assert (again.exit_code, "decided before" in again.stderr) == (1, True)


def test_accepting_other_words(url: str) -> None:
    database = create_database(url)
    identity = put(database, "Le poste est le 4.", slug="csa-gatineau")
    done = run(
        url, "directory", "decide", identity, "amend", "--text", "Le poste est le 5.", "--reason", "Appelé"
    )
    assert done.exit_code == 0, done.output
    with database.session() as session:
        kept = session.get(Proposal, identity)
        assert kept is not None
        assert (kept.state, kept.text, kept.amended_text) == (
            "acceptée",
            "Le poste est le 4.",
            "Le poste est le 5.",
        )
        entry = session.execute(select(AuditEntry).order_by(AuditEntry.id.desc())).scalars().first()
        assert entry is not None
        assert (entry.actor, entry.action, entry.target) == (
            "serveur",
            "proposition modifiée",
            "csa-gatineau",
        )
    database.close()


def test_two_people_who_decide_at_once_do_not_both_succeed(tmp_path: Path) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'race.db'}")
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    write(database, listing("refuge"))
    identity = put(database)
    together, results = Barrier(3), []

    def decided() -> None:
        together.wait()
        try:
            with database.session() as session:
                decide(session, identity, accept=True, reason="x", at=NOW)
            results.append("decided")
        except ProposalDecided:
            results.append("too late")

    threads = [Thread(target=decided) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["decided", "too late", "too late"]
    database.close()


def test_the_public_and_the_partners_do_not_shut_each_other_out(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.proposals.MAX_UNDECIDED", 1)
    monkeypatch.setattr("directory.proposals.MAX_OF_A_PARTNER", 1)
    put(database)
    with database.session() as session:
        for partner in ("one", "two"):
            add(session, "refuge", "note", WORDS, DAY, partner)
            with pytest.raises(TooManyProposals):
                add(session, "refuge", "note", "Encore.", DAY, partner)
        with pytest.raises(TooManyProposals):
            add(session, "refuge", "autre", WORDS, DAY)
        # The public leaves no notes and names no missing service.
        for kind in ("note", "nouveau"):
            with pytest.raises(ProposalInvalid):
                add(session, "refuge", kind, WORDS, DAY)
        assert len(proposals(session, organization_id="two")) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ffffffff", "amend", "--reason", "x"), 2),
        (("ffffffff", "accept", "--reason", "x", "--text", "y"), 2),
        (("ffffffff", "accept", "--reason", "x"), 2),
        (("ffffffff", "maybe", "--reason", "x"), 2),
        (("ffffffff", "accept"), 2),
        (("ffffffff", "accept", "--reason", " "), 2),
    ],
)
def test_a_decision_that_cannot_be_read(url: str, words: tuple[str, ...], code: int) -> None:
    result = run(url, "directory", "decide", *words)
    assert result.exit_code == code
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_no_export_and_no_answer_of_hsds_holds_a_proposal(url: str, tmp_path: Path) -> None:
    for form in ("project", "hsds", "ndjson", "csv"):
        path = tmp_path / form
        assert run(url, "directory", "export", str(path), "--format", form).exit_code == 0
        for file in path.rglob("*") if path.is_dir() else [path]:
            assert "zébrure" not in file.read_text(encoding="utf-8")
            assert "proposal" not in file.name
    database = create_database(url)
    client = TestClient(Starlette(routes=[Mount("/hsds", routes=hsds_routes(database))]))
    with database.session() as session:
        known = session.execute(select(Service.id).where(Service.slug == "csa-gatineau")).scalar_one()
    for asked in ("/", "/openapi.json", "/services?per_page=100", f"/services/{known}"):
        answer = client.get(f"/hsds{asked}")
        assert answer.status_code == 200, asked
        assert "zébrure" not in answer.text
    for asked in ("/proposals", "/proposal"):
        assert client.get(f"/hsds{asked}").status_code == 404
    database.close()


def test_every_error_is_a_directory_error() -> None:
    for kind in (ProposalInvalid, ProposalUnknown, ProposalDecided, TooManyProposals):
        assert issubclass(kind, DirectoryError)
