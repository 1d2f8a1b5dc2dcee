"""A feeling, by the words that name it, so that the answer says it back ("la honte n'est pas à toi").

Only what is said in so many words, and of whoever writes: nothing is guessed of somebody who names nothing,
and "elle est épuisée" is no fatigue of her mother's. What happens to her (nights outside, a refusal) is taken
up by taking_up.py.
"""

from __future__ import annotations

import re

from bot.safety.french import fold

_ME = r"(?:me sens|m'sens|jme sens|me trouve|jme trouve|suis|chu|chui|jsuis)"
_DEAR = (
    r"(?:(?:mon|ma|mes|son|sa|ses|notre|leur|une?|le|la|les|ton|ta) )?"
    r"(?:(?:grand|belle|beau|demi)-)?(?:meres?|peres?|maman|papa|mamie|papi|parents?|freres?|soeurs?|fils|filles?"
    r"|gars|enfants?|bebes?|amie?s?|chum|blonde|mari|femme|ex|cousine?s?|tante|oncle|niece|neveu|copine|copain"
    r"|coloc|voisine?|collegue|intervenante?|quelqu'un|personne|chiens?|chiennes?|chats?|chattes?|minou|pitou"
    r"|animal|cheval|lapin|oiseau|perruche|hamster)"
)
_THING = (
    r"(?:char|auto|moteur|cell|cellulaire|tel|telephone|batterie|pile|ordi|ordinateur|laptop|tablette|wifi"
    r"|internet|reseau|chargeur|tele|frigo|poele|laveuse|secheuse|chauffage|toaster|carte|compte|ligne|relation"
    r"|amour|couple|soiree|place|rue|quartier|job|business)\b"
)
_NOT_THEIRS = "".join(rf"(?<!\b{of} )" for of in ("de", "du", "a", "de mon", "de ma", "a mon", "a ma"))
"""Before somebody whose thing it is: "le char de mon chum est mort"."""
_NO_THING = rf"(?: (?!{_THING})[\w'-]+){{0,4}}"
_DEAD = r"(?:decedee?s?|mort(?:e|s|es)?(?! de (?:rire|fatigue|faim|peur|honte|soif)))"
_WON = r"(?:appart\w*|logement|bail|job|travail|chambre|garde|diplome)"
_NEAREST = (
    r"(?:femmes?|maris?|epou(?:x|ses?)|conjoint(?:e|s|es)?|meres?|peres?|maman|papa|parents?|freres?|soeurs?)"
)
"""Those that one loses to death; children may be lost to a judge, friends to a quarrel."""
_WHOLE = r"\b(?!.{0,40}\b(?:pas|pu|pus|plus|mais|perdue?)\b)"
"""Good news, and nothing after it that takes it back."""
# Folded texts; the most telling first.
_WORDS: dict[str, tuple[str, ...]] = {
    "joie": (
        r"(?<!pas )(?<!pu )(?<!pus )(?<!plus )(?<!pas tres )(?<!pas trop )(?:fiere?|contente?) de moi",
        rf"(?:j'ai|jai) (?:enfin |finalement )?reussi{_WHOLE}",
        rf"(?:j'ai|jai) (?:enfin |finalement )?(?:trouve|eu|signe) (?:une?|mon|ma|la|le) {_WON}{_WHOLE}",
    ),
    "deuil": (
        rf"{_NOT_THEIRS}(?:{_DEAR}){_NO_THING} (?:est|e|sont) {_DEAD}",
        rf"(?:mort|deces|suicide) de (?:mon|ma|mes) (?!{_THING})",
        rf"(?:j'ai|jai|g) perdu (?:mon|ma|mes) (?:\w+-)?{_NEAREST}\b(?! de vue)",
        r"en deuil|enterrement|funerailles",
    ),
    "sale": (rf"{_ME} (?:\w+ )?(?:sale|salie|degueu\w*|degoutante?)|me degoute",),
    "honte": (rf"honte|honteu(?:se|x)|{_ME} (?:\w+ )?(?:conne|cheap)",),
    "valeur": (
        rf"{_ME} (?!pas )(?:\w+ )?(?:nulle?|bonn?e? a rien|une merde|une? ratee?|ratee)",
        r"(?:personne|qui) (?:va|vont|voudra|voudrait) (?:\w+ )?(?:vouloir )?(?:de )?moi",
    ),
    "sommeil": (r"j?dor[st] (?:pas|pu|plus|mal)|cauchemars?|insomnie",),
    "solitude": (
        rf"{_ME} (?:\w+ )?(?:toute? )?(?:seule?|isolee?)",
        r"(?:pas une?|aucune|pas d'|pu d') ?(?:\w+ ){0,2}(?:d'?)?amie?s?",
        r"personne a qui (?:parler|le dire)|connais personne|m'ennuie a mort",
        r"(?:soirs?|soirees?|nuits?|journees?) (?:sont|est|e) (?:\w+ )?(?:longs?|longues?|vides?)",
    ),
    "colere": (
        rf"{_ME} (?:\w+ )?en (?:maudit|criss|tabarnak|beau fusil)|en colere|enragee|fachee"
        rf"|{_ME} (?:\w+ )?(?:enrage|fache)",
    ),
    "fatigue": (
        rf"{_ME} (?:\w+ )?(?:tanne|brule|epuise|vide|fatiguee?)",
        r"tannee|brulee|epuisee|videe|a boutte?|au bout|(?:pu|plus|pus) capable",
        r"en peux? (?:pu|plus|pus)|faire semblant",
    ),
    "peur": (r"(?:ai|jai|g) (?:\w+ )?(?:peur|la chienne)|angoiss\w*|anxie\w*|crises? de panique",),
    # "C'est pas assez grave": she belittles what brings her, and asks whether she may.
    "peu_grave": (
        r"pas (?:assez|si|ben|bin|vraiment|tres) (?:grave|important|serieux)|rien de (?:\w+ )?grave",
        r"(?:veu[xt]?|voulais|voudrais) (?:surtout )?pas (?:(?:vous|te) |t'|faire )?(?:deranger|achaler)",
        r"(?:y'?a|il y a|en a) (?:\w+ ){0,3}(?:bien |ben |pas mal )?pires? que (?:moi|nous)",
    ),
}
FEELINGS = tuple(_WORDS)
"""Values of the slot `feeling`; each has its sentence in domain.yml."""
_PATTERNS = {name: re.compile(rf"\b(?:{'|'.join(words)})\b") for name, words in _WORDS.items()}
_SPAN = r"(?:mois|semaines?|jours|ans?)"
_WITHOUT = re.compile(rf"\b{_SPAN} (?:que j'ai pas fait de|sans) (?:un seul )?clients?\b")
# Beside a time without clients: taken up again, no money, any "mais": no good news, or not only.
_SADLY = re.compile(
    r"\b(?:repri[st]e?s?|repren\w+|retomb\w+|rechut\w+|recommenc\w+|retourn\w+|replong\w*|craqu\w+|refait"
    rf"|mais|sauf|pu|pus|plus(?! (?:de |d'|que |qu')\w+ {_SPAN}\b)|rien|manqu\w+|mang\w+|faim|bouffe|frigo"
    r"|loyer|argent|cennes?|cash|piasses?|dettes?|factures?|paye[rs]?|mac|pimp|envie|mal|dur|difficile|triste"
    r"|pleur\w*|deprim\w*)\b"
)
# Of him, her or somebody called by a name: a death, unless a thing is spoken of ("mon char, il est mort").
_SOMEBODY_DEAD = re.compile(
    r"(?:^|[,.;:!?(]\s*|\b(?:que|quand|pis|et|depuis|mais|car|comme) |qu')"
    rf"(?!(?:tout|rien|ca|cela|c'\w+|qui)\b)[\w-]+ (?:est|e) {_DEAD}\b"
)
_NAMES_A_THING = re.compile(rf"\b{_THING}")
_CLAUSE = re.compile(r".*(?:[.,;:!?()]|\b(?:mais|pis|et|car|parce que|puis|fait que)\b)", re.DOTALL)
_OF_ANOTHER = re.compile(rf"\b(?!(?:il )?y '?a\b)(?:elles?|ils?|y(?!'a\b)|lui|{_DEAR})\b")
_OF_MYSELF = re.compile(r"\b(?:je|j|j'\w*|jai|jme|jsuis|j?dors|chu|chui|g|me|m'\w*|moi|on|nous)\b")


def _is_mine(folded: str, found: re.Match[str]) -> bool:
    """Whether what was found is not said of somebody else: "a dort pas", "mon gars est tanné"."""
    before = _CLAUSE.sub("", folded[: found.start()])
    return _OF_ANOTHER.search(before) is None or _OF_MYSELF.search(before + found.group()) is not None


def _named(name: str, folded: str) -> bool:
    # A death is always somebody else's.
    return any(name == "deuil" or _is_mine(folded, found) for found in _PATTERNS[name].finditer(folded))


def feeling_named(text: str) -> str | None:
    """The feeling that `text` names, one of FEELINGS, or None."""
    folded = fold(text)
    named = next((name for name in FEELINGS if _named(name, folded)), None)
    if named is None and _SOMEBODY_DEAD.search(folded) and not _NAMES_A_THING.search(folded):
        return "deuil"
    if named is None and _WITHOUT.search(folded) and not _SADLY.search(folded):
        return "joie"
    return named
