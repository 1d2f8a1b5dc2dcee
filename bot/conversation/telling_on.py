"""She goes on with what she tells, thanks, or names a feeling: listened to, whatever the model makes of it.

A message in the middle of a talk is read by itself; unsure of it, the model gives it a script. Here what only
tells on is told apart from what asks (bot/conversation/second_reading.py calls these rules last).
"""

from __future__ import annotations

import re

from bot.conversation.case import Case
from bot.conversation.feelings import FEELINGS, feeling_named
from bot.conversation.misheard import HELLO, OF_SOMEBODY
from bot.conversation.model_reading import FALLBACK, NOT_HEARD, REQUEST, SURE_WORD, Message, Reading
from bot.conversation.partings import PARTINGS
from bot.conversation.placewords import says_where
from bot.conversation.plainwords import needs_named
from bot.conversation.questions import asks
from bot.conversation.taking_up import PROFILES, circumstance_told, tells_one_of


def named_feeling(message: Message, case: Case) -> Reading | None:
    """A feeling named in so many words, and nothing asked for: she is listened to, without a menu."""
    first = not (case.needs or case.last_needs)
    if message.intent not in (*NOT_HEARD, *([REQUEST] if first else [])) or _asks_here(message):
        return None
    return ("exprimer_detresse", {}) if feeling_named(message.text) in FEELINGS else None


_THANKED = re.compile(
    r"\b(?:merci|thanks?|thank you|gracias|dieu (?:te|vous) (?:benisse|garde|protege)|god bless)\b"
    r"(?!.*\b(?:mais|but|pero)\b)"
)


