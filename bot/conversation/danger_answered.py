"""What a message answers to a danger that was told or asked about: not now, over, not known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.conversation.danger_heard import ENDS
from bot.conversation.danger_held import gave_urgent_lines, lines_said, slots_of
from bot.conversation.danger_stay import told_now
from bot.conversation.danger_sure import MAY_BE_TAKEN, TAKEN_KIND, told
from bot.conversation.placewords import names_a_spot
from bot.conversation.plainwords import needs_named
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.conversation import (
    closes,
    denies,
    denies_plainly,
    does_not_know,
    ends,
    help_is_here,
    reassures,
)
from bot.safety.french import fold
from directory.geography import QUEBEC

_SHORT = 6
"""Words: "il est parti" after the 911 is an end; "il est parti chercher son gun" is read for itself."""


def says_not_now(held: Conversation, message: str) -> bool:
    """Whether `message` says no to the question of danger, or, after the urgent lines, that he is elsewhere.

    Not to who took something: feeling well says little.
    """
    if held.pending_question == "danger":
        return denies(message)
    return lines_said(held) and TAKEN_KIND not in held.open_kinds and reassures(message)


_NO_FIRST = re.compile(r"(?:non|nan|nope|no)\b")
_MOST_AFTER_NO = 14
"""Words: longer than that she tells something, read for itself."""


def says_no_and_more(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether a "non" to the question of danger goes on with words that tell none and ask for nothing."""
    if held.pending_question != "danger" or verdict.danger:
        return False
    folded = fold(message).strip()
    if not _NO_FIRST.match(folded) or len(folded.split()) > _MOST_AFTER_NO:
        return False
    return not (names_a_spot(message) or needs_named(message) or "?" in message)


def denies_what_was_heard(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether `message` plainly denies a danger while one is open or asked about, tells none and asks for
    nothing else."""
    if verdict.danger or not (held.open_kinds or held.pending_question == "danger"):
        return False
    short = len(message.split()) <= _MOST_AFTER_NO
    return short and denies_plainly(message) and not (needs_named(message) or "?" in message)


def does_not_know_of_danger(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether a relative or a worker, asked if somebody is in danger now, does not know."""
    said = replace(verdict, reasons=tuple(one for one in verdict.reasons if one != "context:confirmed"))
    asked = held.pending_question == "danger" and does_not_know(message) and not told(said, message)
    return asked and slots_of(held).get("profile") in ("proche", "intervenant")


def is_over(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether `message` says that the danger which is open has ended; not by help that is there, which has
    its own words (`own_topic`)."""
    if told_now(held, message, verdict) in ENDS:
        return False
    given = gave_urgent_lines(held) is not None
    gone = given and len(message.split()) <= _SHORT and closes(message)
    dated = given and not told(verdict, message) and dates_back(message)
    return gone or dated or help_is_here(message) or _told_its_end(held, message, verdict)


_SOME = r"(?:[2-9]|[1-6]\d|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente|plusieurs|(?:ben )?des)"
_AGO = re.compile(
    r"\b(?:il )?(?:y ?a|ya|ca fait|avait) (?:(?:a peu pres|environ|deja|comme|genre|plus de|au moins|bien) )*"
    rf"{_SOME} ans\b(?! qu)"
    r"|\bl'an (?:passe|dernier)\b|\bl'annee (?:passee|derniere)\b|\bdans (?:le temps|ce temps[- ]la)\b"
    r"|\bquand j'(?:etais|avais) (?:jeune|petite|ado|mineure|\d\d ans)\b"
)
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|ete|automne|hiver"
)
_YEAR = re.compile(rf"\b(?:en|{_MONTHS}) ((?:19|20)\d\d)\b")
_STILL = re.compile(r"\b(?:encore|toujours|depuis|recommence\w*|continue\w*|revenue?|de retour)\b")


def dates_back(message: str) -> bool:
    """Whether `message` says that what was told is of another year ("Fevrier 2021. Jamais revu"), and not
    that it goes on."""
    folded = fold(message)
    if _STILL.search(folded):
        return False
    year = _YEAR.search(folded)
    return _AGO.search(folded) is not None or (year is not None and int(year[1]) < datetime.now(QUEBEC).year)


def _told_its_end(held: Conversation, message: str, verdict: Verdict) -> bool:
    """Whether `message` tells the end of the urgence that is open, and of no other danger."""
    other = told(verdict, message) and not set(verdict.kinds) <= set(held.open_kinds)
    taken = bool(MAY_BE_TAKEN & set(held.open_kinds))
    return lines_said(held) and not other and ends(message, taken=taken)
