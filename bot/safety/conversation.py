"""Danger across a conversation: the answer to "es-tu en danger?", and a danger that stays open."""

from __future__ import annotations

import re

from bot.safety.french import standardise
from bot.safety.verdict import Context

_YES = re.compile(
    r"^(?:\w+ ){0,2}?(?:oui|si|absolument|certain|certainement|mets en|met en|en plein ca|exact|exactement|vrai|je pense (?:que )?oui|"
    r"je crois (?:que )?oui|je pense bien|peut etre|un peu|encore|toujours|tout le temps|c est ca|tellement|vraiment|"
    r"yeah|yes|ya|yup|i am|i think so|maybe|kind of|creo que si|si estoy|tal vez|1|danger)\b"
)
_NO = re.compile(
    r"\b(?:non|nope|pas (?:la|maintenant|vraiment|du tout|en danger|pour l instant|en ce moment|pantoute)|aucun danger|"
    r"en securite|je suis correcte?|je suis ok|je suis safe|pas besoin|plus maintenant|no|not now|not really|i m safe|im safe|2)\b"
)
_UNSURE = re.compile(
    r"\b(?:je sais pas|pas sure?|aucune idee|je suis pas certaine?|i don t know|dunno|not sure|no se)\b"
)
_OVER = re.compile(
    r"\b(?:(?:je suis|on est|elle est|ils sont) (?:\w+ ){0,2}(?:en securite|correcte?s?|safe|hors de danger|ok|sauvee?s?|a l abri)|"
    r"(?:il|y|ils|elle) (?:est|sont|s est|se sont) (?:\w+ ){0,1}(?:partie?s?|pousse|pousses|parti)|"
    r"(?:la )?(?:police|ambulance|les policiers|les paramedics?) (?:\w+ ){0,2}(?:est la|sont la|est arrivee?|sont arrives|l a|l ont)|"
    r"(?:plus|pas|pu) en danger|danger est passe|c est passe|fausse alerte|ca va mieux|tout est beau|tout va bien|"
    r"je (?:vais|va) bien|i m safe|im safe|i m ok|he left|he s gone|estoy bien|estoy a salvo|ya se fue)\b"
)


def confirms(text: str, context: Context) -> bool:
    """True when `text` says yes, or does not say no, to "es-tu en danger en ce moment?".

    "Je sais pas" counts as yes: who does not know whether she is in danger gets the lines of danger.
    """
    if context.pending_question != "danger":
        return False
    standard = standardise(text)
    if _UNSURE.search(standard):
        return True
    if _NO.search(standard):
        return False
    # A question asked of a person in fear gets short answers; a long one is read for itself.
    return bool(_YES.search(standard)) and len(standard.split()) <= 12


def closes(text: str) -> bool:
    """True when `text` says that the danger is over ("il est parti", "je suis en sécurité")."""
    return bool(_OVER.search(standardise(text)))
