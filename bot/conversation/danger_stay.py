"""What is said while a danger is open and no line of it is due: the words on what a message tells of it (help
is there, a fear of calling, the number asked again), else one gesture that fits it and the way out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation import danger_heard
from bot.conversation import danger_words as words
from bot.conversation.danger_heard import heard
from bot.conversation.danger_held import (
    family_of,
    in_urgence,
    known_kinds,
    last_safety,
    lines_for,
    numbers_of,
    profile_of,
    say_one_of,
    whose_danger,
)
from bot.conversation.messages import BotMessage
from bot.conversation.placewords import names_a_spot
from bot.conversation.plainwords import needs_named
from bot.conversation.questions import asks
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.conversation import help_is_called, they_come
from bot.safety.french import fold
from bot.safety.replies import numbers
from bot.safety.verdict import CRISIS, URGENCE, URGENT_KINDS, ordered

_SAID_ANY_TIME = frozenset({danger_heard.CALLED, danger_heard.THEY_COME, danger_heard.NUMBER})
"""What is heard again and again: the gestures have several wordings, the number one."""


def own_topic(held: Conversation, message: str, verdict: Verdict) -> str | None:
    """What `message` tells of the open danger and that `stay` answers by itself: help was called, comes or is
    there, a fear of calling, a number asked again. No moment to leave, nor for a menu. None once its words
    were said, and for what a rule reads: that is answered as a danger, unless help is there for it.

    A topic of ENDS closes the danger: that is for who asked to do.
    """
    topic = told_now(held, message, verdict)
    if topic is None:
        return None
    ends = topic in danger_heard.ENDS
    ruled = any(reason.startswith("rule:") for reason in verdict.reasons)
    if ruled and not (ends and set(verdict.kinds) <= known_kinds(held)):
        return None
    said = not ends and topic not in _SAID_ANY_TIME and said_of(topic, held) in held.spoken
    return None if said else topic


def told_now(held: Conversation, message: str, verdict: Verdict) -> str | None:
    """What `message` tells of the danger that is open and that has words of its own (danger_heard.py)."""
    if not held.open_kinds:
        return None
    topic = topic_of(held, message, held.open_kinds)
    if topic == danger_heard.NUMBER or in_urgence(held):
        french = verdict.language == "fr" or topic in _SAID_ANY_TIME
        return topic if french else None
    return None


def topic_of(held: Conversation, message: str, kinds: Sequence[str]) -> str | None:
    """What `message` tells of a danger of `kinds` that has words of its own (danger_heard.py)."""
    spoken = held.spoken
    called = _any_said(words.ON_THE_LINE, spoken) or _heard_said(spoken, danger_heard.CALLS)
    awaited = called or _heard_said(spoken, danger_heard.COMES)
    tu = profile_of(held) == "personne" and not held.of_another
    return heard(message, kinds, family_of(held, kinds), tu=tu, called=called, awaited=awaited)


def _any_said(table: Mapping[Any, tuple[str, ...]], spoken: Sequence[str]) -> bool:
    return any(one in spoken for wordings in table.values() for one in wordings)


def _heard_said(spoken: Sequence[str], topic: str) -> bool:
    wordings = {key: value for key, value in words.HEARD.items() if key[0] == topic}
    return _any_said(wordings, spoken)


def said_of(topic: str, held: Conversation, kinds: Sequence[str] | None = None) -> str:
    """The words on `topic`, numbers left to fill; "" when it has none."""
    of = family_of(held, held.open_kinds if kinds is None else kinds)
    texts = words.HEARD.get((topic, of)) or words.HEARD.get((topic, ""))
    if not texts:
        return ""
    to_her, to_others, *of_another = texts
    return {"own": to_her, "vous": to_others}.get(whose_danger(held), of_another[0] if of_another else to_her)


_LINES = {
    "traite": "ligne-urgence-traite",
    "suicide": "prevention-suicide-1866appelle",
    "social": "info-social-811",
}
"""What stands in the words for a number -> the listing it comes from."""


def filled(text: str) -> str:
    """`text` with its numbers, those of the reviewed lines."""
    phones: dict[str, str] = {}
    for listing, number in numbers():
        phones.setdefault(listing, number)
    return text.format(**{name: phones.get(listing, "911") for name, listing in _LINES.items()})


def stay(verdict: Verdict, held: Conversation, message: str) -> BotMessage:
    """What is answered by itself (`own_topic`), else one gesture and the way out, while an urgence goes on;
    another to a question that nothing here answers."""
    last = last_safety(held)
    kinds = held.open_kinds or tuple(last["kinds"] if last else ())
    topic = topic_of(held, message, kinds) if verdict.language == "fr" else None
    text = said_of(topic, held, kinds) if topic else ""
    fresh = text and (text not in held.spoken or topic == danger_heard.NUMBER or topic in danger_heard.ENDS)
    if topic == danger_heard.NUMBER and not set(URGENT_KINDS) & set(kinds):
        line = next((one for one in lines_for(Verdict(CRISIS, kinds), held, None) if numbers_of(one)), "911")
        return BotMessage(line, safety={"level": CRISIS, "kinds": list(kinds)})
    if fresh:
        held.say(text)
        if topic in danger_heard.ENDS:
            return BotMessage(filled(text))
        asked = _taken_asked(held, message, verdict.language) if topic in _THEN_ASKED else None
        said = " ".join(one for one in (filled(text), asked) if one)
    else:
        said = _gesture(verdict.language, held, message, kinds, called=_called(held, message, topic))
    safety = {"level": URGENCE, "kinds": list(ordered(set(kinds)))}
    return BotMessage(said, words.OVER[verdict.language], safety=safety)


_THEN_ASKED = frozenset({danger_heard.COMES, danger_heard.HOME})
"""After what is said of these, whether something was taken may still be asked."""


def _called(held: Conversation, message: str, topic: str | None) -> bool:
    """Whether help was called. "Ils arrivent" is of the police once somebody called: before, it may be of
    those she fears."""
    known = _any_said(words.ON_THE_LINE, held.spoken)
    return (
        topic in (danger_heard.CALLED, danger_heard.CALLS)
        or help_is_called(message)
        or (known and they_come(message))
    )


_FOR_SOMEONE = re.compile(
    r"\b(?:(?:quelqu'?|qqu?|kek)'?un|une place|un endroit|un organisme|ou aller|m'heberger)\b"
)
"""Words of a request for people or a place."""


def _gesture(language: str, held: Conversation, message: str, kinds: Sequence[str], *, called: bool) -> str:
    """One gesture that fits the kind of danger; to a question, who can answer."""
    of, tu, whose = family_of(held, kinds), profile_of(held) == "personne", whose_danger(held)
    if called:
        return say_one_of(words.ON_THE_LINE[language, tu], held)
    # Somebody or a place asked for is no question that the 911 answers.
    asked = asks(message) and not (
        needs_named(message) or names_a_spot(message) or _FOR_SOMEONE.search(fold(message))
    )
    if asked:
        table = words.ASK_THEM if of == danger_heard.VIOLENCE else words.ASK_OTHERWISE
        return say_one_of(table[language, tu], held)
    otherwise = words.STAY_OTHERWISE.get((of, language, whose)) or words.STAY_OTHERWISE.get(
        (of, language, "vous")
    )
    said = say_one_of(otherwise or words.STAY[language, tu], held)
    question = _taken_asked(held, message, language)
    return f"{said} {question}" if question else said


def _taken_asked(held: Conversation, message: str, language: str) -> str | None:
    """The question whether something was taken: once, in a life at risk, while nothing is known of it."""
    if family_of(held, held.open_kinds) != danger_heard.SUICIDE or "suicide_imminent" not in held.open_kinds:
        return None
    whose = whose_danger(held)
    asked = words.TAKEN_ASKED.get((language, whose)) or words.TAKEN_ASKED[language, "vous"]
    answered = any(_heard_said(held.spoken, one) for one in (danger_heard.UNTAKEN, danger_heard.DOUBT))
    if asked in held.spoken or answered or asks(message):
        return None
    held.say(asked)
    return asked
