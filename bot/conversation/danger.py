"""How a danger opens a reply: the reviewed lines once, a short reminder after, one question.

The lines and their numbers are bot/safety's; the reminders only say that a number given stays good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.conversation import danger_words as words
from bot.conversation.messages import BotMessage
from bot.conversation.plainwords import danger_of_another, in_first_person
from bot.conversation.questions import asks
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.conversation import goes_on, help_is_called, they_come
from bot.safety.french import clean, standardise
from bot.safety.reading import young_said
from bot.safety.replies import ADULT_AGE, closing_question, numbers, opening
from bot.safety.verdict import (
    CRISIS,
    IMPLIES,
    SWALLOWED,
    THROAT,
    UNTAKEN,
    URGENCE,
    URGENT_KINDS,
    level_of,
    ordered,
)

_GRAVER = {milder: graver for graver, milder in IMPLIES.items()}
_TAKEN = "surdose_medical"
MAY_BE_TAKEN = frozenset({_TAKEN, "suicide_imminent"})
"""Kinds of urgence in which something may have been swallowed or taken."""
_POISON = "centre-antipoison"

SURE = 0.6
"""From this the model alone is sure enough of a danger to say the 911 again after its lines (2 x UNSURE)."""
_FAINT_YOUNG = 0.6
"""Below this the model alone does not send to youth protection: most such messages only name a child."""
_YOUNG = frozenset({"mineure", "enfant_en_danger"})

UNSURE = 0.3
"""Below this the model alone has barely heard a danger: of such messages held out for measuring, less than
half tell one (docs/safety.md). The numbers are said all the same, and her own subject goes on."""
_SCORE = re.compile(r"model:\S+ (?P<score>\d\.\d+)")


@dataclass(frozen=True)
class Opening:
    """What opens the reply, whether it asked if she is in danger at this moment, and whether it only reminds
    of lines that were given."""

    message: BotMessage
    asked: bool = False
    again: bool = False


def confirmed(verdict: Verdict, open_kinds: Sequence[str]) -> Verdict:
    """The verdict after a "oui" to "es-tu en danger en ce moment?": what was open happens now."""
    kinds = {_GRAVER.get(kind, kind) for kind in (*verdict.kinds, *open_kinds)} or {"violence_en_cours"}
    return replace(verdict, level=URGENCE, kinds=ordered(kinds))


def by_model_alone(verdict: Verdict) -> bool:
    """Whether no rule and no answer of hers says the danger; a sign alone says none."""
    return all(reason.startswith(("model:", "sign:")) for reason in verdict.reasons)


def unsure(verdict: Verdict) -> bool:
    """Whether a danger is barely heard: by the model alone, under UNSURE, or a minor's alone, under the
    mark of youth protection."""
    scores = _scores(verdict)
    mark = _FAINT_YOUNG if set(verdict.kinds) <= _YOUNG else UNSURE
    return verdict.danger and by_model_alone(verdict) and bool(scores) and max(scores) < mark


def _scores(verdict: Verdict) -> list[float]:
    found = (_SCORE.fullmatch(reason) for reason in verdict.reasons)
    return [float(one["score"]) for one in found if one]


def told(verdict: Verdict, message: str) -> bool:
    """Whether this message itself tells a danger: by a rule or an answer of hers, by a model that is sure, or
    in saying that it goes on."""
    said = (reason.startswith(("rule:", "context:confirmed")) for reason in verdict.reasons)
    return verdict.danger and (any(said) or max(_scores(verdict), default=0.0) >= SURE or goes_on(message))


def lines_said(held: Conversation) -> bool:
    """Whether the lines of an urgence were said in this talk, and it is not said to be over."""
    last = _last_safety(held)
    return bool(set(URGENT_KINDS) & set(held.open_kinds) or (last is not None and last["level"] == URGENCE))


def adds_nothing(verdict: Verdict, held: Conversation, message: str) -> bool:
    """Whether the lines of `verdict` need not be said again: this message does not itself tell a danger, and
    the lines of an urgence were said, or its own kinds were told before, just before this.

    In an urgence a model hears dangers everywhere ("ma voisine est debout, je peux aller cogner"); what she
    asks then tells none.
    """
    if not verdict.danger:
        return False
    asked = lines_said(held) and by_model_alone(verdict) and asks(message) and not goes_on(message)
    if told(verdict, message) and not asked:
        return False
    return lines_said(held) or (set(verdict.kinds) <= _known(held) and _last_safety(held) is not None)


def says_anew(held: Conversation, line: BotMessage) -> bool:
    """Whether the numbers of `line` (in_case) were not said before in this talk; they are remembered. The 911
    is always said."""
    numbered = line.text.split("\n")[1:]
    if (line.safety or {}).get("level") != URGENCE and all(one in held.spoken for one in numbered):
        return False
    held.say(*(one for one in numbered if one not in held.spoken))
    return True


def as_adult(verdict: Verdict, age: object, message: str) -> Verdict:
    """`verdict` without "mineure" heard by the model alone, when the age told in this talk is an adult's."""
    ruled = any(reason.startswith("rule:mineure/") for reason in verdict.reasons)
    adult = isinstance(age, int | float) and age >= ADULT_AGE
    if "mineure" not in verdict.kinds or ruled or not adult or young_said(standardise(clean(message))):
        return verdict
    kinds = tuple(kind for kind in verdict.kinds if kind != "mineure")
    reasons = tuple(reason for reason in verdict.reasons if not reason.startswith("model:mineure "))
    urgent = verdict.level == URGENCE and "enfant_en_danger" in kinds
    return replace(verdict, level=level_of(kinds, urgent=urgent), kinds=kinds, reasons=reasons)


