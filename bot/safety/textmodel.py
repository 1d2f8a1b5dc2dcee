"""Linear models on French text: n-grams of the written and the heard form, and the meaning of words.

One model serves one question with several labels: exactly one true (`softmax`) or any number (`sigmoid`).
Measured better, for its cost, than any network trained here on a few thousand messages (docs/evaluation.md).
What the sentence encoder answers is put beside (`joined`).
Files are JSON and NPZ without pickled objects: loading one runs no code.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.safety.encoder import Head
from bot.safety.fitting import Link, Matrix, fit_weights
from bot.safety.ngrams import FORMAT, written_forms
from bot.safety.word_vectors import further_words, vectors_of


class ModelFileError(RuntimeError):
    """The file of a text model is missing, damaged or of another version."""


@dataclass(frozen=True)
class _View:
    """One way of cutting a text into n-grams."""

    name: str
    analyzer: str
    ngrams: tuple[int, int]
    weight: float

    def vectorizer(self, terms: Sequence[str] | None = None) -> Any:
        return TfidfVectorizer(
            analyzer=self.analyzer,
            ngram_range=self.ngrams,
            sublinear_tf=True,
            min_df=1 if terms else 2,
            vocabulary={term: index for index, term in enumerate(terms)} if terms else None,
            dtype=np.float32,
            lowercase=False,
            token_pattern=r"(?u)\b\w+\b",  # noqa: S106
        )


_VIEWS = (
    _View("written", "char_wb", (2, 5), 1.0),
    _View("words", "word", (1, 2), 1.0),
    _View("heard", "char_wb", (2, 4), 0.7),
)


@dataclass(frozen=True)
class WordMeaning:
    """Where the words stand among the columns of a row, and their vectors, (words, dimensions)."""

    columns: slice
    vectors: Matrix

    @classmethod
    def of(cls, views: Sequence[Sequence[str]]) -> WordMeaning | None:
        """That of the terms of each view; None when the words have no vectors."""
        place = next(index for index, view in enumerate(_VIEWS) if view.analyzer == "word")
        vectors = vectors_of(views[place])
        start = sum(map(len, views[:place]))
        return None if vectors is None else cls(slice(start, start + len(views[place])), vectors)

    def turned(self, rows: sparse.csr_matrix) -> WordMeaning:
        """The same meanings by dimensions that do not go together in `rows`: a fit gets there in fewer steps.

        Only turned: what they tell, and what a penalty on them costs, stays what it was.
        """
        meant = self.beside(rows)
        ways = np.linalg.eigh((meant.T @ meant).astype(np.float64))[1]
        return replace(self, vectors=(self.vectors @ ways).astype(np.float32))

    def beside(self, rows: sparse.csr_matrix) -> Matrix:
        """The meaning of the words of `rows`, (texts, dimensions)."""
        meant: Matrix = (rows[:, self.columns] @ self.vectors).astype(np.float32)
        return meant

    def folded(self, coefficients: Matrix) -> Matrix:
        """Coefficients for rows alone, (n, labels), that score as `coefficients` do with `beside`."""
        dimensions = self.vectors.shape[1]
        words, meant = coefficients[:-dimensions].copy(), coefficients[-dimensions:]
        words[self.columns] += self.vectors @ meant
        return words


@dataclass
class Features:
    """n-gram vocabularies fitted on training texts."""

    vectorizers: list[Any] = field(default_factory=list)
    meaning: WordMeaning | None = None
    """For training alone; None: the words count by themselves."""

    @classmethod
    def fit(cls, texts: Sequence[str], *, meaning: bool = False) -> tuple[Features, sparse.csr_matrix]:
        """Vocabularies of `texts` and their rows, shape (len(texts), n).

        With `meaning` the words count by their vectors too, and frequent words of no message are known.
        """
        columns = list(zip(*(written_forms(text) for text in texts), strict=True))
        features = cls()
        blocks = []
        for view, column in zip(_VIEWS, columns, strict=True):
            vectorizer = view.vectorizer()
            if meaning and view.analyzer == "word":
                terms = _terms(vectorizer.fit(column))
                vectorizer = view.vectorizer([*terms, *further_words(set(terms))])
            blocks.append(vectorizer.fit_transform(column) * view.weight)
            features.vectorizers.append(vectorizer)
        rows = sparse.hstack(blocks, format="csr", dtype=np.float32)
        if meaning and (found := WordMeaning.of([_terms(v) for v in features.vectorizers])) is not None:
            features.meaning = found.turned(rows)
        return features, rows

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Rows of `texts`, shape (len(texts), n)."""
        columns = list(zip(*(written_forms(text) for text in texts), strict=True))
        blocks = [
            vectorizer.transform(column) * view.weight
            for view, vectorizer, column in zip(_VIEWS, self.vectorizers, columns, strict=True)
        ]
        return sparse.hstack(blocks, format="csr", dtype=np.float32)

    def to_json(self) -> list[dict[str, Any]]:
        """Terms in column order and their weights."""
        saved = []
        for vectorizer in self.vectorizers:
            saved.append(
                {"terms": _terms(vectorizer), "idf": [round(float(value), 5) for value in vectorizer.idf_]}
            )
        return saved

    @classmethod
    def from_json(cls, saved: list[dict[str, Any]]) -> Features:
        """The inverse of `to_json`."""
        features = cls()
        for view, block in zip(_VIEWS, saved, strict=True):
            vectorizer = view.vectorizer(block["terms"])
            vectorizer.idf_ = np.asarray(block["idf"], dtype=np.float32)
            features.vectorizers.append(vectorizer)
        return features


