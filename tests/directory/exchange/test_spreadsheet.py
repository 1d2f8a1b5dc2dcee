"""A table that people open in a spreadsheet runs nothing a stranger wrote."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.exchange.spreadsheet import csv_bytes, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1", "=1\n=2"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_words_and_numbers_stay() -> None:
    text = "819-555-0100, jour et nuit"
    assert safe_cell(text) == text
    assert safe_cell(-3) == "-3"
    assert safe_cell(2.5) == "2.5"
    assert safe_cell(None) == ""


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_what_is_read_back_is_what_was_written(cells: list[str]) -> None:
    read = csv.reader(
        io.StringIO(csv_bytes(["a"] * len(cells), [cells]).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    rows = list(read)
    assert rows[1] == [safe_cell(cell) for cell in cells]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])
