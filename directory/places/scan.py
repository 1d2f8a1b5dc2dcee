"""Walking through a message and reading the place names it holds."""

from __future__ import annotations

from collections.abc import Iterator

from directory.places.context import Context
from directory.places.index import EXACT, FAR, SOUND, TYPO, Hit, Name, NameIndex

_FUZZY_WORDS = 60
"""Misspelled names are sought in the first words only: past them a message is no longer about where."""


def scan(index: NameIndex, context: Context) -> Iterator[Hit]:
    """The accepted names of the message from left to right, none overlapping."""
    texts = [token.text for token in context.tokens]
    exact = _exact(index, texts, context)
    position = 0
    while position < len(texts):
        hit = _at(index, texts, position, exact, context)
        if hit is None:
            position += 1
        else:
            yield hit
            position = hit.end


def _exact(index: NameIndex, texts: list[str], context: Context) -> dict[int, list[Hit]]:
    """Accepted letter-for-letter names by their first word, the longest first."""
    found: dict[int, list[Hit]] = {}
    for start in range(len(texts)):
        for end in range(min(len(texts), start + index.max_words), start, -1):
            name = index.spelled(tuple(texts[start:end]))
            if name is not None:
                hit = Hit(start, end, name, EXACT)
                if context.accepts(hit):
                    found.setdefault(start, []).append(hit)
    return found


def _at(
    index: NameIndex, texts: list[str], start: int, exact: dict[int, list[Hit]], context: Context
) -> Hit | None:
    sure = exact.get(start, [])
    best = sure[0] if sure else None
    if start < _FUZZY_WORDS:
        fuzzy = _fuzzy(index, texts, start, exact, context, best)
        if fuzzy is not None:
            return fuzzy
    return best


def _fuzzy(
    index: NameIndex,
    texts: list[str],
    start: int,
    exact: dict[int, list[Hit]],
    context: Context,
    sure: Hit | None,
) -> Hit | None:
    """A misspelled name that says more than the exact ones it covers."""
    shortest = sure.end if sure is not None else start
    candidates: list[Hit] = []
    for end in range(min(len(texts), start + index.max_words), shortest, -1):
        typed = tuple(texts[start:end])
        if not _worth_reading(index, typed) or context.comma_inside(start, end):
            continue
        covered = max(
            (
                sum(map(len, texts[hit.start : hit.end]))
                for at in range(start, end)
                for hit in exact.get(at, ())
                if hit.end <= end
            ),
            default=0,
        )
        if covered and sum(map(len, typed)) - covered < 3:
            continue
        for quality, name in _readings(index, typed):
            if name is None or (covered and (quality == FAR or len(name.key) - covered < 3)):
                continue
            hit = Hit(start, end, name, quality)
            if context.accepts(hit):
                candidates.append(hit)
                break
    # The surest reading first; among equals the longest.
    return min(candidates, key=lambda hit: (hit.quality, -(hit.end - hit.start)), default=None)


def _worth_reading(index: NameIndex, typed: tuple[str, ...]) -> bool:
    if len(typed) == 1:
        return typed[0] not in index.common and len(typed[0]) >= 5 and not typed[0].isdigit()
    return sum(map(len, typed)) >= 6


def _readings(index: NameIndex, typed: tuple[str, ...]) -> Iterator[tuple[int, Name | None]]:
    yield SOUND, index.heard(typed)
    yield TYPO, index.mistyped(typed)
    if any(token not in index.common for token in typed):
        yield FAR, index.far(typed)
