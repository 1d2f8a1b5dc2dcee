"""What a search for personal data gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "nas",
    "telephone",
    "courriel",
    "adresse",
    "nom",
    "ramq",
    "date_naissance",
    "plaque",
    "url_compte",
    "compte",
    "document",
]

MARKS: dict[str, str] = {
    "nas": "[NAS]",
    "telephone": "[téléphone]",
    "courriel": "[courriel]",
    "adresse": "[adresse]",
    "nom": "[nom]",
    "ramq": "[carte soleil]",
    "date_naissance": "[date de naissance]",
    "plaque": "[plaque]",
    "url_compte": "[compte en ligne]",
    "compte": "[numéro de compte]",
    "document": "[numéro de document]",
}
"""What stands in the text instead of a value; shown back to the person, so it is French and neutral."""


@dataclass(frozen=True)
class Finding:
    """One personal item: `text[start:end] == value` in the message as it was received."""

    type: Kind
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Redaction:
    """A message without its personal data, and what was taken out, in order of appearance."""

    text: str
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class Span:
    """A candidate, in positions of the folded text."""

    type: Kind
    start: int
    end: int
