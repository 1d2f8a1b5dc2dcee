"""Needs named in plain English or Spanish words: "do you have a lawyer?", "busco un refugio".

The model reads French: of another language these nouns are what is sure. They count where the message asks,
or is nothing but them.
"""

from __future__ import annotations

import re

from bot.safety.french import fold
from bot.safety.language import language_of, writes_french

_NEEDS: tuple[tuple[str, str], ...] = (
    (
        "hebergement",
        r"shelters?|housing|(?:some)?(?:where|place) (?:safe )?to (?:sleep|stay|live|crash)"
        r"|a (?:bed|room|roof)|refugio|albergue|donde (?:dormir|quedarme|vivir)|vivienda",
    ),
    (
        "aide_alimentaire",
        r"food(?: banks?)?|groceries|something to eat|clothes|winter coats?|diapers|comida|ropa|despensa",
    ),
    ("juridique", r"lawyers?|legal (?:aid|help|advice)|abogad[oa]s?|ayuda legal"),
    (
        "sante_psychologique",
        r"psychologists?|therapists?|therapy|counsel+ors?|counsel+ing|psicolog[oa]s?|terapia",
    ),
    ("dependances", r"detox|rehab|sober|quit (?:drinking|using|drugs)|desintoxicacion"),
    ("sante_physique", r"doctors?|nurses?|walk-in clinics?|medic[oa]s?|doctora?"),
    ("sante_sexuelle", r"st[di] tests?|tested for st[di]s?|birth control|morning[- ]after pill|condoms"),
    ("grossesse", r"abortions?|pregnancy tests?|aborto"),
    ("emploi_formation", r"(?:another|other|new|real|normal|different) (?:job|work)|otro trabajo|empleo"),
    ("argent_dettes", r"(?:my|with) debts?|welfare|pay (?:my|the) rent|deudas"),
    ("immigration", r"visas?|work permits?|refugee claims?|permiso de trabajo"),
    ("ecoute", r"(?:someone|somebody|anyone|anybody) to talk to|alguien con quien hablar"),
)
_NAMED = tuple((need, re.compile(rf"(?<![\w-])(?:{words})(?![\w'-])")) for need, words in _NEEDS)
_HAD = re.compile(
    r"\b(?:my|his|her|their|the|saw an?|have an?|had an?|mi|su) (?:\w+ )?"
    r"(?:shelter|lawyer|doctor|nurse|psychologist|therapist|counsel+or|food|abogad[oa]|medic[oa]|doctora?)\b"
)
"""Somebody or something that is there already."""
_ASKS = re.compile(
    r"\?|\b(?:need|want|looking for|look for|where|find|is there|are there|do you (?:have|know)|any|get"
    r"|give me|help (?:me )?(?:with|to)|how (?:do|can)|necesito|busco|quiero|hay|donde|tienen)\b"
)
_ASKED_OF_US = re.compile(r"\b(?:do|would|can) you (?:have|know|give me|get me|find me) ")
_ALONE = 2
"""Words: so short a message is nothing but the need."""


def needs_abroad(text: str) -> tuple[str, ...]:
    """The needs that `text`, in English or Spanish, asks for in words that leave no doubt."""
    folded = fold(text)
    alone = len(folded.split()) <= _ALONE and not writes_french(text)
    if not alone and (language_of(text) == "fr" or not _ASKS.search(folded)):
        return ()
    if _HAD.search(_ASKED_OF_US.sub(" ", folded)):
        return ()
    return tuple(need for need, pattern in _NAMED if pattern.search(folded))
