"""Teaches the encoder to tell dangers, and what people ask for, and keeps what it learned.

    python -m bot.safety.teaching.teach [--further] [--new VOICE ...] [--without VOICE ...] [--reads MESSAGES]

An hour on two processors, with PyTorch (`pip install torch`, in an environment of its own: nothing that
answers a person uses it). What it answers wrongly or without conviction is read again, what it knows seldom
(`Teacher.teach`), until `--reads` messages were read. A short teaching that goes `--further` names the voices
that are `--new`: they are read first, of what was taught before only a part.

The voices of `--without` are never taught; what the encoder then says of them goes to
data/safety/encoder/unseen.npz, from which `sentier safety tune` chooses the thresholds and
`python -m bot.evaluation.mixing` how much the encoder counts beside the n-grams. What was learned goes to
data/safety/encoder/learned.npz, which `sentier train` uses.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from bot.safety.data import DATA_FOLDER, ORDINARY, Example, read_training
from bot.safety.encoder import LEARNED_FILE, UNSEEN_FILE, Head, Image, image_of
from bot.safety.french import clean, plain, strip_accents
from bot.safety.teaching.asked import Asked, all_asked
from bot.safety.teaching.lesson import Lesson, Task, lessons
from bot.safety.teaching.network import Network
from bot.safety.teaching.slips import slipped
from bot.safety.tokens import Tokens

Matrix = npt.NDArray[np.float32]

FIRST_LAYER = 4
"""Layers below stay as they are: the half of the cost, and words keep their meaning."""
READS = 60_000
"""Messages read in one teaching, repetitions counted; it takes several times as many from the base model."""
LOSS_READ = 2.0
"""From this loss on (all its answers together) a message is read in every pass; below, in proportion."""
LOSS_UNREAD = 1.0
"""Taken for the loss of what this teaching has not read yet: to look first would cost a fifth of its time."""
LOSS_KNOWN = 0.3
"""The same, of what was taught before, when some voices are new."""
SELDOM = 0.1
"""The least chance to be read in a pass: what is known must not be forgotten."""
_LONGEST = 160
"""Tokens of a message of which only the vector is wanted."""
TOKENS = 96
"""Of a message; what comes after tells little more and costs as much."""
BATCH = 48
RATE, HEAD_RATE = 1.5e-4, 2e-3
DROPOUT = 0.1
DECAY = 0.01
AVERAGING = 0.99
"""Share of the past in the running average of the weights, which is what is kept."""
AS_TYPED, NO_ACCENTS, SLIPPED = 0.12, 0.12, 0.2
"""Shares of the readings in which a message is seen so (`seen`)."""
SCALE = 20.0
"""Unit vectors differ little; the head reads them larger."""


def seen(text: str, chance: np.random.Generator) -> str:
    """One of the ways in which a text may come; the encoder must bear them all.

    As the encoder reads it, most often; as typed; without accents; with slips of the fingers.
    """
    cleaned = clean(text)
    draw = chance.random()
    if draw < AS_TYPED:
        return cleaned
    read = plain(cleaned)
    if draw < AS_TYPED + NO_ACCENTS:
        return strip_accents(read)
    return slipped(read, chance) if draw < AS_TYPED + NO_ACCENTS + SLIPPED else read


def _say(words: str) -> None:
    print(words, flush=True)


class Teacher:
    """The network, a linear head, and their optimiser (AdamW with a running average)."""

    def __init__(self, image: bytes, lesson: Lesson) -> None:
        self.network = Network(Image.read(image), FIRST_LAYER)
        self.tokens = Tokens.read(image)
        self.average: Matrix = np.zeros(self.network.width, dtype=np.float32)
        self.tasks = lesson.tasks
        weighed = lesson.counts > 0
        share = (lesson.answers * weighed).sum(0) / np.maximum(1, weighed.sum(0))
        share = np.clip(share, 1e-3, 0.5)
        self.coefficients = torch.zeros((self.network.width, share.size), requires_grad=True)
        self.intercepts = torch.from_numpy(np.log(share / (1 - share)).astype(np.float32)).requires_grad_()
        body = self.network.open_values
        self._all = [*body, self.coefficients, self.intercepts]
        groups = (
            ([value for value in body if value.dim() > 1], RATE, DECAY),
            ([value for value in body if value.dim() == 1], RATE, 0.0),
            ([self.coefficients], HEAD_RATE, DECAY),
            ([self.intercepts], HEAD_RATE, 0.0),
        )
        self._optimiser = torch.optim.AdamW(
            [{"params": values, "lr": rate, "weight_decay": decay} for values, rate, decay in groups],
            fused=True,
        )
        self._rates = [rate for _, rate, _ in groups]

    def begin_from(self, learned: Path) -> None:
        """Takes over the heads learned before, or raises EncoderFileError; new ones begin from nothing."""
        known = Head.names(learned)
        for task in self.tasks:
            if task.name not in known:
                continue
            before = Head.read(learned, task.name)
            for column, label in enumerate(task.labels, start=task.start):
                if label not in before.labels:
                    continue
                place = before.labels.index(label)
                with torch.no_grad():
                    self.coefficients[:, column] = torch.from_numpy(before.coefficients[:, place] / SCALE)
                    self.intercepts[column] = float(before.intercepts[place])

    def teach(
        self, lesson: Lesson, reads: int, new: frozenset[str] = frozenset(), progress: Any = _say
    ) -> None:
        """The whole teaching; afterwards the weights are their running average. `new`: texts to read first.

        A pass reads each message with a chance that grows with what the last answers to it lost: what is
        answered well and surely takes as long to read and teaches nothing.
        """
        chance = np.random.default_rng(1)
        torch.manual_seed(1)
        lengths = np.asarray([len(text) for text in lesson.texts])
        lost = np.full(len(lesson.texts), LOSS_KNOWN if new else LOSS_UNREAD, dtype=np.float32)
        lost[[text in new for text in lesson.texts]] = LOSS_READ
        running = [value.detach().clone() for value in self._all]
        steps, done, seen_losses = max(1, reads // BATCH), 0, []
        while done < steps:
            rows_of_pass = np.flatnonzero(chance.random(len(lost)) < np.clip(lost / LOSS_READ, SELDOM, 1.0))
            progress(f"a pass of {len(rows_of_pass)} messages; mean loss of all {lost.mean():.3f}")
            for rows in (rows_of_pass[batch] for batch in _batches(lengths[rows_of_pass], chance)):
                if done == steps:
                    break
                done += 1
                share = min(1.0, done / (0.08 * steps)) * max(0.0, (steps - done) / steps) + 1e-3
                for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
                    group["lr"] = rate * share
                texts = [seen(lesson.texts[row], chance) for row in rows]
                batch, mask = _padded([self.tokens.of(text, TOKENS) for text in texts])
                lost[rows] = self._one_step(batch, mask, lesson.answers[rows], lesson.counts[rows])
                seen_losses.append(lost[rows].mean())
                torch._foreach_lerp_(
                    running, [v.detach() for v in self._all], 1 - min(AVERAGING, done / (done + 10))
                )
                if done % 20 == 0:
                    progress(f"step {done} of {steps}: loss {np.mean(seen_losses[-20:]):.3f}")
        with torch.no_grad():
            for value, average in zip(self._all, running, strict=True):
                value.copy_(average)

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """What the encoder makes of texts, (texts, width)."""
        tokens = [self.tokens.of(plain(clean(text)), _LONGEST) for text in texts]
        rows = np.zeros((len(texts), self.network.width), dtype=np.float32)
        order = np.argsort([len(item) for item in tokens])
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            batch, mask = _padded([tokens[index] for index in part])
            with torch.no_grad():
                rows[part] = self.network.vectors(batch, mask).numpy()
        return rows

    def head(self, task: Task) -> Head:
        """What was learned about `task`."""
        coefficients: Matrix = self.coefficients.detach().numpy()[:, task.columns] * np.float32(SCALE)
        intercepts: Matrix = self.intercepts.detach().numpy()[task.columns]
        return Head(task.labels, self.average, coefficients, intercepts)

    def save(self, path: Path) -> None:
        """Writes what `encoder.image_of` and `training.train` read."""
        heads: dict[str, npt.NDArray[Any]] = {}
        for task in self.tasks:
            heads |= self.head(task).arrays(task.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **self.network.learned(), **heads)

    def _one_step(self, batch: Any, mask: Any, answers: Matrix, counts: Matrix) -> Matrix:
        losses = self._lost(self.network.vectors(batch, mask, DROPOUT), answers, counts)
        self._optimiser.zero_grad(set_to_none=True)
        losses.mean().backward()
        torch.nn.utils.clip_grad_norm_(self._all, 1.0)
        self._optimiser.step()
        lost: Matrix = losses.detach().numpy()
        return lost

    def _lost(self, vectors: Any, answers: Matrix, counts: Matrix) -> Any:
        log_odds = (vectors - torch.from_numpy(self.average)) @ self.coefficients * SCALE + self.intercepts
        right, counted = torch.from_numpy(answers), torch.from_numpy(counts)
        return sum(_losses(task, right, log_odds, counted) for task in self.tasks)


def _losses(task: Task, answers: Any, log_odds: Any, counts: Any) -> Any:
    """What a batch loses on one task, (texts,)."""
    right, said, counted = answers[:, task.columns], log_odds[:, task.columns], counts[:, task.columns]
    if task.one:
        return functional.cross_entropy(said, right, reduction="none") * counted[:, 0]
    return functional.binary_cross_entropy_with_logits(said, right, counted, reduction="none").sum(1)


def _batches(lengths: npt.NDArray[Any], chance: np.random.Generator) -> Iterator[npt.NDArray[Any]]:
    """Shuffled batches of texts of about the same length."""
    order = chance.permutation(len(lengths))
    chunks = np.array_split(order, max(1, len(order) // (BATCH * 20)))
    order = np.concatenate([chunk[np.argsort(lengths[chunk])] for chunk in chunks])
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for index in chance.permutation(len(batches)):
        yield batches[index]


def _padded(tokens: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    longest = max(map(len, tokens))
    numbers = torch.ones((len(tokens), longest), dtype=torch.long)
    mask = torch.zeros((len(tokens), longest), dtype=torch.bool)
    for row, item in enumerate(tokens):
        numbers[row, : len(item)] = torch.tensor(item)
        mask[row, : len(item)] = True
    return numbers, mask


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="voices to leave out")
    parser.add_argument("--further", action="store_true", help="begin from what was learned before")
    parser.add_argument("--new", nargs="*", default=[], help="voices never taught, read first")
    parser.add_argument("--reads", type=int, default=READS, help="messages to read, repetitions counted")
    options = parser.parse_args()
    left_out = set(options.without)
    everything = read_training(DATA_FOLDER)
    # The texts of the ordinary voices come with the understanding data.
    examples = [example for example in everything if not example.voice.startswith(ORDINARY)]
    judged = {example.text: example for example in everything if example.voice.startswith(ORDINARY)}
    asked = all_asked()
    taught = [example for example in examples if example.voice not in left_out]
    heard = [one for one in asked if one.voice not in left_out]
    lesson = lessons(taught, heard, judged)
    _say(f"{len(lesson.texts)} messages, {', '.join(f'{len(t.labels)} {t.name}' for t in lesson.tasks)}")
    if options.further:
        teacher = _taught_before(DATA_FOLDER / LEARNED_FILE, lesson)
    else:
        teacher = Teacher(image_of(None), lesson)
        # What unit vectors of this encoder have in common.
        teacher.average = teacher.vectors([example.text for example in taught[:1500]]).mean(axis=0)
    first = frozenset(
        [one.text for one in taught if one.voice in options.new]
        + [one.text for one in heard if one.voice in options.new]
    )
    if options.new and not first:
        parser.error(f"none of the voices {', '.join(options.new)} is taught")
    teacher.teach(lesson, options.reads, first)
    teacher.save(DATA_FOLDER / LEARNED_FILE)
    if left_out:
        unseen = [e for e in everything if e.voice.removeprefix(ORDINARY) in left_out]
        _keep_unseen(teacher, unseen, asked, left_out)


def _taught_before(learned: Path, lesson: Lesson) -> Teacher:
    """A teacher of `lesson` that begins from what was learned before."""
    teacher = Teacher(image_of(learned), lesson)
    teacher.average = Head.read(learned, lesson.tasks[0].name).average
    teacher.begin_from(learned)
    return teacher


def _keep_unseen(
    teacher: Teacher, examples: Sequence[Example], asked: Sequence[Asked], left_out: set[str]
) -> None:
    """What the encoder says of voices that it was not taught."""
    rest = [one for one in asked if one.voice in left_out]
    danger, *others = teacher.tasks
    judged = teacher.vectors([example.text for example in examples])
    heard = teacher.vectors([one.text for one in rest])
    np.savez_compressed(
        DATA_FOLDER / UNSEEN_FILE,
        ids=np.asarray([example.id for example in examples]),
        log_odds=teacher.head(danger).log_odds(judged).astype(np.float16),
        asked=np.asarray([one.id for one in rest]),
        **{task.name: teacher.head(task).log_odds(heard).astype(np.float16) for task in others},
    )


if __name__ == "__main__":
    main()
