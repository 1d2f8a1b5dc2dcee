"""How much personal data the redaction finds, and how often it touches a message that holds none.

Rows are those of a labelled file: `{"id", "text", "pii": [{"type", "value"}]}` (a harmless message has an
empty `pii`); `value` is an exact substring of `text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.privacy.redaction import Redaction, redact


@dataclass(frozen=True)
class Miss:
    """A row that went wrong: what was expected or what was touched. For the eyes of whoever wrote the row."""

    id: str
    type: str
    value: str


@dataclass(frozen=True)
class Scores:
    """Counts and shares (0 to 1) over labelled rows."""

    expected: dict[str, int]
    exact: dict[str, int]
    covered: dict[str, int]
    harmless: int
    touched: int
    spurious: int
    misses: tuple[Miss, ...]
    touches: tuple[Miss, ...]

    @property
    def recall(self) -> float:
        """Share of the expected items found with their exact type and value."""
        return _share(sum(self.exact.values()), sum(self.expected.values()))

    @property
    def coverage(self) -> float:
        """Share of the expected items no longer readable in the redacted text, whatever their label."""
        return _share(sum(self.covered.values()), sum(self.expected.values()))


def evaluate(rows: Iterable[Mapping[str, Any]]) -> Scores:
    """Scores of `redact` on labelled rows."""
    expected: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    harmless = touched = spurious = 0
    misses: list[Miss] = []
    touches: list[Miss] = []
    for number, row in enumerate(rows, start=1):
        name = str(row.get("id", number))
        redaction = redact(str(row["text"]))
        labels = [(str(item["type"]), str(item["value"])) for item in row["pii"]]
        if not labels:
            harmless += 1
            touched += bool(redaction.found)
            touches += [Miss(name, f.type, f.value) for f in redaction.found]
            continue
        left: Counter[tuple[str, str]] = Counter((f.type, f.value) for f in redaction.found)
        for kind, value in labels:
            expected[kind] += 1
            found = left[kind, value] > 0
            left[kind, value] -= found
            exact[kind] += found
            covered[kind] += found or _covered(redaction, str(row["text"]), value)
            if not found:
                misses.append(Miss(name, kind, value))
        spurious += sum(count for count in left.values() if count > 0)
    return Scores(
        dict(expected), dict(exact), dict(covered), harmless, touched, spurious, tuple(misses), tuple(touches)
    )


def _covered(redaction: Redaction, text: str, value: str) -> bool:
    """Whether one finding, or several, hide every occurrence of `value` in `text`."""
    start = text.find(value)
    if start < 0:
        return True
    while start >= 0:
        hidden = set[int]()
        for finding in redaction.found:
            hidden.update(range(finding.start, finding.end))
        if not all(
            position in hidden for position in range(start, start + len(value)) if text[position].isalnum()
        ):
            return False
        start = text.find(value, start + 1)
    return True


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
