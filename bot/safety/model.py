"""The learned layers: n-grams and sentence meaning, weighed into the chance of a danger and of each kind.

Both are linear and separate: each gives log-odds per label. `decision.json` says how much each counts and
from which chance a message is a danger, once for both together and once for the n-grams alone (no encoder on
this machine). Those numbers are measured by cross-validation over voices, see docs/safety.md.
"""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.encoder import Head
from bot.safety.meaning import Embedder
from bot.safety.ngrams import NgramFileError, NgramScorer
from bot.safety.signs import names
from bot.safety.verdict import IMPLIES, KINDS, ordered
from bot.safety.wordless import wordless

logger = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]

NGRAMS = "ngrams"
MEANING_FILE = "meaning.npz"
DECISION_FILE = "decision.json"
LABELS = (*KINDS, "urgence", "danger")
"""What the layers are asked, in column order: each kind, is it life or limb now, is it a danger at all."""
_URGENCE = LABELS.index("urgence")
_DANGER = LABELS.index("danger")
_BARELY = 0.06
"""Below this chance a kind that no mark supports does not make a danger an `urgence` (docs/safety.md)."""
_SURELY_NONE = 0.004
"""Chance under which the n-grams and signs need no second opinion, and the encoder's time is spared.

Of 2,627 dangers judged without their voice none fell below; half of the ordinary messages do.
"""
MEANING_WAIT_SECONDS = 0.4
"""For a vector under way; the n-grams and the rules then answer alone, within a second as a whole."""
_UNUSABLE = (ImportError, OSError, AttributeError, RuntimeError, ValueError)


class ModelFileError(RuntimeError):
    """A file of the danger model is missing, damaged or of another version."""


@dataclass(frozen=True)
class Decision:
    """How log-odds and signs become a verdict; the numbers are measured by `tuning.py`.

    `weights`: (layers, labels), the share of each layer in each kind's log-odds; `bias`: (labels,).
    `danger_layers`: (layers, 2), what each layer's log-odds of "danger", and of its likeliest kind, count for
    a danger; `danger_signs`: (signs,); `danger_bias`. `danger`, `kind`, `urgence`: the chance from which a
    message is a danger, a kind is said, the level is raised.
    """

    weights: Vector
    bias: Vector
    danger_layers: Vector
    danger_signs: Vector
    danger_bias: float
    danger: float
    kind: Vector
    urgence: float

    @classmethod
    def from_json(cls, saved: dict[str, Any], layers: int) -> Decision:
        """Raises KeyError, TypeError or ValueError when the numbers do not fit."""
        signs = saved["danger_signs"]
        decision = cls(
            np.asarray(saved["weights"], dtype=np.float32),
            np.asarray(saved["bias"], dtype=np.float32),
            np.asarray(saved["danger_layers"], dtype=np.float32),
            # A sign added since the measurement counts for nothing until it is measured.
            np.asarray([signs.get(name, 0.0) for name in names()], dtype=np.float32),
            float(saved["danger_bias"]),
            float(saved["danger"]),
            np.asarray(saved["kind"], dtype=np.float32),
            float(saved["urgence"]),
        )
        shapes = (
            decision.weights.shape,
            decision.bias.shape,
            decision.danger_layers.shape,
            decision.kind.shape,
        )
        if shapes != ((layers, len(LABELS)), (len(LABELS),), (layers, 2), (len(KINDS),)):
            raise ValueError("weights that do not fit the labels")
        return decision

    def read(self, scores: Vector, signs: Vector) -> Reading:
        """The verdict of the layers' log-odds, shape (layers, labels), and the signs, shape (signs,)."""
        chances = _chance((scores * self.weights).sum(axis=0) + self.bias)
        layers = np.stack([scores[:, _DANGER], scores[:, : len(KINDS)].max(axis=1)], axis=1)
        chances[_DANGER] = _chance(
            (layers * self.danger_layers).sum() + signs @ self.danger_signs + self.danger_bias
        )
        danger = bool(chances[_DANGER] >= self.danger)
        urgent = danger and bool(chances[_URGENCE] >= self.urgence)
        of_kinds = chances[: len(KINDS)]
        kinds = {KINDS[index] for index in np.nonzero(of_kinds >= self.kind)[0]} if danger else set()
        guessed = danger and not kinds
        if guessed:
            likeliest = KINDS[int(np.argmax(of_kinds))]
            if not urgent and of_kinds.max() < _BARELY:
                likeliest = IMPLIES.get(likeliest, likeliest)
            kinds = {likeliest}
        return Reading(chances, self.danger, danger, ordered(kinds), urgent, guessed)


