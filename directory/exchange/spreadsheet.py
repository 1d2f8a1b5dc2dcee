"""Tables for people who open them in a spreadsheet: a cell is text, whatever a stranger wrote in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What makes Excel, LibreOffice or Sheets read a cell as a formula, the full-width signs included (OWASP, CSV
# injection); tab and carriage return because some strip them first.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """`value` as text that no spreadsheet runs; None is empty. Numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    # No program that reads tables needs a zero byte, and some stop there.
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file as a spreadsheet set to French opens it: semicolons, UTF-8 with a mark, cells quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
