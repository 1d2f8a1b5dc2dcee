"""Walking through a message and reading the place names it holds."""

from __future__ import annotations

from collections.abc import Iterator

from directory.places.acceptance import Reading
from directory.places.index import EXACT, FAR, SOUND, TYPO, Hit, Name, NameIndex
from directory.places.text import FUNCTION_WORDS, single, sound

_FUZZY_WORDS = 60
"""Misspelled names are sought in the first words only: past them a message is no longer about where."""
_SHORT_MESSAGE = 8
"""A message of so few words may be only a place: everything is tried."""
_LONGEST_NAME = 45


def scan(index: NameIndex, context: Reading) -> Iterator[Hit]:
    """The accepted names of the message from left to right, none overlapping."""
    texts = [token.text for token in context.tokens]
    spelled = _spelled(index, texts, context)
    for hits in spelled.values():
        for known in hits:
            if known.name.risk in ("", "street", "person"):
                context.known.update(range(known.start, known.end))
    accepted = _accepted(spelled, context)
    position = 0
    while position < len(texts):
        sure = accepted.get(position)
        hit: Hit | None = sure[0] if sure else None
        if position < _FUZZY_WORDS:
            hit = _fuzzy(index, texts, position, spelled, context, hit) or hit
        if hit is None:
            position += 1
        else:
            yield hit
            position = hit.end


def _accepted(spelled: dict[int, list[Hit]], context: Reading) -> dict[int, list[Hit]]:
    """The names that stand for places here. A doubtful one that overlaps a longer one gives way."""
    every = [hit for hits in spelled.values() for hit in hits]
    kept: dict[int, list[Hit]] = {}
    for start, hits in spelled.items():
        kept[start] = [
            hit
            for hit in hits
            if context.accepts(hit)
            and (hit.name.risk == "" or not any(_overshadows(long, hit) for long in every))
        ]
    return kept


def _overshadows(long: Hit, short: Hit) -> bool:
    overlapping = long.start < short.end and short.start < long.end
    return overlapping and long.end - long.start > short.end - short.start


def _spelled(index: NameIndex, texts: list[str], context: Reading) -> dict[int, list[Hit]]:
    """Letter-for-letter names by their first word, the longest first."""
    found: dict[int, list[Hit]] = {}
    for start in range(len(texts)):
        for end in range(min(len(texts), start + index.max_words), start, -1):
            apart = end > start + 1 and context.comma_inside(start, end)
            name = None if apart else index.spelled(tuple(texts[start:end]))
            hit = Hit(start, end, name, EXACT) if name is not None else None
            if hit is not None and (context.only_place or not context.glued_to_neighbour(hit)):
                found.setdefault(start, []).append(hit)
    return found


def _fuzzy(
    index: NameIndex,
    texts: list[str],
    start: int,
    spelled: dict[int, list[Hit]],
    context: Reading,
    sure: Hit | None,
) -> Hit | None:
    """A misspelled name that says more than the exact ones it covers.

    Most words of a message can be no part of a name: those are left without any comparison.
    """
    short = len(texts) <= _SHORT_MESSAGE
    if texts[start] in index.common and not short and sound(texts[start]) not in index.first_sounds:
        return None
    announced = short or context.announced(start)
    first = sure.end if sure is not None else start + 1
    best: Hit | None = None
    for end in range(start + 1, min(len(texts), start + index.max_words) + 1):
        if end > start + 1 and context.comma_inside(end - 2, end):
            break
        typed = tuple(texts[start:end])
        if end < first or (sure is not None and end == first) or not _worth_reading(index, typed, short):
            continue
        hit = _read(index, typed, start, _covered(texts, spelled, start, end), context, announced)
        # The surest reading first; among equals the longest.
        if hit is not None and (best is None or hit.quality <= best.quality):
            best = hit
    return best


def _read(
    index: NameIndex, typed: tuple[str, ...], start: int, covered: int, context: Reading, announced: bool
) -> Hit | None:
    """The surest accepted reading of these words; `covered` of their letters already are a name."""
    if context.close_looks <= 0:
        return None
    unknown = typed[0] not in index.common and typed[-1] not in index.common
    if covered and not unknown and sum(map(len, typed)) - covered < 3:
        return None
    context.close_looks -= 1
    for quality, name in _readings(index, typed, announced):
        if name is None:
            continue
        same_words = len(typed) == len(name.tokens)
        if (quality == FAR and not same_words) or (
            covered and (quality == FAR or not same_words or len(name.key) <= covered)
        ):
            continue
        doubled = quality == TYPO and single(name.key) == single("".join(typed))
        hit = Hit(start, start + len(typed), name, SOUND if doubled else quality)
        if context.accepts(hit):
            return hit
    return None


def _covered(texts: list[str], spelled: dict[int, list[Hit]], start: int, end: int) -> int:
    """Letters of the longest exact name inside these words."""
    inside = (
        sum(map(len, texts[hit.start : hit.end]))
        for at in range(start, end)
        for hit in spelled.get(at, ())
        if hit.end <= end
    )
    return max(inside, default=0)


def _worth_reading(index: NameIndex, typed: tuple[str, ...], short: bool) -> bool:
    if "que" in typed or "qu" in typed:  # no name has them, and "parce que" sounds like Parc-Ex
        return False
    if len(typed) == 1:
        return not index.ordinary(typed[0]) and len(typed[0]) >= 5 and not typed[0].isdigit()
    letters = sum(map(len, typed))
    if not 6 <= letters <= _LONGEST_NAME:
        return False
    return short or letters >= 7 or any(word not in index.common for word in typed)


def _readings(index: NameIndex, typed: tuple[str, ...], announced: bool) -> Iterator[tuple[int, Name | None]]:
    yield SOUND, index.heard(typed)
    if announced or any(word not in index.common for word in typed):
        yield TYPO, index.mistyped(typed)
    if announced and any(
        word not in index.common and word not in FUNCTION_WORDS and len(word) > 2 for word in typed
    ):
        yield FAR, index.far(typed)
