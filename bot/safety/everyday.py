"""What plain words say instead of a danger that the learned layers alone hear in them.

A model knows words, not what they are about: days without news sound to it like a body that answers no more,
a pill that failed like a bottle swallowed. Each entry asks for the words of the everyday matter and gives way
to one word of real risk; a kind that a rule reads is never taken back. The matters stand by what they sound
like: everyday_body.py, everyday_harm.py, everyday_sold.py, everyday_death.py.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.safety.denied import denied
from bot.safety.everyday_body import HEARD_AS_OVERDOSE
from bot.safety.everyday_death import HEARD_AS_SUICIDE
from bot.safety.everyday_harm import HE_COMES_BACK, HEARD_AS_VIOLENCE, THIS_HOUR
from bot.safety.everyday_sold import FOUND_OUT, HEARD_AS_TRAFFICKING

_ALL = (*HEARD_AS_OVERDOSE, *HEARD_AS_VIOLENCE, *HEARD_AS_TRAFFICKING, *HEARD_AS_SUICIDE)
"""In this order: of two matters that take the same kind back, the first says what stays in its place."""

_OF_CHILDREN = frozenset({"mineure", "enfant_en_danger"})
"""What is denied of a blow or of dark ideas says nothing of an age."""


def taken_back(standard: str, kinds: Collection[str], ruled: Collection[str]) -> dict[str, str | None]:
    """The kinds among `kinds`, read by no rule, that everyday words take back: each with the milder kind
    that stays in its place, or None."""
    found: dict[str, str | None] = {}
    if denied(standard):
        found |= dict.fromkeys({*kinds} - {*ruled} - _OF_CHILDREN)
    for matter in _ALL:
        for kind in matter.kinds.intersection(kinds).difference(ruled, found):
            if matter.reads(standard):
                found[kind] = matter.instead
    return found


def found_out(standard: str) -> bool:
    """Whether the writer's own child came upon what is hers: she speaks of herself."""
    return FOUND_OUT.reads(standard)


def another_day(standard: str) -> bool:
    """Whether he comes back on another day, and nothing says now ("il revient mardi")."""
    return bool(HE_COMES_BACK.search(standard)) and not THIS_HOUR.search(standard)
