"""The words around an answer in the language of somebody who writes in English or in Spanish.

Sentier answers in French. Its questions, what stands around a list of services, the choices and why a service
was chosen are said in her language too (data/languages/*.yml); an answer in words stays in French, after one
sentence in hers that says so and names who answers in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yaml import YAMLError

from bot.conversation.domain import Responses
from bot.conversation.vocabulary import REGIONS, named_in
from bot.errors import EngineUnavailable
from directory.yamlfile import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "data" / "languages"
LANGUAGES = ("en", "es")

_MISSING = re.compile(r"\[([^\]]*)\]")
_PART = re.compile(r"\\(\d)")


class BadTongue(EngineUnavailable):
    """A file of data/languages is not as expected."""


@dataclass(frozen=True)
class Tongue:
    """The words of one language. `responses` as in domain.yml; `phrases`: sentences of the directory."""

    introduces: tuple[str, ...]
    responses: Responses
    needs: Mapping[str, str]
    joins: str
    rest: str
    places: Mapping[str, str]
    choices: Mapping[str, str]
    words: Mapping[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def from_file(cls, path: Path) -> Tongue:
        """Raises BadTongue."""
        try:
            found = read_yaml(path)
            return cls(
                tuple(found["introduces"]),
                dict(found["responses"]),
                found["needs"],
                found["joins"],
                found["rest"],
                found["where"],
                found["choices"],
                found["words"],
                tuple((re.compile(french), own) for french, own in found["phrases"]),
            )
        except (OSError, UnicodeDecodeError, YAMLError, KeyError, TypeError, ValueError, re.error) as problem:
            raise BadTongue(f"{path.name} cannot be read ({type(problem).__name__}).") from problem

    def what(self, needs: Sequence[str]) -> str:
        """Needs as bot/conversation/vocabulary.py says them in French."""
        return named_in(self.needs, needs, self.joins, self.rest)

    def where(self, place: Mapping[str, Any] | None) -> str:
        """A place, as a slot holds it, as the end of a sentence."""
        if not place or place.get("outside"):
            return self.places["province"]
        name = str(place.get("name") or "")
        if not name or any(map(str.isdigit, name)):
            name = REGIONS.get(str(place.get("region")), "")
        name = self.words.get(name, name)
        return self.places["town"].format(name=name) if name else self.places["province"]

    def filling(self, slots: Mapping[str, Any]) -> dict[str, str]:
        """What fills the {braces} of a response, from what is known of the case."""
        needs = slots.get("needs") or slots.get("last_needs") or ()
        return {"what": self.what(needs), "where": self.where(slots.get("place"))}

    def title(self, choice: str, title: str) -> str:
        """The words of the choice of that id; `title`, in French, where there are none."""
        return self.choices.get(choice, title)

    def phrase(self, french: str) -> str:
        """A sentence of the directory in this language; as it is where it is not one of `phrases`."""
        for pattern, own in self.phrases:
            if found := pattern.fullmatch(french):
                return self._filled(own, found)
        return french

    def service(self, card: Mapping[str, Any]) -> dict[str, Any]:
        """The card of a service with why it was chosen in this language."""
        return {
            **card,
            "phones": [{**phone, "note": self._if_any(phone.get("note"))} for phone in card["phones"]],
            "reasons": [self.phrase(str(reason)) for reason in card["reasons"]],
            "verified": self._if_any(card.get("verified")),
        }

    def _if_any(self, french: str | None) -> str | None:
        return self.phrase(french) if french else french

    def _filled(self, own: str, found: re.Match[str]) -> str:
        def part(match: re.Match[str]) -> str:
            said = found[int(match[1])] or ""
            return self.words.get(said, said)

        def kept(match: re.Match[str]) -> str:
            parts = _PART.findall(match[1])
            return match[1] if all(found[int(one)] for one in parts) else ""

        return _PART.sub(part, _MISSING.sub(kept, own))


@cache
def _tongue(language: str) -> Tongue:
    return Tongue.from_file(FOLDER / f"{language}.yml")


def tongue_of(slots: Mapping[str, Any]) -> Tongue | None:
    """The words of her language, by what is known of the talk; None in French."""
    language = slots.get("language")
    return _tongue(str(language)) if language in LANGUAGES else None
