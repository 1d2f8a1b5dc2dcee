"""Everyday words that sound like an overdose or a body in danger, and tell of neither.

A woman worn out, days without news, a pill against a pregnancy, a tank that is empty, somebody drunk as
usual, hands that shake of anger.
"""

from __future__ import annotations

from bot.safety.details import TAKEN_WORDS
from bot.safety.everyday_matter import (
    BODY,
    DAY_OF_WEEK,
    OF_THE_BODY,
    SHAKING_OR_DRINK,
    WISH,
    Everyday,
    words,
)

_IN_THE_BODY = words(BODY, r"devant moi|a cote de moi|dans mes bras", TAKEN_WORDS.pattern)
_WEARY = words(
    r"(?:je suis|suis|etre|etais|sens|me sens) (?:\w+ ){0,2}"
    r"(?:brulee?|epuisee?|claquee?|crevee?|vannee?|lessivee?|videe?|fatiguee?)"
)
_EMPTIED = words(r"(?:je suis|etre|etais|sens) (?:\w+ )?videe?")
_BURNT = words(
    BODY,
    TAKEN_WORDS.pattern,
    r"brulee? (?:\w+ ){0,2}(?:par|avec|sur|au|a la|aux|vive)|feu|eau|huile|cigarettes?|peau|doigts?|mains?|"
    r"bras|visage|jambes?|clients?|il|on m",
)
_SLEEPLESS = words(
    BODY,
    TAKEN_WORDS.pattern,
    r"parle\w*|pupilles?|hallucin\w*|voi[st]|voix|manque|sevrage|jours?|nuits|coeur|poitrine",
)
"""Something taken, a body in trouble, or the sleepless days of a stimulant or a withdrawal."""
_ANOTHER = (
    r"(?:elle|il|y|(?:ma|mon|sa|ca|son) (?:\w+ )?(?:mere|pere|soeur|frere|fille|fils|gars|blonde|chum|"
    r"cousine?|voisine?|coloc|amie?|ex|mari|conjointe?|bru|gendre|belle fille|niece))"
)
_HIGH = (
    r"(?:gelee?|saoule?|soule?|chaude?|paquetee?|high|stone|stonee?|buzzee?|pompette|defoncee?|drunk|"
    r"sur la (?:brosse|go)|(?:sent|sentait|pue) (?:\w+ )?(?:la biere|l alcool|la boisson|le pot))"
)
# What nobody does in an overdose, or a habit.
_AS_USUAL = words(
    rf"{_ANOTHER} (?:\w+ )?(?:vien[st](?! (?:juste )?(?:de|d)\b)|revien[st]|rentre|repart|debarque|retontit|"
    r"(?:arrive|passe)(?! (?:plus|pas|out))|appelle|texte|chante|danse|travaille)",
    r"souvent|parfois|des fois|toujours|tout le temps|d habitude|chaque|tous les|toutes les|"
    r"les fins de semaine|regulierement|une fois sur deux|sometimes|always|every",
)
_AN_EMERGENCY = words(
    BODY,
    r"doses?|od|overdos\w*|surdos\w*|trop|melange\w*|pilules?|comprimes?|aval\w*|gob\w*|pique\w*|seringue|"
    r"fent\w*|ghb|tombe\w*|leve|debout|parle (?:plus|pas)|repond\w*|comprend|marche (?:plus|pas)|bizarre|"
    r"froide?|blanche?|jamais vue?|pire|maintenant|en ce moment|la la|dort|dors|coma|urgence|peur|"
    r"couteau|gun|frapp\w*|bat|mourir|tuer|suicid\w*|enceinte",
)
_SHAKEN = words(
    r"je (?:\w+ )?(?:tremble|shake)\w* (?:\w+ ){0,2}(?:de|d) (?:rage|colere|joie|nervosite)",
    r"(?:tremble|shake)\w* (?:\w+ ){0,4}?(?:meetings?|rencontres?|entrevues?|audiences?|partages?)",
    r"je (?:tremble|shake)\w* (?:pas|plus)",
    r"(?:hangover|gueule de bois|lendemain (?:de|d) (?:brosse|veille|party|fete))",
)

HEARD_AS_OVERDOSE = (
    Everyday(
        "days without news",
        frozenset({"surdose_medical"}),
        (
            words(
                r"(?:repond\w*|donne\w*|ecri\w*|texte\w*) (?:\w+ )?(?:plus|pas|jamais|rien|aucun\w*)",
                r"(?:sans|plus de|pas de|aucune) nouvelles?",
            ),
            words(
                rf"(?:depuis|ca fait|fait|y a) (?:\w+ ){{0,3}}?(?:{DAY_OF_WEEK}|hier|avant hier|jours?|"
                r"semaines?|mois|fin de semaine|week end)"
            ),
        ),
        _IN_THE_BODY,
    ),
    Everyday(
        "worn out, at her end",
        frozenset({"surdose_medical"}),
        (_WEARY, words(r"(?:peux|capable) (?:plus|pas)|(?:plus|pas) capable|a bout")),
        _BURNT,
        instead="suicide",
        harmless=_EMPTIED,
    ),
    Everyday("worn out", frozenset({"surdose_medical"}), (_WEARY,), _BURNT, harmless=_EMPTIED),
    # Of somebody else ("elle dort plus") a body that answers no more is heard in it.
    Everyday(
        "sleeps badly, startles",
        frozenset({"surdose_medical"}),
        (
            words(
                r"(?:dor[st]|dormir|dormait) (?:\w+ )?(?:plus|pas|mal|peu)|sursaut\w*|insomnies?|cauchemars?"
            ),
        ),
        _SLEEPLESS,
        longest=16,
    ),
    Everyday(
        "contraception",
        frozenset({"surdose_medical", "suicide_imminent", "suicide"}),
        (
            words(r"pilules?|contracepti\w+|sterilet|condoms?|capotes?|plan b"),
            words(r"enceinte|contracepti\w+|grossesse|lendemain|marche|retard|regles|oublie\w*|bebe"),
        ),
        words(BODY, WISH, r"aval\w*|gob\w*|calle\w*|tout|pots?|boites?|trop|poignee|\d{2,}"),
        harmless=words("pilules?"),
    ),
    Everyday(
        "nothing to heat or to drive with",
        frozenset({"suicide_imminent", "suicide", "surdose_medical"}),
        (
            words(r"gaz|essence|huile|chauffage|bois|electricite|courant"),
            words(r"plus|pas|manque\w*|coupee?|vide|sans|a sec"),
            words(r"chauff\w*|roul\w*|char|auto|tank|cuisin\w*|poele|station|plein"),
        ),
        words(WISH, BODY, r"garage|tuyau|ouv\w+|allum\w*|sen[st]\w*|odeur|fuite"),
    ),
    Everyday(
        "somebody drunk or high as usual",
        frozenset({"surdose_medical", "suicide_imminent", "suicide"}),
        (words(rf"{_ANOTHER} (?:\w+ ){{0,5}}?{_HIGH}"), _AS_USUAL),
        _AN_EMERGENCY,
        longest=25,
    ),
    Everyday(
        "shaking of anger, of nerves or of yesterday's party",
        frozenset({"surdose_medical"}),
        (_SHAKEN,),
        OF_THE_BODY,
        longest=25,
        harmless=SHAKING_OR_DRINK,
    ),
)
