"""Everyday words that sound like a woman held or a child sold, and tell of neither.

What a mother did long ago, what a child found out of its mother, bad nights, what one lives on, people who
frighten nobody.
"""

from __future__ import annotations

from bot.safety.everyday_matter import (
    BODY,
    FEAR,
    WISH,
    Everyday,
    words,
)

_PARENT_THEN = words(
    r"(?:ma|mon|sa|ca|son|notre) (?:grand )?(?:mere|maman|grand mere|mother|mom|mum)(?: elle)? (?:\w+ ){0,3}?"
    r"(?:a (?:deja )?(?:fait|vendu|danse|ete)|faisait|vendait|dansait|etait|travaillait|se prostituait|"
    r"s est prostituee?|avait|did|was|used to|sold|worked)"
)
_PARENT_NOW = words(
    FEAR,
    r"moi aussi|moi|m (?:a|ont|avait|avaient)|me (?:vend\w*|fais\w*|fait|forc\w*|donn\w*|amen\w*|pret\w*)|"
    r"me too|sold me|made me|j ai (?:\w+ )?(?:commence|fait|du)|"
    r"je (?:fais|danse|faisais)|ma soeur|mes soeurs|oblig\w*|forc\w*|encore|maintenant|aujourd hui|"
    r"ces temps ci|touch\w*|papiers|dettes?|pimp|mac|"
    r"still|now|mineure?|1[0-7]",
)
_A_MONTH = words(
    r"(?:recois|gagne|vis|vivre|arrive|ai|cheque|pension|chomage|paye) (?:\w+ ){0,4}?"
    r"\d[\d ]{1,5} ?(?:piasses?|piastres?|dollars?|euros?)? ?(?:par|chaque|a chaque|du|au) mois"
)
_UNDER_SOMEBODY = (
    r"mais|but|sauf|except|juste|pay\w*|owe\w*|dois|doit|dett\w*|debt|loge\w*|donn\w*|oblig\w*|forc\w*|"
    r"gard\w*|papiers?|passe?port|laisse\w* (?:pas|plus|juste|que|seulement)|won t|let me|tak\w*|keep\w*|"
    r"kept|prend\w*|prenn\w*|tien\w*|serr\w*|pouss\w*|surveill\w*|control\w*|watch\w*|pimp|mac|boss|"
    r"patron\w*|quota|moitie|rembours\w*|confisq\w*|sinon|quand|when|if|si|fois|sometimes|encore|young|"
    r"jeunes?|mineure?s?|1[0-7]"
)
_NOT_FRIGHTENING = words(
    r"(?:they|he|she) (?:\w+ ){0,2}?(?:not|aren t|isn t) (?:\w+ ){0,2}?"
    r"(?:scary|dangerous|threatening|violent|creepy)",
    r"(?:sont|est) (?:\w+ )?(?:pas|jamais) (?:\w+ ){0,2}?(?:epeurants?|dangereux|menacants?|violents?)",
)
FOUND_OUT = Everyday(
    "her own child found it out",
    frozenset({"mineure", "enfant_en_danger", "traite"}),
    (
        words(
            r"(?:ma|mon|mes|notre) (?:grande?s? |petite?s? )?"
            r"(?:fille|fils|gars|enfants?|ados?|kids?|plus vieille?) "
            r"(?:\w+ ){0,6}?(?:trouve|vu|lu|fouille|decouvert|appris|tombe(?:e)? sur) (?:\w+ ){0,2}?"
            r"(?:(?:mon|ma|mes) \w+|ce que je)"
        ),
    ),
    words(FEAR, WISH, r"(?:elle|il) (?:en )?(?:fait|se fait|danse|rencontre)|photos? d elle|touche\w*"),
)

HEARD_AS_TRAFFICKING = (
    Everyday(
        "bad nights",
        frozenset({"traite", "violence_en_cours"}),
        (words(r"cauchemars?|insomnie|flash ?backs?|nuits? blanches?"),),
        words(FEAR, r"oblig\w*|forc\w*|dettes?|papiers?|passeport|pimp|mac|garde|surveille\w*|control\w*"),
        longest=15,
    ),
    Everyday(
        "what a mother did, long ago",
        frozenset({"traite", "mineure", "enfant_en_danger", "violence", "agression_sexuelle"}),
        (
            _PARENT_THEN,
            words(
                r"clients?|escorts?|escortes?|dans(?:e\w*|ait|aient)|prostitu\w*|trottoir|passes|"
                r"dans la rue|son corps"
            ),
        ),
        _PARENT_NOW,
        longest=30,
    ),
    Everyday(
        "what one lives on each month",
        frozenset({"traite"}),
        (_A_MONTH,),
        words(FEAR, _UNDER_SOMEBODY, r"clients?|nuits?|danse\w*|sexe|reste"),
        longest=16,
    ),
    Everyday(
        "people said to frighten nobody",
        frozenset({"traite", "violence"}),
        (_NOT_FRIGHTENING,),
        words(FEAR, BODY, _UNDER_SOMEBODY, r"clients?|argent|money|hit|hurt\w*|touch\w*|scared"),
        longest=25,
    ),
    FOUND_OUT,
)
