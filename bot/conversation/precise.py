"""A precise question gets a precise answer, not the text of its whole subject.

The model knows some twenty subjects; people ask one thing of one of them. Where the words of a message ask
what data/answers/precise.yml answers, that answer is said. Rules over the words that bear the meaning, in the
folded message; nothing here hears a danger. Somebody under 18 is never told how to go on, nor that hesitating
is normal: what stands in the place of those says that she may say no.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from bot.conversation.answers import PreciseAnswer, load_precise_answers
from bot.safety.french import fold


@cache
def precise_answers() -> tuple[PreciseAnswer, ...]:
    """Those of the file, read once."""
    return load_precise_answers()


def precise_answer(text: str, needs: Collection[str] = ()) -> PreciseAnswer | None:
    """The answer to the precise question that `text` asks, in a talk about `needs`, or None."""
    folded = fold(text)
    return next((answer for answer in precise_answers() if answer.is_asked_in(folded, needs)), None)


def answer_for_a_minor(readings: Collection[str]) -> PreciseAnswer | None:
    """What somebody under 18 is told in the place of one of `readings` (intents, question/<key>), or None."""
    return next((answer for answer in precise_answers() if answer.minors & set(readings)), None)


def precise_need(key: str) -> str | None:
    """The need that the precise answer `key` leads to, "" for none; None when `key` is no precise answer."""
    return next((answer.need for answer in precise_answers() if answer.key == key), None)


def precise_subject(key: str) -> str | None:
    """The need that a place given after the precise answer `key` searches, or None."""
    return next((answer.subject for answer in precise_answers() if answer.key == key), "") or None
