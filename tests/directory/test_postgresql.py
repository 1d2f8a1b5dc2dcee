"""The directory on a real PostgreSQL: same schema, same listings, same answers as on SQLite."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from typer.testing import CliRunner

from bench.refer_postgresql import private_server
from directory.database import Database, create_database
from directory.desk import publish
from directory.desk.changes import Change, Target, apply
from directory.desk.history import batch_of, undo_of
from directory.errors import ConfidentialAddressRefused, DatabaseUnreadable, DirectoryMoved
from directory.exchange.files import project_document
from directory.exchange.importer import import_listings
from directory.geography import QUEBEC
from directory.hsds.api import hsds_routes
from directory.models import ReferralRow, Service
from directory.paths import gate
from directory.places import PlaceMatch
from directory.records import ensure_taxonomies
from directory.refer import Query, fetching, refer
from directory.starter import ensure_starter
from directory.vocabulary import vocabulary
from tests.directory.conftest import listing, place, write
from tests.directory.test_cli import app
from tests.postgresql import or_skip

pytestmark = pytest.mark.e2e
DAY = datetime(2026, 11, 24, 14, 0, tzinfo=QUEBEC)
NIGHT = datetime(2026, 11, 24, 2, 0, tzinfo=QUEBEC)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a database on a private server."""
    with or_skip(private_server()) as url:
        yield url


def another(server: str, name: str) -> str:
    """Make one more database on the server and return its address."""
    maintenance = create_database(server)
    with maintenance.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.close()
    return str(make_url(server).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="module")
def filled(server: str) -> Iterator[Database]:
    """The starter directory on PostgreSQL; tests only read it."""
    database = create_database(another(server, "starter"))
    assert ensure_starter(database).added == 230
    yield database
    database.close()


