"""A feeling, by the words that name it, so that the answer says it back ("la honte n'est pas à toi").

Only what is said in so many words: nothing is guessed of somebody who names nothing. What happens to her
(nights outside, a refusal) is taken up by taking_up.py.
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
_WHOLE = r"\b(?!.{0,40}\b(?:pas|pu|pus|plus|mais|perdue?)\b)"
"""Good news, and nothing after it that takes it back."""
# Folded texts; the most telling first.
_WORDS: dict[str, tuple[str, ...]] = {
    "joie": (
        r"(?<!pas )(?<!pu )(?<!pus )(?<!plus )(?<!pas tres )(?<!pas trop )(?:fiere|contente) de moi",
        rf"(?:j'ai|jai) (?:enfin |finalement )?reussi{_WHOLE}",
        rf"(?:j'ai|jai) (?:enfin |finalement )?(?:trouve|eu|signe) (?:une?|mon|ma|la|le) {_WON}{_WHOLE}",
    ),
    "deuil": (
        rf"{_NOT_THEIRS}(?:{_DEAR}){_NO_THING} (?:est|e|sont) {_DEAD}",
        rf"(?:mort|deces|suicide) de (?:mon|ma|mes) (?!{_THING})",
        r"en deuil|enterrement|funerailles",
    ),
    "sale": (rf"{_ME} (?:\w+ )?(?:sale|salie|degueu\w*|degoutante)|me degoute",),
    "honte": (rf"honte|honteuse|{_ME} (?:\w+ )?(?:conne|cheap)",),
    "valeur": (
        rf"{_ME} (?!pas )(?:\w+ )?(?:nulle|bonne a rien|une merde|une? ratee?|ratee)",
        r"(?:personne|qui) (?:va|vont|voudra|voudrait) (?:\w+ )?(?:vouloir )?(?:de )?moi",
    ),
    "sommeil": (r"(?:dors|dort) (?:pas|pu|plus)|cauchemars?|insomnie",),
    "solitude": (
        rf"{_ME} (?:\w+ )?(?:toute )?(?:seule|isolee)",
        r"(?:pas une?|aucune|pas d'|pu d') ?(?:\w+ ){0,2}(?:d'?)?amie?s?",
        r"personne a qui (?:parler|le dire)|connais personne|m'ennuie a mort",
        r"(?:soirs?|soirees?|nuits?|journees?) (?:sont|est|e) (?:\w+ )?(?:longs?|longues?|vides?)",
    ),
    "colere": (rf"{_ME} (?:\w+ )?en (?:maudit|criss|tabarnak|beau fusil)|en colere|enragee|fachee",),
    "fatigue": (
        r"tannee|brulee|epuisee|videe|a boutte?|au bout|(?:pu|plus|pus) capable",
        r"en peux? (?:pu|plus|pus)|faire semblant",
    ),
    "peur": (r"(?:ai|jai|g) (?:\w+ )?(?:peur|la chienne)|angoiss\w*|anxie\w*|crises? de panique",),
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


def feeling_named(text: str) -> str | None:
    """The feeling that `text` names, one of FEELINGS, or None."""
    folded = fold(text)
    named = next((name for name, pattern in _PATTERNS.items() if pattern.search(folded)), None)
    if named is None and _SOMEBODY_DEAD.search(folded) and not _NAMES_A_THING.search(folded):
        return "deuil"
    if named is None and _WITHOUT.search(folded) and not _SADLY.search(folded):
        return "joie"
    return named
