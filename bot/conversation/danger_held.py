"""What a talk holds of its danger: which kinds are open, whose it is, which lines and words were said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.conversation import danger_heard
from bot.conversation import danger_words as words
from bot.conversation.danger_sure import MAY_BE_TAKEN, TAKEN_KIND
from bot.conversation.domain import BadDomain, responses
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.language import writes_french
from bot.safety.replies import numbers, opening
from bot.safety.verdict import IMPLIES, URGENCE, URGENT_KINDS, level_of


def slots_of(held: Conversation) -> Mapping[str, Any]:
    """What the engine knows of the case, by slot; empty before its first answer."""
    return (held.engine or {}).get("slots") or {}


def language_held(held: Conversation) -> str:
    """The language of the talk: that of her last words that had one."""
    return str(slots_of(held).get("language") or "fr")


def in_her_language(verdict: Verdict, held: Conversation, message: str) -> Verdict:
    """`verdict` in the language of the talk where `message` has none ("ok", a town, a choice)."""
    if verdict.language != "fr" or writes_french(message):
        return verdict
    return replace(verdict, language=language_held(held))


def lines_said(held: Conversation) -> bool:
    """Whether the lines of an urgence were said in this talk, and it is not said to be over."""
    last = last_safety(held)
    return bool(set(URGENT_KINDS) & set(held.open_kinds) or (last is not None and last["level"] == URGENCE))


def in_urgence(held: Conversation) -> bool:
    """Whether an urgence is open, its lines were said, and she did not deny it since."""
    open_now = bool(set(URGENT_KINDS) & set(held.open_kinds)) and lines_said(held)
    return open_now and not denied_since(held)


_DENIAL_HEARD = "utter_safe_now"
"""What answers a danger denied."""


def _denial_heard() -> frozenset[str]:
    """The wordings of what answers a danger denied; none without them: nobody can have said them."""
    try:
        return frozenset(str(one.get("text")) for one in responses().get(_DENIAL_HEARD, ()))
    except BadDomain:
        return frozenset()  # the danger is answered all the same


def denied_since(held: Conversation) -> bool:
    """Whether she denied the danger after its lines: what she writes next is no part of it, until she tells
    it anew. Never of what was swallowed, nor of a life at risk: feeling well says little there."""
    if MAY_BE_TAKEN & set(held.open_kinds):
        return False
    thanked = _denial_heard()
    for sentence in reversed(held.spoken):
        if sentence in thanked:
            return True
        if "911" in sentence:
            return False
    return False


def known_kinds(held: Conversation) -> set[str]:
    """The kinds already told, and the milder ones that they imply."""
    return {*held.open_kinds, *(IMPLIES[kind] for kind in held.open_kinds if kind in IMPLIES)}


def last_safety(held: Conversation) -> Mapping[str, Any] | None:
    """Level and kinds of the danger in the last reply; None when it told of none."""
    messages = held.last_reply.messages if held.last_reply is not None else ()
    return next((message.safety for message in messages if message.safety), None)


def last_text(held: Conversation) -> str:
    """What the last reply opened with, "" before the first."""
    return held.last_reply.messages[0].text if held.last_reply and held.last_reply.messages else ""


def gave_urgent_lines(held: Conversation) -> Mapping[str, Any] | None:
    """The danger of the last reply when it gave the lines of an urgence, and not yet their reminder."""
    last = last_safety(held)
    if last is None or last["level"] != URGENCE or held.last_reply is None:
        return None
    said = held.last_reply.messages[0].text
    barely = opens_with(said, words.IN_CASE)
    return None if barely or reminds(said) else last


def opens_with(said: str, *tables: Mapping[Any, tuple[str, ...]]) -> bool:
    """Whether `said` opens with one of the wordings of `tables`."""
    return any(said.startswith(one) for table in tables for wordings in table.values() for one in wordings)


def reminds(said: str) -> bool:
    """Whether `said` is the reminder of an urgence."""
    of_her = said.startswith((*words.TAKEN_OF_HER, *words.LIFE_OF_HER))
    return of_her or opens_with(said, words.URGENT_AGAIN, words.TAKEN_AGAIN, words.LIFE_AGAIN)


def profile_of(held: Conversation) -> str:
    """Who writes. Whom she names while her own danger is open makes no relative of her ("ma mère arrive")."""
    said = str(slots_of(held).get("profile") or "personne")
    return "personne" if said == "proche" and _opened_for_her(held) else said


def _opened_for_her(held: Conversation) -> bool:
    """Whether the lines of the danger that is open were said to her, of herself."""
    if held.of_another:
        return False
    language = language_held(held)
    verdicts = [Verdict(level_of((kind,)), (kind,), (), language) for kind in held.open_kinds]
    hers, theirs = (
        {opening(one, form, held.channel)[0] for one in verdicts} for form in ("personne", "proche")
    )
    return bool((hers - theirs) & set(held.spoken))


def whose_danger(held: Conversation) -> str:
    """Whose danger is open: her own, another's told in "tu", anybody's told in "vous"."""
    if profile_of(held) != "personne":
        return "vous"
    return "other" if held.of_another else "own"


def family_of(held: Conversation, kinds: Sequence[str]) -> str:
    """The family of `kinds`; of a life at risk, that of the body once something was taken."""
    given = any(map(names_poison_centre, held.spoken))
    return danger_heard.family(kinds, swallowed=given and TAKEN_KIND in kinds)


def lines_for(
    verdict: Verdict, held: Conversation, at: datetime | None, profile: str | None = None
) -> Sequence[str]:
    """The reviewed lines for `verdict`, for who writes in `held` (or `profile`), where she is."""
    slots = slots_of(held)
    region = (slots.get("place") or {}).get("region")
    said_to = profile or profile_of(held)
    age, before = slots.get("age"), held.open_kinds
    return opening(verdict, said_to, held.channel, age=age, region=region, at=at, before=before)


def names_poison_centre(line: str) -> bool:
    """Whether `line` gives the number of the poison centre."""
    poison = dict(numbers()).get("centre-antipoison")
    return poison is not None and poison in line


def numbers_of(line: str) -> list[str]:
    """The numbers of the reviewed lines that `line` gives."""
    return [number for _, number in numbers() if number in line]


def untaken(held: Conversation) -> bool:
    """Whether the lines just given leave out the poison centre: nothing was told of anything taken."""
    return not names_poison_centre(last_text(held))


def say_one_of(wordings: Sequence[str], held: Conversation) -> str:
    """The first of `wordings` not said in this talk, else the one said longest ago; it is remembered."""
    last = last_text(held)
    fresh = [one for one in wordings if one not in held.spoken and not last.startswith(one)]
    chosen = fresh[0] if fresh else min(wordings, key=lambda one: (last.startswith(one), _place(one, held)))
    held.say(chosen)
    return chosen


def _place(sentence: str, held: Conversation) -> int:
    """Where `sentence` stands among those said lately; -1 when it was not."""
    return held.spoken.index(sentence) if sentence in held.spoken else -1
