"""An everyday matter that sounds like a danger, and the words of real risk before which it gives way.

What the matters of everyday_body.py, everyday_harm.py, everyday_sold.py and everyday_death.py are made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.safety.details import TAKEN_WORDS

DAY_OF_WEEK = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
WISH = (
    r"mourir|morte?|tuer|suicid\w*|pendre|vivre|en finir|adieu|disparaitre|envie|lettre|derniere|"
    r"pont|garage|moteur|corde|lame|pilules?|couper|faire (?:du )?mal"
)
"""Of a wish to die, and of what it is done with."""
BODY = (
    r"respir\w*|reveill\w*|bleue?s?|reagi\w*|inconsciente?|convuls\w*|connaissance|bouge|naloxone|narcan|"
    r"saign\w*|sang|vomi\w*|evanoui\w*|tremble\w*|fievre"
)
"""Of a body in trouble."""
FEAR = (
    r"peur|danger|secours|aide[rz]? moi|vite|cache\w*|enferm\w*|barree?|frapp\w*|bat|tu(?:er|e)|menac\w*|"
    r"suivi\w*|suit|couteau|gun|arme|viol\w*"
)
"""Of fear and of blows."""
# Somebody, save in what the weather does ("il fait froid", "y a pas de place").
SOMEBODY = (
    r"(?:il|y|ils|lui)(?! (?:fait|va faire|neige|pleut|mouille|vente|gele|y a (?:pas|plus|rien)|"
    r"a (?:pas|plus|rien|personne|nulle)\b))|"
    r"elles?|eux|quelqu un|gars|hommes?|monsieur|gang|clients?|chum|ex|mari|conjoint|copain|pimp|mac|boss|"
    r"cousine?|bebe|enfants?|plus (?:vieux|vieille|jeune)|"
    r"proprio|coloc|pere|frere|oncle|police|inconnu\w*|m (?:a|ont)|he|she|they|someone"
)
AT_THE_DOOR = (
    r"maintenant|en bas|s en vien\w*|arrive|dehors|porte|bloc|stationnement|chez (?:moi|nous)|attend\w*|"
    r"retrouv\w*|casser|peter|encore la|sur place"
)
"""Of somebody who is near."""


@dataclass(frozen=True)
class Everyday:
    """What words of every day tell, and the kinds of danger that are heard in them."""

    name: str
    kinds: frozenset[str]
    said: tuple[re.Pattern[str], ...]
    """All of them stand in the message."""
    unless: re.Pattern[str]
    """One word of it, and the kinds stay."""
    instead: str | None = None
    """The milder kind that the same words do tell."""
    longest: int = 40
    """Words: a longer story is read for itself."""
    harmless: re.Pattern[str] | None = None
    """Words of `unless` that are no risk in this matter: "vidée" is no bottle emptied."""

    def reads(self, standard: str) -> bool:
        """Whether a standardised message speaks of this and of no risk."""
        weighed = self.harmless.sub("", standard) if self.harmless else standard
        return (
            len(standard.split()) <= self.longest
            and all(pattern.search(standard) for pattern in self.said)
            and not self.unless.search(weighed)
        )


def words(*alternatives: str) -> re.Pattern[str]:
    """Any of the alternatives, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


OF_THE_BODY = words(
    BODY,
    TAKEN_WORDS.pattern,
    r"hallucin\w*|voi[st]|vu|entend\w*|sueurs?|sue|delir\w*|coeur|poitrine|confus\w*|sevrage|manque|"
    r"repond\w*",
)
# Drunk or sober, who shakes of something else shakes of no withdrawal.
SHAKING_OR_DRINK = words(r"(?:tremble|shake)\w*|bu|boit|bois|boire|alcool|verres?|vois (?:rien|pas)|vu rien")
