"""How much the taught encoder counts beside the n-grams: measured on voices that neither was taught.

    python -m bot.evaluation.mixing

Prints the numbers for config.yml (`ngrams`, `encoder`, `threshold` of each classifier). The encoder's answers
about the voices left out of its teaching stand in data/safety/encoder/unseen.npz (`bot.safety.teaching`); the
n-grams are trained here without those voices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.conversation.training import ROOT
from bot.nlu.classifiers import balanced
from bot.nlu.label_rules import REQUESTS
from bot.safety.data import DATA_FOLDER
from bot.safety.encoder import LEARNED_FILE, UNSEEN_FILE
from bot.safety.fitting import Link
from bot.safety.teaching.asked import ASKED_FOLDER, Asked, read_asked
from bot.safety.textmodel import TextModel, one_hot
from directory.yamlfile import read_yaml

Matrix = npt.NDArray[np.float32]
_NEED_STEPS = tuple(round(0.1 + 0.02 * step, 2) for step in range(26))


def mix(ngrams: Matrix, encoder: Matrix, true: Matrix, link: Link) -> tuple[float, float]:
    """The weights of both log-odds under which the true labels are likeliest; all arrays (texts, labels)."""

    def loss(weights: npt.NDArray[Any]) -> float:
        scores = weights[0] * ngrams + weights[1] * encoder
        if link == "softmax":
            scores = scores - scores.max(axis=1, keepdims=True)
            return float((np.log(np.exp(scores).sum(axis=1)) - (scores * true).sum(axis=1)).mean())
        return float((np.logaddexp(0.0, scores) - scores * true).sum(axis=1).mean())

    found = minimize(loss, np.array([0.5, 0.5]), method="Nelder-Mead")
    return round(float(found.x[0]), 3), round(float(found.x[1]), 3)


def need_threshold(scores: Matrix, true: Matrix) -> float:
    """The chance from which a need of a request is said: the best micro F1; both arrays (requests, needs)."""
    chances = 1.0 / (1.0 + np.exp(-scores))

    def f1(least: float) -> float:
        said = chances >= least
        hits = float((said * true).sum())
        return 2 * hits / max(1.0, float(said.sum() + true.sum()))

    return max(_NEED_STEPS, key=f1)


def left_out_ngrams(
    asked: Sequence[Asked],
    unseen: Sequence[int],
    labels: Sequence[str],
    answers: Callable[[Asked], Sequence[str]],
    link: Link,
    strength: float,
    balance: float,
) -> tuple[Matrix, Matrix]:
    """Log-odds of n-grams trained without the rows `unseen`, and the true labels, both (unseen, labels)."""
    left = {asked[row].voice for row in unseen}
    taught = [one for one in asked if one.voice not in left]
    targets = one_hot([answers(one) for one in taught], labels)
    model = TextModel.train(
        [one.text for one in taught],
        targets,
        labels,
        link,
        strength=strength,
        sample_weight=balanced(targets, balance),
    )
    rest = [asked[row] for row in unseen]
    return model.scores([one.text for one in rest]), one_hot([answers(one) for one in rest], labels)


def main() -> None:
    """The command."""
    asked = read_asked(ROOT / ASKED_FOLDER)
    settings = {
        entry["name"].rsplit(".", 1)[-1]: entry for entry in read_yaml(ROOT / "config.yml")["pipeline"]
    }
    tasks: tuple[tuple[str, str, Link, Callable[[Asked], Sequence[str]]], ...] = (
        ("intent", "IntentClassifier", "softmax", lambda one: (one.intent,)),
        ("need", "NeedClassifier", "sigmoid", lambda one: one.needs),
        ("profile", "ProfileClassifier", "softmax", lambda one: (one.profile,)),
    )
    with (
        np.load(DATA_FOLDER / UNSEEN_FILE, allow_pickle=False) as kept,
        np.load(DATA_FOLDER / LEARNED_FILE, allow_pickle=False) as learned,
    ):
        place = {one.id: row for row, one in enumerate(asked)}
        # A message that is no longer in the data is left out.
        standing = [
            (place[name], column) for column, name in enumerate(kept["asked"].tolist()) if name in place
        ]
        rows = [row for row, _ in standing]
        columns = [column for _, column in standing]
        for name, component, link, answers in tasks:
            labels = learned[f"{name}.labels"].tolist()
            encoder = kept[name][columns].astype(np.float32)
            config = settings[component]
            ngrams, true = left_out_ngrams(
                asked, rows, labels, answers, link, float(config["strength"]), float(config.get("balance", 0))
            )
            first, second = mix(ngrams, encoder, true, link)
            scores = first * ngrams + second * encoder
            words = f"{component}: ngrams: {first}, encoder: {second}"
            if link == "softmax":
                for other, values in (("n-grams", ngrams), ("encoder", encoder), ("both", scores)):
                    words += f"; {other} right {(values.argmax(1) == true.argmax(1)).mean():.3f}"
            else:
                asking = [asked[row].intent in REQUESTS for row in rows]
                words += f", threshold: {need_threshold(scores[asking], true[asking])}"
            print(words, flush=True)


if __name__ == "__main__":
    main()
