"""An import takes every row or none, says what changes, and changes nothing the second time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from directory.database import Database
from directory.errors import DataFileInvalid
from directory.exchange.files import load_services, project_document, read_listings, write_json
from directory.exchange.importer import import_listings
from directory.hsds.tabular import write_datapackage
from directory.hsds.write import service_object
from directory.models import MetadataEntry, Service
from tests.directory.conftest import listing, new_database, shared, write


def slugs(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.execute(select(Service.slug).order_by(Service.slug)).scalars())


def test_one_bad_row_stops_all(empty: Database) -> None:
    with empty.session() as session:
        report = import_listings(session, [listing("une"), listing("deux", genders="x"), listing("une")])
    assert not report.written
    assert [(problem.row, problem.id) for problem in report.problems] == [(2, "deux"), (3, "une")]
    assert slugs(empty) == []


def test_dry_run_shows_and_writes_nothing(empty: Database) -> None:
    write(empty, listing("une"))
    with empty.session() as session:
        report = import_listings(session, [listing("une", cost="gratuit"), listing("deux")], dry_run=True)
    assert not report.written
    assert [(change.id, change.kind) for change in report.changes] == [("une", "changed"), ("deux", "added")]
    assert report.changes[0].fields == {"cost": (None, "gratuit")}
    assert slugs(empty) == ["une"]


def test_second_import_changes_nothing(empty: Database) -> None:
    for expected in (2, 0):
        with empty.session() as session:
            report = import_listings(session, [listing("une"), listing("deux")])
        assert len(report.changes) == expected


def test_row_that_leaves_a_field_out_keeps_it(empty: Database) -> None:
    write(empty, listing("une", cost="gratuit", min_age=18))
    with empty.session() as session:
        import_listings(
            session, [{"id": "une", "name": "Une", "areas": listing("une")["areas"], "cost": "payant"}]
        )
    with empty.session() as session:
        service = session.execute(select(Service)).scalar_one()
        assert (service.minimum_age, service.fees_description) == (18, "payant")
        assert service.phones


def test_clear_hours_are_understood(empty: Database) -> None:
    with empty.session() as session:
        import_listings(session, [listing("une", hours_text="Lundi au vendredi, 8 h à 16 h")])
        service = session.execute(select(Service)).scalar_one()
        assert service.schedules[0].opening_hours == "Mo-Fr 08:00-16:00; PH off"


def test_changes_are_recorded_field_by_field(empty: Database) -> None:
    write(empty, listing("une"))
    with empty.session() as session:
        import_listings(session, [listing("une", cost="gratuit")], today="2026-11-24", role="intervenante")
    with empty.session() as session:
        entry = session.execute(select(MetadataEntry)).scalar_one()
        assert (entry.field_name, entry.previous_value, entry.replacement_value) == (
            "cost",
            "None",
            "gratuit",
        )
        assert (entry.last_action_date, entry.updated_by) == ("2026-11-24", "intervenante")


@pytest.mark.parametrize(
    "form",
    ["hsds", *(pytest.param(one, marks=pytest.mark.slow) for one in ("project", "ndjson", "page", "csv"))],
)
def test_whole_directory_out_and_in_again(starter: Database, tmp_path: Path, form: str) -> None:
    with starter.session() as session:
        original = project_document(session)
        objects = [service_object(one, internal=True) for one in load_services(session)]
    path = tmp_path / ("package" if form == "csv" else f"out.{'ndjson' if form == 'ndjson' else 'json'}")
    if form == "csv":
        write_datapackage(objects, path)
    elif form == "ndjson":
        path.write_text("".join(json.dumps(one) + "\n" for one in objects), encoding="utf-8")
    else:
        write_json({"project": original, "hsds": objects, "page": {"contents": objects}}[form], path)
    other = new_database()
    with other.session() as session:
        report = import_listings(session, read_listings(path))
        assert report.problems == ()
    with other.session() as session:
        assert project_document(session) == original
    other.close()


@pytest.mark.slow
def test_collected_file_can_be_imported(empty: Database) -> None:
    with empty.session() as session:
        report = import_listings(session, read_listings(shared("directory/services.json")))
    assert report.problems == ()
    assert len(slugs(empty)) == 230


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "{"),
        ("a.json", "3"),
        ("a.ndjson", '{"id": 1}\n{'),
        ("a.json", b"\xff\xfe\x00"),
        ("none.json", None),
    ],
)
def test_unreadable_file_is_a_sentence(tmp_path: Path, name: str, text: str | bytes | None) -> None:
    path = tmp_path / name
    if isinstance(text, bytes):
        path.write_bytes(text)
    elif text is not None:
        path.write_text(text)
    with pytest.raises(DataFileInvalid, match=r"\.$"):
        read_listings(path)


def test_folder_without_a_package(tmp_path: Path) -> None:
    with pytest.raises(DataFileInvalid, match="holds no"):
        read_listings(tmp_path)


def test_half_a_character_is_said_and_nothing_is_written(empty: Database) -> None:
    with empty.session() as session:
        report = import_listings(session, [{"id": "\ud83d"}, {"id": "b", "name": "\udc00"}])
    assert [problem.row for problem in report.problems] == [1, 2]
    assert not report.written
