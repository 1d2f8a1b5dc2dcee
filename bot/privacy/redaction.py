"""Taking personal data out of a message before anything else reads it.

`redact` is called on every message, before the danger verdict and the model; only its text goes further.
What it takes out: names, telephones, e-mails, street addresses, social insurance and health insurance
numbers, birth dates, plates, online accounts, bank accounts, passports and licences. What stays: public
numbers, organisations, municipalities, ages, amounts and ordinary dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.privacy.findings import MARKS, Finding, Redaction, Span
from bot.privacy.reading import Reading
from bot.privacy.rules import addresses, identity, names, numbers, online

__all__ = ["Finding", "Redaction", "redact"]

_RULES: tuple[Callable[[Reading], Iterator[Span]], ...] = (
    online.find,
    identity.find,
    numbers.find,
    addresses.find,
    names.find,
)
"""In order of authority: where two rules meet, the first one wins ("@kevin.roy" is an account, not a
name)."""

_YEAR = re.compile(r"(?:19|20)\d\d")


def redact(text: str) -> Redaction:
    """`text` with every personal item replaced by a French mark, and the items, in order.

    Accepts any string and never raises; time grows with the length of `text` and stays under 2 ms for an
    ordinary message. A birth date keeps its year in the mark ("[date de naissance 1990]"): the age decides
    which services are right, and a year says who nobody is.
    """
    reading = Reading.of(text)
    taken: list[Span] = []
    for find in _RULES:
        for span in sorted(find(reading), key=lambda s: (s.start, -s.end)):
            if span.start < span.end and not any(span.start < t.end and t.start < span.end for t in taken):
                taken.append(span)
    found: list[Finding] = []
    parts: list[str] = []
    position = 0
    for span in sorted(taken, key=lambda s: s.start):
        start, end = reading.original(span.start, span.end)
        value = text[start:end]
        found.append(Finding(span.type, value, start, end))
        parts += (text[position:start], _mark(span, value))
        position = end
    parts.append(text[position:])
    return Redaction("".join(parts), tuple(found))


def _mark(span: Span, value: str) -> str:
    mark = MARKS[span.type]
    if span.type == "date_naissance" and (year := _YEAR.search(value)):
        return f"{mark[:-1]} {year[0]}]"
    return mark
