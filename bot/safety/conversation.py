"""Danger across a conversation: the answer to "es-tu en danger?", and a danger that stays open."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from bot.safety.french import fold, standardise
from bot.safety.rules import RuleFileError, read_yaml
from bot.safety.verdict import Context

_NOT_NOW = (
    r"(?:non|nan|nope|no|pantoute|ca va|pas (?:la|maintenant|vraiment|en ce moment|pour l'instant|en danger))"
)
_GONE = (
    r"(?:(?:il|y|elle|on)(?:'?est| est| e)? (?:pas|plus|pu|parti|partie|sorti|sortie|loin)"
    r"(?: (?:la|ici|chez nous|a la maison|au travail|avec moi))*|(?:chu|je suis) (?:toute )?seule)"
)
_NO_DANGER = re.compile(
    rf"{_NOT_NOW}(?:[ ,.!]+(?:{_NOT_NOW}|{_GONE}|la|merci|chu correcte?|je suis correcte?|c'est beau))*[ .!]*"
)
_BARE = re.compile(r"(?:oui|ouais|ouin|yes|si|ok|d'accord|non|nan|no|nope)(?: (?:ok|oui|non|merci))?")
# The police or an ambulance is with her: what was under way is no longer hers alone.
_HELP_IS_HERE = re.compile(
    r"(?!.*\b(?:pas|si|quand|avant|peur)\b)(?:[\w' ,!.]{0,25}\b)?"
    r"(?:polices?|policiers?|policieres?|ambulance|ambulanciers?|pompiers|secours) "
    r"(?:est|sont|vient d'|viennent d'|e) ?(?:la|ici|arriv\w+|rendue?s?|avec (?:moi|nous|elle))"
    r"(?: (?:la|ici|enfin|maintenant|avec (?:moi|nous|elle)))*"
)
_NO_HELP_YET = re.compile(
    r"(?=.*\b(?:polices?|policiers?|ambulance|ambulanciers?|pompiers|secours|911|9-1-1)\b)"
    r"(?=.*\b(?:pas|jamais|toujours|personne|encore|attends?|raccroch\w+)\b).{0,60}"
)
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


def denies(text: str) -> bool:
    """True when the whole of `text` says no to "es-tu en danger en ce moment?" ("non, il est pas là")."""
    return _NO_DANGER.fullmatch(fold(text).strip()) is not None


def says_little(text: str) -> bool:
    """True for a bare "oui", "non", "ok"."""
    return _BARE.fullmatch(_bare(text)) is not None


def help_is_here(text: str) -> bool:
    """True when the police or an ambulance is with her now."""
    return _HELP_IS_HERE.fullmatch(_bare(text)) is not None


def nobody_comes(text: str) -> bool:
    """True when the help that was called is not there yet, or was not called ("la police arrive pas")."""
    return _NO_HELP_YET.fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    return fold(text).strip(" .!")
