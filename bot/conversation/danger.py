"""How a danger opens a reply: the reviewed lines once, a short reminder after, one question.

The lines and their numbers are bot/safety's; the reminders only say that a number given stays good. How sure
a danger is: danger_sure.py; what the talk holds of it: danger_held.py; what is said while it goes on:
danger_stay.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import danger_heard
from bot.conversation import danger_words as words
from bot.conversation.danger_heard import body_of_another
from bot.conversation.danger_held import (
    family_of,
    gave_urgent_lines,
    in_urgence,
    known_kinds,
    last_safety,
    last_text,
    lines_for,
    lines_said,
    names_poison_centre,
    numbers_of,
    opens_with,
    profile_of,
    reminds,
    say_one_of,
    whose_danger,
)
from bot.conversation.danger_stay import filled, said_of, topic_of
from bot.conversation.danger_sure import TAKEN_KIND, YOUNG, by_model_alone, certain, told
from bot.conversation.messages import BotMessage
from bot.conversation.of_whom import danger_of_another, in_first_person
from bot.conversation.questions import asks
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.conversation import goes_on, says_little, says_missing
from bot.safety.replies import MISSING, closing_question
from bot.safety.verdict import CRISIS, SWALLOWED, THROAT, UNTAKEN, URGENCE, URGENT_KINDS, ordered


@dataclass(frozen=True)
class Opening:
    """What opens the reply, whether it asked if she is in danger at this moment, and whether it only reminds
    of lines that were given."""

    message: BotMessage
    asked: bool = False
    again: bool = False


def open_reply(verdict: Verdict, held: Conversation, at: datetime | None, message: str = "") -> Opening:
    """The message that opens the reply to `verdict`, told in `message`, in the conversation `held`."""
    verdict = certain(verdict)
    profile = _who_is_helped(held, message, verdict)
    if profile != "personne" and says_missing(message):
        verdict = _of_missing(verdict, held)
    lines = lines_for(verdict, held, at, profile)
    if MISSING in verdict.reasons and lines[0] in held.spoken:
        lines = [words.MISSING_AGAIN[verdict.language, profile == "amie"], *lines[1:]]
    kinds = {*verdict.kinds, *((TAKEN_KIND,) if SWALLOWED in verdict.reasons else ())}
    safety = {"level": verdict.level, "kinds": list(ordered(kinds))}
    over = words.OVER[verdict.language] if verdict.level == URGENCE else ()
    if _said_already(verdict, held):
        reminder = "\n".join(_reminder(verdict, held, lines, message))
        return Opening(BotMessage(reminder, over, safety=safety), again=True)
    # Remembered: to whom the danger was opened, and whether what was taken had its line.
    held.say(*(line for line in lines if line == lines[0] or names_poison_centre(line)))
    question = None if set(verdict.kinds) <= known_kinds(held) else closing_question(verdict, profile)
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


def _of_missing(verdict: Verdict, held: Conversation) -> Verdict:
    """`verdict` told of somebody who cannot be found; of a minor, when that was told before."""
    known = {"mineure"} & set(held.open_kinds)
    return replace(verdict, kinds=ordered({*verdict.kinds, *known}), reasons=(*verdict.reasons, MISSING))


def _who_is_helped(held: Conversation, message: str, verdict: Verdict) -> str:
    """The profile whose words answer the danger told in `message`; of another woman until she speaks of
    herself: whoever stays beside somebody says "je" of what she does."""
    beside = in_urgence(held) and TAKEN_KIND in held.open_kinds and set(verdict.kinds) <= known_kinds(held)
    if danger_of_another(message) or body_of_another(message):
        held.of_another = True
    elif in_first_person(message) and not beside:
        held.of_another = False
    profile = profile_of(held)
    return "amie" if held.of_another and profile == "personne" else profile


def _asking(lines: Sequence[str], question: str, language: str) -> list[str]:
    """The lines, then the question. By SMS the last line is a question about the same: the two become one."""
    if lines and "?" in lines[-1] and "911" in lines[-1]:
        return [*lines[:-1], f"{question} {words.IF_SO[language]}"]
    return [*lines, question]


def _numbered(lines: Sequence[str]) -> list[str]:
    """Those of `lines` that give a number."""
    return [line for line in lines if any(map(str.isdigit, line))]


def in_case(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """What opens the reply to a danger barely heard: the numbers, no word on what she may be living."""
    # Barely heard, a child's danger brings the line that listens: youth protection is for what is told.
    heard = replace(verdict, kinds=()) if set(verdict.kinds) <= YOUNG else verdict
    lines = lines_for(heard, held, at)
    urgent = verdict.level == URGENCE
    chosen = say_one_of(words.IN_CASE[urgent, verdict.language, profile_of(held) == "personne"], held)
    numbered = _numbered(lines)
    of_911 = [] if urgent else [line for line in numbered if "911" in line][:1]
    first = [line for line in numbered if "911" not in line][:1]
    safety = {"level": verdict.level, "kinds": list(verdict.kinds)}
    return BotMessage("\n".join([chosen, *first, *of_911]), safety=safety)


def says_anew(held: Conversation, line: BotMessage) -> bool:
    """Whether the numbers of `line` (in_case) were not said before in this talk; they are remembered. The 911
    is always said."""
    numbered = line.text.split("\n")[1:]
    if (line.safety or {}).get("level") != URGENCE and all(one in held.spoken for one in numbered):
        return False
    held.say(*(one for one in numbered if one not in held.spoken))
    return True


def in_doubt(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """To who does not know whether somebody else is in danger now: the line that helps to judge, and when it
    is the 911."""
    lines = lines_for(replace(verdict, level=CRISIS, reasons=()), held, at)
    first = [line for line in _numbered(lines) if "911" not in line][:1]
    own_life = bool({"suicide", "suicide_imminent"} & set(verdict.kinds))
    said = [words.IN_DOUBT[verdict.language], *first, words.DOUBT_OVER[verdict.language, own_life]]
    return BotMessage("\n".join(said), safety={"level": verdict.level, "kinds": list(verdict.kinds)})


def still_911(verdict: Verdict, held: Conversation) -> BotMessage | None:
    """One short line of the number beside her answer; None when it stands in the reply just before, or when
    all its wordings were said."""
    if not lines_said(held):
        return None
    of, tu = family_of(held, held.open_kinds or verdict.kinds), profile_of(held) == "personne"
    violent = words.IN_CASE[True, verdict.language, tu][1:]
    wordings = violent if of == danger_heard.VIOLENCE else words.STILL[verdict.language, tu]
    if all(one in held.spoken for one in wordings) or last_text(held).startswith(tuple(wordings)):
        return None
    return BotMessage(
        say_one_of(wordings, held), safety={"level": verdict.level, "kinds": list(verdict.kinds)}
    )


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
    return lines_said(held) or (set(verdict.kinds) <= known_kinds(held) and last_safety(held) is not None)


def _said_already(verdict: Verdict, held: Conversation) -> bool:
    """Whether these lines were given: in the reply just before, or before that and not said to be over."""
    if THROAT in verdict.reasons:
        # What changed in her neck has its own step.
        return False
    last = last_safety(held)
    told_before = bool(verdict.kinds) and set(verdict.kinds) <= known_kinds(held)
    if verdict.level == CRISIS:
        return told_before
    if told_before and set(URGENT_KINDS) & set(verdict.kinds):
        return True
    # The number of a danger barely heard is not its lines.
    barely = opens_with(last_text(held), words.IN_CASE)
    return (
        last is not None
        and last["level"] == URGENCE
        and set(verdict.kinds) <= set(last["kinds"])
        and not barely
    )


def _reminder(verdict: Verdict, held: Conversation, lines: Sequence[str], message: str) -> list[str]:
    """A few words not just said, and the one number; a fear that she tells is answered itself."""
    tu = profile_of(held) == "personne"
    last = last_text(held)
    taken = _answer_on_taken(held, message, verdict.language)
    if taken is False:
        topic: str | None = danger_heard.UNTAKEN
    else:
        topic = (
            topic_of(held, message, held.open_kinds or verdict.kinds) if verdict.language == "fr" else None
        )
    text = said_of(topic, held) if topic in _ANSWERED_ITSELF else ""
    if text and (text not in held.spoken or topic == danger_heard.NUMBER):
        held.say(text)
        chosen = filled(text)
        if topic != danger_heard.BETTER_OFF:
            return [chosen]
    else:
        chosen = say_one_of(_again_wordings(verdict, held, tu=tu, taken=bool(taken)), held)
    numbered = _numbered(lines)
    if verdict.level == URGENCE:
        numbered = [line for line in numbered if "911" not in line]
        if gave_urgent_lines(held) is not None or reminds(last):
            # No number that the lines themselves left out: a stranger in the street is no violent partner.
            numbered = [line for line in numbered if any(number in last for number in numbers_of(line))]
    return [chosen, *numbered[:1]]


_ANSWERED_ITSELF = frozenset(
    {
        *danger_heard.FEARS,
        danger_heard.NUMBER,
        danger_heard.BETTER_OFF,
        danger_heard.NALOXONE,
        danger_heard.DOUBT,
    }
    | {danger_heard.UNTAKEN, danger_heard.GOES_TO_HER}
)
"""What a danger told again may bring besides, and that is answered in place of the reminder."""


def _again_wordings(verdict: Verdict, held: Conversation, *, tu: bool, taken: bool) -> tuple[str, ...]:
    """The reminders that fit the kind of danger, and whose it is."""
    if verdict.level != URGENCE:
        return words.AGAIN[verdict.language, tu]
    hers = verdict.language == "fr" and whose_danger(held) == "other"
    if taken or _was_taken(verdict, held):
        return words.TAKEN_OF_HER if hers else words.TAKEN_AGAIN[verdict.language, tu]
    if danger_heard.family(verdict.kinds) == danger_heard.SUICIDE:
        return words.LIFE_OF_HER if hers else words.LIFE_AGAIN[verdict.language, tu]
    return words.URGENT_AGAIN[verdict.language, tu]


def _answer_on_taken(held: Conversation, message: str, language: str) -> bool | None:
    """Whether a bare word answers that something was taken; None when that was not just asked."""
    asked = words.TAKEN_ASKED.get((language, whose_danger(held)))
    if not asked or asked not in last_text(held) or not says_little(message):
        return None
    return not re.match(r"(?:non|nan|nope|no)\b", message.strip().lower())


def _was_taken(verdict: Verdict, held: Conversation) -> bool:
    """Whether something was swallowed or taken, in this message or earlier in this talk."""
    if UNTAKEN in verdict.reasons:
        return False
    if danger_heard.family(verdict.kinds or held.open_kinds) == danger_heard.SUICIDE:
        # Heard by a model beside a life at risk, it had no line of its own.
        return SWALLOWED in verdict.reasons or family_of(held, held.open_kinds) == danger_heard.TAKEN
    return SWALLOWED in verdict.reasons or TAKEN_KIND in {*verdict.kinds, *held.open_kinds}
