"""Listings as one CSV sheet, a row each, for people with a spreadsheet; `read_sheet` undoes `write_sheet`.

Plain facts stand as they are, lists with « | » between, and what has parts of its own (phones, areas,
addresses, sources, checks, access) as JSON. A number or a region code alone is understood, too.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from directory.errors import FileRefused
from directory.exchange.spreadsheet import csv_bytes, safe_cell
from directory.vocabulary import vocabulary

_LISTS = ("needs", "populations", "populations_only", "languages", "conflicts", "decisions")
_PARTS = ("phones", "areas", "addresses", "sources", "verifications", "access")
_NUMBERS = ("min_age", "max_age")
_FLAGS = ("exit_specialised", "address_confidential")
_YES, _NO = ("oui", "true", "1", "vrai"), ("non", "false", "0", "faux", "")
LONGEST_CELL = 200_000


def write_sheet(records: Iterable[dict[str, Any]]) -> bytes:
    """Return the listings as a CSV file; no cell is a formula for a spreadsheet."""
    listed = list(records)
    columns = list(dict.fromkeys(key for record in listed for key in record)) or ["id"]
    return csv_bytes(columns, ([_cell(key, record.get(key)) for key in columns] for record in listed))


def read_sheet(text: str) -> list[dict[str, Any]]:
    """Return the listings of a sheet, still unchecked; raises FileRefused."""
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = [name.strip() for name in next(rows, [])]
        if "organization_id" in header:
            raise FileRefused(
                "C'est une table d'un paquet HSDS, qui en compte plusieurs : donnez plutôt le JSON de HSDS.",
                "One table of a tabular HSDS package is no list of services.",
            )
        if "id" not in header:
            raise FileRefused(
                "La première ligne doit nommer les colonnes, dont « id » : partez d'un export.",
                "The first row of the sheet must name its columns, « id » among them.",
            )
        listings = []
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row):
                listings.append(_record(header, row, number))
        return listings
    except csv.Error as error:
        raise FileRefused(
            f"Ce n'est pas un CSV lisible ({error}).", f"The CSV cannot be read: {error}."
        ) from error


def _bare(cell: str) -> str:
    """Undo `safe_cell`."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _delimiter(text: str) -> str:
    """Spreadsheets set to French write semicolons."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in _PARTS:
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return " | ".join(str(item) for item in value)
    return str(value)


def _record(header: list[str], row: list[str], number: int) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, cell in zip(header, row, strict=False):
        if key:
            record[key] = _value(key, _bare(cell), number)
    return record


def _value(key: str, cell: str, row: int) -> Any:
    text = cell.strip()
    if key in _PARTS:
        return _parts(key, text, row)
    if key in _LISTS:
        return [part.strip() for part in text.split(" | ") if part.strip()]
    if key in _NUMBERS:
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else (text or None)
    if key in _FLAGS:
        return text.lower() in _YES if text.lower() in _YES + _NO else text
    return cell if text else None


def _parts(key: str, text: str, row: int) -> Any:
    if not text:
        return {} if key == "access" else []
    if text[0] in "[{":
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FileRefused(
                f"Ligne {row}, colonne « {key} » : ce n'est pas du JSON lisible.",
                f"Row {row}, column {key}: not valid JSON.",
            ) from error
    words = [part.strip() for part in text.split("|") if part.strip()]
    if key == "phones":
        return [{"number": word, "type": "voice"} for word in words]
    if key == "areas":
        return [_area(word) for word in words]
    if key == "sources":
        return [{"url": word} for word in words]
    raise FileRefused(
        f"Ligne {row}, colonne « {key} » : laissez-la vide, ou comme l'export l'écrit.",
        f"Row {row}, column {key}: leave it empty, or as an export writes it.",
    )


def _area(word: str) -> dict[str, Any]:
    if word in ("QC", "CA", "XX"):
        kind, name = ("province", "Québec") if word == "QC" else ("country", "Canada")
        return {"text": name, "type": kind, "extent": word}
    code = word.zfill(2) if word.isdecimal() else word
    return {"text": vocabulary().regions.get(code, code), "type": "region", "extent": code}
