"""What the encoder is taught: the dangers of data/safety and the understanding data of data/nlu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.safety.data import Example, targets
from bot.safety.model import LABELS
from bot.safety.teaching.asked import Asked

Matrix = npt.NDArray[np.float32]

BALANCE = 0.5
"""Rarer intents weigh more, by that power of how much rarer they are."""
ASKS = 3.0
"""Weight of a message that asks a precise question; one in fifteen does."""


@dataclass(frozen=True)
class Task:
    """A question asked of the encoder: its `labels` stand in columns `start` and after of a lesson's answers.

    `one`: exactly one label is true; otherwise any number. `weight`: how much it counts beside the others.
    """

    name: str
    labels: tuple[str, ...]
    start: int
    one: bool
    weight: float

    @property
    def columns(self) -> slice:
        """Its columns."""
        return slice(self.start, self.start + len(self.labels))


@dataclass(frozen=True)
class Lesson:
    """Texts with their answers, (texts, questions), how much each answer counts, and the tasks."""

    texts: list[str]
    answers: Matrix
    counts: Matrix
    tasks: tuple[Task, ...]


def lessons(examples: Sequence[Example], asked: Sequence[Asked], judged: Mapping[str, Example]) -> Lesson:
    """The dangers of `examples`, then the understanding data: intent, needs, profile and precise question.

    `judged`: messages of the understanding data, by text, that were read for danger too. The others may hold
    one that nobody labelled: they teach nothing about danger.
    """
    named = (
        ("danger", LABELS, False, 1.0),
        ("intent", tuple(sorted({one.intent for one in asked})), True, 1.0),
        ("need", tuple(sorted({need for one in asked for need in one.needs})), False, 1.0),
        ("profile", tuple(sorted({one.profile for one in asked})), True, 0.5),
        # "" when it asks none of them. It shapes the vectors; the head in use is fitted on them afterwards
        # (wordings.py).
        ("precise", tuple(sorted({one.asks for one in asked})), True, 1.0),
    )
    tasks: list[Task] = []
    for name, labels, one, weight in named:
        start = tasks[-1].columns.stop if tasks else 0
        tasks.append(Task(name, labels, start, one, weight))
    danger, intent, need, profile, precise = tasks
    answers = np.zeros((len(examples) + len(asked), precise.columns.stop), dtype=np.float32)
    counts = np.zeros_like(answers)
    answers[: len(examples), danger.columns] = targets(examples)
    counts[: len(examples), danger.columns] = 1.0
    for row, message in enumerate(asked, start=len(examples)):
        if (read := judged.get(message.text)) is not None:
            answers[row, danger.columns] = targets([read])[0]
            counts[row, danger.columns] = 1.0
        answers[row, intent.start + intent.labels.index(message.intent)] = 1.0
        answers[row, profile.start + profile.labels.index(message.profile)] = 1.0
        answers[row, precise.start + precise.labels.index(message.asks)] = 1.0
        for wanted in message.needs:
            answers[row, need.start + need.labels.index(wanted)] = 1.0
    counts[:, LABELS.index("danger")] *= 2
    rows = slice(len(examples), None)
    for task in (intent, need, profile, precise):
        counts[rows, task.columns] = task.weight
    counts[len(examples) + np.flatnonzero([one.asks for one in asked]), precise.columns] = ASKS
    often = answers[rows, intent.columns].sum(0)
    rarity = (often.mean() / np.maximum(often, 1.0)) ** BALANCE
    weight = (answers[rows, intent.columns] * rarity).sum(1)
    counts[rows, intent.columns] *= (weight / weight.mean())[:, None]
    return Lesson([*(e.text for e in examples), *(one.text for one in asked)], answers, counts, tuple(tasks))
