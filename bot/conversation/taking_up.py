"""What she tells is taken up before the reply goes on: "Dormir dans un char, c'est dur. Dans quelle ville?"

The engine reads what a message asks for; what it tells besides (nights outside, a death, a first month
without clients) would get no word. data/answers/heard/ names such circumstances, each with one sentence.
They are told by words that leave no doubt, else by the meaning of the whole (bot/nlu/likeliest.py, with
wordings in data/wordings/circonstances). Once in a talk.

Whoever writes that the phone is shared, or not to be called, is told at once that nobody calls from here and
how to erase: that one goes before all else, whatever was asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from yaml import YAMLError

from bot.conversation.at_once import answered_at_once, so_much_the_better
from bot.conversation.chances import likeliest
from bot.conversation.choices import SOME_HELP, SOMEBODY
from bot.conversation.messages import Reply
from bot.conversation.tongues import LANGUAGES
from bot.conversation.unknown_places import gives_a_figure
from bot.errors import SentierError
from bot.privacy.conversations import Conversation
from bot.safety.french import fold, standardise
from directory.yamlfile import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "answers" / "heard"
PROFILES = ("personne", "proche", "intervenant", "acheteur")
MEANT = 0.45
"""From this chance a circumstance is told by the meaning of a message (docs/evaluation.md says how often
rightly)."""
MOST_WORDS = 110
"""Of a message in which something is looked for: a longer one tells too much for one sentence to take up."""

_BEFORE = (
    "utter_ask_place",
    "utter_ask_need",
    "utter_refer",
    "utter_when_ready",
    "utter_menu",
    "utter_more",
    "utter_no_more",
)
"""Replies before which the sentence stands."""
_INSTEAD = (
    "utter_saluer",
    "utter_not_understood",
    "utter_hors_sujet",
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_ok",
    "utter_unsure",
    "utter_donner_avis",
)
"""Replies whose first sentence says less than it: it stands in their place."""
_OPEN = ("utter_saluer", "utter_not_understood", "utter_hors_sujet", "utter_ok", "utter_unsure")
"""Of these, those that have no question of their own after them."""
_QUESTION = {True: "Qu'est-ce qui t'aiderait en premier?", False: "Qu'est-ce qui vous aiderait en premier?"}
"""By whether she is said tu."""
_NAMED = ("utter_exprimer_detresse", "utter_raconter", "utter_ask_place", "utter_donner_avis")
"""Replies that already say back a feeling she named (bot/conversation/feelings.py)."""
_SAID_BACK = ("utter_exprimer_detresse", "utter_raconter")
"""Of these, those whose first message is that sentence and nothing else."""
_FOR_ANY_SCREEN = frozenset({"deuil", "fatigue", "sommeil", "solitude", "joie", "peu_grave"})
"""Feelings that may be said back on a telephone before it is known who reads."""
_APPLIANCE = r"(?:telephone|tel|cell\w*|appareil|ordi\w*|tablette)"
_NO_CALL = re.compile(
    r"\bne (?:m'|me |nous )?appel(?:l?ez|er) (?:pas|jamais)\b"
    r"|\b(?:faut|svp|stp|surtout|prefere|aimerais|voudrais|demande) (?:de )?(?:ne )?pas (?:m'|nous )appeler\b"
    r"|(?:^|[.,;:!]\s*)(?:(?:svp|stp|surtout) )?(?:m'|me )?appel(?:l?ez|le)(?:[- ](?:moi|nous))? pas\b"
    rf"|\b(?:on|nous|je) (?:se |nous )?partage\w* (?:\w+ ){{0,2}}{_APPLIANCE}\b"
    rf"|\b{_APPLIANCE} (?:est|e|c'est) (?:\w+ ){{0,2}}partagee?\b"
)
_NO_CALL_IN_ENGLISH = re.compile(
    r"(?:^|[.,;:!]\s*|\b(?:please|pls|plz|just|but|so) )(?:don'?t|do not|never) (?:call|phone|ring)\b"
    r"|\b(?:we|i) share (?:\w+ ){0,2}(?:phone|cell\w*|computer|tablet)\b"
)
_NEVER_CALLS = {
    ("tu", "web"): "Personne n'appelle jamais d'ici. Pour effacer, écris EFFACE, puis ferme la page.",
    ("tu", "sms"): "Personne n'appelle jamais d'ici. Pour effacer, écris EFFACE, puis supprime ce fil.",
    ("vous", "web"): "Personne n'appelle jamais d'ici. Pour effacer, écrivez EFFACE, puis fermez la page.",
    ("vous", "sms"): "Personne n'appelle jamais d'ici. Pour effacer, écrivez EFFACE, puis supprimez ce fil.",
    ("en", "web"): "Nobody ever calls you from here. To erase this, write EFFACE, then close the page.",
    ("en", "sms"): "Nobody ever calls you from here. To erase this, write EFFACE, then delete this thread.",
}
_IS_A_PROGRAM = "utter_demander_si_robot"
_SENTENCE_END = re.compile(r"(?<=[.!?])")
_NUMBER = re.compile(r"\d[\d ]+-\d{4}|811, option 2")
MOST_CHOICES = 3
"""Under an open question."""
_FEW = (SOMEBODY, SOME_HELP)
_ASKS_PLACE = "utter_ask_place"
_NOTED = "C'est noté."
"""Of a fact told in figures where a town was asked."""
_SAYS_SO = ("utter_no_call_back", "utter_leave", "utter_forget")
"""Replies that say it themselves, or that must stay bare."""


class BadHeard(SentierError):
    """A file of data/answers/heard is not as expected."""


@dataclass(frozen=True)
class Circumstance:
    """Something a person tells of her life, and the sentence that takes it up.

    `tells`, `unless`: patterns over the standardised message; no `tells`: told by its meaning alone. `who`:
    the profiles it is for; `says` is in tu for "personne" alone, else in vous. `sms`: the same in GSM-7 and
    naming nothing that a screen should not show. `weight`: 1 to 3, the heaviest is said. `told`, `untold`:
    messages that tell it and that do not.
    """

    id: str
    who: tuple[str, ...]
    tells: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    says: str
    sms: str
    weight: int
    told: tuple[str, ...]
    untold: tuple[str, ...]

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> Circumstance:
        """The circumstance of one entry of a file; raises BadHeard in a sentence."""
        try:
            unless = entry.get("unless")
            who = tuple(entry.get("who", ("personne",)))
            if not who or not set(who) <= set(PROFILES):
                raise BadHeard(f"The circumstance {entry['id']} is for {who}, not for known profiles.")
            return cls(
                str(entry["id"]),
                who,
                re.compile(rf"\b(?:{'|'.join(entry['tells'])})\b") if entry["tells"] else None,
                re.compile(rf"\b(?:{unless})\b") if unless else None,
                str(entry["says"]).strip(),
                str(entry["sms"]).strip(),
                int(entry.get("weight", 1)),
                tuple(map(str, entry["told"])),
                tuple(map(str, entry["untold"])),
            )
        except (KeyError, TypeError, ValueError, AttributeError, re.error) as problem:
            name = entry.get("id", "?") if isinstance(entry, Mapping) else "?"
            raise BadHeard(f"The circumstance {name} cannot be read: {problem}.") from problem

    def told_in(self, standard: str) -> int:
        """How many letters of the standardised message tell it; 0 when it is not told."""
        found = self.tells.search(standard) if self.tells is not None else None
        if found is None or (self.unless is not None and self.unless.search(standard)):
            return 0
        return found.end() - found.start()


@cache
def circumstances(folder: Path = FOLDER) -> tuple[Circumstance, ...]:
    """Those of all files of `folder`, read once; raises BadHeard."""
    found: list[Circumstance] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            found += [Circumstance.from_entry(entry) for entry in read_yaml(path)]
        except (OSError, YAMLError, TypeError) as problem:
            raise BadHeard(f"{path.name} cannot be read ({type(problem).__name__}).") from problem
    return tuple(found)


def circumstance_told(text: str, profile: str) -> Circumstance | None:
    """The heaviest circumstance that `text` tells of who writes, the most fully told among equals."""
    standard = standardise(text)
    if len(standard.split()) > MOST_WORDS:
        return None
    told = [(one.weight, one.told_in(standard), one) for one in circumstances() if profile in one.who]
    told = [one for one in told if one[1]]
    return max(told, key=lambda one: one[:2])[2] if told else None


def tells_one_of(names: Collection[str], text: str) -> bool:
    """Whether `text` tells any of the circumstances of these names, heavier ones beside them or not."""
    standard = standardise(text)
    return any(one.told_in(standard) for one in circumstances() if one.id in names)


def circumstance_meant(chances: Mapping[str, float], profile: str) -> str | None:
    """The likeliest of `chances` (id -> chance, "" for none) that somebody of this profile tells, or None."""
    return likeliest(chances, lambda one: _for(_by_id().get(one), profile), MEANT) or None


@cache
def _by_id() -> Mapping[str, Circumstance]:
    return {one.id: one for one in circumstances()}


def _for(told: Circumstance | None, profile: str) -> bool:
    # A model may know a circumstance that was taken out of the files since.
    return told is not None and profile in told.who


def never_calls(message: str, profile: str, channel: str) -> str:
    """What answers "ne m'appelez pas" or a phone that is shared; "" when `message` says neither."""
    folded = fold(message)
    on = "sms" if channel == "sms" else "web"
    if _NO_CALL_IN_ENGLISH.search(folded):
        return _NEVER_CALLS["en", on]
    said_to = "tu" if profile == "personne" else "vous"
    return _NEVER_CALLS[said_to, on] if _NO_CALL.search(folded) else ""


def _of_her_circumstance(message: str, profile: str, held: Conversation, slots: Mapping[str, Any]) -> str:
    """The sentence on the circumstance that `message` tells, by its words or its meaning; "" for none."""
    if slots.get("language") in LANGUAGES:
        return ""  # these sentences are French
    told = circumstance_told(message, profile) or _by_id().get(str(slots.get("circumstance")))
    if told is None:
        return ""
    return told.sms if held.channel == "sms" else told.says


def taken_up(
    reply: Reply,
    said: Sequence[Mapping[str, Any]],
    held: Conversation,
    message: str,
    slots: Mapping[str, Any],
) -> Reply:
    """`reply` with one sentence on what `message` tells, when the engine's words (`said`) have none."""
    action = str(said[0].get("utter_action") or "") if said else ""
    if not reply.messages:
        return reply
    profile = str(slots.get("profile") or "personne")
    words = "" if action.startswith(_SAYS_SO) else _at_once(reply, held, message, slots)
    if not words and action.startswith(_ASKS_PLACE) and gives_a_figure(message) and _waited(slots):
        words = _NOTED
    if action == _IS_A_PROGRAM and held.channel == "sms":
        # It says nothing of her: it may stand before it is known who reads.
        return replace(reply, heard=_SENTENCE_END.split(reply.messages[0].text)[0])
    if not words or words in held.spoken:
        if slots.get("feeling") and action.startswith(_NAMED):
            # By SMS it goes before the first question, whether the moment is good.
            discreet = action.startswith(_SAID_BACK) and slots["feeling"] in _FOR_ANY_SCREEN
            return replace(reply, heard=reply.messages[0].text) if discreet else reply
        takes = action.startswith((*_BEFORE, *_INSTEAD))
        words = _of_her_circumstance(message, profile, held, slots) if takes else ""
    if not words or words in held.spoken:
        return reply
    held.say(words)
    first = reply.messages[0]
    after = first.text
    if action.startswith(_INSTEAD) and (said[0].get("text") or action.startswith(_OPEN)):
        after = _QUESTION[profile == "personne"] if action.startswith(_OPEN) else ""
    between = " " if held.channel == "sms" else "\n"
    text = between.join(part for part in (words, after) if part)
    choices = first.choices
    if action.startswith((*_OPEN, "utter_ask_need")) and len(choices) > MOST_CHOICES:
        choices = _FEW  # an open question was just asked: a menu under it would not have listened
    return replace(
        reply, messages=(replace(first, text=text, choices=choices), *reply.messages[1:]), heard=words
    )


def _waited(slots: Mapping[str, Any]) -> bool:
    """Whether the town was asked before this message, and in French."""
    return int(slots.get("asked_times") or 0) > 1 and slots.get("language") not in LANGUAGES


def _at_once(reply: Reply, held: Conversation, message: str, slots: Mapping[str, Any]) -> str:
    """The sentence that stands before every reply, "" for none, or when the reply says the same."""
    profile = str(slots.get("profile") or "personne")
    words = never_calls(message, profile, held.channel)
    if words and words not in held.spoken:
        return words
    beginning = not (slots.get("last_shown") or slots.get("needs"))
    words = answered_at_once(message, tu=profile == "personne", beginning=beginning)
    if not words and not (held.open_kinds or held.pending_question):
        words = so_much_the_better(message, str(slots.get("language") or "fr"))
    said = "\n".join(one.text for one in reply.messages)
    return "" if any(number in said for number in _NUMBER.findall(words)) else words
