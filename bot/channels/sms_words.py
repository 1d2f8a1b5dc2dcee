"""The few words that always work by SMS, and the fixed texts of this channel.

The fixed texts name no subject and speak to nobody in particular: whoever holds the phone may be reading. All
of them fit GSM-7; tests/bot/channels/test_sms_texts.py prints their sizes.
"""

from __future__ import annotations

import re
from enum import Enum

from rapidfuzz.distance import OSA

from bot.safety.french import fold

MAX_WORD_LETTERS = 14
_ONE_TYPO_FROM = 4
"""Letters a reserved word must have for one typing mistake to be forgiven."""


class Word(Enum):
    """A reserved word, by what it does."""

    HELP = "AIDE"
    MORE = "SUITE"
    MENU = "MENU"
    FORGET = "EFFACER"
    STOP = "ARRET"
    RESTART = "RECOMMENCER"


_FORMS: dict[str, Word] = {
    **dict.fromkeys(("aide", "help", "info"), Word.HELP),
    **dict.fromkeys(("suite", "plus", "next"), Word.MORE),
    **dict.fromkeys(("menu", "choix"), Word.MENU),
    **dict.fromkeys(("effacer", "efface", "effacez", "supprimer", "supprime", "delete"), Word.FORGET),
    **dict.fromkeys(("arret", "arrete", "arretez", "stop", "stopp", "stopall"), Word.STOP),
    # What Canadian carriers also take for STOP, when they let it through (docs/sms.md).
    **dict.fromkeys(("end", "fin", "quit", "cancel", "unsubscribe", "desabonner"), Word.STOP),
    **dict.fromkeys(("recommencer", "recommence", "recommencez", "restart", "reset"), Word.RESTART),
}
_FORGIVING = ("aide", "suite", "menu", "effacer", "efface", "arret", "stop", "recommencer", "recommence")
"""Forms that one typing mistake may reach."""

_OTHER_WORDS = frozenset(
    # One letter from a reserved word, and something else: "fuite", "stp", "raide", "venu" may be an answer.
    re.findall(
        r"\w+",
        """
        fuite fuites cuite suive suivre suivi suis suit suites site venu tenu menue menus mena mene vide ride
        raide raides aine aime aimer aimes aires laide side bide aidee aides aider aile sida stp shop step
        spot stock top effare carre arreter arrets effet recommande recommandee
        """,
    )
)
_AROUND = re.compile(
    r"^(?:svp|stp|please|s'il (?:te|vous) plait)\s+|\s+(?:svp|stp|please|s'il (?:te|vous) plait)$"
)
_NOT_LETTERS = re.compile(r"[^a-z]+")


