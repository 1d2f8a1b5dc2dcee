"""Chooses how the layers weigh and from which chance a message is a danger, by cross-validation over voices.

No example is ever judged by a model that has seen its voice: the n-grams are trained once per group of voices
left out; what the encoder says of voices it was not taught on is kept in data/safety/encoder/unseen.npz
(`teaching/`). The held-out voices take no part. Writes data/safety/decision.json and the curve in
docs/safety.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.safety.data import DATA_FOLDER, Example, read_training, targets
from bot.safety.encoder import UNSEEN_FILE
from bot.safety.evaluation import is_hard, is_ordinary
from bot.safety.french import clean, standardise
from bot.safety.model import DECISION_FILE, LABELS, Decision
from bot.safety.rules import RuleSet
from bot.safety.signs import names, signs_of
from bot.safety.training import fit_ngrams
from bot.safety.verdict import KINDS, URGENT_KINDS

RECALL = 0.94
"""The share of dangers that must be seen in voices left out; everything else follows from it.

These were written to be hard to tell from their pairs; docs/safety.md says how many of the held-out voices'
dangers are seen at this mark, and what other marks would cost in false alarms.
"""
_POINTS = (0.90, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995)
_KIND_STEPS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
_DANGER = LABELS.index("danger")
_FOLDS = 4

Matrix = npt.NDArray[np.float32]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Unseen:
    """Examples and what each layer says of them without knowing their voice: (layers, examples, labels)."""

    examples: Sequence[Example]
    scores: Matrix
    signs: Matrix

    @property
    def true(self) -> Matrix:
        """The labels, shape (examples, labels)."""
        return targets(self.examples)

    def kept(self, keep: Sequence[int], more: Matrix | None = None) -> Unseen:
        """Only the examples `keep`, with the scores of one more layer."""
        scores = self.scores[:, keep]
        if more is not None:
            scores = np.concatenate([scores, more[None]])
        return Unseen([self.examples[index] for index in keep], scores, self.signs[keep])


def left_out_scores(examples: Sequence[Example], progress: Progress) -> Matrix:
    """Log-odds of the n-grams for each example, trained without its voice, (examples, labels)."""
    scores = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    folds = np.asarray([_fold(example) for example in examples])
    groups = sorted(set(folds.tolist()))
    taught = [[e for e, fold in zip(examples, folds, strict=True) if fold != group] for group in groups]
    asked = [[e for e, fold in zip(examples, folds, strict=True) if fold == group] for group in groups]
    # A fit uses one processor.
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for fold, found in zip(groups, pool.map(_scores_without, taught, asked), strict=True):
            scores[folds == fold] = found
            progress(f"n-grams without {fold}")
    return scores


def _scores_without(taught: list[Example], asked: list[Example]) -> Matrix:
    return fit_ngrams(taught).scores([clean(example.text) for example in asked])


def _fold(example: Example) -> str:
    """Voices in four groups by their number: each group is judged by models of the three others."""
    return f"group {int(''.join(filter(str.isdigit, example.voice)) or 0) % _FOLDS + 1}"


def all_signs(examples: Sequence[Example]) -> Matrix:
    """The signs of each example, (examples, signs)."""
    rules = RuleSet.load()
    rows = []
    for example in examples:
        text = clean(example.text)
        hits = rules.find(text)
        rows.append(
            signs_of(text, standardise(text), len(hits), sum(hit.kind in URGENT_KINDS for hit in hits))
        )
    return np.stack(rows)


def weigh(unseen: Unseen, signs: Matrix | None = None) -> dict[str, Any]:
    """The numbers of a `Decision` for these layers; `signs`: the weight of each, measured here when None."""
    layers, _, labels = unseen.scores.shape
    true = unseen.true
    weights, bias = np.zeros((layers, labels)), np.zeros(labels)
    for label in range(labels):
        fitted = LogisticRegression(C=10, max_iter=500).fit(unseen.scores[:, :, label].T, true[:, label])
        weights[:, label], bias[label] = fitted.coef_[0], fitted.intercept_[0]
    heads = np.concatenate(
        [
            np.stack([layer[:, _DANGER], layer[:, : len(KINDS)].max(axis=1)], axis=1)
            for layer in unseen.scores
        ],
        axis=1,
    )
    # Measured signs come as one column: a few hundred examples could not weigh forty signs anew.
    extra = unseen.signs if signs is None else (unseen.signs @ signs)[:, None]
    fitted = LogisticRegression(C=0.3, max_iter=3000).fit(
        np.concatenate([heads, extra], axis=1), true[:, _DANGER]
    )
    parts = fitted.coef_[0]
    sign_weights = parts[2 * layers :] if signs is None else parts[-1] * signs
    numbers: dict[str, Any] = {
        "weights": _rounded(weights),
        "bias": _rounded(bias),
        "danger_layers": _rounded(parts[: 2 * layers].reshape(layers, 2)),
        "danger_signs": {name: round(float(w), 4) for name, w in zip(names(), sign_weights, strict=True)},
        "danger_bias": round(float(fitted.intercept_[0]), 4),
        "danger": 0.5,
        "kind": [0.5] * len(KINDS),
        "urgence": 0.5,
    }
    chances = danger_chances(numbers, unseen)
    numbers["danger"] = round(threshold(chances, unseen.examples, RECALL), 4)
    numbers["kind"] = _kind_thresholds(numbers, unseen)
    return numbers


def danger_chances(numbers: dict[str, Any], unseen: Unseen) -> Matrix:
    """The chance of a danger of each example, (examples,)."""
    decision = Decision.from_json(numbers, len(unseen.scores))
    readings = [
        decision.read(unseen.scores[:, index], unseen.signs[index]) for index in range(len(unseen.examples))
    ]
    return np.asarray([reading.chance("danger") for reading in readings], dtype=np.float32)


def threshold(chances: Matrix, examples: Sequence[Example], recall: float) -> float:
    """The highest chance from which at least `recall` of the dangers are seen."""
    dangers = np.sort(chances[[example.danger for example in examples]])
    return float(dangers[int(np.floor((1 - recall) * len(dangers)))])


def curve(chances: Matrix, examples: Sequence[Example]) -> list[tuple[float, float, float, float]]:
    """Recall, threshold, false alarms on ordinary messages and on look-alikes, at each of `_POINTS`."""
    ordinary = np.asarray([is_ordinary(example) for example in examples])
    hard = np.asarray([is_hard(example) for example in examples])
    rows = []
    for recall in _POINTS:
        least = threshold(chances, examples, recall)
        alarms = chances >= least
        rows.append((recall, least, float(alarms[ordinary].mean()), float(alarms[hard].mean())))
    return rows


def _kind_thresholds(numbers: dict[str, Any], unseen: Unseen) -> list[float]:
    """The chance from which each kind is said: the most messages with exactly the kinds of their label."""
    dangers = [index for index, example in enumerate(unseen.examples) if example.danger]
    true = [frozenset(unseen.examples[index].kinds) for index in dangers]
    least = [0.5] * len(KINDS)

    def right(wished: list[float]) -> int:
        decision = Decision.from_json({**numbers, "kind": wished, "danger": 0.0}, len(unseen.scores))
        return sum(
            frozenset(decision.read(unseen.scores[:, index], unseen.signs[index]).kinds) == kinds
            for index, kinds in zip(dangers, true, strict=True)
        )

    best = right(least)
    for place in range(len(KINDS)):
        for step in _KIND_STEPS:
            wished = [*least[:place], step, *least[place + 1 :]]
            if (count := right(wished)) > best:
                best, least = count, wished
    return least


def _rounded(values: npt.NDArray[Any]) -> Any:
    return np.round(values.astype(float), 4).tolist()


def tune(
    data_folder: Path = DATA_FOLDER, page: Path = Path("docs/safety.md"), progress: Progress = print
) -> None:
    """Measures, chooses, and writes decision.json and the curve; some minutes, most of them n-grams."""
    examples = read_training(data_folder)
    unseen = Unseen(examples, left_out_scores(examples, progress)[None], all_signs(examples))
    progress("weights and thresholds")
    alone = weigh(unseen)
    decisions = {"alone": alone}
    curves = {"N-grams, signs and rules": curve(danger_chances(alone, unseen), examples)}
    if (data_folder / UNSEEN_FILE).is_file():
        with np.load(data_folder / UNSEEN_FILE, allow_pickle=False) as kept:
            said = dict(zip(kept["ids"].tolist(), kept["log_odds"].astype(np.float32), strict=True))
        rows = [index for index, example in enumerate(examples) if example.id in said]
        both = unseen.kept(rows, np.stack([said[examples[index].id] for index in rows]))
        signs = np.asarray([alone["danger_signs"][name] for name in names()], dtype=np.float32)
        together = weigh(both, signs)
        decisions["together"] = together
        chances = danger_chances(together, both)
        curves["With sentence meaning (voices the encoder was not taught on)"] = curve(chances, both.examples)
    (data_folder / DECISION_FILE).write_text(json.dumps(decisions, indent=1) + "\n", encoding="utf-8")
    write_curves(page, curves)


_START, _END = "<!-- curves: written by `sentier safety tune` -->", "<!-- end of curves -->"


def write_curves(page: Path, curves: dict[str, list[tuple[float, float, float, float]]]) -> None:
    """Puts the curves in `page`, between its two marks; makes the page when there is none."""
    lines = [_START]
    for title, rows in curves.items():
        lines += ["", f"**{title}**", ""]
        lines += ["| dangers seen | from a chance of | false alarms, ordinary | false alarms, look-alikes |"]
        lines += ["|---|---|---|---|"]
        lines += [f"| {r:.1%} | {t:.3f} | {o:.1%} | {h:.1%} |" for r, t, o, h in rows]
    block = "\n".join([*lines, "", _END])
    text = (
        page.read_text(encoding="utf-8") if page.is_file() else f"# The danger detector\n\n{_START}\n{_END}\n"
    )
    before, _, rest = text.partition(_START)
    _, _, after = rest.partition(_END)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(before + block + after, encoding="utf-8")
