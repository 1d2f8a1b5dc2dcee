"""The likeliest answer to a question of many, of those that may be given to who writes.

The model gives each with its chance, "" for none of them (bot/nlu/likeliest.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def chances_of(parse: Mapping[str, Any], question: str) -> dict[str, float]:
    """Answer -> chance, as the parse data has them for `question` ("precise", "told"); empty without any."""
    return {str(one["key"]): float(one["confidence"]) for one in parse.get(question) or ()}


def likeliest(chances: Mapping[str, float], fits: Callable[[str], bool], least: float) -> str:
    """The likeliest answer that `fits`, "" when that is none of them or its chance is below `least`.

    Answers that do not fit are left out, and the others take their place.
    """
    fitting = {key: chance for key, chance in chances.items() if not key or fits(key)}
    best = max(fitting, key=fitting.__getitem__, default="")
    return best if best and fitting[best] >= least * sum(fitting.values()) else ""
