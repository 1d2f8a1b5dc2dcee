"""Answers offered by number or button, turned into what the engine understands without reading any text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.messages import Choice
from bot.conversation.vocabulary import REGIONS
from bot.safety.french import fold

_INTENTS = {
    "skip": "refuser_repondre",
    "more": "demander_autres_ressources",
    "menu": "demander_menu",
    "human": "parler_humain",
    "search": "affirmer",
    "repeat": "demander_repeter",
    "script": "demander_details",
    "expect": "demander_details",
}
HUMAN = Choice("human", "Parler à une vraie personne")
MENU = Choice("menu", "Autre chose")
SOMEBODY = Choice("human", "Parler à quelqu'un")
SOME_HELP = Choice("menu", "Chercher de l'aide")
"""Two doors, where a menu would be too long for what she has just said."""
DANGER_YES, DANGER_NO, DANGER_OVER = "danger:oui", "danger:non", "danger:passe"
"""Answers to "es-tu en danger en ce moment?", and what may be said later of a danger under way."""
MOST_WORDS = 8
_READ_ELSEWHERE = ("danger:", "region:", "skip")
_SMALL_WORDS = """
a ai aimerais au autre autres aux avec bah ben bon ca ce choisirais choisis choix chose crois de des dis du en
est et euh faut jai je jpense juste jveux la le les ma me mes moi mon oh ok ou ouais oui ouin par pense peut
pis plait plus plutot pour prefere quelque quoi sil stp sur svp te toi tu un une va vas veux voudrais vrai
vraie vraiment
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words around a choice that change nothing of it."""
_NUMBER = re.compile(r"^\W*(?:(?:le|la|numero|num|no|choix|#)\W*)?(\d{1,2})\W*$", re.IGNORECASE)


def chosen_by_number(text: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The id of the offered choice that `text` names by its number ("2", "le 2", "2)"), or None."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    number = int(match.group(1))
    return offered[number - 1][0] if 1 <= number <= len(offered) else None


def chosen_by_words(text: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The id of the offered choice that `text` says in its words ("ouin ok, parler à quelqu'un"), or None.

    Half of the words of its title at least, and no other word that means something. Towns, and answers about
    a danger, are read elsewhere.
    """
    said = _meaning(text)
    if not said or len(text.split()) > MOST_WORDS:
        return None
    for choice_id, title in offered:
        wanted = _meaning(title)
        if not choice_id.startswith("details:") and re.search(r"\d", title):
            continue  # "elle a 18 ans" is not "elle a moins de 18 ans"
        if said <= wanted and 2 * len(said) >= len(wanted) and not choice_id.startswith(_READ_ELSEWHERE):
            return choice_id
    return None


def _meaning(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{2,}", fold(text))) - _SMALL


def parse_of_choice(choice_id: str, title: str) -> dict[str, Any]:
    """Rasa's parse data for an offered choice; raises ValueError for an id that no action offers."""
    kind, _, value = choice_id.partition(":")
    if kind == "need" and value:
        return certain_parse("demander_ressource", title, {"entity": "need", "value": value})
    if kind == "region" and value in REGIONS:
        place = {
            "entity": "place",
            "value": REGIONS[value],
            "region": value,
            "outside": False,
            "ambiguous": [],
        }
        return certain_parse("donner_lieu", title, place)
    if kind == "details" and value:
        return certain_parse("demander_details", title, {"entity": "service", "value": value})
    if kind == "question" and value:
        return _question(f"question/{value}", title)
    if choice_id in (DANGER_YES, DANGER_NO, DANGER_OVER):
        return certain_parse(
            "affirmer" if choice_id == DANGER_YES else "nier", title, {"entity": "danger", "value": value}
        )
    if choice_id in ("script", "expect"):
        return certain_parse(_INTENTS[choice_id], title, {"entity": "aspect", "value": choice_id})
    if choice_id in _INTENTS:
        return certain_parse(_INTENTS[choice_id], title)
    raise ValueError("This choice is not one that the assistant offers.")


def _question(key: str, title: str) -> dict[str, Any]:
    """Parse data of a question answered in words, as bot/nlu/classifiers.py gives it."""
    return {**certain_parse("question", title), "response_selector": selecting(key)}


def selecting(key: str) -> dict[str, Any]:
    """The `response_selector` of parse data whose answer in words is `key` ("question/sevrage")."""
    answer = {"intent_response_key": key, "utter_action": f"utter_{key}", "confidence": 1.0}
    return {"all_retrieval_intents": ["question"], "question": {"response": answer, "ranking": []}}


def certain_parse(
    intent: str, text: str, *entities: Mapping[str, Any], extractor: str = "choice"
) -> dict[str, Any]:
    """Rasa's parse data of `text` for what needs no model; `entities` without their place in the text."""
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [{"start": 0, "end": len(text), "extractor": extractor, **entity} for entity in entities],
        "safety": {"level": "aucun", "kinds": []},
    }
