"""The labelled messages of data/safety: one JSONL file per author voice.

Each line: `{"id", "text", "level", "kinds", "style", "trap", "pair", "voice"}`; `trap` names what makes a
message without danger hard ("negation", "idiom"... "none" for an ordinary one) and is null for a danger;
`pair` numbers a danger and its look-alikes inside one voice. The files of held_out/ are never trained on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.safety.model import LABELS
from bot.safety.verdict import KINDS, LEVELS, NONE, URGENCE


def data_of(root: Path) -> Path:
    """Where the data of the project at `root` stands."""
    return root / "data" / "safety"


DATA_FOLDER = data_of(Path(__file__).parents[2])
"""Of this project, from whatever folder a command is typed."""
HELD_OUT = "held_out"
ORDINARY = "demandes_"
"""How the voices that hold only ordinary messages are named."""
TRAPS = (
    "none",
    "negation",
    "past",
    "idiom",
    "question_service",
    "third_person_safe",
    "lyrics",
    "sadness",
    "age_adult",
    "keyword",
)


class SafetyDataError(ValueError):
    """A line of the safety data does not say what it must; the message names the file and the line."""


@dataclass(frozen=True)
class Example:
    """One labelled message."""

    id: str
    text: str
    level: str
    kinds: tuple[str, ...]
    style: str
    trap: str | None
    voice: str

    @property
    def danger(self) -> bool:
        """True when the level is not "aucun"."""
        return self.level != NONE


def read_file(path: Path) -> list[Example]:
    """The examples of one JSONL file; raises SafetyDataError at the first bad line, or OSError."""
    examples = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            kinds = tuple(raw["kinds"])
            example = Example(
                str(raw["id"]),
                str(raw["text"]),
                raw["level"],
                kinds,
                str(raw.get("style") or "standard"),
                raw.get("trap"),
                str(raw.get("voice") or path.stem),
            )
        except (ValueError, KeyError, TypeError) as problem:
            raise SafetyDataError(f"{path.name}, line {number}: not a labelled message.") from problem
        if example.level not in LEVELS or set(kinds) - set(KINDS) or example.danger != bool(kinds):
            raise SafetyDataError(f"{path.name}, line {number}: the level and the kinds do not agree.")
        if example.trap is not None and example.trap not in TRAPS:
            raise SafetyDataError(f"{path.name}, line {number}: unknown trap {example.trap}.")
        examples.append(example)
    return examples


def read_training(folder: Path = DATA_FOLDER) -> list[Example]:
    """Every training example of `folder`, the held-out voices left out."""
    return [example for path in sorted(folder.glob("*.jsonl")) for example in read_file(path)]


def read_held_out(folder: Path = DATA_FOLDER) -> list[Example]:
    """Every example of the held-out voices; empty when there are none."""
    return [example for path in sorted((folder / HELD_OUT).glob("*.jsonl")) for example in read_file(path)]


def targets(examples: Iterable[Example]) -> npt.NDArray[np.float32]:
    """0 and 1 per example and label, shape (examples, len(LABELS))."""
    rows = [
        [*(kind in example.kinds for kind in KINDS), example.level == URGENCE, example.danger]
        for example in examples
    ]
    return np.asarray(rows, dtype=np.float32).reshape(-1, len(LABELS))
