"""Two people, two places: whoever writes for another woman, and the woman that the help is for.

A mother in one town writes about her daughter in another. What is for the daughter is sought where she is,
what is for relatives where the mother is; either place can be taken up again later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.conversation.case import HELPED, NEEDS_OF_PROFILE, WRITER, Case, Place
from bot.conversation.plainwords import needs_named
from bot.safety.french import fold
from directory.places import PlaceMatch, shared_gazetteer

PROFILES_OF_TWO = ("proche", "intervenant")
"""Who writes about somebody else."""
_OF_WRITERS = frozenset(need for profile in PROFILES_OF_TWO for need in NEEDS_OF_PROFILE[profile])
_OF_EITHER = frozenset({"ecoute"})
MOST_PLACES = 3
"""Read in one message."""

_THE_WOMAN = (
    r"(?:ma|mon|notre|une?|la|cette|leur) (?:(?!fille|soeur)\w+ ){0,2}?(?:(?:belle|petite|demi)-)?"
    r"(?:fille|soeur|amie|copine|chum de fille|blonde|niece|cousine|filleule|conjointe|femme|dame|jeune|ado"
    r"|petite|cliente|patiente|usagere|residente|participante|etudiante|eleve|protegee|escorte|danseuse|coloc\w*"
    r"|collegue|voisine|fils|frere)"
)
_HELPED = (
    rf"\b{_THE_WOMAN}\b|\belle(?!-? ?meme)\b|\ba (?:vit|reste|habite|demeure)\b|\bshe\b"
    r"|\bmy (?:daughter|sister|friend|client|niece|cousin)\b"
)
_WRITER = (
    r"\b(?:moi|nous|(?<!que )(?:je |j')suis|(?<!je )suis|chu|chui|jsuis"
    r"|mon (?:bord|cote|coin|bureau|organisme|equipe)"
    r"|notre (?:cote|bord|organisme|equipe|centre|bureau|region)"
    r"|(?:je |j')(?:habite|reste|vis|demeure|travaille|ecris|appelle|oeuvre)|j(?:habite|reste|travaille)"
    r"|on (?:est|habite|reste|vit|demeure)|i'?m|i (?:am|live))\b"
)
_TRADE = (
    r"(?<!une )(?<!son )(?<!mon )(?<!leur )(?<!notre )(?<!l')\b"
    r"(?:intervenante?|travailleu(?:se|r) (?:sociale?|de rue)|infirmi\w+|educatrice|sexologue)"
    r" (?:au|a|aux|chez|du|de|d'|en|dans|pour)\b"
)
"""Of a worker who says no "je suis": "intervenante au CLSC de Magog, ma cliente…"."""
_THIRD = (
    r"(?<!chez )(?<!avec )(?<!par )\b(?:son|sa|ses|mon|mes|leurs?|le|les) (?:\w+ )?"
    r"(?:chum|ex|pimp|proxenete|mac|mari|conjoint|copain|pere|mere|parents|oncle|tante|famille)\b"
    r"|\bils?\b(?! (?:faut|y a|me|nous|lui|fait)\b)"
)
"""Somebody else, whose place is neither's."""
_PEOPLE = re.compile(rf"(?P<{HELPED}>{_HELPED})|(?P<{WRITER}>{_WRITER}|{_TRADE})|(?P<third>{_THIRD})")
_CLAUSE = re.compile(r"[.;!?\n,:()]|\b(?:pis|puis|et|mais|and|but|tandis|alors)\b")
_SENTENCE = re.compile(r"[.;!?\n]")

_CORRECTS = re.compile(
    r"\b(?:non|plutot|finalement|pardon|e?s?cuse\w*|oups|erreur|trompee?|en fait|voulais dire)\b"
)

