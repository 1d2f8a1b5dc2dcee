"""Danger across a conversation: the answer to "es-tu en danger?", and a danger that stays open."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from bot.safety.french import standardise
from bot.safety.rules import RuleFileError, read_yaml
from bot.safety.verdict import Context

_FILE = Path(__file__).parent / "rules" / "conversation.yml"
_LONGEST_YES = 12
"""Words: a question asked of a person in fear gets short answers; a longer one is read for itself."""


@lru_cache(maxsize=1)
def _answers() -> dict[str, re.Pattern[str]]:
    try:
        return {name: re.compile(pattern) for name, pattern in read_yaml(_FILE).items()}
    except (OSError, TypeError, AttributeError, yaml.YAMLError, re.error) as problem:
        raise RuleFileError(
            f"The answers of a conversation cannot be read ({type(problem).__name__})."
        ) from problem


def confirms(text: str, context: Context) -> bool:
    """True when `text` says yes, or does not say no, to "es-tu en danger en ce moment?".

    "Je sais pas" counts as yes: who does not know whether she is in danger gets the lines of danger.
    """
    if context.pending_question != "danger":
        return False
    standard = standardise(text)
    answers = _answers()
    if answers["unsure"].search(standard):
        return True
    if answers["no"].search(standard):
        return False
    return bool(answers["yes"].search(standard)) and len(standard.split()) <= _LONGEST_YES


def closes(text: str) -> bool:
    """True when `text` says that the danger is over ("il est parti", "je suis en sécurité")."""
    return bool(_answers()["over"].search(standardise(text)))
