"""Whether an answer to "quelle ville?" may be the name of a place that no map here knows.

A name is a few words. A sentence, a question, a number of hours are something that she tells or asks: to
answer that the place is not known would be not to have read her.
"""

from __future__ import annotations

import re

from bot.conversation.case import Case
from bot.conversation.model_reading import FALLBACK, REQUEST, SURE_WORD, Message, Reading
from bot.conversation.placewords import may_be_a_place, names_a_spot
from bot.conversation.plainwords import needs_named
from bot.conversation.questions import asks
from bot.safety.french import fold

_FIGURE = re.compile(
    r"\b(?:\d+|une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|vingt|trente|quarante) ?"
    r"(?:h|hrs?|heures?|min|minutes?|jrs?|jours?|semaines?|sem|mois|ans?|annees?|fois|\$|piasses?|dollars?"
    r"|enfants?|lbs?|livres?|%|hours?|days?|weeks?|horas?|dias?)(?!\w)"
)
"""A number of something: of hours, of money, of children."""
_SENTENCE = re.compile(
    r"(?<!l')(?<!c')(?<!-)(?<!quartier )(?<!secteur )(?<!cote )\best (?=\w)"
    r"|\b(?:etai(?:t|ent)|sont|ont|avai(?:t|ent)|faut|vont|vien(?:t|nent)|veu[xt]|veulent|peu[xt]|peuvent"
    r"|doi(?:t|vent)|dat(?:e|ent) (?:de|d'|du)|commencent?|fini(?:t|ssent)|ferment?|ouvre(?:nt)?|marchent?"
    r"|repond(?:ent)?|cou?te(?:nt)?|prend|prennent|sai[ts]|savent|dure(?:nt)?|manque(?:nt)?|travaille(?:nt)?"
    r"|dor(?:t|ment)|appellent?|attend(?:ent)?|fait|font|cherche(?:nt)?|presse|urge)\b"
    r"|\b(?:(?:le|la|les|son|sa|ses|leur) |l')\w+ "
    r"(?:ferme|ouvre|marche|commence|finit|coute|aide|presse|arrive)\b"
    r"|\by (?:commence|neige|pleut|arrive|mouille)\w*\b|^(?:deux|trois|quatre|cinq) \w+s\b"
    r"|\b(?:aujourd'hui|encore|toujours|jamais|pus|parce que|pcq|mais|sauf|depuis|hier|demain|tantot|haha\w*"
    r"|lol|pas (?!(?:\w+ )?loin))\b"
    r"|\b(?:pero|tengo|quiero|puedo|estoy|is|are|was|have|don'?t|can'?t|want|need|but)\b"
    r"|^(?:(?:bon|ok|ben|oui|non|finalement)\b[\s,.]*)*(?:juste|seulement|d'abord|plutot) "
)
"""Words that no name holds: those of a sentence, of a time, of a choice between two things."""
_ON_THE_MOVE = re.compile(
    r"\b(?:sur|dans|en|au|a) (?:la |le |l'|mon |ma |les |un )?"
    r"(?:route|chemin|char|auto|bus|autobus|taxi|train|metro|avion|pause|retard|marde|merde|trou"
    r"|rue(?! \w))\b"
)
"""Where nobody can be looked for."""


def gives_a_figure(text: str) -> bool:
    """Whether `text` says a number of something ("environ 40 heures", "3 enfants")."""
    return _FIGURE.search(fold(text)) is not None


def may_name_a_place(text: str) -> bool:
    """Whether `text` may be a name that no map knows, and no sentence."""
    folded = fold(text)
    a_name = may_be_a_place(text) and not asks(text)
    return a_name and not (_FIGURE.search(folded) or _SENTENCE.search(folded))


def says_where_by_name(text: str) -> bool:
    """Whether `text` may say where she is, by such a name: "chu dans un rang proche d'Amos"."""
    spot = names_a_spot(text) and not asks(text) and not _ON_THE_MOVE.search(fold(text))
    return spot or may_name_a_place(text)


_SOUGHT_STILL = re.compile(r"^(?:(?:bon|ok|ben|oui|non|finalement)\b[\s,.]*)*(?:juste|seulement) (?!ca\b)\w")
""" "Bon ok, juste la job": what is sought goes on being sought."""
_AT_A_PLACE = re.compile(r"\b(?:a|au|aux|en|dans|sur|proche|pres|vers) (?!bout\b|terre\b)[a-z]")
_OF_NOTHING = frozenset({FALLBACK, "donner_lieu"})
_UNSURE_OF_NOTHING = frozenset({"hors_sujet"})
_POLITE = frozenset({"insulter", "saluer", "remercier", "dire_au_revoir"})
_WRITES_FOR = {"parler_pour_proche": "proche", "parler_comme_intervenant": "intervenant"}


def no_name_of_a_place(message: Message, case: Case) -> Reading | None:
    """Her town was asked, and what she writes can be none: listened to, or answered. A fact told in figures
    is one for the search, which goes on."""
    if case.asked != "place" or not case.needs or message.entities("place"):
        return None
    if says_where_by_name(message.text) or not _tells_nothing_else(message, case):
        return None
    if message.kinds:
        return "signaler_danger", {}
    if message.need_heard or needs_named(message.text):
        return REQUEST, {}
    if asks(message.text):
        return (message.next_guess(), {}) if message.intent == "donner_lieu" else None
    return ("donner_age" if _for_the_search(message.text) else "raconter"), {}


def _tells_nothing_else(message: Message, case: Case) -> bool:
    """Whether the reading of the message says nothing of its own: none, another subject or a courtesy that is
    unsure, or, once it is known, for whom somebody writes."""
    unsure = message.confidence < SURE_WORD
    if message.intent in _POLITE:
        return unsure and _for_the_search(message.text)
    if message.intent in _WRITES_FOR:
        known = case.profile == _WRITES_FOR[message.intent]
        asked = message.need_heard or needs_named(message.text) or asks(message.text)
        return known and not asked and not _AT_A_PLACE.search(message.folded)
    return message.intent in _OF_NOTHING or (message.intent in _UNSURE_OF_NOTHING and unsure)


def _for_the_search(text: str) -> bool:
    return gives_a_figure(text) or _SOUGHT_STILL.search(fold(text)) is not None