_APART = re.compile(r"\b(?:moi|nous|mon (?:bord|cote|coin)|mais|par contre)\b")
_FOR_HER = re.compile(
    rf"\bpour (?:elle|{_THE_WOMAN})\b|\belle (?:a besoin|cherche|veut|voudrait|aurait besoin|doit)\b"
    r"|\b(?:lui|la) (?:trouver|heberger|loger|aider|sortir|donner)\b|\bl'(?:aider|heberger|accueillir)\b"
)
_FOR_ME = re.compile(
    r"\bpour (?:moi|nous)\b|\bmoi,? (?:aussi )?(?:j'|je )(?:ai besoin|cherche|veux|voudrais|aimerais)"
    r"|\b(?:m'|me |nous )(?:aider|soutenir|ecouter|conseiller|parler|epauler|guider)\b"
)
_LEADS = r"\W*(?:(?:et|pis|puis|mais|ok|bon|ben|finalement|merci|non|oui|sinon|astheure|maintenant)\b\W*)*"
_ENDS = r"(?:\W*(?:aussi|la-?dedans|dans tout ca|alors|d'abord|svp|stp|s'il vous plait|maintenant)\b)*\W*"
_TAKES_UP = {
    WRITER: re.compile(
        rf"{_LEADS}(?:(?:pour|de) )?(?:moi(?:[ -]meme)?|nous(?: autres)?|mon (?:bord|cote)"
        rf"|(?:dans |pour )?(?:ma ville|mon coin|ma region))"
        r"(?:,? (?:dans|pour) (?:ma ville|mon coin|ma region)"
        rf"|,? ici)?{_ENDS}"
    ),
    HELPED: re.compile(
        rf"{_LEADS}(?:pour |de )?(?:elle|{_THE_WOMAN}|(?:dans |pour )?(?:sa ville|son coin|sa region))"
        rf"(?:,? (?:dans|pour) (?:sa ville|son coin|sa region)|,? la-?bas)?{_ENDS}"
    ),
}
"""Whole messages that name one of the two, and no more: "et pour moi?", "pis ma fille?"."""
_ASKS_FOR = re.compile(r"\?|^\W*(?:et|pis|puis)\b|\b(?:pour|dans)\b")
"""In such a message: "moi aussi" alone asks for nothing."""


def taken_up(text: str, case: Case) -> str | None:
    """Whose place, of the two that are known, the whole of `text` takes up again, or None."""
    if case.other_place is None or case.profile not in PROFILES_OF_TWO:
        return None
    folded = fold(text)
    if _ASKS_FOR.search(folded) is None:
        return None
    return next((side for side, pattern in _TAKES_UP.items() if pattern.fullmatch(folded)), None)


def whose_places(text: str, region: str | None = None) -> dict[str, PlaceMatch]:
    """The places that `text` says to be the writer's own and the woman's, by side; `region`: as in `find`."""
    named: dict[str, PlaceMatch] = {}
    for place in _all_places(text, region):
        side = _whose(text, *place.span)
        if side is not None:
            named.setdefault(side, place)
    return named


def _all_places(text: str, region: str | None) -> Iterator[PlaceMatch]:
    left = text
    for _ in range(MOST_PLACES):
        place = shared_gazetteer().find(left, region=region, for_another=True)
        if place is None:
            return
        if not place.elsewhere:
            yield place
        start, end = place.span
        # What was read is covered, so that the words around the others keep their place.
        left = left[:start] + "_" * (end - start) + left[end:]


def _whose(text: str, start: int, end: int) -> str | None:
    """Whose place stands at `start`: of the nearest of the two before it in its clause, else after it there,
    else before it in the sentence."""
    before, after = fold(text[:start]), fold(text[end:])
    around = (
        (_CLAUSE.split(before)[-1], -1),
        (_CLAUSE.split(after)[0], 0),
        (_SENTENCE.split(before)[-1], -1),
    )
    for words, nearest in around:
        people = [found.lastgroup for found in _PEOPLE.finditer(words)]
        if people:
            return people[nearest] if people[nearest] in (HELPED, WRITER) else None
    return None