def slots_of(held: Conversation) -> Mapping[str, Any]:
    """What the engine knows of the case, by slot; empty before its first answer."""
    return (held.engine or {}).get("slots") or {}


def _profile(held: Conversation) -> str:
    return str(slots_of(held).get("profile") or "personne")


def _lines(
    verdict: Verdict, held: Conversation, at: datetime | None, profile: str | None = None
) -> Sequence[str]:
    """The reviewed lines for `verdict`, for who writes in `held` (or `profile`), where she is."""
    slots = slots_of(held)
    region = (slots.get("place") or {}).get("region")
    said_to = profile or _profile(held)
    return opening(verdict, said_to, held.channel, age=slots.get("age"), region=region, at=at)


def _last_text(held: Conversation) -> str:
    """What the last reply opened with, "" before the first."""
    return held.last_reply.messages[0].text if held.last_reply and held.last_reply.messages else ""


def _not_just_said(wordings: Sequence[str], held: Conversation) -> str:
    """The first of `wordings` that did not open the last reply."""
    last = _last_text(held)
    return next((one for one in wordings if not last.startswith(one)), wordings[0])


def still_911(verdict: Verdict, held: Conversation) -> BotMessage | None:
    """One short line of the number beside her answer; None when it stands in the reply just before."""
    line = words.IN_CASE[True, verdict.language, _profile(held) == "personne"][1]
    if not lines_said(held) or _last_text(held).startswith(line):
        return None
    return BotMessage(line, safety={"level": verdict.level, "kinds": list(verdict.kinds)})


