"""Readable corrections of what the learned layers say: a blow told as past, a feeling or a refusal that is only that.

They are narrow on purpose. Over-raising is a harm too: a woman who says that she was hit needs the line that
listens before the police, and one who says "j'ai peur" is asked, not given a list of lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from bot.safety import everyday
from bot.safety.holds_her import who_holds_her
from bot.safety.rules import RuleSet
from bot.safety.verdict import URGENT_KINDS, ordered

# "il m'a frappée", "mon chum m'a battue hier": done, as French says it. Strangling is left out: within a day it
# is an emergency whatever the tense.
_DONE = re.compile(
    r"\b(?:m|nous|l|lui) (?:a|ont|avait) (?:\w+ ){0,2}(?:frap|bat|cogn|gifl|pouss|tap|claqu|bless|menac)\w+"
)
_NOW = re.compile(
    r"\b(?:en ce moment|maintenant|tout de suite|la la|vient (?:juste )?(?:de|d)|vite|criss\w* de suite|"
    r"revient|arrive|il est la|elle est la|encore la|derriere|dehors|chercher|"
    r"porte|barre\w*|enferm\w+|cache\w*|dans la (?:chambre|maison|toilette)|"
    r"couteau|gun|arme|fusil|saigne\w*|sang|au secours)\b"
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
    # Asking whether it matters: "c'est-tu grave si je dis pas où?"
    r"|(?:c est |est ce )?(?:\w+ ){0,2}?(?:grave|correct|ok|obligee?) si (?:je|j) (?:\w+ ){0,2}?"
    r"(?:dis|reponds|parle|precise|donne) (?:pas|rien)(?: (?:ca|cela|ou|ma ville|mon age|mon nom|tout))*"
)

_ADULT = r"(?:1[89]|[2-9]\d|vingt|trente|quarante|cinquante|soixante|eighteen|nineteen|twenty|thirty)"
_ADULT_AGE = re.compile(
    r"\b(?:j ai|j avais|je suis|elle a|elle avait|il a|on a|age de|de|"
    r"i m|i am|i was|she s|she is|she was|tengo|tenia|tiene) "
    rf"(?:(?:eu|juste|a peine|presque|maintenant|deja|just|only) )?{_ADULT}\b"
    r"(?! (?:h|heures?|minutes?|jours?|semaines?|mois|fois|"
    r"piasses?|piastres?|dollars?|clients?|km|pour cent))"
    rf"|\b{_ADULT} (?:ans|anos|years old)\b"
)
_YOUNG_AGE = re.compile(
    r"\b(?:1[0-7]|dix|onze|douze|treize|quatorze|quinze|seize|dix sept) ?(?:ans|anos|yo|years)?\b"
    r"(?! (?:h|heures|piasses|dollars))"
    r"|\bmineure?s?\b|\bsecondaire\b|\bado\w*\b"
)
# "elle a un enfant de trois ans": a child that is there, and nothing told of her or him.
_ONLY_A_CHILD = re.compile(
    r"(?:(?:et|puis|mais|oui|aussi|ben|donc|avec) )*"
    r"(?:(?:je suis|elle est) avec |(?:j|je|elle|on|nous) (?:(?:y|l) )?(?:ai|a|avons) )?"
    r"(?:un|une|deux|trois|quatre|mon|ma|mes|son|sa|ses|le|les|des) "
    r"(?:(?:petite?s?|jeunes?|autres?|grande?s?) )*"
    r"(?:enfants?|bebes?|fils|filles?|gars|garcons?|flos?|kids?|ados?)"
    r"(?: (?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d+|age|agee?s?|ans?|mois|semaines?|"
    r"et|de|d|a|avec|elle|moi|nous|fille|gars|garcon|aussi))*"
)
# Somebody close who has died: a grief, whatever the death was of.
_KIN = (
    r"(?:amie?s?|chum(?: de fille)?|copine|blonde|coloc|collegue|voisine|"
    r"soeur|frere|mere|pere|fille|fils|gars|cousine?|tante|niece|"
    r"friend|sister|best friend|roommate|amiga|hermana)"
)
_DIED = re.compile(
    rf"\b(?:{_KIN}|elle|il|she|he|qui|y|a) (?:\w+ ){{0,3}}?(?:est|e|etait) (?:\w+ )?"
    r"(?:morte?|decedee?|partie) (?:\w+ ){0,3}?(?:overdose|surdose|od|suicide|fentanyl|fenta|drogue)\b"
    rf"|\b{_KIN} (?:\w+ ){{0,2}}?(?:est|e) (?:\w+ )?(?:morte?|decedee?)\b"
    rf"|\b(?:{_KIN}|elle|il|qui) (?:\w+ ){{0,2}}?s est "
    r"(?:suicidee?|pendue?|enlevee? la vie|otee? la vie|tuee?)\b"
    rf"|\bj ai perdu (?:\w+ ){{0,3}}?{_KIN}\b"
    rf"|\b(?:{_KIN}|she|he) (?:\w+ )?(?:died|killed (?:herself|himself)|passed away)\b"
    r"|\b(?:murio|se mato)\b"
)
_OWN_WISH = re.compile(
    r"\b(?:moi aussi|rejoindre|avec elle|avec lui|comme elle|la suivre|plus vivre|"
    r"veux (?:\w+ )?(?:mourir|en finir|partir)|"
    r"(?:envie|gout|hate) de (?:\w+ )?(?:mourir|en finir|partir|disparaitre)|"
    r"me (?:tuer|suicider|pendre)|"
    r"join her|want to die|kill myself|quiero morir)\b"
)
_BODY_NOW = re.compile(
    r"\b(?:respire\w*|reveille\w*|bleues?|reagit|repond|naloxone|narcan|convuls\w*|inconsciente?|"
    r"en ce moment|la la|maintenant|a cote de moi|devant moi|vient de mourir|"
    r"breath\w*|unconscious|respira)\b"
)


_WITHDRAWAL = "sevrage"
"""The rule that is read over a whole message too: one sentence says that she stopped, another that she shakes."""
_WITHDRAWAL_READ = f"rule:surdose_medical/{_WITHDRAWAL}"
_MOST_TOLD = 60
"""Words: in a longer story what stopped and what shakes may belong to two people."""
_TAKEN = "surdose_medical"

# Her own sons or children, little: the words of a mother, which a model hears as those of a minor.
_HER_SONS = re.compile(
    r"\b(?:mes|nos|(?:j ai|on a) (?:\d|deux|trois|quatre)) (?:(?:\d|deux|trois|quatre) )?"
    r"(?:petits?|jeunes|grands|enfant) (?:garcons?|gars|fils|enfants?|flos?)\b"
)
# What is done to them, or what tells that she is one herself.
_OF_A_CHILD = re.compile(
    r"\b(?:(?:les|leur|leurs|l|eux|ils) (?:\w+ )?(?:touche\w*|film\w*|vend\w*|viol\w*|oblig\w*|forc\w*|"
    r"montre\w*|font|fait)|photos?|videos?|nue?s?|filles?|ecole|secondaire|foyer|mes parents|ma mere|mon pere|"
    r"famille d accueil|centre jeunesse|fugue\w*)\b"
)


@lru_cache(maxsize=1)
def _withdrawal_rule() -> RuleSet:
    everything = RuleSet.load()
    only = tuple(rule for rule in everything.rules if rule.name == _WITHDRAWAL)
    return replace(everything, rules=only, sentence_exclusions=())


def withdraws(standard: str) -> bool:
    """Whether a standardised message tells a withdrawal that can kill, whichever of its sentences says what."""
    return len(standard.split()) <= _MOST_TOLD and bool(_withdrawal_rule().find(standard, standard))


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
    if _WITHDRAWAL_READ not in reasons and withdraws(standard):
        kinds, reasons = ordered({*kinds, _TAKEN}), (_WITHDRAWAL_READ, *reasons)
    if kinds and not by_rule and bare_feeling(standard):
        return (), False, (*reasons, "correction:bare feeling")
    if kinds and not by_rule and bare_refusal(standard):
        return (), False, (*reasons, "correction:bare refusal")
    if _BLOW in kinds and told_as_done(standard):
        milder = tuple(dict.fromkeys("violence" if kind == _BLOW else kind for kind in kinds))
        still = any(kind in URGENT_KINDS for kind in milder)
        return milder, still, (*reasons, "correction:told as past")
    return kinds, urgent, reasons


def adult_said(standard: str) -> bool:
    """Whether a standardised message says an age of 18 or more, now or then, and none under it."""
    return bool(_ADULT_AGE.search(standard)) and not young_said(standard)


def young_said(standard: str) -> bool:
    """Whether a standardised message names an age under 18."""
    return _YOUNG_AGE.search(standard) is not None


def only_a_child(standard: str) -> bool:
    """Whether a standardised message says that there is a child and nothing else ("elle a un fils de 5 ans")."""
    return _ONLY_A_CHILD.fullmatch(standard) is not None


def mother_of_sons(standard: str) -> bool:
    """Whether a standardised message names the writer's little sons, no age of her own and nothing done to them."""
    return bool(_HER_SONS.search(standard)) and not young_said(standard) and not _OF_A_CHILD.search(standard)