def placed(case: Case, text: str, given: Place | None, *, asks: bool) -> Case:
    """`case` at the place that `text` means, `given` being the one read in it; its needs are noted already.

    `asks`: the message itself asks for something. With two places known, what it asks is sought where the one
    is whom it is for; when it only takes up the other place, so is what was sought there before.
    """
    if case.profile not in PROFILES_OF_TWO:
        return case if given is None else case.at(given)
    named = _named(text, case) if given is not None else {}
    sides = {**_known(case, text, named), **named}
    if given is not None and not named:
        if case.other_place is None:
            return case.at(given)
        if given == case.other_place:
            # "Et à Granby?": the same, where the other one is.
            there = case.at(case.other_place)
            return replace(there, other_place=case.place, other_needs=case.last_needs)
        sides[_side_of(case.needs) or _whose_now(case) or HELPED] = given
    if len(sides) < len(_TAKES_UP):
        return case.at(next(iter(named.values()))) if named else case
    if given is None and not asks and taken_up(text, case) is None:
        return case
    return _turned_to(_sought(case, text, named), sides, case, text)


def _named(text: str, case: Case) -> dict[str, Place]:
    return {
        side: Place(one.name, one.region, one.outside, tuple(sense.region for sense in one.ambiguous), side)
        for side, one in whose_places(text, case.region).items()
    }


def _known(case: Case, text: str, named: Mapping[str, Place]) -> dict[str, Place]:
    """The places known before, by side. A place that was said of neither is of whom its needs are for, unless
    the one `named` now corrects it."""
    whose = _whose_now(case)
    if case.place is None or whose is None:
        return {}
    if case.place.whose is None and (whose in named or _corrects(text, named)):
        return {}
    known = {whose: replace(case.place, whose=whose)}
    return known if case.other_place is None else {**known, _opposite(whose): case.other_place}


def _corrects(text: str, named: Mapping[str, Place]) -> bool:
    """Whether `named` stands in the stead of a place said of neither: "je suis à Magog", "non, elle est là".
    "Moi, je suis à Magog" sets the two apart."""
    folded = fold(text)
    return _CORRECTS.search(folded) is not None or (HELPED not in named and not _APART.search(folded))


def _whose_now(case: Case) -> str | None:
    """Whose the place is where services are sought."""
    if case.place is None:
        return None
    return case.place.whose or _side_of(case.last_needs or case.needs)


def _opposite(side: str) -> str:
    return WRITER if side == HELPED else HELPED


def _side_of(needs: tuple[str, ...]) -> str | None:
    """Whom `needs` are for: help for relatives or workers, or something of the woman's. To be listened to may
    be for either."""
    told_apart = set(needs) - _OF_EITHER
    if not told_apart:
        return None
    return WRITER if told_apart <= _OF_WRITERS else HELPED


def _sought(case: Case, text: str, named: Mapping[str, Place]) -> str:
    """Whose place the message is about, now that both are known."""
    if _side_of(case.needs) == WRITER:
        return WRITER
    folded = fold(text)
    hers, own = _FOR_HER.search(folded) is not None, _FOR_ME.search(folded) is not None
    if hers != own:
        return HELPED if hers else WRITER
    if (side := taken_up(text, case)) is not None:
        return side
    if len(named) == 1:
        return next(iter(named))
    return _side_of(case.needs) or _whose_now(case) or HELPED


def _turned_to(side: str, sides: Mapping[str, Place], case: Case, text: str) -> Case:
    """`case` at the place of `side`; the other place is kept with what was sought there."""
    turned = _whose_now(case) == _opposite(side)
    sought = case.needs
    if side == HELPED and not _OF_WRITERS & {*needs_named(text)}:
        # Support that was only guessed beside what she needs is for the other town.
        sought = tuple(need for need in sought if need not in _OF_WRITERS) or sought
    if turned and not sought:
        sought = case.other_needs or (NEEDS_OF_PROFILE[case.profile] if side == WRITER else ())
    last = case.last_needs if sought or not turned else ()
    after = replace(case, needs=sought, last_needs=last).at(sides[side])
    aside = case.last_needs if turned else case.other_needs
    return replace(after, other_place=sides[_opposite(side)], other_needs=aside)