def reserved(text: str) -> Word | None:
    """The reserved word that is the whole of `text`, in any case, with or without accents, or None.

    One typing mistake is forgiven ("SUIET", "arrrêt", "éfacer"); a sentence that contains a reserved word is
    not one ("j'ai besoin d'aide", "arrête de me texter"), nor a word that means something else ("fuite").
    """
    folded = " ".join(fold(text).split())
    said = _AROUND.sub("", folded).strip(" .,;:!?\"'()*-_/#«»“”…")
    if not said or " " in said or len(said) > MAX_WORD_LETTERS or _NOT_LETTERS.search(said):
        return None
    if said in _FORMS:
        return _FORMS[said]
    if said in _OTHER_WORDS or len(said) < _ONE_TYPO_FROM:
        return None
    near = {_FORMS[form] for form in _FORGIVING if OSA.distance(said, form, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


_YES = re.compile(
    r"^(?:1|oui|ouais|ouaip|ouep|ui|oui oui|ok|okay|yes|yeah|yep|yup|sure|si|claro|"
    r"d'accord|dac|correct|go|bon moment|c'est (?:bon|correct|beau|ok)|vas[- ]y|allez[- ]y)"
    r"(?: (?:1|oui|claro|gracias|please|thanks|it is|la|maintenant|merci|svp|stp|"
    r"c'est (?:bon|correct|beau)|vas[- ]y|(?:je suis|chu) seule?))*$"
)
_NO = re.compile(
    r"^(?:2|non|no|nan|nope|non non|plus tard|pas le bon moment|not (?:now|really)|later|"
    r"ahora no|despues|"
    r"pas (?:maintenant|la|tout de suite|vraiment|un bon moment))"
    r"(?: (?:2|non|merci|thanks|gracias|it'?s not|not now|ahora|"
    r"pas (?:maintenant|tout de suite|la)|plus tard|desolee?))*$"
)
_WHO = re.compile(
    r"^(?:c'?(?:est)? ?(?:qui|ki)\b|qui (?:est[- ]ce|es[- ]tu|etes|t'es|parle|ecrit)|t'?es qui|tu es qui|"
    r"who(?:'s| is| are)\b|c'est quoi ce num|(?:de )?quien (?:es|eres|habla))|"
    r"mauvais numero|wrong number|connais pas ce num"
)
_GOOD_MOMENT = re.compile(
    r"\bbon moment\b|\btranquille\b|\bgood (?:time|moment)\b|\bbuen momento\b", re.IGNORECASE
)

_GREETS = {
    "en": re.compile(
        r"^(?:(?:hi|hello|hiya)(?: (?:there|hi|hello|everyone|anybody|anyone|miss|ma'am))*"
        r"|(?:hi |hello )?good (?:morning|afternoon|evening|day))$"
    ),
    "es": re.compile(
        r"^(?:hola|holi|holaa+|buen(?:os|as)?|saludos)"
        r"(?: (?:hola|buen(?:os|as)?|dias?|tardes|noches|que tal|como esta[sn]?|senora|amigas?))*$"
    ),
}
"""Only a greeting, by its language."""


_911 = re.compile(r"^\W*(?:9[ -]?1[ -]?1|112|(?:sos )?911 ?(?:svp|stp|sos)?)\W*$", re.IGNORECASE)


def is_911(text: str) -> bool:
    """True when `text` is only the emergency number: in Québec it takes calls, not texts."""
    return _911.match(text) is not None


def says_yes(text: str) -> bool:
    """True when `text` only says that this is a good moment."""
    return _YES.match(_bare(text)) is not None


def says_no(text: str) -> bool:
    """True when `text` only says that this is not a good moment."""
    return _NO.match(_bare(text)) is not None


def asks_who(text: str) -> bool:
    """True when a short `text` asks whose number this is: perhaps somebody else holds the phone."""
    return len(text) <= 60 and _WHO.search(fold(text)) is not None


def asks_good_moment(text: str) -> bool:
    """True for a greeting of domain.yml that asks what FIRST_WORDS has asked already."""
    return _GOOD_MOMENT.search(text) is not None


def greeting_language(text: str) -> str:
    """The language of a `text` that only greets, "fr" for anything else."""
    bare = _bare(text)
    return next((language for language, greets in _GREETS.items() if greets.match(bare)), "fr")


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w' -]", " ", fold(text)).split())


# ---- Fixed texts.

SAFE_QUESTION = "Est-ce un bon moment pour écrire?\n1. Oui\n2. Non"
FIRST_WORDS = f"Bonjour. {SAFE_QUESTION}"
WHO_WORDS = f"C'est un numéro d'information automatique. {SAFE_QUESTION}"
SAFE_QUESTION_IN = {
    "fr": SAFE_QUESTION,
    "en": "Is this a good time to write?\n1. Yes\n2. No",
    "es": "¿Es buen momento para escribir?\n1. Si\n2. No",
}
"""By language; no accent that would cost UCS-2."""
FIRST_WORDS_IN = {
    "fr": FIRST_WORDS,
    "en": f"Hello. {SAFE_QUESTION_IN['en']}",
    "es": f"Hola. {SAFE_QUESTION_IN['es']}",
}
WHO_WORDS_IN = {
    "fr": WHO_WORDS,
    "en": f"This is an automatic information number. {SAFE_QUESTION_IN['en']}",
    "es": f"Responde un programa que da informes. {SAFE_QUESTION_IN['es']}",
}
WHO_IN_DANGER = "C'est un numéro d'information automatique. En danger: 911."
"""The same while life may be at risk: no question, so that a digit means what the screen before says."""
NOT_NOW = (
    "Pas de souci, ce sera pour un autre moment. Rien ne sera envoyé d'ici là. Ce fil peut s'effacer. "
    "Pour reprendre, il suffit d'écrire."
)
NOT_NOW_IN = {
    "fr": NOT_NOW,
    "en": "No problem, another time then. Nothing will be sent until then. This thread can be deleted. "
    "To start again, just write.",
    "es": "Sin problema, para otro momento. Nada se manda hasta entonces. Este hilo se puede borrar. "
    "Para volver, basta con escribir.",
}
GO_ON = {
    False: "D'accord. Dis-moi ce qu'il te faut, ou écris MENU. EFFACER oublie tout ici. Sur ton téléphone: "
    "doigt sur le fil, Supprimer. La facture montre juste ce numéro.",
    True: "D'accord. Que vous faut-il? Ou écrivez MENU. EFFACER oublie tout ici. Sur le téléphone: "
    "doigt sur le fil, Supprimer. La facture montre juste ce numéro.",
}
"""By whether "vous" is said."""
GO_ON_ABROAD = {
    "en": "OK. Write what you need, or MENU. EFFACER erases everything here. On your phone: hold the thread, "
    "Delete. The bill shows only this number.",
    "es": "De acuerdo. Escribe lo que necesitas, o MENU. EFFACER borra todo. En el cel: dejar el dedo en el "
    "hilo, Borrar. La factura muestra solo este numero.",
}
"""The same in the other languages in which the first question is asked."""
HIDDEN = (
    "Par prudence, un renseignement personnel a été caché. "
    "Pas besoin d'en donner: personne ne rappelle d'ici."
)
HIDDEN_BEFORE = (
    "Par prudence, un numéro ou une adresse écrit avant a été caché. "
    "Pas besoin d'en donner: personne ne rappelle d'ici."
)
"""The same when there was no room for it in the answer to that message."""
HELP = (
    "En danger: 911. Pour parler à quelqu'un, 24/7: 811. Ici, un programme répond: des mots simples "
    "suffisent, ou le chiffre d'un choix. MENU montre les choix, SUITE le reste. "
    "RECOMMENCER repart du début. EFFACER oublie tout ici. ARRET: plus de message."
)
STOPPED = "C'est noté: plus de message. Pour reprendre, il suffit d'écrire."
FORGOTTEN = (
    "C'est effacé ici. Sur le téléphone: garder le doigt sur ce fil, puis Supprimer. "
    "La facture peut montrer ce numéro."
)
NOT_911 = (
    "Ce numéro n'est pas le 911. En danger: appeler le 911. Sans pouvoir parler: appeler et laisser la ligne "
    "ouverte."
)
RESTARTED = "On recommence."
NOTHING_MORE = "Il n'y a pas de suite. Écrire la question, ou MENU."
NOTHING_READ = "Le message est arrivé vide. Écrire en mots simples, ou AIDE. En danger: 911."
NO_PICTURES = "Les images et les sons ne passent pas ici. Écrire en mots simples, ou AIDE. En danger: 911."
TOO_MANY = (
    "Trop de messages d'un coup: attendre un peu, puis écrire encore. En danger: 911. "
    "Parler à quelqu'un, 24/7: 811."
)
UNAVAILABLE = (
    "Petit problème ici. En danger: 911. Idées noires: 1 866 277-3553. "
    "Quelqu'un fait du mal: 1 800 363-9010. Santé, ou parler à quelqu'un: 811."
)
"""When nothing else can be said; the numbers are those of bot/conversation/fallback.py."""
