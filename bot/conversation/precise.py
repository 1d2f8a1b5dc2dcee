"""A precise question gets a precise answer, not the text of its whole subject.

The model knows some twenty subjects; people ask one thing of one of them. Where a message asks what
data/answers/precise answers, that answer is said: by rules over the words that bear the meaning, in the
folded message; else by the meaning of the whole, as the model hears it (bot/nlu/likeliest.py). Nothing here
hears a danger. Somebody under 18 is never told how to go on, nor that hesitating is normal: what stands in
the place of those says that she may say no.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from bot.conversation.answers import PreciseAnswer, load_precise_answers
from bot.conversation.chances import likeliest
from bot.safety.french import fold


@cache
def precise_answers() -> tuple[PreciseAnswer, ...]:
    """Those of the file, read once."""
    return load_precise_answers()


@cache
def _by_key() -> Mapping[str, PreciseAnswer]:
    return {answer.key: answer for answer in precise_answers()}


@dataclass(frozen=True)
class Asker:
    """Who asks: the profile (taxonomy), and whether it is somebody under 18 who speaks of herself."""

    profile: str = "personne"
    minor: bool = False

    def may_hear(self, answer: PreciseAnswer) -> bool:
        """Whether it is written for her or him."""
        meant = not answer.profiles or self.profile in answer.profiles
        return meant and not (self.minor and answer.adults)


def precise_answer(
    text: str, needs: Collection[str] = (), asker: Asker | None = None
) -> PreciseAnswer | None:
    """The answer to the precise question that the words of `text` ask, in a talk about `needs`, or None."""
    folded, asker = fold(text), asker or Asker()
    fitting = (one for one in precise_answers() if asker.may_hear(one))
    return next((answer for answer in fitting if answer.is_asked_in(folded, needs)), None)


def answer_by_meaning(
    chances: Mapping[str, float], asker: Asker, least: float, text: str = ""
) -> PreciseAnswer | None:
    """The answer to the likeliest question of `chances` (key -> chance, "" for none), or None.

    Those that are not for the asker, or that a word of `text` rules out, are left out, and the others take
    their place: "c'est moi qu'on arrete?" is one question of a woman, another of a buyer. `least`: the chance
    from which it is asked.
    """
    known, folded = _by_key(), fold(text)
    return known.get(likeliest(chances, lambda key: _fits(known.get(key), asker, folded), least))


def _fits(answer: PreciseAnswer | None, asker: Asker, folded: str) -> bool:
    # A model may know a question that was taken out of the file since.
    if answer is None or not asker.may_hear(answer):
        return False
    return answer.unless is None or answer.unless.search(folded) is None


def answer_for_a_minor(readings: Collection[str]) -> PreciseAnswer | None:
    """What somebody under 18 is told in the place of one of `readings` (intents, question/<key>), or None."""
    return next((answer for answer in precise_answers() if answer.minors & set(readings)), None)


def precise_need(key: str) -> str | None:
    """The need that the precise answer `key` leads to, "" for none; None when `key` is no precise answer."""
    answer = _by_key().get(key)
    return None if answer is None else answer.need


def precise_subject(key: str) -> str | None:
    """The need that a place given after the precise answer `key` searches, or None."""
    answer = _by_key().get(key)
    return None if answer is None else answer.subject or None


def said_in_urgence(key: str) -> bool:
    """Whether `key` is a precise answer that may be said in the middle of an urgence."""
    answer = _by_key().get(key)
    return answer is not None and answer.urgent
