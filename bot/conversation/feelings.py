"""A feeling by the words that name it, so that the answer says it back ("la honte n'est pas à toi").

Only what is said in so many words: nothing is guessed of somebody who names nothing.
"""

from __future__ import annotations

import re

from bot.safety.french import fold

_ME = r"(?:me sens|m'sens|jme sens|me trouve|jme trouve|suis|chu|chui|jsuis)"
# Folded texts; the most telling first.
_WORDS: dict[str, tuple[str, ...]] = {
    "joie": (
        r"(?:fiere|contente) de moi",
        r"(?:mois|semaines?|jours|ans?) (?:que j'ai pas fait de|sans) (?:un seul )?clients?",
    ),
    "deuil": (
        r"(?:est|e) (?:decedee?|morte?(?! de (?:rire|fatigue|faim|peur|honte|soif)))",
        r"(?:mort|deces|suicide) de (?:mon|ma|mes)",
        r"en deuil|enterrement|funerailles",
    ),
    "honte": (rf"honte|honteuse|{_ME} (?:\w+ )?(?:sale|salie|degueu\w*|degoutante|conne|cheap)|me degoute",),
    "valeur": (
        rf"{_ME} (?!pas )(?:\w+ )?(?:nulle|bonne a rien|une merde|une? ratee?|ratee)",
        r"(?:personne|qui) (?:va|vont|voudra|voudrait) (?:\w+ )?(?:vouloir )?(?:de )?moi",
    ),
    "sommeil": (r"(?:dors|dort) (?:pas|pu|plus)|cauchemars?|insomnie",),
    "solitude": (
        rf"{_ME} (?:\w+ )?(?:toute )?(?:seule|isolee)",
        r"(?:pas une?|aucune|pas d'|pu d') ?(?:\w+ ){0,2}(?:d'?)?amie?s?",
        r"personne a qui (?:parler|le dire)|connais personne",
    ),
    "colere": (r"en (?:maudit|criss|colere|tabarnak|beau fusil)|enragee|fachee",),
    "fatigue": (
        r"tannee|brulee|epuisee|videe|a boutte?|au bout|(?:pu|plus|pus) capable",
        r"en peux? (?:pu|plus|pus)|faire semblant",
    ),
    "peur": (r"(?:ai|jai|g) (?:\w+ )?(?:peur|la chienne)|angoiss\w*|anxie\w*|crises? de panique",),
}
FEELINGS = tuple(_WORDS)
"""Values of the slot `feeling`; each has its sentence in domain.yml."""
_PATTERNS = {name: re.compile(rf"\b(?:{'|'.join(words)})\b") for name, words in _WORDS.items()}


def feeling_named(text: str) -> str | None:
    """The feeling that `text` names, one of FEELINGS, or None."""
    folded = fold(text)
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(folded)), None)