@pytest.fixture
def blank(server: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated directory with its vocabularies and nothing else."""
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    database = create_database(another(server, name))
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    yield database
    database.close()


def services(database: Database) -> int:
    with database.session() as session:
        return int(session.execute(select(func.count()).select_from(Service)).scalar_one())


def test_migrated_schema_is_that_of_the_models(blank: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from directory.models import Base

    blank.migrate()
    assert services(blank) == 0
    with blank.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_starter_is_loaded_once(filled: Database) -> None:
    assert ensure_starter(filled).added == 0
    assert services(filled) == 230
    with filled.session() as session:
        assert session.execute(select(func.count()).select_from(ReferralRow)).scalar_one() > 500


def questions() -> Iterator[Query]:
    """Every need in the six regions by day and by night, then every region, profile and age once."""
    towns = [
        place(name) for name in ("Rouyn-Noranda", "Gatineau", "Sherbrooke", "Québec", "Saguenay", "Montréal")
    ]
    for number, need in enumerate(vocabulary().needs):
        for town in towns:
            yield Query((need,), town, age=(None, 16, 30)[number % 3], at=NIGHT)
            yield Query((need, "hebergement"), town, at=DAY)
        for region, name in vocabulary().regions.items():
            profile = vocabulary().profiles[(number + int(region)) % 4]
            yield Query((need,), PlaceMatch(name, region, "region"), profile=profile, at=DAY, limit=20)
        yield Query((need,), None, at=DAY)
        yield Query((need,), PlaceMatch("Toronto", None, "outside", outside=True), at=DAY)


@pytest.mark.parametrize("crowd", [fetching.CROWD, 0])
def test_same_answers_as_sqlite(
    filled: Database, starter: Database, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "CROWD", crowd)
    with filled.session() as ours, starter.session() as theirs:
        asked = 0
        # With every need crowded an answer takes ten times as long: a third of them tells.
        for query in itertools.islice(questions(), 0, None, 1 if crowd else 3):
            one, other = refer(ours, query), refer(theirs, query)
            assert (one.services, one.line, one.notes, one.line_first) == (
                other.services,
                other.line,
                other.notes,
                other.line_first,
            ), query
            assert sorted(map(str, one.rejected)) == sorted(map(str, other.rejected)), query
            asked += 1
    assert asked > (800 if crowd else 270)


def test_same_hsds_answers_as_sqlite(filled: Database, starter: Database) -> None:
    def whole(database: Database, path: str) -> Any:
        routes = [Mount("/hsds", routes=hsds_routes(database))]
        with TestClient(Starlette(routes=routes)) as client:
            answer = client.get(f"/hsds{path}")
        assert answer.status_code == 200, (path, answer.text[:200])
        found = json.loads(answer.text, object_hook=without_dates)
        # Names come in the order of the server's language; SQLite knows none.
        found["contents"].sort(key=lambda one: one["id"])
        return found

    dates = {"last_modified", "modified_date"}

    def without_dates(found: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in found.items() if key not in dates}

    for path in (
        "/services?per_page=100",
        "/services?per_page=100&page=2&minimal=true",
        "/services?search=hébergées%20femme",
        "/services?search=DEPENDANCES",
        "/organizations?search=cavac",
        "/taxonomies",
        "/taxonomy_terms?per_page=50",
        "/service_at_locations?per_page=50",
    ):
        assert whole(filled, path) == whole(starter, path), path


def test_one_bad_row_stops_the_import(blank: Database) -> None:
    with blank.session() as session:
        report = import_listings(session, [listing("une"), listing("deux", genders="x")])
    assert not report.written
    assert [problem.id for problem in report.problems] == ["deux"]
    assert services(blank) == 0


def test_import_that_fails_half_way_leaves_nothing(blank: Database) -> None:
    def fail(session: Any) -> None:
        import_listings(session, [listing("une"), listing("deux")])
        session.execute(text("UPDATE service SET genders = 'x' WHERE slug = 'deux'"))

    with pytest.raises(IntegrityError), blank.session() as session:
        fail(session)
    assert services(blank) == 0
    with blank.session() as session:
        report = import_listings(session, [listing("une"), listing("deux")])
    assert (report.written, services(blank)) == (True, 2)


def test_undo_brings_the_exact_directory_back(blank: Database) -> None:
    def exported() -> str:
        with blank.session() as session:
            return json.dumps(project_document(session), ensure_ascii=False)

    places = [{"address_1": f"{number} rue A", "city": "Hull"} for number in (9, 10, 11)]
    write(blank, listing("une", addresses=places), listing("deux"))
    before = exported()
    targets = (
        Target("une", {"addresses": places[::-1], "phones": [], "organization": "Autre"}),
        Target("deux", {"needs": ["traite"], "verifications": [], "municipality": None}),
        Target("trois", listing("trois")),
    )
    with blank.session() as session:
        done = apply(session, Change("import", targets), "rosalie", "responsable")
    assert exported() != before
    with blank.session() as session:
        apply(session, undo_of(session, batch_of(session, done.batch)), "rosalie", "responsable", "essai")
    assert exported() == before


def test_a_change_goes_through_the_gate_and_nobody_slips_in(blank: Database) -> None:
    """The listings are locked while a change that was tried is written; an older trial is no longer good."""
    write(blank, listing("refuge"), listing("autre"))
    who = {"actor": "rosalie", "role": "responsable", "at": DAY}
    done = publish.submit(blank, Change.of("note", "refuge", {"notes": "Une note."}), **who)
    assert done.applied is not None
    seen = gate.state(blank)
    with blank.session() as session:
        gate.still(blank, session, seen)
        with blank.engine.connect() as other:
            other.execute(text("SET lock_timeout = 200"))
            assert other.execute(text("SELECT count(*) FROM service")).scalar_one() == 2
            with pytest.raises(OperationalError, match="lock"):
                other.execute(text("UPDATE service SET alert = 'x'"))
    publish.submit(blank, Change.of("note", "autre", {"notes": "Une autre."}), **who)
    with pytest.raises(DirectoryMoved), blank.session() as session:
        gate.still(blank, session, seen)


def test_dry_run_then_import_then_nothing_new(server: str, tmp_path: Any) -> None:
    url = another(server, "commands")
    path = tmp_path / "new.json"
    path.write_text(json.dumps([listing("neuf")]), encoding="utf-8")

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--database", url])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "1 would be imported" in run("directory", "import", str(path), "--dry-run")
    # A new shelter may come into a path: it is accepted with a word why.
    assert "1 imported" in run("directory", "import", str(path), "--accept", "essai")
    assert "0 imported" in run("directory", "import", str(path))
    assert "231 services written" in run("directory", "export", str(tmp_path / "all.json"))
    assert "231 rows read, 0 imported" in run("directory", "import", str(tmp_path / "all.json"))
    found = json.loads(run("refer", "-n", "hebergement", "--place", "Gatineau", "--limit", "20"))
    assert "neuf" in [one["id"] for one in found["services"]]


def test_secret_address_is_refused_by_the_program_and_by_the_server(blank: Database) -> None:
    write(blank, listing("maison", address_confidential=True))

    def put_coordinates() -> None:
        with blank.session() as session:
            service = session.execute(select(Service)).scalar_one()
            service.service_at_locations[0].location.latitude = 45.5

    def put(statement: str) -> None:
        with blank.engine.begin() as connection:
            connection.execute(text(statement))

    with pytest.raises(ConfidentialAddressRefused):
        put_coordinates()
    with pytest.raises(IntegrityError):
        put("UPDATE location SET latitude = 45.5, longitude = -75.7")
    with pytest.raises(IntegrityError):
        put(
            "INSERT INTO address (id, location_id, address_1, city, state_province, postal_code, country,"
            " address_type, location_confidential)"
            " SELECT 'a', id, '1, rue', 'Gatineau', 'QC', '', 'CA', 'physical', false FROM location"
        )


def test_wrong_password_is_a_sentence_without_the_password(server: str) -> None:
    url = make_url(server).set(password="wrong-on-purpose").render_as_string(hide_password=False)
    database = create_database(str(url))
    with pytest.raises(DatabaseUnreadable) as caught:
        database.migrate()
    assert "wrong-on-purpose" not in str(caught.value)
    with pytest.raises(DatabaseUnreadable):
        services(database)