def thanked(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """Thanks are thanks, whatever the model makes of the rest, in her language too, and said to a machine."""
    read = (*NOT_HEARD, "demander_si_robot") if not asks(message.text) else NOT_HEARD
    heard = message.intent not in read or not message.short or _asks_here(message)
    return None if heard or not _THANKED.search(message.folded) else ("remercier", {})


_WANTED = re.compile(
    r"\b(?:besoin|cherche\w*|trouver|faut|faudrait|manque|(?:donne|raconte|dis|montre)[- ](?:moi|nous))\b"
    r"|\b(?:veu[xt]?|vx|voudrais|aimerais) (?!(?:(?:juste |seulement )?(?:pas|pu|pus|plus)|jamais|que)\b|qu')"
)
_FOR_US_TO_DO = re.compile(
    r"\w-mo[ie]\b|^\w+ (?:mo[ie]|mon|ma|mes)\b"
    r"|\b(?:autres?|differente?s?|propos\w*|suivante?s?|celles?|ceux|(?:premi|derni)ere?s?|deuxieme|adresse"
    r"|ouverte?s?|compris?|comprends|conpri|phrase|montr\w*)\b"
)
""" "Corrige mon texte": an order, or something of what was shown or said here."""
_BEGINS = re.compile(
    r"^(?:(?:pis|et|mais|ben|bon|la|oui|non|ok|parce que|au moins|en plus|quand meme)[\s,]+)*"
    r"(?:je|j'\w+|jai|chu|chui|jsuis|mon|ma|mes|moi|on|nous|il|elle|ils|elles|lui)\b"
)
LEAST_WORDS_TOLD = 4


def tells_on(message: Message, case: Case) -> bool:
    """Whether the message goes on with what she tells: a statement about somebody, that asks for nothing.

    The first time that a menu was not enough, she is given people: it is not for here.
    """
    return (
        case.under_way
        and case.asked != "unclear"
        and len(message.folded.split()) >= LEAST_WORDS_TOLD
        and OF_SOMEBODY.search(message.folded) is not None
        and not asks(message.text)
        and not _WANTED.search(message.folded)
        and not _FOR_US_TO_DO.search(message.folded)
        and not _asks_here(message)
        and not (case.asked == "place" and says_where(message.text))
    )


_HELLO = re.compile(rf"^\W*(?:(?:{HELLO}|bon matin|hey)\b\W*)+")
_COURTESY = re.compile(r"\b(?:espere|remerci\w*|enchantee?|plaisir)\b")
_TOO_EARLY = frozenset({"saluer", "donner_avis_positif", "remercier", "dire_au_revoir"})
"""Readings that end or only greet: of first words that tell something, they lose it."""


def _tells_at_once(message: Message, case: Case) -> bool:
    """Whether first words tell something, after a hello or without: "bonsoir, ma soeur est partie hier"."""
    if case.under_way or case.asked is not None or message.intent not in _TOO_EARLY:
        return False
    told = _HELLO.sub("", message.folded)
    if asks(message.text) or _WANTED.search(told) or _COURTESY.search(told) or _asks_here(message):
        return False
    of_somebody = len(told.split()) >= LEAST_WORDS_TOLD and OF_SOMEBODY.search(told) is not None
    return of_somebody or feeling_named(told) in FEELINGS


_SCRIPTS = frozenset(
    {
        "demander_confidentialite",
        "demander_menu",
        "demander_repeter",
        "dire_au_revoir",
        "donner_avis_negatif",
        "exprimer_ambivalence",
        "insulter",
        "ne_sait_pas",
        "parler_comme_intervenant",
        "question",
        "refuser_repondre",
        "signaler_probleme_ressource",
    }
)
"""Readings that say a text of their own, or act: out of place after what only tells on."""
SURE_SCRIPT = 0.6


def _asks_here(message: Message) -> bool:
    """Whether a place, or a need plain enough, is in the message."""
    return bool(message.entities("place") or message.need_heard or needs_named(message.text))


_WHO_READS = frozenset({"qui_lit", "qui_lit_autres"})
"""Circumstances (data/answers/heard) told by whoever asks if somebody reads."""


def asks_who_reads(text: str) -> bool:
    """Whether `text` asks if somebody reads what is written here."""
    if not tells_one_of(_WHO_READS, text):
        return False  # few messages do: the other circumstances need not be weighed
    told = (circumstance_told(text, profile) for profile in PROFILES)
    return any(one is not None and one.id in _WHO_READS for one in told)


_STAYS = frozenset({"remercier", "dire_au_revoir", "quitter_vite", "effacer_conversation"})
"""Readings that end in words of their own."""


def _says_goodbye(message: Message, case: Case) -> bool:
    """Whether she closes the talk herself, by what she is going to do."""
    begun = case.under_way or case.asked is not None
    if not begun or message.intent in _STAYS or message.entities("danger") or needs_named(message.text):
        return False
    if message.entities("place") and case.asked == "place":
        return False
    return feeling_named(message.text) in PARTINGS


def told_on(message: Message, case: Case) -> Reading | None:
    """Not understood, or read as something else without being sure of it, in the middle of what she tells,
    or first words of which the hello alone was read: listened to. A script out of place hurts more than a
    word too few. A goodbye in other words gets a goodbye; whoever asks if somebody reads is answered."""
    if asks_who_reads(message.text):
        # That nobody does, and who can be spoken to.
        return "parler_humain", {}
    if _says_goodbye(message, case):
        return "dire_au_revoir", {}
    if _tells_at_once(message, case):
        return "raconter", {}
    if message.intent == "demander_repeter" and circumstance_told(message.text, case.profile) is not None:
        # "Je comprends pas pourquoi j'ai ri": she tells, and asks for nothing to be said again.
        return "raconter", {}
    told = message.intent == FALLBACK or (message.intent in _SCRIPTS and message.confidence < SURE_SCRIPT)
    if message.intent == "hors_sujet":
        # Surely another subject, or hardly begun: it is one.
        told = case.confided and message.confidence < SURE_WORD and _BEGINS.search(message.folded) is not None
    return ("raconter", {}) if told and tells_on(message, case) else None
