"""A feeling, by the words that name it, so that the answer says it back ("la honte n'est pas à toi").

Only what is said in so many words, and of whoever writes: nothing is guessed of somebody who names nothing,
and "elle est épuisée" is no fatigue of her mother's. What happens to her (nights outside, a refusal) is taken
up by taking_up.py.
"""

from __future__ import annotations

import re

from bot.conversation.partings import parting
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
        r"(?:j'ai|jai|g|on a|nous avons) (?:\w+ )?perdu (?:mon|ma|mes|notre|nos) "
        rf"(?:\w+-)?{_NEAREST}\b(?! de vue)",
        rf"(?:guerre|cancer|surdose|overdose|fentanyl) (?:\w+ ){{0,2}}(?:pris|tue|emporte|arrache) "
        rf"(?:mon|ma|mes|notre|nos) (?:{_NEAREST}|fils|filles?|enfants?)\b",
        rf"(?:mon|ma|mes|notre|nos) (?:{_NEAREST}|fils|filles?|enfants?) s(?:'est|'etait|est|e|'e) "
        r"(?:suicidee?s?|tuee?s?|pendue?s?|(?:enleve|ote)e?s? la vie)",
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
_HURT_HER = re.compile(
    r"\b(?:me|m') ?(?:battait|frappait|violait|etranglait|forcait|menacait|vendait)\b"
    r"|\bm'a(?:vait)? (?:\w+ )?(?:battue|frappee|violee|etranglee|forcee|menacee|vendue|agressee|tabassee)\b"
)
"""The one who died did this: there is no loss to console her of."""
_NOT = re.compile(
    r"\b(?:pas|jamais|aucunement|ni|sans|aucune?|(?:pu|pus|plus)(?= (?:de|d')))"
    r"(?: (?:si|tres|vraiment|trop|tant|du tout|tellement|ben|bin|encore|de|d'|eu|la|etre|une?))*\W*$"
)
_NO_MORE = re.compile(rf"\b(?:{_ME}|ai|jai|g) (?:pu|pus|plus) $")
_NOT_INSIDE = re.compile(rf"^(?:{_ME}|ai|jai|g) (?:pas|pu|pus|jamais|aucune?|plus(?! \w+ que\b)) (?!capable)")
_OWN_NOT = re.compile(r"^(?:pas|pu|pus|plus|aucune?|personne)\b")
"""Words that name a feeling by a "not" of their own ("pu capable")."""
_CLAUSE = re.compile(r".*(?:[.,;:!?()]|\b(?:mais|pis|et|car|parce que|puis|fait que)\b)", re.DOTALL)
_OF_ANOTHER = re.compile(rf"\b(?!(?:il )?y '?a\b)(?:elles?|ils?|y(?!'a\b)|lui|{_DEAR})\b")
_OF_MYSELF = re.compile(r"\b(?:je|j|j'\w*|jai|jme|jsuis|j?dors|chu|chui|g|me|m'\w*|moi|on|nous)\b")


def _is_mine(folded: str, found: re.Match[str]) -> bool:
    """Whether what was found is not said of somebody else: "a dort pas", "mon gars est tanné"."""
    before = _CLAUSE.sub("", folded[: found.start()])
    return _OF_ANOTHER.search(before) is None or _OF_MYSELF.search(before + found.group()) is not None


def _named(name: str, folded: str) -> bool:
    if name == "deuil" and _HURT_HER.search(folded):
        return False
    # A death is always somebody else's.
    return any(
        name == "deuil" or (_is_mine(folded, found) and not _is_denied(folded, found))
        for found in _PATTERNS[name].finditer(folded)
    )


def _is_denied(folded: str, found: re.Match[str]) -> bool:
    """Whether a "not" stands before what was found, or in it: "chu pas fâchée", "j'ai pas honte"."""
    if _OWN_NOT.search(found.group()):
        return False
    before = _CLAUSE.sub("", folded[: found.start()])
    if _NO_MORE.search(before) and not folded[found.end() :].startswith(" que"):
        return True
    return _NOT.search(before) is not None or _NOT_INSIDE.search(found.group()) is not None


def feeling_named(text: str) -> str | None:
    """What the reply to `text` says back: the feeling that it names (one of FEELINGS), else how it says
    goodbye (one of PARTINGS), or None."""
    folded = fold(text)
    named = next((name for name in FEELINGS if _named(name, folded)), None)
    dead = _SOMEBODY_DEAD.search(folded) and not _NAMES_A_THING.search(folded)
    if named is None and dead and not _HURT_HER.search(folded):
        return "deuil"
    if named is None and _WITHOUT.search(folded) and not _SADLY.search(folded):
        return "joie"
    return named or parting(text)


_CHILD = r"(?:fils|filles?|enfants?|bebes?|petite?s?|petits|gars|garcons?|kids|jumea\w+)"
_WEIGHS = re.compile(
    r"\bsuicid\w+|\bs'est (?:enleve|ote)e?s? la vie\b|\bs'est (?:tuee?|pendue?)\b|\bfausse couche\b"
    r"|\b(?:mon|ma|mes|son|sa|ses|notre|il|elle|y|on|me|m'|la|le|l'|nous) ?(?:\w+ ){0,2}"
    r"(?:battai\w+|frappai\w+|violai\w+|abusai\w+|maltrait\w+|tabass\w+|etrangl\w+|violee?s?)\b"
    r"|\binceste\b|\bla guerre\b|\bbombard\w+|\bmassacr\w+"
    r"|\b(?:laisse|abandonne|perdu|enleve|place)e?s? (?:\w+ ){0,2}"
    rf"(?:mon|ma|mes|son|sa|ses|notre|nos|leurs?) (?:\w+ )?{_CHILD}\b"
    r"(?! (?:a l'ecole|a la garderie|au parc|chez|avec|a la maison|de vue))"
    rf"|\b(?:mes|ses|nos) (?:\w+ )?{_CHILD} (?:sont|ont ete|ont) (?:\w+ )?(?:placee?s?|en famille d'accueil)"
    r"|\bcoeur (?:\w+ )?(?:en miettes|brise|en morceaux|gros)\b"
    r"|\b(?:me|nous) (?:ronge|gruge|detruit|hante|tue)\b"
    r"|\b\d{2,3}[ ,.]?000 ?(?:\$|piasses?|dollars?)"
)


def weighs(text: str) -> bool:
    """Whether `text` tells what weighs by any measure: a death, blows, a war, a child left, a ruin."""
    return _WEIGHS.search(fold(text)) is not None or feeling_named(text) == "deuil"
