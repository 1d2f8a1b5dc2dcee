"""The messages of the understanding data with their labels, as every reader outside Rasa sees them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.safety.rules import read_yaml

ASKED_FOLDER = Path("data/nlu")
WORDINGS_FOLDER = Path("data/wordings")
"""Further wordings of precise questions and circumstances, in the same format, for the encoder and its
heads. Rasa does not train on them: eight thousand more of a kind took a point and a half of intent from one
author, and half as much time again."""


@dataclass(frozen=True)
class Asked:
    """One training message with its labels and where it stands."""

    text: str
    intent: str
    needs: tuple[str, ...]
    profile: str
    voice: str
    style: str
    file: str
    asks: str = ""
    """The precise question (data/answers/precise) that it asks, or ""."""
    tells: str = ""
    """The circumstance (data/answers/heard) that it tells, or ""."""

    @property
    def id(self) -> str:
        """Sixteen hex digits that tell its text from another."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def read_asked(folder: Path) -> list[Asked]:
    """Every message of the Rasa training files in `folder`, in the order of its files."""
    found = []
    for file in sorted(folder.rglob("*.yml")):
        for block in read_yaml(file).get("nlu", []):
            for example in block.get("examples", []):
                note = example.get("metadata") or {}
                found.append(
                    Asked(
                        text=example["text"].strip(),
                        intent=block["intent"],
                        needs=tuple(note.get("needs", ())),
                        profile=note.get("profile", "personne"),
                        voice=note.get("voice", "?"),
                        style=note.get("style", "?"),
                        file=str(file.relative_to(folder)),
                        asks=note.get("asks", ""),
                        tells=note.get("tells", ""),
                    )
                )
    return found


def all_asked() -> list[Asked]:
    """Those that Rasa trains on, then the further wordings."""
    return [*read_asked(ASKED_FOLDER), *read_asked(WORDINGS_FOLDER)]
