"""What a few words mean right under the services that were shown, or before any was.

"Ok. 24h?", "gratis?", "pis l'autre?", "je prends celui d'Alma finalement": read alone each is small talk, a
price in general, a new search. Here they are about the services on the screen; actions/details.py answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.case import Case
from bot.conversation.choices import certain_parse
from bot.conversation.model_reading import DETAILS, Message
from bot.conversation.questions import asks

CHOSEN = "chosen"
"""She tells which of the services she takes."""
EACH = "of each"
"""She asks something of all of them: what is asked comes with it, "hours" or "cost"."""
OTHER = "other"
"""She asks about the other one of those on the screen."""
ANOTHER_OF_NOTHING = "another of nothing"
"""She asks for another one, and none was shown."""
DEAD_NUMBER = "dead number"
"""A number does not work, and none was given here."""

_LEAD = re.compile(
    r"^(?:(?:ok|okay|oki|merci|parfait|bon|ben|d'accord|dac|cool|super|bien|pis|et|mais|oui|ouin|ouais|ah|oh)\b"
    r"[\s,.!;:]*)+"
)
_MOST_ASKED = 7
"""Words of a question about what is on the screen, without the "ok" before it."""
_OF_HER = re.compile(
    r"\b(?:je|j|j'\w+|jai|jpeux|chu|me|m'\w*|moi|mon|ma|mes|on|prend|prennent|accept\w*|vont|peu[xt]|peuvent"
    r"|aller|dormir|rester|coucher|porte)\b"
)
"""What they would do with her: only they can say."""
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cost",
        re.compile(
            r"\bgratis\b|\bgratuit\w*|\bcombien\b(?! (?:de|d'))|\bcou?te?\w*\b|\bprix\b|\bpayants?\b|\bcher\b"
            r"|\bfrais\b"
        ),
    ),
    (
        "hours",
        re.compile(
            r"\b24 ?h(?:rs?|eures?)?\b|\b24 ?(?:/|sur|-) ?(?:7|24)\b|\b7 ?(?:/|jours sur) ?7\b"
            r"|\b(?:le|ce|du|a) soir\b|\b(?:la|de|cette|toute la) nuit\b|\bfins? de semaine\b|\bweek-?end\b"
            r"|\bouvert\w*|\bferme(?:nt|s)?\b|\b(?:samedi|dimanche)s?\b|\bjour et nuit\b"
        ),
    ),
)
_WHICH_HOURS = re.compile(r"\b(?<!24 )heures?\b|\bhoraires?\b|\bquand\b")
_SHORT_QUESTION = 4
"""Words that need no mark to ask: "gratis", "ouvert le soir"."""
_THE_OTHER = re.compile(
    r"(?:(?:c'est (?:quoi|koi)|qu'est-ce que|quoi|parle-moi de|et|pis|pour) )*(?:de )?l' ?autre"
    r"(?: (?:numero|service|place|endroit|ligne|organisme|maison|centre|la|lui|elle|c'est quoi))*\W*"
)
_SOME_OTHER = re.compile(
    r"(?:(?:donne|donnez|envoie|t'as(?:[- ]tu)?|t'en as(?:[- ]tu)?|en as-tu|avez-vous|as-tu"
    r"|je (?:veux|voudrais)|j'en veux)"
    r"(?:[- ]m'?en|[- ]moi(?:[- ]en)?|[- ]en)? )?(?:l' ?|une? |d'|les |des )autres?"
    r"(?: (?:numero|service|place|endroit|ligne|organisme|un|une|svp|stp|d'abord))*\W*"
)
_TAKES = re.compile(
    r"\b(?:vais|va|vas|jvais|jva|jvas|m'as|mas|veux|vx|aimerais) (?:donc |plutot |essayer de |d'abord )?"
    r"(?:prendre|appel+er|caller|telephoner|choisir|essayer|contacter|rejoindre|texter"
    r"|aller (?:a|au|avec|voir)|y aller)\b"
    r"|\b(?:prends|prend|choisis|garde|essaye|essaie|appelle)\b"
    r"|\b(?:ca va etre|ce sera|ca sera|va pour|on y va|mon choix)\b"
)
_NAMES_ONE = re.compile(
    r"\b(?:celles?|celui)(?:[- ]?(?:la|ci)\b| (?:la|de|du|des|d'|a|au|en)\b| d')"
    r"|\b(?:le|la|l') ?(?:1er|1ere|premiere?|2e|2eme|deuxieme|3e|3eme|troisieme|4e|quatrieme|derniere?)\b"
    r"(?! (?!(?:numero|service|place|endroit|ligne|organisme|choix|finalement|svp|stp|la|je|d'abord|de la"
    r"|sur|pis|et)\b)\w)"
)
_THAT_ONE = re.compile(r"(?:celles?|celui) (?:(?:de|du|des|a|au|en) |d' ?)[\w' -]{2,30}")
_NOT_THAT = re.compile(
    r"\b(?:pas|jamais|plus|pu|aucune?|peur|si|repond\w*|marche|veulent|refus\w*|plein\w*|oublie\w*|mon|ma|mes)\b"
)
_MOST_CHOSEN = 12
_BROKEN = re.compile(
    r"\b(?:ton|ta|tes|votre|vos|vot'?|le|ce|un|mauvais|les) (?:\w+ )?"
    r"(?:numeros?|num|lignes?|no|tel\w*|1[- ]?8\d\d)\b.{0,25}"
    r"\b(?:pas|plus|pus?|mauvais|faux|occupe|hors service|mort|pogne)\b"
    r"|\b(?:mauvais|faux) (?:numero|num|no)\b|\bpas (?:le |de )?(?:bon numero|service au numero)\b"
    r"|\b(?:y|ca|il) (?:marche|fonctionne|repond|sonne) (?:pas|pu|plus)\b"
    r"|\bnumero\b.{0,12}\b(?:ne )?(?:marche|fonctionne|existe|repond)\w* (?:pas|plus|pu)\b"
)


def followed_up(message: Message, case: Case) -> Mapping[str, Any] | None:
    """The parse of `message` as a question about the services of `case`, or a choice among them; None when it
    is neither."""
    if message.kinds or case.language in ("en", "es"):
        return None
    said = _LEAD.sub("", message.folded).strip() or message.folded
    if aspects := _aspects(message, said, case):
        return _details(message, aspects)
    return None


def _details(message: Message, aspects: Iterable[str]) -> dict[str, Any]:
    """The parse of a question about the services, without the town or the need that is in the name of one."""
    asked = ({"entity": "aspect", "value": one} for one in aspects)
    parse = certain_parse(DETAILS, message.text, *asked, extractor="following_up")
    return {**message.parse, **parse}


def _aspects(message: Message, said: str, case: Case) -> tuple[str, ...]:
    if not case.shown:
        return _of_nothing(message, said, case)
    if not case.last_shown or case.needs:
        return ()
    if _THE_OTHER.fullmatch(said) and other_one(case) is not None:
        return (OTHER,)
    if chooses(message, said):
        return (CHOSEN,)
    few = len(said.split()) <= _MOST_ASKED
    if not few or _OF_HER.search(said) or not (asks(message.text) or len(said.split()) <= _SHORT_QUESTION):
        return ()
    if message.entities("place"):
        return ()
    if _WHICH_HOURS.search(said):
        return ()  # all their hours would be a page: which one is asked first
    asked = tuple(name for name, pattern in _ASKED if pattern.search(said))
    return (EACH, *asked) if asked else ()


def _of_nothing(message: Message, said: str, case: Case) -> tuple[str, ...]:
    """Another one, or a number that does not work, when nothing was given here."""
    if message.intent == "signaler_probleme_ressource":
        return (DEAD_NUMBER,) if not case.needs and reports_a_number(said) else ()
    sought = case.last_needs and not case.needs
    return (ANOTHER_OF_NOTHING,) if _SOME_OTHER.fullmatch(said) and not sought else ()


def reports_a_number(folded: str) -> bool:
    """Whether the folded text says that a number does not work."""
    return _BROKEN.search(folded) is not None


def chooses(message: Message, said: str) -> bool:
    """Whether she says which of the services she takes: "je prends le premier", "celui d'Alma finalement"."""
    if len(said.split()) > _MOST_CHOSEN or asks(message.text) or _NOT_THAT.search(said):
        return False
    if _THAT_ONE.fullmatch(said.rstrip(" .!")):
        return True
    return _TAKES.search(said) is not None and _NAMES_ONE.search(said) is not None


_FOCUS = "focus"
"""Among what a case has noted: the service spoken of last."""


def focused(case: Case) -> str | None:
    """The service on the screen that was spoken of last, None when there is none."""
    return next((one for one in case.noted(_FOCUS) if one in case.last_shown), None)


def focusing(case: Case, service: str) -> Case:
    """`case` with `service` as the one spoken of last."""
    return case.noting(_FOCUS, [service])


def other_one(case: Case) -> str | None:
    """Which "l'autre" is: the next after the one spoken of, the second of two; None when it may be any."""
    spoken_of = focused(case)
    if spoken_of is None:
        return case.last_shown[1] if len(case.last_shown) == 2 else None
    after = case.last_shown.index(spoken_of) + 1
    return case.last_shown[after % len(case.last_shown)] if len(case.last_shown) > 1 else None