def _terms(vectorizer: Any) -> list[str]:
    """The n-grams that a fitted vectorizer knows, in the order of their columns."""
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def one_hot(answers: Sequence[Collection[str]], labels: Sequence[str]) -> Matrix:
    """1 where a label is among the answers of a text, (texts, labels)."""
    place = {label: column for column, label in enumerate(labels)}
    targets: Matrix = np.zeros((len(answers), len(labels)), dtype=np.float32)
    for row, answer in enumerate(answers):
        for label in answer:
            targets[row, place[label]] = 1.0
    return targets


@dataclass
class TextModel:
    """A fitted model: `labels` in column order."""

    labels: tuple[str, ...]
    link: Link
    features: Features
    coefficients: Matrix
    intercepts: Matrix
    average: Matrix | None = None
    """The mean vector: stands in when none can be computed. None: the encoder has no part in this model."""

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        targets: Matrix,
        labels: Sequence[str],
        link: Link,
        *,
        strength: float = 8.0,
        sample_weight: Matrix | None = None,
        fitted: tuple[Features, sparse.csr_matrix] | None = None,
    ) -> TextModel:
        """Fits the n-grams of `texts`; `targets` is (texts, labels) of 0 and 1.

        `fitted` reuses the features of another model on the same texts.
        """
        features, rows = fitted or Features.fit(texts)
        meaning = features.meaning
        coefficients, intercepts = fit_weights(
            rows,
            targets.astype(np.float32),
            link,
            strength,
            sample_weight,
            beside=None if meaning is None else meaning.beside(rows),
        )
        if meaning is not None:
            coefficients = meaning.folded(coefficients)
        return cls(tuple(labels), link, features, coefficients, intercepts)

    def joined(self, head: Head, ngrams: float, encoder: float) -> TextModel:
        """This model with the answers of the encoder: `ngrams` and `encoder` say what each counts.

        A label that the encoder was not taught is as unlikely to it as its unlikeliest.
        """
        meant = np.zeros((len(head.average), len(self.labels)), dtype=np.float32)
        biases = np.full(len(self.labels), head.intercepts.min(), dtype=np.float32)
        for column, label in enumerate(self.labels):
            if label in head.labels:
                place = head.labels.index(label)
                meant[:, column] = head.coefficients[:, place]
                biases[column] = head.intercepts[place]
        return replace(
            self,
            coefficients=np.concatenate([self.coefficients * ngrams, meant * encoder]).astype(np.float32),
            intercepts=(self.intercepts * ngrams + (biases - head.average @ meant) * encoder).astype(
                np.float32
            ),
            average=head.average,
        )

    def scores(self, texts: Sequence[str], vectors: Matrix | None = None, rows: Any = None) -> Matrix:
        """Log-odds (or logits), shape (texts, labels); `vectors` (texts, 384) when the encoder is up."""
        rows = self.features.rows(texts) if rows is None else rows
        wide = rows.shape[1]
        result = rows @ self.coefficients[:wide] + self.intercepts
        if self.average is not None:
            dense = self.average[None, :] if vectors is None else vectors
            result = result + dense @ self.coefficients[wide:]
        return np.asarray(result, dtype=np.float32)

    def chances(self, texts: Sequence[str], vectors: Matrix | None = None, rows: Any = None) -> Matrix:
        """Probabilities, shape (texts, labels)."""
        scores = self.scores(texts, vectors, rows)
        if self.link == "softmax":
            scores = scores - scores.max(axis=1, keepdims=True)
            exponentials = np.exp(scores)
            return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), dtype=np.float32)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)

    def save(self, folder: Path, name: str, *, with_features: bool = True) -> None:
        """Writes `name`.json and `name`.npz in `folder`; `with_features` False when they stand elsewhere."""
        folder.mkdir(parents=True, exist_ok=True)
        head = {
            "format": FORMAT,
            "labels": list(self.labels),
            "link": self.link,
            "meaning": self.average is not None,
            "features": self.features.to_json() if with_features else None,
        }
        (folder / f"{name}.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
        np.savez(
            folder / f"{name}.npz",
            coefficients=self.coefficients.astype(np.float16),
            intercepts=self.intercepts.astype(np.float32),
            average=np.zeros(0, dtype=np.float32) if self.average is None else self.average,
        )

    @classmethod
    def load(cls, folder: Path, name: str, features: Features | None = None) -> TextModel:
        """Reads what `save` wrote; raises ModelFileError in a sentence when it cannot.

        `features`: those it was trained on, when they were not saved with it.
        """
        try:
            head = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            if head["format"] != FORMAT:
                raise ModelFileError(
                    f"The model file {name} was written by another version; run `sentier train`."
                )
            with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
                coefficients = arrays["coefficients"].astype(np.float32)
                intercepts = arrays["intercepts"].astype(np.float32)
                average = arrays["average"] if head["meaning"] else None
            features = features or Features.from_json(head["features"])
            return cls(tuple(head["labels"]), head["link"], features, coefficients, intercepts, average)
        except (OSError, ValueError, KeyError, TypeError, EOFError) as problem:
            raise ModelFileError(
                f"The model file {name} cannot be read in {folder} ({type(problem).__name__}); "
                "run `sentier train`."
            ) from problem
