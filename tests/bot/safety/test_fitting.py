"""The fitting of linear models: the optimum that scikit-learn finds."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.safety.fitting import Link, fit_weights

TEXTS, FEATURES, LABELS = 300, 60, 4


@pytest.fixture(scope="module")
def rows() -> sparse.csr_matrix:
    """Sparse rows whose columns are as uneven as n-grams: some in most texts, most in a few."""
    chance = np.random.default_rng(7)
    often = chance.uniform(0.01, 0.6, FEATURES)
    present = chance.random((TEXTS, FEATURES)) < often
    return sparse.csr_matrix(present * chance.uniform(0.1, 1.0, (TEXTS, FEATURES)), dtype=np.float32)


@pytest.fixture(scope="module")
def answers(rows: sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """The label of each text, from its features and some noise."""
    chance = np.random.default_rng(8)
    scores = rows @ chance.normal(0, 2, (FEATURES, LABELS)) + chance.normal(0, 0.5, (TEXTS, LABELS))
    return scores.argmax(axis=1)


def fit(
    rows: sparse.csr_matrix,
    targets: npt.NDArray[np.float32],
    link: Link,
    weight: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]:
    coefficients, intercepts = fit_weights(rows, targets, link, 3.0, weight, tolerance=1e-7)
    return np.asarray(rows @ coefficients + intercepts)


def chances(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("weighed", [False, True])
def test_one_label_of_many_is_scikit_learns_multinomial_optimum(
    rows: sparse.csr_matrix, answers: npt.NDArray[np.int64], weighed: bool
) -> None:
    weight = np.where(answers == 0, 3.0, 1.0).astype(np.float32) if weighed else None
    theirs = LogisticRegression(C=3.0, tol=1e-8, max_iter=5000).fit(rows, answers, sample_weight=weight)

    ours = fit(rows, np.eye(LABELS, dtype=np.float32)[answers], "softmax", weight)

    assert np.abs(chances(ours) - theirs.predict_proba(rows)).max() < 0.01


def test_any_number_of_labels_is_one_binary_optimum_for_each(
    rows: sparse.csr_matrix, answers: npt.NDArray[np.int64]
) -> None:
    targets = np.stack([answers == 0, answers <= 1], axis=1).astype(np.float32)

    ours = fit(rows, targets, "sigmoid")

    for label in range(2):
        theirs = LogisticRegression(C=3.0, tol=1e-8, max_iter=5000).fit(rows, targets[:, label])
        assert np.abs(1 / (1 + np.exp(-ours[:, label])) - theirs.predict_proba(rows)[:, 1]).max() < 0.01


def test_the_same_data_give_the_same_weights(rows: sparse.csr_matrix, answers: npt.NDArray[np.int64]) -> None:
    targets = np.eye(LABELS, dtype=np.float32)[answers]

    assert np.array_equal(fit(rows, targets, "softmax"), fit(rows, targets, "softmax"))


def test_a_label_that_is_never_true_is_unlikely_and_finite(rows: sparse.csr_matrix) -> None:
    targets = np.zeros((TEXTS, 2), dtype=np.float32)
    targets[:, 0] = 1.0

    scores = fit(rows, targets, "sigmoid")

    assert np.isfinite(scores).all()
    assert (scores[:, 0] > 0).all()
    assert (scores[:, 1] < 0).all()
