"""What somebody may ask of a service: its hours, its price, what to say, what it keeps to itself."""

from __future__ import annotations

import re

from bot.conversation.questions import asks

WORDS_OF_MANY_NAMES = frozenset(
    {"maison", "centre", "ligne", "service", "aide", "femmes", "quebec", "services"}
)
"""They name no service."""

SAME = "same"
"""Whether what is on the screen was shown before."""
_THE_SAME = (
    r"memes?(?: (?:places?|endroits?|numeros?|listes?|services?|organismes?|ressources?|centres?|maisons?"
    r"|refuges?|lignes?|choses?|affaires?|adresses?|telephones?))?"
)
_THEY_ARE = (
    r"\b(?:c'?est|cest|c|ce sont|sont|encore|toujours"
    r"|(?:tu|vous) (?:me |m'|nous )?(?:as|avez|donnes?|donnez|montres?|montrez))"
)
_GIVEN = r"(?:tu |vous )?(?:m'|nous )?(?:as|avez) (?:deja )?(?:donne\w*|montre\w*|dite?s?)"
_EARLIER = (
    rf"(?:tantot|tout a l'heure|(?:l')?avant|(?:la |l')?(?:derniere|premiere|autre) fois|plus haut|{_GIVEN}"
    r"|(?:celles?|ceux|celui|la liste) (?:d'avant|de tantot|du debut|de tout a l'heure|de l'autre fois))"
)
_SHOWN_BEFORE = re.compile(
    rf"{_THEY_ARE}(?:[- ](?:tu|ce|pas|encore|toujours|exactement|toutes?|tous|juste|les?|la|l'"
    r"|(?:re)?(?:donne|montre)\w*))*"
    rf" {_THE_SAME}(?: (?:que |qu'){_EARLIER})*(?: (?:ca|la|hein|non|tantot|avant))*\W*$"
    r"|\b(?:as|avez)[- ]?(?:tu |vous )?(?:pas )?deja (?:donne|montre)\w*"
    r"(?: (?:ca|ceux-la|celles?-la|celui-la|tantot|avant|cette liste|ce numero|ces numeros))*\W*$"
)

_ASPECTS = (
    (
        "script",
        re.compile(
            r"\b(?:quoi|koi) (?:leur )?(?:dire|dis)\b|\bdi(?:re|s) quoi\b|comment (?:leur )?(?:dire|demander)"
        ),
    ),
    (
        "expect",
        re.compile(
            r"(?:se passe\b|(?:va|vas) (?:se )?(?:passer|arriver)|vont me demander|va me repondre"
            r"|^(?:et |pis |ok )+(?:apres|ensuite)\W*$"
            r"|repond au telephone|\b(?:donne|donner|dise|dire|laisser) (?:mon|un|son) nom\b|me nommer)"
        ),
    ),
    (
        "way",
        re.compile(
            r"\badresse\b|comment (?:on |j'?y |y |me |se )?(?:va|vais|aller|rend)"
            r"|\bm'?y rendre\b|\bautobus\b|\bmetro\b|c'?est ou\b|\bloin\b"
        ),
    ),
    (
        "hours",
        re.compile(
            r"\bheures?\b|\bouv(?:ert|re)|\bferme|\bhoraires?\b"
            r"|\brepond(?:ent)? (?:a|la nuit|le soir|quand)\b"
        ),
    ),
    ("cost", re.compile(r"\bcout|\bprix\b|\bgratuit|\bpaye|\bcombien\b")),
    (
        "contact",
        re.compile(
            r"\b(?:re)?joindre\b|\bcontacter\b|\bleur (?:numero|telephone|tel|courriel|site)\b|\bappeler ou\b"
        ),
    ),
)

_TELL = r"(?:donner|dire|repeter|rapporter|partager|denoncer|stooler|signaler)\b"
_THEIR_SECRECY = re.compile(
    r"\b(?:refuges?|organismes?|maisons?|centres?|intervenantes?|intervenants?|travailleuses?|clsc|calacs"
    r"|clinique|lignes?|hebergements?|infirmieres?)\b(?: [\w'-]+){0,6}?[ -](?:donn|dire|dit\b|disent|repet"
    r"|rapport|partag|gard|voir|savoir|lire|appel|avert|denonc|stool|signal)\w*"
    r"|\b(?:ils|elles|eux(?: autres)?) (?:vont|va|peuvent|ont le droit de)[- ]?(?:tu|pas)? ?"
    rf"(?:(?:me|m'|le|la|les|tout|de) ?){{0,3}}{_TELL}"
    rf"|\b(?:vont|peuvent)[- ](?:ils|elles) (?:(?:me|m'|le|la|les|tout) ?){{0,3}}{_TELL}"
)


def asks_what_others_keep(folded: str) -> bool:
    """Whether the folded text asks what a refuge or a worker, not this conversation, keeps or tells."""
    return _THEIR_SECRECY.search(folded) is not None


def aspect_in(folded: str) -> str | None:
    """The first of same (as was shown before), script, expect, way, hours, cost, contact that the
    folded text asks about, or None."""
    if _SHOWN_BEFORE.search(folded) and asks(folded):
        return SAME
    return next((name for name, pattern in _ASPECTS if pattern.search(folded)), None)
