"""Is she at this place, from there, going there, or only near it?"""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.context import AT, NEAR, NONE, OF, ON, Context
from directory.places.index import Hit

# How sure each role makes it that she is there; only the order matters.
HERE_SCORE, AT_SCORE, BARE_SCORE, OF_SCORE = 8.0, 5.0, 4.0, 3.5
OTHER_SCORE, GOING_SCORE, NEAR_SCORE, LEFT_SCORE, NOT_SCORE = 2.5, 2.0, 1.5, 1.0, 0.0
CORRECTED = 10.0

_LOOK_BACK = 7


def score(context: Context, hit: Hit, previous: Hit | None) -> float:
    """How likely she is at this place, from the verb and the preposition that lead to it."""
    lead, position = context.lead(hit)
    if lead == AT and not context.comma_before(position) and _denied(context, position - 1):
        return NOT_SCORE
    before = context.text(hit.start - 1) if hit.start and not context.comma_before(hit.start) else ""
    if lead == NONE and before in ("pas", "sauf", "ni"):
        return NOT_SCORE
    bonus = CORRECTED if previous is not None and _corrects(context, hit, previous) else 0.0
    if lead == NEAR:
        return NEAR_SCORE
    if context.text(hit.end) in lx.AFTER_PAST:
        return LEFT_SCORE
    if lead == AT and context.text(position - 1) in lx.RELATIVES:
        return OTHER_SCORE
    floor = previous.end if previous is not None else 0
    role = _role(context, position - 1 if lead else hit.start - 1, floor, lead)
    if role is None:
        role = {AT: AT_SCORE, OF: OF_SCORE, ON: AT_SCORE}.get(lead, BARE_SCORE)
    return role + bonus


def _denied(context: Context, position: int) -> bool:
    """ "Pas à Gaspé" denies the place; "un psy qui charge pas à Gaspé" denies what he charges."""
    if context.text(position) not in lx.NEGATIONS:
        return False
    verb = context.text(position - 1)
    return context.text(position) != "pas" or verb in lx.BEFORE_NOT_THERE or context.breaks_before(position)


def _corrects(context: Context, hit: Hit, previous: Hit) -> bool:
    between = [token.text for token in context.tokens[previous.end : hit.start]]
    return len(between) <= 6 and any(word in lx.CORRECTIONS for word in between)


def _role(context: Context, position: int, floor: int, lead: str) -> float | None:
    """The nearest verb before the name decides; None when none is near."""
    for step in range(_LOOK_BACK):
        here = position - step
        if here < floor:
            return None
        score = _verb(context, here, lead)
        if score is not None:
            return score
        if context.breaks_before(here) or (step > 1 and "," in context.tokens[here].before):
            return None
    return None


def _verb(context: Context, here: int, lead: str) -> float | None:
    word, before, earlier = context.text(here), context.text(here - 1), context.text(here - 2)
    others = before in lx.OTHERS or earlier in lx.OTHERS
    if word in ("partie", "parti", "partis", "parties") and lead == AT:
        return GOING_SCORE
    if word in lx.LEFT and lead == OF:
        return LEFT_SCORE
    if word in lx.ONGOING_PERFECT and before in ("ai", "jai", "avais"):
        return LEFT_SCORE
    if word in lx.COME_BACK and lead == AT:
        return HERE_SCORE
    if word in ("demenage", "demenagee", "demenager", "arrive", "rendu", "rendue") and lead == AT:
        return HERE_SCORE if before != "veux" and word != "demenager" else GOING_SCORE
    if word in lx.PAST:
        return LEFT_SCORE
    if word in lx.OTHER_VERBS and others and before not in ("suis", "j", "je"):
        return OTHER_SCORE
    if word in lx.GOING:
        return GOING_SCORE
    if word in lx.HERE:
        # "Chu de Gatineau" says less than where she is now: "im from Kuujjuaq, stuck in Montréal".
        return AT_SCORE if lead == OF else HERE_SCORE
    return None
