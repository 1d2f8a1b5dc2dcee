"""Which precise question a message asks ("va-t-on m'obliger à porter plainte?"), by its meaning.

The answers stand in data/answers/precise, the wordings in data/nlu (`asks:` beside the message). The head
is taught with the encoder (bot/safety/teaching); nothing is trained here. Words ask such a question too:
bot/conversation/precise.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.errors import EngineUnavailable
from bot.nlu.learned import learned_head
from bot.nlu.messages import PRECISE, VECTOR
from bot.safety.encoder import EncoderFileError, Head

MOST = 6
"""Of the likeliest, more than enough where some are not for the person."""
_NAME = "precise"
_FILE = "precise.npz"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class PreciseQuestionClassifier(GraphComponent):
    """Sets `precise` on each message: the likeliest precise questions with their chances, best first.

    The key "" stands for none of them. Nothing is set where the encoder could not read the message.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, head: Head | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._head = head

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> PreciseQuestionClassifier:
        """One that knows no question yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> PreciseQuestionClassifier:
        """The classifier as `train` stored it; raises EngineUnavailable in a sentence."""
        try:
            with model_storage.read_from(resource) as folder:
                head = Head.read(folder / _FILE, _NAME)
        except EncoderFileError as problem:
            raise EngineUnavailable("The precise questions cannot be read; run `sentier train`.") from problem
        return cls(model_storage, resource, head)

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002
        """Keeps what the encoder was taught about them; raises TrainingFailed."""
        head = learned_head(_NAME)
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / _FILE, **head.arrays(_NAME))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads the messages of a turn."""
        for message in messages:
            vector = message.get(VECTOR)
            if self._head is None or vector is None:
                continue
            scores = self._head.log_odds(vector)
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            found = [
                {"key": self._head.labels[index], "confidence": float(chances[index])}
                for index in np.argsort(-chances)[:MOST]
            ]
            message.set(PRECISE, found, add_to_output=True)
        return messages
