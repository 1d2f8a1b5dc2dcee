"""What is answered in one sentence before the reply goes on, whatever the engine reads in the message.

Whether this is for her too (her age, a man, long ago), whether somebody speaks her language, that she goes on
in French, that a number does not work, that she wants one thing and not another, that she is in no danger:
asked or said in first words most often, beside something else, and lost when only that is answered. None of
these sentences names a subject: by SMS they may stand before it is known who reads.
"""

from __future__ import annotations

import re

from bot.conversation.following_up import reports_a_number
from bot.conversation.plainwords import needs_named
from bot.conversation.questions import asks
from bot.safety.conversation import denies_plainly
from bot.safety.french import fold
from bot.safety.language import asks_for_english

_LIKE_ME = (
    r"(?:comme (?:moi|nous)|de mon age|(?:de|a) \d{2} ans|qui (?:ont|a) (?:arrete|lache|quitte)"
    r"|dans (?:mon cas|ma situation))"
)
_KIND = (
    r"(?:quelqu'un|qqun|du monde"
    r"|(?:une?|des|les) (?:vieilles? )?(?:femmes?|filles?|personnes?|gens|dames?|gars|hommes?))"
)
_FOR_ME = re.compile(
    rf"\b(?:pour|a|d'|les?) ?{_KIND} {_LIKE_ME}"
    r"|\b(?:si|que) (?:c'?est|ca (?:peut etre|s'adresse)|ici c'?est|(?:votre|ce|l[ea]) \w+ (?:c'?)?est)\b"
    r"(?! (?:\w+ )?(?:pas|trop|mal|ma|mon)\b).{0,20}\bpour (?:moi|les (?:hommes|gars|vieilles?))\b"
    r"|\bc'?est (?:surement |peut[- ]etre |probablement |sans doute )?pas (?:vraiment )?"
    r"(?:fait )?pour (?:moi|les (?:hommes|gars|vieilles?))\b(?!,? (?:c'?est |mais )?pour\b)"
    r"|\b(?:pas|etre|suis|chu) (?:\w+ )?a la bonne (?:place|adresse)\b"
    r"|\btrop (?:vieille|vieux|agee?) pour (?:ca|ici|ecrire|vous ecrire|demander|avoir de l'aide)\b"
    r"|\b(?:vous (?:parlez|aidez)|tu (?:parles|aides)|aidez[- ]vous|aides[- ]tu)\b.{0,20}"
    r"\b(?:hommes|gars|clients?|ex-clients?|ca)\b\W*$"
)
_FOR_YOU = {True: "Oui, ici, c'est aussi pour toi.", False: "Oui, ici, c'est aussi pour vous."}
"""By whether she is said tu."""

_TONGUES = (
    r"(?:anglais|espagnol|portugais|creole|kreyol|arabe|russe|ukrainien|roumain|mandarin|chinois|cantonais"
    r"|vietnamien|tagalog|farsi|persan|dari|turc|italien|polonais|hongrois|swahili|lingala|wolof|tamoul|hindi"
    r"|ourdou|pendjabi|bengali|thai|coreen|japonais|albanais|grec|bulgare|tigrinya|amharique|somali|kirundi"
    r"|inuktitut|innu|innu-aimun|cri|atikamekw|anishinabe|micmac|mohawk)"
)
_NORTHERN = re.compile(r"\b(?:inuktitut|cri)\b")
_SPEAKS = re.compile(
    rf"\b(?:parlez|parle|parles|parlent|comprenez|comprends|repondez|reponds|ecrire|ecris|service|aide|interprete)\b"
    rf"(?:[- ](?:vous|tu|t-on|ici|on|aussi|en|l'|le|bien|un peu|quelqu'un|pour|du|de l'|de|vous autres))*"
    rf" ?\b{_TONGUES}\b"
    r"|\b(?:parle|parlent|parlez) ma langue\b|\b(?:besoin|avoir|avez|ya|y a)\b.{0,20}\binterprete"
)
_WANTED_HERE = re.compile(
    r"\bqui (?:parle|parlent|comprend|repond)\b|\b(?:vous parlez|tu parles)\b|\binterprete"
)
_DOES_NOT = re.compile(
    r"\b(?:parle|comprends|ecris) (?:pas|juste|seulement|que|mieux)\b|\bje (?:ne )?parle\b"
)
_INTERPRETERS = {
    True: "Ici, je réponds seulement dans cette langue-ci. Au 1 833 900-1010, jour et nuit, "
    "un interprète peut t'aider: plus de 200 langues.",
    False: "Ici, je réponds seulement dans cette langue-ci. Au 1 833 900-1010, jour et nuit, "
    "un interprète peut aider: plus de 200 langues.",
}
_NORTHERN_LINE = (
    "Ici, je réponds seulement dans cette langue-ci. En cri ou en inuktitut, sur demande, jour et nuit: "
    "1 855 242-3310."
)
_ENGLISH = (
    "Yes: write in English; longer answers come in simple French. "
    "To talk to someone in English, day and night: 811, option 2."
)
_IN_FRENCH = re.compile(
    r"^(?:(?:ok|bon|oui|ah|d'accord|dac|parfait|alors)[\s,.!]+)*(?:(?:je|on|j') ?(?:vais |va |peux )?"
    r"(?:continuer?|ecri\w+|reprends?) (?:(?!pas|mal|peu)\w+ ){0,2})?en francais\b(?!.*\?)"
)
_GOES_ON = {
    True: "Merci. On continue dans cette langue-ci, comme cela te vient.",
    False: "Merci. On continue dans cette langue-ci, comme cela vous vient.",
}


