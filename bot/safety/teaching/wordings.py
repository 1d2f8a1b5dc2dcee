"""What the encoder answers to questions with hundreds of answers and a dozen or two wordings of each.

    python -m bot.safety.teaching.wordings

Two of them: which precise question a message asks (`asks:` beside the messages of data/nlu and data/wordings;
the answers stand in data/answers/precise) and which circumstance it tells (`tells:`; data/answers/heard).
A teaching of the encoder takes an hour; here the encoder stays as it is and only a linear head is fitted on
its vectors, some minutes on two processors: run it after adding wordings. Measured as good as teaching them
(docs/evaluation.md). The heads go to data/safety/encoder/fitted.npz, with the name of the encoder they are
for and the words that each answer's wordings hold.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.safety.data import DATA_FOLDER
from bot.safety.encoder import FITTED_FILE, LEARNED_FILE, Head, name_of
from bot.safety.graph import write
from bot.safety.meaning import Embedder
from bot.safety.stems import content_stems
from bot.safety.teaching.asked import Asked, all_asked

Matrix = npt.NDArray[np.float32]

QUESTIONS = {"precise": "asks", "told": "tells"}
"""Head -> the note beside a message that gives its answer; "" for none of them."""
STRENGTH = 30.0
"""Inverse of the penalty, of 10, 30 and 100: the most own answers for the same false ones on precise_h01."""
COUNTS = 3.0
"""Weight of a message that has an answer, beside those that have none."""
MOST_OTHERS = 12_000
"""Messages without an answer that are read, drawn by chance: more of them change nothing."""
_ITERATIONS = 100
COMMON = 0.02
"""A word in more than that share of all messages tells nothing of a subject."""


def fit(vectors: Matrix, answers: Sequence[str], average: Matrix) -> Head:
    """The softmax head that gives `answers` on `vectors` (texts, width), centred on `average` (width,)."""
    labels = tuple(sorted(set(answers)))
    place = {label: column for column, label in enumerate(labels)}
    right = np.asarray([place[answer] for answer in answers])
    counts = np.where(np.asarray(answers) == "", 1.0, COUNTS).astype(np.float32) / len(right)
    rows = (vectors - average).astype(np.float32)
    width, every = rows.shape[1], np.arange(len(right))

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(width + 1, len(labels)).astype(np.float32)
        scores = rows @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        penalty = weights[:-1] / (STRENGTH * len(right))
        value = -(counts * np.log(chances[every, right] + 1e-12)).sum() + 0.5 * (weights[:-1] * penalty).sum()
        chances[every, right] -= 1.0
        chances *= counts[:, None]
        slopes = np.concatenate([rows.T @ chances + penalty, chances.sum(axis=0, keepdims=True)])
        return float(value), slopes.ravel().astype(np.float64)

    start = np.zeros((width + 1) * len(labels))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
    weights = found.reshape(width + 1, len(labels)).astype(np.float32)
    return Head(labels, average, weights[:-1], weights[-1])


def chosen(messages: Sequence[Asked], note: str) -> list[Asked]:
    """The messages that teach `note`: all that have an answer, MOST_OTHERS of those that have none."""
    others = [one for one in messages if not getattr(one, note)]
    drawn = np.random.default_rng(0).permutation(len(others))[:MOST_OTHERS]
    return [one for one in messages if getattr(one, note)] + [others[index] for index in sorted(drawn)]


def words_of(messages: Sequence[Asked], note: str) -> dict[str, frozenset[str]]:
    """The stems that the wordings of each answer hold, without those that are common everywhere."""
    stems = [content_stems(one.text) for one in messages]
    found_in = Counter(stem for held in stems for stem in held)
    common = {stem for stem, count in found_in.items() if count > COMMON * len(messages)}
    words: dict[str, set[str]] = {}
    for one, held in zip(messages, stems, strict=True):
        if answer := getattr(one, note):
            words.setdefault(answer, set()).update(held - common)
    return {answer: frozenset(held) for answer, held in words.items()}


def save(
    heads: dict[str, Head], words: Mapping[str, Mapping[str, frozenset[str]]], path: Path, encoder: str
) -> None:
    """Writes what the training of the engine reads (bot/nlu/learned.py), for the encoder of this name."""
    arrays: dict[str, npt.NDArray[np.generic]] = {"encoder": np.asarray(encoder)}
    for name, head in heads.items():
        arrays |= head.arrays(name)
        arrays[f"{name}.coefficients"] = head.coefficients.astype(np.float16)
        arrays[f"{name}.words"] = np.asarray(
            [" ".join(sorted(words[name].get(label, ()))) for label in head.labels]
        )
    np.savez_compressed(path, **arrays)


def _read_part(work: tuple[str, list[str]]) -> Matrix:
    folder, texts = work
    embedder = Embedder.open(Path(folder), "")
    return np.stack([embedder.vector(text) for text in texts])


def vectors_of(texts: Sequence[str], learned: Path = DATA_FOLDER / LEARNED_FILE) -> dict[str, Matrix]:
    """The vector of each text by the encoder with what it `learned`, read on all processors."""
    with TemporaryDirectory() as folder:
        write(Path(folder), learned)
        processors = min(os.cpu_count() or 1, len(texts))
        parts = [list(texts[start::processors]) for start in range(processors)]
        with get_context("spawn").Pool(processors) as pool:
            read = np.concatenate(pool.map(_read_part, [(folder, part) for part in parts]))
    return dict(zip((text for part in parts for text in part), read, strict=True))


def main() -> None:
    """The command."""
    messages = all_asked()
    taught = {name: chosen(messages, note) for name, note in QUESTIONS.items()}
    texts = sorted({one.text for part in taught.values() for one in part})
    print(f"{len(texts)} messages are read, some minutes", flush=True)
    known = vectors_of(texts)
    learned = DATA_FOLDER / LEARNED_FILE
    average = Head.read(learned, "intent").average
    heads = {}
    for name, part in taught.items():
        rows = np.stack([known[one.text] for one in part])
        heads[name] = fit(rows, [getattr(one, QUESTIONS[name]) for one in part], average)
        print(f"{name}: {len(heads[name].labels) - 1} answers from {len(part)} messages", flush=True)
    words = {name: words_of(messages, note) for name, note in QUESTIONS.items()}
    save(heads, words, DATA_FOLDER / FITTED_FILE, name_of(learned))


if __name__ == "__main__":
    main()
