"""What words mean apart from each other: the word vectors of spaCy's fr_core_news_md, read in training only.

A message's words, weighed as the n-gram models weigh them, give it a vector of their meanings. Because the
models are linear, what they learn of that vector is added, word by word, to what they learn of each word
(`textmodel.py`): a server loads neither spaCy nor a vector, and words that no training message holds still
count as those they resemble.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from bot.safety.french import fold

Matrix = npt.NDArray[np.float32]

MODEL = "fr_core_news_md"
DIMENSIONS = 300
MOST_WORDS = 20_000
"""Of the most frequent words of French, how many a model knows though no training message holds them."""
_READ = 150_000
"""Entries of the vocabulary that are looked at, the most frequent first; names and rarities follow."""
# A tagger, a parser and a lemmatizer cost 9 ms a message and told nothing more.
_LEFT_OUT = ("tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "ner")
_PLAIN = re.compile(r"[a-z]{2,}")


@lru_cache(maxsize=1)
def _table() -> dict[str, Matrix]:
    """Unit vector of each word in small letters, folded as our n-grams are, the most frequent first.

    Empty where the model is not installed: the n-grams then stand alone.
    """
    try:
        import spacy

        vocabulary = spacy.load(MODEL, exclude=_LEFT_OUT).vocab
    except (ImportError, OSError):
        return {}
    found: dict[str, Matrix] = {}
    # Keys stand in the order of frequency; several may share a row.
    for key, row in islice(vocabulary.vectors.key2row.items(), _READ):
        word = vocabulary.strings[key]
        folded = fold(word)
        if word != word.lower() or folded in found or not _PLAIN.fullmatch(folded):
            continue
        vector = vocabulary.vectors.data[row]
        length = float(np.linalg.norm(vector))
        if length:
            found[folded] = (vector / length).astype(np.float32)
    return found


def further_words(known: Collection[str]) -> list[str]:
    """The most frequent words that have a vector and are not among the `known`, MOST_WORDS at most."""
    return [word for word in _table() if word not in known][:MOST_WORDS]


def vectors_of(terms: Sequence[str]) -> Matrix | None:
    """The vector of each term less what all have in common, (terms, DIMENSIONS); zero for one without.

    None when there are no vectors at all.
    """
    table = _table()
    if not table:
        return None
    rows: Matrix = np.zeros((len(terms), DIMENSIONS), dtype=np.float32)
    has = np.asarray([term in table for term in terms])
    rows[has] = [table[term] for term in terms if term in table]
    rows[has] -= rows[has].mean(axis=0)
    return rows
