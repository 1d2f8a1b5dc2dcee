"""The domain in two: what the engine is trained on, and the words said, which are read when it starts.

Rasa keeps the whole domain in its model and reads it three times in pure Python at every start: with the
words of some four hundred answers that is most of the start. The models that `sentier train` makes hold the
names of the responses alone; whoever speaks reads the words from the present domain.yml (`PresentWords` in
wording.py), so a corrected answer needs no training either. `rasa train` makes Rasa's usual models.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yaml import YAMLError

from bot.errors import EngineUnavailable
from directory.yamlfile import read_yaml

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"
_RESPONSES = "responses"

Responses = dict[str, list[dict[str, Any]]]


class BadDomain(EngineUnavailable):
    """domain.yml cannot be read, or holds no responses."""


def _whole(path: Path) -> Mapping[str, Any]:
    try:
        domain = read_yaml(path)
    except (OSError, UnicodeDecodeError, YAMLError) as problem:
        raise BadDomain(f"{path.name} cannot be read ({type(problem).__name__}).") from problem
    if not (isinstance(domain, Mapping) and isinstance(domain.get(_RESPONSES), Mapping)):
        raise BadDomain(f"{path.name} holds no responses.")
    return domain


@cache
def responses(path: Path = DOMAIN) -> Responses:
    """Name of a response -> its variations, as Rasa reads them, for reading alone: a process reads the file
    once (a tenth of a second). Raises BadDomain in a sentence.
    """
    return dict(_whole(path)[_RESPONSES])


def without_words(path: Path = DOMAIN) -> dict[str, Any]:
    """The domain with the name of every response and an empty text for it. Raises BadDomain."""
    domain = dict(_whole(path))
    domain[_RESPONSES] = {name: [{"text": ""}] for name in domain[_RESPONSES]}
    return domain
