"""Needs named in words that leave no doubt: "un refuge à Montréal", "de la bouffe", "chu dehors".

Requests of two or three words give a model little to read, and they are the commonest on a telephone.
These nouns name a need by themselves. Whole words only: "clé" is not CLES, "droguerie" is no drug. A place
where she already is ("chu au refuge") asks for nothing. Who writes is read in who_writes.py.
"""

from __future__ import annotations

import re

from bot.conversation.needs_abroad import needs_abroad
from bot.safety.french import fold

# A folded text (no accents, no capitals).
_NEEDS: tuple[tuple[str, str], ...] = (
    (
        "hebergement",
        r"refuges?|hebergements?|logements?|maison d'hebergement|appart(?:ement)? d'urgence|"
        r"(?:place|endroit|coin|lit|plasse) (?:pour |ou |a )?(?:dormir|coucher|rester|crecher|aller)|"
        r"(?:nulle part|pas de place) (?:ou )?(?:dormir|aller)|dormir (?:ce soir|a soir|cette nuit)",
    ),
    (
        "aide_alimentaire",
        r"(?:banque|aide|depannage) alimentaire|bouffe|(?:de quoi|argent pour|cenne pour) manger|"
        r"rien a manger|soupe populaire|panier d'epicerie|vetements|manteaux? d'hiver",
    ),
    (
        "sortie_prostitution",
        r"(?:sortir|m'en sortir|partir|arreter|quitter|lacher) (?:de |du |d')?(?:la |le |l'|les )?"
        r"(?:danse|prostitution|milieu|escorte|escorting|porno|clients|passes)",
    ),
    (
        "argent_dettes",
        r"loyers?(?: en retard)?|(?:mes |des )?dettes|(?:payer|paie) (?:mon|le) loyer|cheque de bs",
    ),
    ("grossesse", r"avort\w+|(?:je suis|chu|j'suis|jsuis) enceinte|tests? de grossesse"),
    (
        "papiers_identite",
        r"(?:pour|refaire|ravoir|remplacer) (?:mes|ma|mon|des) (?:papiers?|cartes?|pieces? d'identite)",
    ),
    ("traite", r"(?:situation|victime) de (?:la )?traite|traite (?:des personnes|humaine)"),
    ("juridique", r"avocate?s?|aide juridique|conseils? juridiques?"),
    (
        "sante_physique",
        r"(?:aller|passer) a (?:l'hopital|l'urgence|la clinique)|"
        r"medecins?|docteure?s?|infirmiere clinicienne|sans rendez-vous",
    ),
    ("sante_psychologique", r"cauchemars|psy|psychologue|psychotherap\w+"),
    ("sante_sexuelle", r"depistage|tests? itss|contraception|pilule du lendemain"),
    (
        "dependances",
        r"ma (?:conso|consommation)|arreter de (?:boire|consommer|sniffer)|"
        r"desintox\w*|detox|cure fermee|therapie (?:pour|alcool|drogue)\b",
    ),
    (
        "emploi_formation",
        r"une? (?:vraie? |autre |nouvel(?:le)? |bonne? )?(?:travail|emploi|job)|"
        r"(?:retourner|retour) (?:a l'ecole|aux etudes)|(?:finir|terminer) mon secondaire",
    ),
    ("soutien_proches", r"groupes? (?:de |pour )?(?:les |des )?(?:parents|proches|familles)"),
    ("entraide", r"groupe (?:de |pour )?(?:survivantes|femmes|soutien|entraide)"),
    (
        "ecoute",
        r"(?:quelqu'un|qqun|quequ'un) a qui (?:parler|jaser)|"
        r"(?:de quoi|quelque chose|une place|un endroit) pour (?:parler|jaser)(?! avec d)",
    ),
)
_ALREADY = (
    r"(?:\b(?:au|chez|dans le|dans un|dans une|sortie? du|suivie? par (?:un|une|ma|mon)|mon|ma|mes|son|sa) )"
)
# What she lives now is a need whatever the length of the message, and no word need ask for it.
_SITUATIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hebergement",
        re.compile(
            r"\b(?:chu|je suis|j'suis|jsuis|je dors|j'dors|jdors|on est|on dort|je couche) (?:\w+ )?"
            r"(?:dehors|a la rue|dans la rue|dans mon (?:char|auto)|dans un char|sans abri|itinerante)\b"
            r"|\bans,? (?:\w+ )?dans la rue\b|\bau chaud\b"
            r"|\b(?:me|nous) (?:mettre|jeter|crisser|sacrer) (?:a la porte|dehors)\b"
            r"|\b(?:nulle part|pas de place) ou (?:dormir|aller|coucher|rester)\b"
            r"|\bj?(?:sais|sait|c) (?:pas|pu|pus|plus) (?:\w+ )?(?:ou|wou) (?:dormir|coucher)\b"
        ),
    ),
    (
        "aide_alimentaire",
        re.compile(
            r"\b(?:j'ai|jai|on a) (?:\w+ )?faim\b|\b(?:morte?s?|creve\w*) de faim\b|\bcreve (?:la )?faim\b"
            r"|\b(?:rien|pus?|plus) (?:rien )?(?:dans le frigo|a manger)\b"
            r"|\b(?:j'ai|jai|g|on a) (?:\w+ )?pas (?:d'|de |une )?(?:argent|cennes?) pour manger\b"
        ),
    ),
    (
        "argent_dettes",
        re.compile(
            r"\b(?:pu|pus|plus|pas) (?:d'argent|une cenne|une piasse)\b(?! pour (?:manger|la bouffe))"
            r"|\b(?:mois|semaines?) de loyer\b|\bloyers? en retard\b"
        ),
    ),
)
# A message of one word: what else could it ask?
_ALONE: tuple[tuple[str, str], ...] = (
    ("hebergement", r"dormir|coucher|lit|chambre|toit|abri|hebergement"),
    ("aide_alimentaire", r"manger|faim|nourriture|epicerie|vetements?|linge"),
    ("argent_dettes", r"argent|cash|factures?"),
    ("dependances", r"alcool|drogues?|dope|coke|crack|speed|fentanyl"),
    ("emploi_formation", r"job|jobine|emploi|travail"),
    ("sante_physique", r"sante|docteur|medecin|hopital|clinique"),
    ("papiers_identite", r"papiers|passeport"),
    ("immigration", r"immigration|visa"),
    ("ecoute", r"parler"),
)
_PATTERNS = tuple(
    (need, re.compile(rf"(?<![\w-])(?:{words})(?![\w'-])"), re.compile(rf"{_ALREADY}(?:{words})(?![\w'-])"))
    for need, words in _NEEDS
)
_ASKS = re.compile(r"\b(?:besoin|cherche|veux|veut|voudrais|faut|faudrait|trouver|ya tu|y a-t-il|manque)\b")
MOST_WORDS = 9
"""A longer message names a need only beside a word that asks for it."""


