"""Readable corrections of what the learned layers say: a blow told as past, a feeling or a refusal that is only that.

They are narrow on purpose. Over-raising is a harm too: a woman who says that she was hit needs the line that
listens before the police, and one who says "j'ai peur" is asked, not given a list of lines.
"""

from __future__ import annotations

import re

from bot.safety.verdict import URGENT_KINDS

# "il m'a frappée", "mon chum m'a battue hier": done, as French says it. Strangling is left out: within a day it
# is an emergency whatever the tense.
_DONE = re.compile(
    r"\b(?:m|nous|l|lui) (?:a|ont|avait) (?:\w+ ){0,2}(?:frap|bat|cogn|gifl|pouss|tap|claqu|bless|menac)\w+"
)
_NOW = re.compile(
    r"\b(?:en ce moment|maintenant|tout de suite|la la|vient (?:juste )?(?:de|d)|revient|arrive|porte|barre\w*|enferm\w+|cache\w*|"
    r"derriere|encore la|couteau|gun|arme|fusil|saigne\w*|sang|vite|dans la (?:chambre|maison|toilette)|chercher|dehors|"
    r"au secours|criss\w* de suite|il est la|elle est la)\b"
)
_BLOW = "violence_en_cours"

_FEELINGS = frozenset(
    [
        "peur",
        "triste",
        "tristes",
        "seule",
        "seul",
        "fatiguee",
        "fatigue",
        "vide",
        "videe",
        "vides",
        "videee",
        "terre",
        "honte",
        "stressee",
        "stress",
        "anxieuse",
        "anxiete",
        "epuisee",
        "bout",
        "tannee",
        "tanne",
        "perdue",
        "perdu",
        "nulle",
        "nul",
        "sale",
        "sales",
        "pleure",
        "braille",
        "moral",
        "decouragee",
        "deprimee",
        "deprime",
        "mal",
        "malheureuse",
        "coupable",
        "ecoeuree",
        "angoissee",
        "inquiete",
        "gelee",
        "lourde",
        "poche",
        "moche",
        "fragile",
        "bas",
        "degoutee",
        "solitude",
    ]
)
_LITTLE = frozenset(
    [
        "je",
        "j",
        "ai",
        "suis",
        "me",
        "m",
        "sens",
        "tellement",
        "trop",
        "tres",
        "vraiment",
        "bien",
        "si",
        "un",
        "une",
        "peu",
        "a",
        "au",
        "de",
        "d",
        "la",
        "le",
        "les",
        "l",
        "en",
        "ce",
        "c",
        "est",
        "ces",
        "temps",
        "ci",
        "aujourd",
        "hui",
        "jours",
        "soir",
        "toute",
        "tout",
        "et",
        "puis",
        "ben",
        "sa",
        "ca",
        "va",
        "pas",
        "file",
        "feel",
        "vie",
        "ma",
        "mon",
        "mes",
        "dans",
        "tu",
        "sais",
        "genre",
        "comme",
        "dire",
        "n",
        "ne",
    ]
)
_LONGEST = 9  # words of a bare feeling

_REFUSES = re.compile(
    r"(?:(?:non|ben|bof|euh|desolee?) )*(?:(?:je|j) )?"
    r"(?:(?:aime(?:rais)?|prefere(?:rais)?|veux|voudrais|ai) )?(?:(?:autant|mieux|juste) )?"
    r"(?:(?:n|ne) )?pas (?:(?:envie de|envie d|le gout de|te|vous|l|le|la|en|y) )*"
    r"(?:dire|repondre|parler|preciser)(?: (?:ca|cela|a ca|ma ville|mon age|ou|ici|merci|tout de suite))*"
)


def told_as_done(standard: str) -> bool:
    """Whether a standardised message tells a blow as past, with nothing that says now."""
    return bool(_DONE.search(standard)) and not _NOW.search(standard)


def bare_feeling(standard: str) -> bool:
    """Whether a standardised message says a feeling and nothing else ("je me sens vidée, à terre")."""
    words = standard.split()
    return (
        0 < len(words) <= _LONGEST
        and any(word in _FEELINGS for word in words)
        and all(word in _FEELINGS or word in _LITTLE for word in words)
    )


def bare_refusal(standard: str) -> bool:
    """Whether a standardised message refuses to answer and says nothing else ("j'aime mieux pas le dire")."""
    return _REFUSES.fullmatch(standard) is not None


def corrected(
    standard: str, kinds: tuple[str, ...], urgent: bool, reasons: tuple[str, ...], *, by_rule: bool
) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """Kinds, urgency and reasons after the corrections. `by_rule`: a rule fired on this message."""
    if kinds and not by_rule and bare_feeling(standard):
        return (), False, (*reasons, "correction:bare feeling")
    if kinds and not by_rule and bare_refusal(standard):
        return (), False, (*reasons, "correction:bare refusal")
    if _BLOW in kinds and told_as_done(standard):
        milder = tuple(dict.fromkeys("violence" if kind == _BLOW else kind for kind in kinds))
        still = any(kind in URGENT_KINDS for kind in milder)
        return milder, still, (*reasons, "correction:told as past")
    return kinds, urgent, reasons