_DEAD_NUMBER = (
    "Désolée pour ce numéro. De jour, le 211 en donne d'autres; à toute heure, le 811, option 2, répond."
)
_SET_ASIDE = "D'accord, on met cela à part."
_RATHER = re.compile(
    r"\b(?:prefere\w*|aime(?:rais)? mieux|plutot|a la place|au lieu|d'abord|en premier|veu[xt]|vx|voudrais"
    r"|cherche|besoin|juste|seulement)\b"
)
_HELPERS = (
    r"(?:polices?|policiers?|flics?|boeufs?|plaintes?|dpj|tribunal|cour|juge|signalement|911|avocat\w*|hopital"
    r"|hopitaux|urgences?|clsc|medecins?|docteurs?|refuges?|maisons? d'hebergement|therapies?|cures?|detox"
    r"|desintox\w*|psy\w*|groupes?|travailleu\w+ social\w*|intervenant\w*|foyers?|centre jeunesse)"
)
"""Help of which a woman may want none; what she only lacks (papers, a job) she does not refuse."""
_THE = r"(?:(?:l[ae]s?|une?|des?|du|ma|mon|mes) |[ld]')*"
_SETS_ASIDE = re.compile(
    rf"\b(?:pas|sans|aucune?|ni)(?: (?:passer|aller|appeler|voir|parler|avoir affaire|par|a|au))*"
    rf" {_THE}{_HELPERS}\b"
    rf"|\b(?:prefere\w*|aime(?:rais)? mieux|plutot)\b.{{2,30}}\b(?:que|qu'|au lieu|a la place) ?"
    rf"{_THE}{_HELPERS}\b"
)


def sets_one_aside_for_another(text: str) -> bool:
    """Whether `text` wants none of one help and asks for another: "pas la police, l'avocat d'abord"."""
    folded = fold(text)
    refuses = _SETS_ASIDE.search(folded) and _RATHER.search(folded) and not asks(text)
    return bool(refuses) and bool(needs_named(text))


_NO_DANGER = re.compile(r"\b(?:danger|peligro)\b|\bnoires?\b|\bsuicid|\bdark thoughts\b")
_SO_MUCH_THE_BETTER = {"fr": "Tant mieux.", "en": "Good.", "es": "Me alegro."}


def so_much_the_better(message: str, language: str) -> str:
    """What answers a danger plainly denied when none is open: "pas en danger, mes clients sont doux"; "" when
    `message` denies none."""
    denied = _NO_DANGER.search(fold(message)) and denies_plainly(message) and not asks(message)
    return _SO_MUCH_THE_BETTER.get(language, "") if denied else ""


def asks_if_for_her(message: str) -> bool:
    """Whether `message` doubts that this is for who writes: her age, a man, years after."""
    return _FOR_ME.search(fold(message)) is not None


def asks_for_a_language(message: str) -> bool:
    """Whether `message` asks for somebody who speaks, or writes, another language than French."""
    folded = fold(message)
    wanted = asks(message) or _WANTED_HERE.search(folded) is not None
    spoken = wanted and _SPEAKS.search(folded) is not None and not _DOES_NOT.search(folded)
    return spoken or asks_for_english(message)


def goes_on_in_french(message: str) -> bool:
    """Whether `message` says that it goes on in French."""
    return _IN_FRENCH.search(fold(message)) is not None


def answered_at_once(message: str, *, tu: bool, beginning: bool) -> str:
    """The sentence that `message` gets before all else, "" for none; `beginning`: nothing was shown yet, so
    that "pour moi" is this talk and no service."""
    folded = fold(message)
    if asks_for_english(message) or (asks_for_a_language(message) and "anglais" in folded):
        return _ENGLISH
    if asks_for_a_language(message):
        return _NORTHERN_LINE if _NORTHERN.search(folded) else _INTERPRETERS[tu]
    if goes_on_in_french(message):
        return _GOES_ON[tu]
    if beginning and reports_a_number(folded):
        return _DEAD_NUMBER
    if sets_one_aside_for_another(message):
        return _SET_ASIDE
    return _FOR_YOU[tu] if beginning and asks_if_for_her(message) else ""