# Whom one may want to do without, and say so: "pas un avocat", "I don't want a shelter".
_REFUSABLE: tuple[tuple[str, str], ...] = (
    ("juridique", r"avocate?s?|lawyers?"),
    ("entraide", r"(?:rencontres? de )?groupes?|group|support group|chaises en rond|tables? rondes?"),
    ("sante_psychologique", r"psys?|psychologues?|psychiatres?|psychotherap\w+|therapeutes?|therapist"),
    ("hebergement", r"refuges?|maisons? d'hebergement|shelters?"),
)
# "J'ai pas d'avocat", "y a pas de psy icitte": what she lacks is what she may be looking for.
_LACKS = (
    r"\b(?:(?:j'?|y |l'|m'|n'|on |elle |il |ils )?(?:ai|a|as|avais|avait|ont|aura|aurai)|jai|ya|trouve\w*"
    r"|connai\w*|vois|eu|pe(?:ux|ut)|pouvais|suis|chu|est|sont|pourquoi|have|got)"
)
_UNWANTED = (
    r"\b(?:pas|pu|ni|jamais|plus(?= (?:voir|parler|aller|retourner|besoin)\b)|mais sans|not|no"
    r"|don'?t (?:want|need))"
)
_ON_THE_WAY = (
    # To look for one in vain, or to lose one, is not to want none.
    r"(?: ?(?<![a-z0-9])(?:besoin|envie|question|pour|etre|me|m'|dans|en|a|au|aux|avec|de|d'|du|des|une?|le"
    r"|la|les|l'|ca|autre|to|go|see|an|any|the|want"
    r"|(?!trouver|payer|avoir|perdre|attendre|(?:re)?joindre|laisser)\w{2,}(?:er|ir|dre)\b))*"
)
_WITH_A_BUT = r"(?! (?:trop|loin|cher|chere|qui|homme|gars|de (?:plus|ville)|au prive|too))"
"""What comes after tells which one she does not want: "pas un groupe trop gros" wants one."""
_REFUSALS = tuple(
    (need, re.compile(rf"(?<!\w){_UNWANTED}(?:{_ON_THE_WAY}) ?(?<![\w-])(?:{words})\b{_WITH_A_BUT}"))
    for need, words in _REFUSABLE
)
_LACKED = re.compile(rf"{_LACKS}\W+(?:\w+ )?$")
_NEEDED_NOT = re.compile(r"(?:pas|pu|plus) (?:besoin|envie|question)\b")


