"""French n-grams and the sentence embedding, computed once for every classifier of the pipeline."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.messages import ROWS, VECTOR, handed_over, text_of
from bot.nlu.progress import report
from bot.safety.meaning import shared_embedder, training_vectors
from bot.safety.ngrams import NgramReader

_FILE = "features.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class FrenchFeaturizer(GraphComponent):
    """Sets `sentier_rows` (n-grams) and `sentier_vector` (384 numbers, or None) on each message.

    The n-grams are a sparse matrix row in training, columns and values (bot/nlu/linear.py) in a turn.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, reader: NgramReader | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> FrenchFeaturizer:
        """An untrained featurizer."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> FrenchFeaturizer:
        """The featurizer as `train` stored it."""
        with model_storage.read_from(resource) as folder:
            saved = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, NgramReader.from_json(saved))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the n-grams of the training messages."""
        # scikit-learn and SciPy, which a server does not load.
        from bot.safety.textmodel import Features

        report("Reading the training messages")
        features, _rows = Features.fit([text_of(example) for example in training_data.intent_examples])
        # Rasa loads a component anew to featurise what it was trained on: see `load`.
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(features.to_json(), ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurises every training message, in one batch."""
        examples = training_data.intent_examples
        vectors = training_vectors(
            [text_of(example) for example in examples],
            progress=lambda share: report("Meaning of each message", share),
        )
        if self._reader is None or not examples:
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
            example.set(VECTOR, None if vectors is None else vectors[index])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurises the messages of a turn."""
        if self._reader is None:
            return messages
        embedder = shared_embedder()
        for message in messages:
            text = text_of(message)
            message.set(ROWS, self._reader.read(text))
            ahead = handed_over(message, "vector")
            if ahead is not None:
                message.set(VECTOR, ahead.result())
            else:
                message.set(VECTOR, None if embedder is None else embedder.vectors([text])[0])
        return messages
