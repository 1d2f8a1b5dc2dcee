"""What the reply to a danger must say besides: a neck that was squeezed, something swallowed, a stranger.

These are reasons ("sign:…") beside the kinds; they raise no alarm. A strangling alone changes kinds, since a
model takes the voice and the breath that it leaves for an overdose.
"""

from __future__ import annotations

import re

from bot.safety.french import clean, standardise
from bot.safety.verdict import (
    STRANGER,
    STRANGULATION,
    SWALLOWED,
    THROAT,
    UNTAKEN,
    Context,
    ordered,
)

_SWALLOWED = re.compile(
    r"\b(?:aval\w*|pris|prise|prend\w*|calle\w*|gob\w*|swallow\w*|took|taken|tom\w*|trag\w*) (?:\w+ ){0,5}"
    r"(?:pilules?|comprimes?|cachets?|medicaments?|pills?|pastillas?|prescriptions?|bouteilles?|pots?|bottle|"
    r"tylenols?|advils?|ativans?|\w+pam|\w+done)\b"
)
_STRANGLED = re.compile(
    r"\b(?:etrangl\w*|strangl\w*|chok(?:ed|es|ing)|estrangul\w*|"
    r"(?:serre|serree?|pris|prise|pogne|pognee|tenue?|poigne|poignee) (?:\w+ ){0,2}(?:gorge|cou))\b"
)
# Feared, not done.
_STRANGLING_FEARED = re.compile(
    r"\b(?:pas|plus|peur (?:de|d)) (?:\w+ ){0,2}?(?:me faire|etre|finir) (?:\w+ )?etrangl\w+"
)
# After a strangling: what the neck does hours or days later, and breath that is short, which does not wait.
_THROAT = re.compile(
    r"\b(?:"
    r"voix (?:\w+ ){0,3}(?:rauque|enrouee|changee|bizarre|cassee|eteinte|partie)|"
    r"(?:perdu|pu|plus) (?:de |la |ma )?voix|"
    r"(?:mal|misere|dur|douleur|peine|pas capable|capable pas|peux pas|peux plus) "
    r"(?:\w+ ){0,2}(?:a |d |de )?(?:avaler|manger|boire)|"
    r"(?:mal|douleur|bleus?|marques?) (?:\w+ ){0,2}(?:gorge|cou)|"
    r"gorge (?:\w+ ){0,2}(?:enflee?|mal|serree?|brule)|"
    r"hoarse|hurts to swallow|sore throat|"
    r"voz (?:\w+ )?ronca|duele tragar"
    r")\b"
)
_SHORT_OF_BREATH = re.compile(
    r"\b(?:"
    r"(?:mal|misere|dur|peine|difficulte|trouble) (?:\w+ ){0,2}(?:a |de )?respirer|"
    r"respire (?:mal|a peine|croche|pas bien)|"
    r"(?:souffle|respiration) (?:\w+ ){0,2}(?:courte?|difficile|bloquee?)|"
    r"manque (?:d |de )?(?:air|souffle)|"
    r"(?:hard|trouble|hurts) (?:to )?breath\w*|short of breath|"
    r"cuesta respirar"
    r")\b"
)
# Anything taken, by mouth, by needle or by smoke; a poison, too.
TAKEN_WORDS = re.compile(
    r"\b(?:"
    r"aval\w*|gob\w*|pris|prise|prend\w*|pri|bu|bue|boit|bois|calle\w*|mange\w*|vide|videe?|"
    r"pique\w*|shoot\w*|sniff\w*|fume\w*|consomm\w*|inject\w*|melange\w*|"
    r"doses?|od|overdos\w*|surdos\w*|sobredosis|narcan|naloxone|seringue|aiguille|"
    r"pilules?|comprimes?|cachets?|medicaments?|medocs?|pills?|pastillas?|meds|insuline|"
    r"drogue\w*|drugs?|fent\w*|hero|heroine|ghb|crack|speed|meth|crystal|coke|cocaine|"
    r"opio\w*|dilaudid|morphine|methadone|benzos?|xanax|champignons?|"
    r"alcool|vodka|verre|bouteille|poison\w*|javel|antigel|produit|bleach|"
    r"swallow\w*|took|taken|drank|trag\w*|tome|bebi"
    r")\b"
)
# Followed by somebody she does not know: the rule reads that she is followed, these words by whom.
_STRANGER = re.compile(
    r"\b(?:"
    r"(?:un|une|des|deux|trois|a) (?:\w+ ){0,2}?"
    r"(?:gars|hommes?|inconnu\w*|etranger|type|bonhomme|monsieur|gang|"
    r"auto|char|voiture|van|camion|pick ?up|truck|vus|moto|"
    r"man|guy|men|stranger|car|hombre|desconocido|carro|coche)|"
    r"quelqu un|someone|somebody|alguien"
    r") (?:\w+ ){0,5}?(?:me|m|nous|is|qui) (?:\w+ ){0,2}?"
    r"(?:suit|suis|suivent|poursuit|poursuivent|following|sigue|siguiendo)\b"
)
_SOMEONE_KNOWN = re.compile(
    r"\b(?:mon|son|my|her|mi|su) (?:\w+ )?"
    r"(?:ex|chum|copain|mari|conjoint|pimp|mac|proxenete|client|boss|pere|frere|coloc|"
    r"boyfriend|husband|novio|marido|esposo)\b|"
    r"\b(?:un|a|ancien) (?:\w+ )?(?:client|ex)\b"
)


def after_strangling(
    standard: str, context: Context | None, kinds: tuple[str, ...], ruled: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds and signs when a neck that was squeezed, or a violence told before, is followed by a changed
    voice, pain in swallowing or short breath: what a model takes for an overdose is none."""
    short = bool(_SHORT_OF_BREATH.search(standard))
    told = bool({"violence", "violence_en_cours"} & {*kinds, *(context.open_kinds if context else ())})
    if not (short or _THROAT.search(standard)) or not (told or _STRANGLED.search(standard)):
        return kinds, ()
    if TAKEN_WORDS.search(_THROAT.sub("", _STRANGLED.sub("", standard))):
        # Something was taken, too: the overdose stays.
        return kinds, ()
    emergency = {"surdose_medical"} if short or "surdose_medical" in ruled else set()
    others = {*kinds} - {"surdose_medical"}
    return ordered({*others, "violence", *emergency}), (STRANGULATION, THROAT)


def taken_back(stretch: str) -> frozenset[str]:
    """Signs that a stretch of a long message takes back from the others: it names something taken, or
    somebody she knows."""
    standard = standardise(clean(stretch))
    words = {UNTAKEN: TAKEN_WORDS, STRANGER: _SOMEONE_KNOWN}
    return frozenset(sign for sign, pattern in words.items() if pattern.search(standard))


def told_besides(standard: str, kinds: tuple[str, ...], context: Context | None) -> tuple[str, ...]:
    """What the reply must say besides, of a message that tells these kinds."""
    found = []
    before = context.open_kinds if context is not None else ()
    if "surdose_medical" in kinds and "surdose_medical" not in before and not TAKEN_WORDS.search(standard):
        found.append(UNTAKEN)
    if "violence_en_cours" in kinds and _STRANGER.search(standard) and not _SOMEONE_KNOWN.search(standard):
        found.append(STRANGER)
    done = _STRANGLING_FEARED.sub("", standard)
    if {"violence", "violence_en_cours"} & set(kinds) and _STRANGLED.search(done):
        found.append(STRANGULATION)
    if "suicide_imminent" in kinds and _SWALLOWED.search(standard):
        found.append(SWALLOWED)
    return tuple(found)
