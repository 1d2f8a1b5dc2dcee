"""The populations of the taxonomy that a message names. Rules, no model."""

from __future__ import annotations

import re

from bot.safety.french import fold

_POPULATIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (population, re.compile(rf"\b(?:{pattern})\b"))
    for population, pattern in (
        (
            "autochtones",
            r"autochtones?|innue?s?|atikamekw|attikamek|an[iy]sh?i?n+aa?be\w*|an[iy]cinaa?be\w*|algonquine?s?|crie?s?|inuke?|inuite?s?|mi ?kmaq|micmac\w*|"
            r"abenaki\w*|wendat|huronne?|mohawk|kanien\w*|naskapie?s?|wolastoq\w*|malecites?|metisse|premiere? nations?|native|first nations?|"
            r"reserve|communaute autochtone|inuk|(?:i m|i am) (?:an? )?(?:cree|innu|inuk)|cree (?:woman|girl|nation|from)|indigenous",
        ),
        (
            "immigrantes",
            r"immigrante?s?|refugiee?s?|demande(?:use)? d asile|sans papiers?|sans statut|visa|permis de travail|permis d etudes?|parrain\w+|"
            r"residence permanente|nouvelle arrivante|nouvellement arrivee|arrivee au canada|mon pays|citoyenne|deport\w+|expulse\w*|"
            r"immigration|asile|aide familiale",
        ),
        (
            "lgbtq",
            r"trans|transgenre|transsexuelle|lesbienne|gaie?|bi|bisexuelle|queer|non binaire|lgbt\w*|deux esprits|bispirituelle|"
            r"two spirit|transition",
        ),
        (
            "avec_enfants",
            r"(?:mes|mon|ma|nos|avec (?:mes|mon|ma|un|une|deux|trois|\d)) (?:\w+ )?(?:enfants?|bebes?|fils|gars|filles?|jumeaux|jumelles)|"
            r"\d enfants|deux enfants|trois enfants|quatre enfants|un enfant|mere (?:seule|monoparentale|de)|monoparentale|enceinte de mon|"
            r"mes petits?|ma petite",
        ),
        (
            "handicap",
            r"handicap\w*|fauteuil roulant|sourde?|aveugle|malentendante?|paralys\w+|deficience|mobilite reduite|lsq|"
            r"marchette|sclerose|autis\w+",
        ),
        ("ainees", r"ainee?s?|retraitee?|grand mere|aine"),
    )
)


def find_populations(text: str, age: int | None = None) -> tuple[str, ...]:
    """The populations of the taxonomy that the message names, in its order."""
    flat = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    found = [population for population, pattern in _POPULATIONS if pattern.search(flat)]
    if (age is not None and age < 25) or re.search(
        r"\b(?:mineure|ado|adolescente|centre jeunesse|famille d accueil|fugue|secondaire [1-5])\b", flat
    ):
        found.insert(0, "jeunes")
    if age is not None and age >= 65 and "ainees" not in found:
        found.append("ainees")
    order = ["jeunes", "autochtones", "immigrantes", "lgbtq", "avec_enfants", "handicap", "ainees"]
    return tuple(sorted(found, key=order.index))
