"""Signs for and against a danger: readable patterns whose weight is measured, not decreed.

A sign alone says nothing ("il y a dix ans" stands in true dangers too); with the chances of the learned
layers they tell a closed past, a film or a joke from what it looks like.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from bot.safety.rules import RuleFileError, read_yaml

_FILE = Path(__file__).parent / "rules" / "signs.yml"
_EXTRA = ("rule", "rule_urgent", "question", "exclamation", "short", "long")
"""Signs that need no pattern: a rule fired, one of an urgent kind fired, marks, and the length."""
_SHORT, _LONG = 5, 35
"""Words up to which a message is short, from which it is long."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    try:
        raw = read_yaml(_FILE)
        return tuple((name, re.compile(pattern)) for name, pattern in raw.items())
    except (OSError, TypeError, AttributeError, yaml.YAMLError, re.error) as problem:
        raise RuleFileError(f"The signs of danger cannot be read ({type(problem).__name__}).") from problem


def names() -> tuple[str, ...]:
    """The signs, in the order of `signs_of`; raises RuleFileError."""
    return (*(name for name, _ in _patterns()), *_EXTRA)


def signs_of(text: str, standard: str, fired: int, urgent: int) -> npt.NDArray[np.float32]:
    """0 and 1 per sign for a cleaned message and its standardised form.

    `fired` and `urgent` count the rules that fired.
    """
    count = len(standard.split())
    found = [float(pattern.search(standard) is not None) for _, pattern in _patterns()]
    found += [
        float(fired > 0),
        float(urgent > 0),
        float("?" in text),
        float("!" in text),
        float(count <= _SHORT),
        float(count >= _LONG),
    ]
    return np.asarray(found, dtype=np.float32)