def in_doubt(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """To who does not know whether somebody else is in danger now: the line that helps to judge, and when it
    is the 911."""
    lines = _lines(replace(verdict, level=CRISIS, reasons=()), held, at)
    first = [line for line in lines if any(map(str.isdigit, line)) and "911" not in line][:1]
    own_life = bool({"suicide", "suicide_imminent"} & set(verdict.kinds))
    said = [words.IN_DOUBT[verdict.language], *first, words.DOUBT_OVER[verdict.language, own_life]]
    return BotMessage("\n".join(said), safety={"level": verdict.level, "kinds": list(verdict.kinds)})


def in_case(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """What opens the reply to a danger barely heard: the numbers, no word on what she may be living."""
    # Barely heard, a child's danger brings the line that listens: youth protection is for what is told.
    heard = replace(verdict, kinds=()) if set(verdict.kinds) <= _YOUNG else verdict
    lines = _lines(heard, held, at)
    urgent = verdict.level == URGENCE
    chosen = _not_just_said(words.IN_CASE[urgent, verdict.language, _profile(held) == "personne"], held)
    numbered = [line for line in lines if any(character.isdigit() for character in line)]
    of_911 = [] if urgent else [line for line in numbered if "911" in line][:1]
    first = [line for line in numbered if "911" not in line][:1]
    safety = {"level": verdict.level, "kinds": list(verdict.kinds)}
    return BotMessage("\n".join([chosen, *first, *of_911]), safety=safety)


def open_reply(verdict: Verdict, held: Conversation, at: datetime | None, message: str = "") -> Opening:
    """The message that opens the reply to `verdict`, told in `message`, in the conversation `held`."""
    profile = _who_is_helped(held, message)
    lines = _lines(verdict, held, at, profile)
    kinds = {*verdict.kinds, *((_TAKEN,) if SWALLOWED in verdict.reasons else ())}
    safety = {"level": verdict.level, "kinds": list(ordered(kinds))}
    over = words.OVER[verdict.language] if verdict.level == URGENCE else ()
    if _said_already(verdict, held):
        reminder = "\n".join(_reminder(verdict, held, lines))
        return Opening(BotMessage(reminder, over, safety=safety), again=True)
    question = None if set(verdict.kinds) <= _known(held) else closing_question(verdict, profile)
    if question is None:
        return Opening(BotMessage("\n".join(lines), over, safety=safety))
    return Opening(
        BotMessage(
            "\n".join(_asking(lines, question, verdict.language)),
            choices=words.CHOICES[verdict.language],
            safety=safety,
        ),
        asked=True,
    )


def _who_is_helped(held: Conversation, message: str) -> str:
    """The profile whose words answer the danger told in `message`; of another woman until she speaks of
    herself."""
    if danger_of_another(message):
        held.of_another = True
    elif in_first_person(message):
        held.of_another = False
    profile = _profile(held)
    return "amie" if held.of_another and profile == "personne" else profile


def _asking(lines: Sequence[str], question: str, language: str) -> list[str]:
    """The lines, then the question. By SMS the last line is a question about the same: the two become one."""
    if lines and "?" in lines[-1] and "911" in lines[-1]:
        return [*lines[:-1], f"{question} {words.IF_SO[language]}"]
    return [*lines, question]


_TALKS = (
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_listening",
    "utter_feeling_next",
    "utter_when_ready",
    "utter_ok",
    "utter_menu",
    "utter_not_understood",
    "utter_unsure",
    "utter_ask_need",
    "utter_ask_place",
    "utter_hors_sujet",
)
"""The engine's words when a message asks for nothing."""


def holds(given: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the 911 must be said again instead of the engine's words: something was swallowed or taken, the
    urgent lines stood in the reply before (`given`), and she answers with no request ("chu toute seule")."""
    taken = _TAKEN in given["kinds"]
    talks = all(str(message.get("utter_action") or "").startswith(_TALKS) for message in said)
    return taken and bool(said) and talks


_IDLE = (
    *_TALKS,
    "utter_which_service",
    "utter_details_missing",
    "utter_nothing_shown",
    "utter_declined",
    "utter_when_ready",
    "utter_donner_avis",
    "utter_repeat",
    "utter_parler_comme",
)
"""The engine's words that help nobody while somebody is in danger."""


def in_urgence(held: Conversation) -> bool:
    """Whether an urgence is open and its lines were said."""
    return bool(set(URGENT_KINDS) & set(held.open_kinds)) and lines_said(held)


def stays_with_her(held: Conversation, said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the engine (`said`) has nothing for a message in an open urgence: no answer, no services."""
    idle = all(str(message.get("utter_action") or "").startswith(_IDLE) for message in said)
    return in_urgence(held) and bool(said) and idle and not shows_services(said)


_HELP_IS_SHORT = 12
"""Words: in more of them she tells something besides, read for itself."""


def help_comes(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether, in an open urgence, a short message says that help was called or comes: no moment to leave,
    nor for a menu. What a rule reads, and a question, are answered."""
    ruled = any(reason.startswith("rule:") for reason in verdict.reasons)
    if ruled or not in_urgence(held) or "?" in message or len(message.split()) > _HELP_IS_SHORT:
        return False
    return help_is_called(message) or they_come(message)


def shows_services(said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the engine's messages hold services."""
    return any((message.get("custom") or {}).get("services") for message in said)


def stay(verdict: Verdict, held: Conversation, message: str) -> BotMessage:
    """One gesture and the way out, while an urgence goes on; another when help was called, and to a question
    that nothing here answers."""
    # "Ils arrivent" is of the police once somebody called: before, it may be of those she fears.
    known = _opens_with(_last_text(held), words.ON_THE_LINE)
    called = help_is_called(message) or (known and they_come(message))
    table = words.ON_THE_LINE if called else words.ASK_THEM if asks(message) else words.STAY
    said = _not_just_said(table[verdict.language, _profile(held) == "personne"], held)
    safety = {"level": URGENCE, "kinds": list(ordered(set(held.open_kinds)))}
    return BotMessage(said, words.OVER[verdict.language], safety=safety)


def gave_urgent_lines(held: Conversation) -> Mapping[str, Any] | None:
    """The danger of the last reply when it gave the lines of an urgence, and not yet their reminder."""
    last = _last_safety(held)
    if last is None or last["level"] != URGENCE or held.last_reply is None:
        return None
    said = held.last_reply.messages[0].text
    barely = _opens_with(said, words.IN_CASE)
    return None if barely or _reminds(said) else last


def _opens_with(said: str, *tables: Mapping[Any, tuple[str, ...]]) -> bool:
    """Whether `said` opens with one of the wordings of `tables`."""
    return any(said.startswith(one) for table in tables for wordings in table.values() for one in wordings)


def _reminds(said: str) -> bool:
    """Whether `said` is the reminder of an urgence."""
    return _opens_with(said, words.URGENT_AGAIN, words.TAKEN_AGAIN)


def _known(held: Conversation) -> set[str]:
    """The kinds already told, and the milder ones that they imply."""
    return {*held.open_kinds, *(IMPLIES[kind] for kind in held.open_kinds if kind in IMPLIES)}


def _last_safety(held: Conversation) -> Mapping[str, Any] | None:
    messages = held.last_reply.messages if held.last_reply is not None else ()
    return next((message.safety for message in messages if message.safety), None)


def _said_already(verdict: Verdict, held: Conversation) -> bool:
    """Whether these lines were given: in the reply just before, or before that and not said to be over."""
    if THROAT in verdict.reasons:
        # What changed in her neck has its own step.
        return False
    last = _last_safety(held)
    told_before = bool(verdict.kinds) and set(verdict.kinds) <= _known(held)
    if verdict.level == CRISIS:
        return told_before
    if told_before and set(URGENT_KINDS) & set(verdict.kinds):
        return True
    return last is not None and last["level"] == URGENCE and set(verdict.kinds) <= set(last["kinds"])


def _reminder(verdict: Verdict, held: Conversation, lines: Sequence[str]) -> list[str]:
    """A few words not just said, and the one number."""
    tu = _profile(held) == "personne"
    table = words.URGENT_AGAIN if verdict.level == URGENCE else words.AGAIN
    if verdict.level == URGENCE and _was_taken(verdict, held):
        table = words.TAKEN_AGAIN
    chosen = _not_just_said(table[verdict.language, tu], held)
    last = _last_text(held)
    numbered = [line for line in lines if any(character.isdigit() for character in line)]
    if verdict.level == URGENCE:
        numbered = [line for line in numbered if "911" not in line]
        if gave_urgent_lines(held) is not None or _reminds(last):
            # No number that the lines themselves left out: a stranger in the street is no violent partner.
            numbered = [line for line in numbered if any(number in last for number in _numbers_of(line))]
    return [chosen, *numbered[:1]]


def _numbers_of(line: str) -> list[str]:
    return [number for _, number in numbers() if number in line]


def _was_taken(verdict: Verdict, held: Conversation) -> bool:
    """Whether something was swallowed or taken, in this message or earlier in this talk."""
    if UNTAKEN in verdict.reasons:
        return False
    return SWALLOWED in verdict.reasons or _TAKEN in {*verdict.kinds, *held.open_kinds}


def untaken(held: Conversation) -> bool:
    """Whether the lines just given leave out the poison centre: nothing was told of anything taken."""
    poison = dict(numbers()).get(_POISON)
    return poison is None or poison not in _last_text(held)
