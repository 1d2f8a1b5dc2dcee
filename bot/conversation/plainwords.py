"""Words that leave no doubt: "un refuge à Montréal", "de la bouffe", "chu travailleuse de rue".

Requests of two or three words give a model little to read, and they are the commonest on a telephone.
These nouns name a need by themselves. Whole words only: "clé" is not CLES, "droguerie" is no drug. A place
where she already is ("chu au refuge") asks for nothing.
"""

from __future__ import annotations

import re

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
        r"(?:banque|aide|depannage) alimentaire|bouffe|de quoi manger|rien a manger|soupe populaire|"
        r"panier d'epicerie",
    ),
    (
        "sortie_prostitution",
        r"(?:sortir|m'en sortir|partir|arreter|quitter|lacher) (?:de |du |d')?(?:la |le |l'|les )?"
        r"(?:danse|prostitution|milieu|escorte|escorting|porno|clients|passes)",
    ),
    ("juridique", r"avocate?s?|aide juridique|conseils? juridiques?"),
    ("sante_physique", r"medecins?|docteure?s?|infirmiere clinicienne|sans rendez-vous"),
    ("sante_psychologique", r"psy|psychologue|psychotherap\w+"),
    ("sante_sexuelle", r"depistage|tests? itss|contraception|pilule du lendemain"),
    ("dependances", r"desintox\w*|detox|cure fermee|therapie (?:pour|alcool|drogue)\b"),
    ("entraide", r"groupe (?:de |pour )?(?:survivantes|femmes|soutien|entraide)"),
)
_ALREADY = (
    r"(?:\b(?:au|chez|dans le|dans un|dans une|sortie? du|suivie? par (?:un|une|ma|mon)|mon|ma|mes|son|sa) )"
)
_PATTERNS = tuple(
    (need, re.compile(rf"(?<![\w-])(?:{words})(?![\w'-])"), re.compile(rf"{_ALREADY}(?:{words})(?![\w'-])"))
    for need, words in _NEEDS
)
_ASKS = re.compile(r"\b(?:besoin|cherche|veux|veut|voudrais|faut|faudrait|trouver|ya tu|y a-t-il|manque)\b")
_TRADES = (
    "travailleuse? (?:sociale?|de rue)|travailleur (?:social|de rue)|ts|intervenante?|infirmiere?|"
    "educat(?:rice|eur)|psychoeducatrice|psychologue|agente? de probation|sage-femme|policiere?"
)
_PROFESSIONAL = re.compile(
    r"\b(?:je suis|chu|j'suis|jsuis|je travaille comme|ici|bonjour)[ ,]+(?:une? )?"
    rf"(?:{_TRADES})\b(?! (?:et|pis) (?:escorte|danseuse))"
)
MOST_WORDS = 8
"""A longer message names a need only beside a word that asks for it."""


def needs_named(text: str) -> tuple[str, ...]:
    """The needs that `text` asks for in words that leave no doubt."""
    folded = fold(text)
    if len(folded.split()) > MOST_WORDS and not _ASKS.search(folded):
        return ()
    return tuple(need for need, asked, had in _PATTERNS if asked.search(folded) and not had.search(folded))


_AROUND = r"(?:(?:ok|bon|pis|et|puis|aussi|svp|stp|gratuite?s?|pas chere?s?|je? ?veux|je? ?cherche)\b ?)*"
_ARTICLE = r"(?:de la |du |des |de l'|de |d'|une? |l'|la |le )?"
_BARE = tuple((need, re.compile(rf"{_AROUND}{_ARTICLE}(?:{words}) ?{_AROUND}")) for need, words in _NEEDS)


def bare_request(text: str) -> str | None:
    """The need of a message that is nothing but its noun ("pis de la bouffe aussi"), or None."""
    bare = " ".join(re.sub(r"[?!.,;:…]+", " ", fold(text)).split())
    return next((need for need, pattern in _BARE if pattern.fullmatch(bare)), None)


def is_professional(text: str) -> bool:
    """Whether the writer says that helping is her trade."""
    return _PROFESSIONAL.search(fold(text)) is not None
