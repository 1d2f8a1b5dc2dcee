"""The search finds what is there: without this, finding nothing would say nothing."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import time
from pathlib import Path

import pytest

from tests.e2e.canary.canaries import Canary, changed_files, found_in, search

CANARY = Canary.new()


def _database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (?)", (CANARY.word,))
    connection.commit()
    connection.execute("DELETE FROM t")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "data",
    [
        CANARY.word.encode(),
        CANARY.word.upper().encode("utf-16-le"),
        CANARY.word.encode("utf-16-be"),
        gzip.compress(CANARY.word.encode()),
        json.dumps({"text": f"é {CANARY.word}"}).encode(),
        *(base64.b64encode(b"x" * before + CANARY.word.encode() + b"yz") for before in range(4)),
        CANARY.word.encode().hex().encode(),
    ],
    # The names of tests are written down: the words must not stand in them.
    ids=("text", "UTF-16", "UTF-16 BE", "gzip", "JSON", *(f"base64 {place}" for place in range(4)), "hex"),
)
def test_each_form_is_found(data: bytes) -> None:
    assert found_in(b"before " * 9 + data if data[:2] != b"\x1f\x8b" else data, CANARY.needles) == [
        CANARY.word
    ]


def test_what_is_not_there_is_not_found() -> None:
    assert found_in(b"nothing of hers, only 1 800 363-9010", CANARY.needles) == []


@pytest.mark.e2e
def test_a_deleted_row_and_a_hidden_file_are_found(tmp_path: Path) -> None:
    since = time.time() - 1
    (tmp_path / "deep" / ".hidden").mkdir(parents=True)
    (tmp_path / "deep" / ".hidden" / "file").write_text(CANARY.phone)
    _database(tmp_path / "rows.db")
    assert {tmp_path / "rows.db", tmp_path / "deep" / ".hidden" / "file"} <= set(changed_files(since))
    read, hits = search(since, CANARY.needles)
    assert read >= 2
    assert hits == {
        str(tmp_path / "deep" / ".hidden" / "file"): [CANARY.phone],
        str(tmp_path / "rows.db"): [CANARY.word],
    }