def _chance(log_odds: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30.0, 30.0)))


@dataclass(frozen=True)
class Reading:
    """What the learned layers say: `chances` of each of LABELS; `danger` if that chance passes `least`."""

    chances: Vector
    least: float
    danger: bool
    kinds: tuple[str, ...]
    urgent: bool
    guessed: bool = False
    """No kind passed its own mark: `kinds` is the likeliest."""
    meant: bool = False
    """The encoder had its say too."""

    def chance(self, label: str) -> float:
        """The chance of one label, 0 to 1."""
        return float(self.chances[LABELS.index(label)])


@dataclass(frozen=True)
class Meaning:
    """The encoder and the linear head on its vectors."""

    embedder: Embedder
    head: Head

    def scores(self, text: str, vector: Future[Vector] | None = None) -> Vector:
        """Log-odds of each label for a cleaned message, whose `vector` may be under way already.

        Raises TimeoutError when that vector does not come: the danger's reply does not wait for it.
        """
        known = self.embedder.vector(text) if vector is None else vector.result(MEANING_WAIT_SECONDS)
        return self.head.log_odds(known)

    @classmethod
    def load(cls, folder: Path) -> Meaning:
        """Raises one of the errors of `_UNUSABLE` or KeyError when the files or the engine do not work."""
        with np.load(folder / MEANING_FILE, allow_pickle=False) as arrays:
            average, coefficients, intercepts, probe = (
                arrays[name].astype(np.float32) for name in ("average", "coefficients", "intercepts", "probe")
            )
            learned = str(arrays["learned"])
        return cls(Embedder.load(folder, probe, learned), Head(LABELS, average, coefficients, intercepts))


@dataclass(frozen=True)
class DangerModel:
    """The learned layers that are up."""

    ngrams: NgramScorer
    meaning: Meaning | None
    alone: Decision
    together: Decision | None

    @classmethod
    def load(cls, folder: Path) -> DangerModel:
        """Reads what `training.train` wrote; raises ModelFileError when even the n-grams cannot load."""
        try:
            ngrams = NgramScorer.load(folder, NGRAMS)
            if ngrams.labels != LABELS:
                raise ModelFileError(f"The danger model in {folder} knows other labels; run `sentier train`.")
            decisions = json.loads((folder / DECISION_FILE).read_text(encoding="utf-8"))
            alone = Decision.from_json(decisions["alone"], 1)
        except NgramFileError as problem:
            raise ModelFileError(str(problem)) from problem
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise ModelFileError(
                f"The danger model in {folder} is unreadable ({type(problem).__name__}): run `sentier train`."
            ) from problem
        meaning = together = None
        try:
            together = Decision.from_json(decisions["together"], 2)
            meaning = Meaning.load(folder)
        except (*_UNUSABLE, KeyError, TypeError, EOFError) as problem:
            logger.warning("danger_layer_missing", exc_info=problem)
        return cls(ngrams, meaning, alone, together)

    def read(
        self,
        text: str,
        standard: str,
        signs: Vector,
        vector: Future[Vector] | None = None,
        *,
        meaning: bool = True,
        doubted: bool = False,
    ) -> Reading:
        """The learned layers on a cleaned message, its standard form, its signs, its vector if under way.

        Not `meaning`: the n-grams alone. `doubted`: the encoder is asked however sure the n-grams are.
        """
        scores = self.ngrams.scores(text, standard)[None, :]
        alone = self.alone.read(scores, signs)
        if (
            not meaning
            or self.meaning is None
            or self.together is None
            or (alone.chance("danger") < _SURELY_NONE and not doubted)
        ):
            return alone
        try:
            meant = self.meaning.scores(text, vector)
        except _UNUSABLE as problem:
            logger.error("danger_layer_failed", exc_info=wordless(problem))
            return alone
        return replace(self.together.read(np.stack([scores[0], meant]), signs), meant=True)
