"""A precise question gets a precise answer, not the text of its whole subject.

The model knows some twenty subjects; people ask one thing of one of them. Where the words of a message ask
what data/answers/precise.yml answers, that answer is said. Rules over the words that bear the meaning, in the
folded message; nothing here hears a danger.
"""

from __future__ import annotations

from functools import cache

from bot.conversation.answers import PreciseAnswer, load_precise_answers
from bot.safety.french import fold


@cache
def precise_answers() -> tuple[PreciseAnswer, ...]:
    """Those of the file, read once."""
    return load_precise_answers()


def precise_answer(text: str) -> PreciseAnswer | None:
    """The answer to the precise question that `text` asks, or None."""
    folded = fold(text)
    return next((answer for answer in precise_answers() if answer.is_asked_in(folded)), None)


def precise_need(key: str) -> str | None:
    """The need that the precise answer `key` leads to, "" for none; None when `key` is no precise answer."""
    return next((answer.need for answer in precise_answers() if answer.key == key), None)
