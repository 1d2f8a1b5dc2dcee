"""Fits a linear model on sparse rows: logistic loss, L2 penalty, many labels at once.

L-BFGS, as scikit-learn does it through SciPy, with what only a linear model allows. Columns are scaled by how
curved the loss is along them, so that frequent n-grams and rare ones move together. The scores of a step are
computed once, whatever length of step is tried. All is kept in single precision, columns that are seldom
zero stand in a matrix of their own, and the rows are shared among the processors. The optimum is the same
(`tests/bot/safety/test_fitting.py` compares), in about a sixth of the time on one of them.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

Matrix = npt.NDArray[np.float32]
Link = Literal["softmax", "sigmoid"]

_CURVATURE = 0.005
"""Of a chance p that is nearly decided, p(1 - p): it scales the columns. 0.002 and 0.02 do as well."""
_REMEMBERED = 6
"""Steps from which the curvature is guessed."""
_FLAT = 0.5
"""A step is long enough when the slope along it has fallen to this share."""
_TRIES = 12


def fit_weights(
    rows: sparse.csr_matrix,
    targets: Matrix,
    link: Link,
    strength: float,
    sample_weight: Matrix | None = None,
    iterations: int = 120,
    tolerance: float = 2e-4,
    beside: Matrix | None = None,
) -> tuple[Matrix, Matrix]:
    """Coefficients (features, labels) and intercepts (labels) of an L2 linear model.

    `rows` (texts, features), the last of them in `beside` (texts, dense features) when there are such;
    `targets` (texts, labels) of 0 and 1; `softmax` when exactly one is true,
    `sigmoid` for any number. `strength` is the inverse of the penalty, as scikit-learn's C; the intercept is
    free. It ends when a step lowers the loss by less than `tolerance` of itself: beyond that nothing changes
    on voices left out, and it takes twice as long.
    """
    texts = rows.shape[0]
    weight = np.ones(texts, dtype=np.float32) if sample_weight is None else sample_weight.astype(np.float32)
    weight = weight * np.float32(strength)
    free = np.ones((texts, 1), dtype=np.float32)
    dense = free if beside is None else np.concatenate([beside, free], axis=1, dtype=np.float32)
    curved = np.concatenate([_numbers(rows, rows.data**2).T @ weight, (dense**2).T @ weight])
    scale = np.sqrt(1.0 + _CURVATURE * curved).astype(np.float32)
    width = rows.shape[1]
    scaled = _numbers(rows, (rows.data / scale[rows.indices]).astype(np.float32))
    dense /= scale[width:]
    penalty = (scale**-2)[:, None]
    penalty[-1] = 0.0
    processors = os.cpu_count() or 1
    with ThreadPoolExecutor(processors) as pool:
        by_text, by_column = (_Shared(one, pool, processors) for one in (scaled, scaled.T.tocsr()))
        loss = _Loss(by_text, by_column, dense, targets, link, weight)
        found = _descend(loss, penalty, iterations, tolerance) / scale[:, None]
    return found[:-1], found[-1]


def _numbers(rows: sparse.csr_matrix, numbers: Matrix) -> sparse.csr_matrix:
    """Other numbers in the places of `rows`."""
    return sparse.csr_matrix((numbers, rows.indices, rows.indptr), rows.shape)


class _Shared:
    """A sparse matrix whose rows are shared among the processors: SciPy multiplies without holding Python's
    lock, and each row comes out the same whoever multiplied it."""

    def __init__(self, rows: sparse.csr_matrix, pool: ThreadPoolExecutor, parts: int) -> None:
        self._pool = pool
        # Shares of the numbers that stand in them, not of the rows: those of the columns are uneven.
        ends = np.searchsorted(rows.indptr, np.linspace(0, rows.nnz, parts + 1)[1:-1])
        self._bounds = [0, *ends.tolist(), rows.shape[0]]
        self._parts = [_part(rows, a, b) for a, b in pairwise(self._bounds)]

    def __matmul__(self, other: Matrix) -> Matrix:
        out = np.empty((self._bounds[-1], other.shape[1]), dtype=np.float32)

        def fill(index: int) -> None:
            out[self._bounds[index] : self._bounds[index + 1]] = self._parts[index] @ other

        list(self._pool.map(fill, range(len(self._parts))))
        return out


def _part(rows: sparse.csr_matrix, first: int, last: int) -> sparse.csr_matrix:
    """Some of the rows, without a copy of them."""
    begin, end = rows.indptr[first], rows.indptr[last]
    ends = rows.indptr[first : last + 1] - begin
    numbers = (rows.data[begin:end], rows.indices[begin:end], ends)
    return sparse.csr_matrix(numbers, (last - first, rows.shape[1]), copy=False)


@dataclass
class _Loss:
    """The loss of scores (texts, labels), and how it changes with them.

    `rows` and `transposed`: of one matrix, whose further columns are `dense`, (texts, dense columns).
    """

    rows: _Shared
    transposed: _Shared
    dense: Matrix
    targets: Matrix
    link: Link
    weight: Matrix

    def scores(self, coefficients: Matrix) -> Matrix:
        """The scores of `coefficients`, (columns, labels)."""
        width = len(coefficients) - self.dense.shape[1]
        found: Matrix = self.rows @ coefficients[:width] + self.dense @ coefficients[width:]
        return found

    def gradient(self, slopes: Matrix) -> Matrix:
        """What slopes by scores are by coefficients, (columns, labels)."""
        return np.concatenate([self.transposed @ slopes, self.dense.T @ slopes])

    def of(self, scores: Matrix) -> tuple[float, Matrix]:
        """The loss, and its slopes, (texts, labels)."""
        if self.link == "softmax":
            scores = scores - scores.max(axis=1, keepdims=True)
            chances = np.exp(scores)
            totals = chances.sum(axis=1, keepdims=True)
            chances /= totals
            losses = np.log(totals[:, 0]) - (scores * self.targets).sum(axis=1)
        else:
            chances = 1.0 / (1.0 + np.exp(-np.clip(scores, -30.0, 30.0)))
            losses = (np.logaddexp(np.float32(0.0), scores) - scores * self.targets).sum(axis=1)
        return float((losses * self.weight).sum(dtype=np.float64)), (chances - self.targets) * self.weight[
            :, None
        ]


def _descend(loss: _Loss, penalty: Matrix, iterations: int, tolerance: float) -> Matrix:
    """Coefficients, (columns of the rows, labels), at which the loss and the penalty together are least."""
    place = np.zeros((len(penalty), loss.targets.shape[1]), dtype=np.float32)
    scores = np.zeros_like(loss.targets)
    value, slopes = loss.of(scores)
    gradient = loss.gradient(slopes)
    paid = 0.0  # the penalty, twice
    memory: list[tuple[Matrix, Matrix, float]] = []
    length = 1.0 / max(1.0, float(np.sqrt(_dot(gradient, gradient))))
    for _ in range(iterations):
        way = _direction(gradient, memory)
        weighed = penalty * way
        line = _Line(loss, scores, loss.scores(way), paid, _dot(weighed, place), _dot(weighed, way))
        length, reached, slopes = line.search(value, _dot(gradient, way), length)
        if reached > value:
            break  # single precision sees no lower place
        step = np.float32(length) * way
        place += step
        scores += np.float32(length) * line.further
        paid = line.paid_at(length)
        before, gradient = gradient, loss.gradient(slopes) + penalty * place
        turned = gradient - before
        if (curved := _dot(step, turned)) > 0:
            memory = [*memory, (step, turned, 1.0 / curved)][-_REMEMBERED:]
        fallen, value = value - reached, reached
        if fallen < tolerance * value:
            break
        length = 1.0
    return place


@dataclass(frozen=True)
class _Line:
    """The places along one way from where we are: their scores are `scores` and so much of `further`.

    `paid`: twice the penalty here; it grows by `2 * length * first + length**2 * second`.
    """

    loss: _Loss
    scores: Matrix
    further: Matrix
    paid: float
    first: float
    second: float

    def paid_at(self, length: float) -> float:
        """Twice the penalty so far along."""
        return self.paid + 2 * length * self.first + length**2 * self.second

    def search(self, value: float, start: float, length: float) -> tuple[float, float, Matrix]:
        """A length that was tried, the loss and penalty there, and the slopes, (texts, labels).

        `value` and `start`: loss and penalty here, and the slope along the way; `length`: the first to try.
        After `_TRIES` it is the last one, which may lie no lower than `value`.
        """
        shortest, longest = 0.0, None
        for left in reversed(range(_TRIES)):
            reached, slopes = self.loss.of(self.scores + np.float32(length) * self.further)
            reached += 0.5 * self.paid_at(length)
            slope = _dot(slopes, self.further) + self.first + length * self.second
            lower = reached <= value
            if not left or (lower and abs(slope) <= _FLAT * abs(start)):
                break
            if lower and slope < 0:
                shortest = length
            else:
                longest = length
            length = 2 * length if longest is None else (shortest + longest) / 2
        return length, reached, slopes


def _direction(gradient: Matrix, memory: list[tuple[Matrix, Matrix, float]]) -> Matrix:
    """Downhill, by the two loops of L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4)."""
    way = -gradient
    shares = []
    for step, turned, inverse in reversed(memory):
        share = inverse * _dot(step, way)
        shares.append(share)
        way -= np.float32(share) * turned
    if memory:
        _, turned, inverse = memory[-1]
        way *= np.float32(1.0 / (inverse * _dot(turned, turned)))
    for (step, turned, inverse), share in zip(memory, reversed(shares), strict=True):
        way += np.float32(share - inverse * _dot(turned, way)) * step
    return way


def _dot(one: Any, other: Any) -> float:
    return float(np.vdot(one, other))
