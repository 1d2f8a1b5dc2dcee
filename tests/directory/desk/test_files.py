"""Listings as a sheet and as files sent in: what goes out comes back, what is odd is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from directory.database import Database
from directory.desk.sheet import read_sheet, write_sheet
from directory.desk.upload import MOST_ROWS, draft_of, keep_draft, read_upload, safe_name
from directory.errors import FileRefused, ListingUnknown
from directory.exchange.files import load_services, project_document
from directory.exchange.importer import normal
from directory.hsds.write import service_object

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_the_whole_directory_comes_back_from_a_sheet(starter: Database) -> None:
    with starter.session() as session:
        records = project_document(session)["services"]
    back = read_upload("repertoire.csv", write_sheet(records))
    assert [{key: normal(value) for key, value in one.items()} for one in back] == [
        {key: normal(value) for key, value in one.items()} for one in records
    ]


def test_hsds_and_lines_of_json_are_read(starter: Database) -> None:
    with starter.session() as session:
        services = load_services(session)[:3]
        objects = [service_object(one, internal=True) for one in services]
        slugs = [one.slug for one in services]
    for data in (json.dumps(objects), "\n".join(map(json.dumps, objects)), json.dumps({"contents": objects})):
        assert [one["id"] for one in read_upload("hsds.json", data.encode())] == slugs


def test_a_table_of_a_hsds_package_is_refused_with_a_hint() -> None:
    with pytest.raises(FileRefused) as refused:
        read_sheet("id,organization_id,name\n1,2,x\n")
    assert "JSON de HSDS" in refused.value.french


def test_more_rows_than_anybody_reads_are_refused() -> None:
    rows = "id\r\n" + "".join(f"a{number}\r\n" for number in range(MOST_ROWS + 1))
    with pytest.raises(FileRefused, match="more than"):
        read_upload("a.csv", rows.encode())


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\a\\b.csv", "b.csv"), ("<i>é.csv", "_i_é.csv"), ("", "fichier")],
)
def test_the_name_of_a_file_is_only_a_name(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_waiting_import_is_one_s_own_and_forgotten_after_a_day(empty: Database) -> None:
    with empty.session() as session:
        first = keep_draft(session, "a.csv", [{"id": "a"}], actor="rosalie", at=NOW)
        assert draft_of(session, first, actor="rosalie", at=NOW).file_name == "a.csv"
        for actor, at in (("renee", NOW), ("rosalie", NOW + timedelta(hours=25))):
            with pytest.raises(ListingUnknown):
                draft_of(session, first, actor=actor, at=at)
        keep_draft(session, "b.csv", [], actor="rosalie", at=NOW + timedelta(hours=25))
        with pytest.raises(ListingUnknown):
            draft_of(session, first, actor="rosalie", at=NOW)
