"""A danger that is plainly said not to be ("pas d'idées noires", "il m'a jamais frappée").

A model knows the words and not the "pas" before them. A denial counts when it is plain ("pas vraiment" is
not) and when nothing around it tells a risk, a condition, somebody else, or somebody else's words.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.safety.details import TAKEN_WORDS
from bot.safety.verdict import IMPLIES, ordered

_NOT = r"(?:pas|jamais|aucunement|pas du tout|not|never)"
_IN_DANGER = (
    r"(?:pas|aucunement|pas du tout|not|never) (?:en|in) danger|(?:pas|aucun|sans) (?:de )?danger|"
    r"no estoy en peligro"
)
# "Je veux pas mourir" is no denial: who is afraid for her life says it. "J'ai plus d'idées noires" neither:
# written so, it is none or more.
_OWN_LIFE = (
    r"(?:pas|jamais|aucune?|zero|ni|no) (?:eu )?(?:(?:d|de|des) )?"
    r"(?:(?:idees?|pensees?) (?:noires?|suicidaires?)|(?:suicidal|dark) thoughts?)|"
    r"(?:pas|aucune|jamais|pas du tout) (?:eu )?(?:(?:l|d) )?(?:envie|intention|idee|le gout) (?:de |d )?"
    r"(?:mourir|me tuer|me suicider|en finir|me faire (?:du |de )?mal|me blesser|m enlever la vie)"
    r"(?! (?:qui|ici|icitte|comme|dans|de|d|par|a|au|chez|seule?|ce soir|cette nuit|tout|maintenant|encore|"
    r"avant))|"
    r"(?:veux|vais|va|pense|songe) pas (?:a |au )?"
    r"(?:me tuer|me suicider|m enlever la vie|me faire du mal|suicide)|"
    r"(?:pas|not) (?:suicidaire|suicidal)|"
    r"(?:don t|do not) (?:want|plan) to (?:kill myself|hurt myself)"
)
_WHO = r"(?:il|ils|y|lui|elle|on|personne|(?:mon|son|le|un|les|mes) \w+|he|they|she|nobody)"
_HELPING = r"(?:(?:ne|n|na|me|m|ma|l|la|lui|nous|a|ont|avait|has|ever|even) ){0,3}"
_BLOWS = r"(?:frappe\w*|battue?s?|menace\w*|hit|threaten\w*)"
_HARM = r"(?:blesse\w*|fait (?:de |du )?mal|violente\w*|hurt\w*|harm\w*)"
_SEXUAL = r"(?:viole\w*|agresse\w*|touche\w*|touch\w*|rape\w*)"
_FORCED = r"(?:force[rds]?|forcee?s?|oblige[rs]?|obligee?s?|contrainte?)"


def _done_by_nobody(verbs: str) -> str:
    """Nobody did what `verbs` say."""
    return (
        rf"{_WHO} {_HELPING}{_NOT} {verbs}|{_WHO} (?:me|m|nous|la|l) {verbs} (?:pas|jamais)|"
        rf"personne (?:ne |n )?(?:me|m|nous|la|l) (?:a )?{verbs}|"
        rf"(?:he|they|she|nobody) (?:didn t|did not|doesn t|does not|hasn t) (?:ever |even )?{verbs}|"
        rf"je suis pas {verbs}|(?:j ai|elle a) (?:pas|jamais) ete {verbs}"
    )


_DENIALS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), kinds)
    for pattern, kinds in (
        (_OWN_LIFE, frozenset({"suicide", "suicide_imminent"})),
        # No blow is not no violence, and no force no freedom: threats and papers kept stay open.
        (_done_by_nobody(_BLOWS), frozenset()),
        (
            rf"{_done_by_nobody(_HARM)}|{_WHO} (?:est|etait) (?:pas|jamais) violents?",
            frozenset({"violence"}),
        ),
        (_done_by_nobody(_SEXUAL), frozenset({"agression_sexuelle"})),
        (_done_by_nobody(_FORCED), frozenset({"agression_sexuelle"})),
    )
)
"""Each with the kinds that it closes when they are open: what was not done ends no danger under way."""
_OF_DANGER = re.compile(rf"\b(?:{_IN_DANGER})\b")

_RISK = re.compile(
    r"\b(?:"
    # Fear, flight, a weapon, what is at the door.
    r"peur|secours|aide[rz]? moi|vite|cach\w*|enferm\w*|barree?s?|a cle[fs]?|suivi\w*|suit|"
    r"couteau|gun|arme|danger|scared|afraid|help|"
    r"porte|dehors|arriv\w*|s en vien\w*|revien\w*|reviend\w*|attend\w*|approche\w*|"
    # Blows, hands and pressure.
    r"(?:frapp|bat|cogn|gifl|pouss|etrangl|serr|pinc|garroch|lanc|crach|tap|brass|reten|tenu|bloqu|pogn|"
    r"attach|brul|mord|cass|tu[eé]|menac|viol|agress|touch|doigt|embrass|tripot|frott|deshabill|film|"
    r"control|surveil|oblig|forc|dett|papiers?|passeport|fach|cri[est]|coler|endorm|inconscien|drogu|"
    r"tir|bal+e|puni|chok|hit|push|grab|punish)\w*|corrects?|"
    r"argent|choix|voul(?:ais|u)|veut pas|dit non|ose|osais|osait|saoule?|soule?|gelee?|nues?|"
    r"photos?|videos?|"
    # One's own life, and the other words for it.
    r"mour\w*|morte?s?|suicid\w*|pendre|vivre|finir|adieu|disparai\w*|derniere|lettre|pont|corde|lame|"
    r"couper|coupe|plan|testament|decidee?|tout donne\w*|donne (?:\w+ )?(?:mes|toutes)|souffr\w*|dormir|"
    r"reveill\w*|partir|etre la|repos\w*|paix|mal|arrete(?! de (?:tourner|jouer|penser))|"
    r"(?:veux|voudrais|peux|capable) (?:\w+ )?plus|die|dead|end it|"
    # A body.
    r"respir\w*|bleue?s?|convuls\w*|saign\w*|sang|vomi\w*|evanoui\w*|fievre|"
    # Somebody else, another time, a condition, somebody else's words, a doubt.
    r"(?:mais|sauf|par contre|juste|but) (?:\w+ )?(?:mon|ma|mes|elle|lui|eux|hier|avant|oui|presque|encore|"
    r"my|she)|mais (?:il|ils|y|on)|but (?:he|they)|des fois|parfois|souvent|sometimes|"
    r"si|tant qu?e?|quand|jusqu\w*|pour l instant|tantot|bientot|demain|plus tard|avant que|if|until|"
    r"when (?:he|they|i)|"
    r"(?:dit|dis|disent|dire|jure|promet\w*|repete|fait croire) (?:\w+ )?qu?e?|"
    r"crois|pense|dirait|peu[tx] etre|espere|sais pas si|est ce que|maybe|"
    # "C'est pas que j'ai pas envie" denies the denial; "pas frappee cette fois" only one time of several.
    r"pas que|non que|cette fois|derniere fois|hier|depuis|(?:fin de )?semaine|mois|last time|this time"
    r")\b"
)
_YOUNG = re.compile(
    r"\b(?:1[0-7]|dix|onze|douze|treize|quatorze|quinze|seize|dix sept) ?ans\b|\bmineure?s?\b|"
    r"\b(?:j ai|j avais|elle a) (?:juste )?1[0-7]\b"
)
_LONGEST = 22
"""Words: a longer story is read for itself."""
_NOW_ONLY = re.compile(r"\b(?:maintenant|en ce moment|right now|ahora|ce soir|cette nuit|aujourd hui)\b")


def denied(standard: str) -> bool:
    """Whether a standardised message plainly denies a danger, and nothing else in it tells one."""
    if len(standard.split()) > _LONGEST:
        return False
    patterns = (*(pattern for pattern, _ in _DENIALS), _OF_DANGER)
    if not any(pattern.search(standard) for pattern in patterns):
        return False
    around = standard
    for pattern in patterns:
        around = pattern.sub(" ", around)
    return not (_RISK.search(around) or TAKEN_WORDS.search(around) or _YOUNG.search(around))


def left_open(standard: str, kinds: Collection[str]) -> tuple[str, ...]:
    """The open `kinds` that remain after a standardised message: without those it plainly denies.

    To mean no harm to oneself lowers an act under way, and ends it no more than what was swallowed; "pas en
    danger en ce moment" leaves open what was told.
    """
    if not denied(standard) or _NOW_ONLY.search(standard):
        return ordered({*kinds})
    closed = {kind for pattern, of_it in _DENIALS if pattern.search(standard) for kind in of_it}
    if _OF_DANGER.search(standard) and not {"surdose_medical", "suicide_imminent"} & {*kinds}:
        return ()
    lowered = {IMPLIES[kind] for kind in closed & {*kinds} if kind in IMPLIES}
    if "surdose_medical" in kinds:
        closed -= {"suicide", "suicide_imminent"}
        lowered = set()
    return ordered({*kinds} - closed | lowered)
