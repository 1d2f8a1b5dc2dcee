"""French n-grams and the sentence embedding, computed once for every classifier of the pipeline."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import TrainedComponent
from bot.nlu.learned import learned_file
from bot.nlu.messages import ROWS, VECTOR, handed_over, text_of
from bot.nlu.progress import report
from bot.nlu.shared import shared_detector
from bot.safety.encoder import name_of
from bot.safety.ngrams import NgramReader

if TYPE_CHECKING:
    from bot.safety.meaning import Embedder

_FILE = "features.json"
logger = logging.getLogger(__name__)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class FrenchFeaturizer(TrainedComponent):
    """Sets `sentier_rows` (n-grams) and `sentier_vector` (384 numbers, or None) on each message.

    The n-grams are a sparse matrix row in training, columns and values (bot/nlu/linear.py) in a turn.
    """

    _reader: NgramReader | None = None
    _embedder: Embedder | None = None

    def read(self, folder: Path) -> None:
        """The n-grams as `train` stored them, and the encoder of this process when it is theirs."""
        saved = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        self._reader = NgramReader.from_json(saved["views"])
        embedder = shared_detector().embedder
        if embedder is not None and embedder.learned != saved["learned"]:
            # Not the encoder this model was trained beside: only `sentier train` brings them together again.
            logger.warning("encoder_mismatch")
            embedder = None
        self._embedder = embedder

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the n-grams of the training messages; raises TrainingFailed."""
        # scikit-learn and SciPy, which a server does not load.
        from bot.safety.textmodel import Features

        learned = name_of(learned_file())
        report("Reading the training messages")
        examples = training_data.intent_examples
        features, rows = Features.fit([text_of(example) for example in examples])
        # Read once: `process_training_data` meets the same messages.
        for index, example in enumerate(examples):
            example.set(ROWS, rows[index])
        saved = {"views": features.to_json(), "learned": learned}
        # Rasa loads a component anew to featurise what it was trained on: see `read`.
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurises every training message that `train` has not, in one batch."""
        examples = training_data.intent_examples
        if self._reader is None or all(example.get(ROWS) is not None for example in examples):
            return training_data
        # SciPy, which a server does not load.
        from scipy import sparse

        found = [self._reader.read(text_of(example)) for example in examples]
        ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
        rows = sparse.csr_matrix(
            (
                np.concatenate([values for _, values in found]),
                np.concatenate([columns for columns, _ in found]),
                ends,
            ),
            shape=(len(found), self._reader.width),
        )
        for index, example in enumerate(examples):
            example.set(ROWS, rows[index])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurises the messages of a turn."""
        if self._reader is None:
            return messages
        for message in messages:
            text = text_of(message)
            message.set(ROWS, self._reader.read(text))
            ahead = handed_over(message, "vector")
            if self._embedder is not None:
                vector = self._embedder.vector(text) if ahead is None else ahead.result()
                message.set(VECTOR, vector)
        return messages