def _refused_spans(folded: str) -> list[tuple[str, int, int]]:
    """The needs refused in `folded`, each with where in it."""
    return [
        (need, found.start(), found.end())
        for need, pattern in _REFUSALS
        for found in pattern.finditer(folded)
        if _NEEDED_NOT.match(found[0]) or not _LACKED.search(folded[: found.start()])
    ]


def needs_refused(text: str) -> tuple[str, ...]:
    """The needs whose usual help `text` does not want ("pas un avocat"), unless it asks for it otherwise
    ("une place pour dormir, mais pas un refuge")."""
    named = needs_named(text)
    refused = dict.fromkeys(need for need, _, _ in _refused_spans(fold(text)))
    return tuple(need for need in refused if need not in named)


def needs_named(text: str) -> tuple[str, ...]:
    """The needs that `text` asks for in words that leave no doubt; what it wants none of is not asked for."""
    folded = fold(text)
    refused = _refused_spans(folded)
    for _, start, end in refused:
        folded = folded[:start] + " " * (end - start) + folded[end:]
    lived = situations(text)
    abroad = needs_abroad(folded if refused else text)
    if len(folded.split()) > MOST_WORDS and not _ASKS.search(folded):
        return tuple(dict.fromkeys([*abroad, *lived]))
    named = (need for need, asked, had in _PATTERNS if asked.search(folded) and not had.search(folded))
    return tuple(dict.fromkeys([*named, *abroad, *lived]))


def situations(text: str) -> tuple[str, ...]:
    """The needs that what she lives now makes plain ("chu dehors", "rien dans le frigo")."""
    folded = fold(text)
    return tuple(need for need, pattern in _SITUATIONS if pattern.search(folded))


def is_silence(text: str) -> bool:
    """Whether something was written without a letter or a digit ("…", "?")."""
    return bool(text) and not any(map(str.isalnum, text))


_AROUND = r"(?:(?:ok|bon|pis|et|puis|aussi|svp|stp|gratuite?s?|pas chere?s?|je? ?veux|je? ?cherche)\b ?)*"
_ARTICLE = r"(?:de la |du |des |de l'|de |d'|une? |l'|la |le )?"
_BARE = tuple(
    (need, re.compile(rf"{_AROUND}{_ARTICLE}(?:{words}) ?{_AROUND}")) for need, words in (*_NEEDS, *_ALONE)
)


def bare_request(text: str) -> str | None:
    """The need of a message that is nothing but its noun ("pis de la bouffe aussi"), or None."""
    bare = " ".join(re.sub(r"[?!.,;:…]+", " ", fold(text)).split())
    return next((need for need, pattern in _BARE if pattern.fullmatch(bare)), None)


_GOES_ON = re.compile(
    r"\b(?:veux|veut|vx|vais|vas|pense|compte|suis|chu) (?:pas|pu|plus|jamais|aucunement) "
    r"(?:vraiment |encore |du tout )?(?:pret\w* )?(?:a |de |d')?"
    r"(?:m'en )?(?:lacher|arreter|quitter|sortir|partir|debarquer|changer de (?:vie|job|metier))\b"
    r"(?! (?:de |d')?(?:fumer|boire|consommer|prendre|te |vous |me ))"
)


def goes_on_as_before(text: str) -> bool:
    """Whether she says that she does not want to leave what she does."""
    return _GOES_ON.search(fold(text)) is not None