def mourns(standard: str) -> bool:
    """Whether a standardised message tells the death of somebody close, and nobody's life at risk now."""
    return bool(_DIED.search(standard)) and not _OWN_WISH.search(standard) and not _BODY_NOW.search(standard)


def narrowed(
    standard: str,
    kinds: tuple[str, ...],
    reasons: tuple[str, ...],
    ruled: Collection[str],
    *,
    all_well: bool = False,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Kinds and reasons without those that the message itself takes back, and with the sign of who holds her.

    `ruled`: the kinds a rule reads; `all_well`: the whole message says that she is well or that he is elsewhere.
    """
    kinds, reasons = _without_taken_back(standard, kinds, reasons, ruled, all_well=all_well)
    return kinds, (*reasons, *who_holds_her(standard, kinds))


def _without_taken_back(
    standard: str,
    kinds: tuple[str, ...],
    reasons: tuple[str, ...],
    ruled: Collection[str],
    *,
    all_well: bool,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if _WITHDRAWAL_READ in reasons:
        ruled = {*ruled, _TAKEN}
    if not ruled and (all_well or only_a_child(standard)):
        return (), (*reasons, "correction:all well" if all_well else "correction:a child, no danger")
    dropped: set[str] = set()
    if mourns(standard):
        dropped |= {"surdose_medical", "suicide", "suicide_imminent"} & {*kinds}
    if (adult_said(standard) or mother_of_sons(standard)) and "mineure" not in ruled:
        dropped |= {"mineure"} & {*kinds}
    milder = everyday.taken_back(standard, kinds, {*ruled, *dropped})
    dropped |= milder.keys()
    if not dropped:
        return kinds, reasons
    stays = {kind for kind in milder.values() if kind}
    kept = ordered({kind for kind in kinds if kind not in dropped} | stays)
    left = tuple(one for one in reasons if not any(_names(one, kind) for kind in dropped))
    return kept, (*left, *(f"correction:not {kind}" for kind in sorted(dropped)))


def _names(reason: str, kind: str) -> bool:
    """Whether `reason` is of `kind`: "suicide" is not "suicide_imminent"."""
    return re.split(r"[:/ ]", reason)[1] == kind
