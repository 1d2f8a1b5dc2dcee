"""The likeliest answers to a question with hundreds of them, by the meaning of a message.

Which precise question does it ask ("va-t-on m'obliger a porter plainte?": data/answers/precise), which
circumstance does it tell (data/answers/heard)? The wordings stand in data/nlu and data/wordings (`asks:`,
`tells:` beside the message); the heads are fitted on the encoder's vectors (bot/safety/teaching/wordings.py),
nothing is trained here. Words ask and tell such things too: bot/conversation/precise.py, taking_up.py.

An answer of whose wordings a message holds not one word is none of its own: half a question ("faut-tu que j'y
dise?") lies near the questions on anything. Measured in docs/evaluation.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.errors import EngineUnavailable
from bot.nlu.component import TrainedComponent
from bot.nlu.learned import fitted_head
from bot.nlu.messages import VECTOR
from bot.safety.encoder import EncoderFileError, Head
from bot.safety.stems import content_stems

MOST = 6
"""Of the likeliest, more than enough where some are not for the person."""
_FILE = "head.npz"
_LEAST = 0.1
"""Chance under which no answer is given anywhere: its words need not be looked for."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class LikeliestAnswers(TrainedComponent):
    """Sets on each message, under the name of its `question`, the likeliest answers with their chances.

    Best first; the key "" stands for none of them. Nothing is set where the encoder could not read it.
    """

    _head: Head | None = None
    _words: Mapping[str, frozenset[str]] = MappingProxyType({})

    @property
    def _question(self) -> str:
        return str(self._config["question"])

    def read(self, folder: Path) -> None:
        """The head as `train` stored it; raises EngineUnavailable in a sentence."""
        try:
            head = Head.read(folder / _FILE, self._question)
            with np.load(folder / _FILE, allow_pickle=False) as arrays:
                words = arrays["words"].tolist()
        except (EncoderFileError, OSError, ValueError, KeyError) as problem:
            raise EngineUnavailable(
                "The answers by meaning cannot be read; run `sentier train`."
            ) from problem
        self._head = head
        self._words = {label: frozenset(held.split()) for label, held in zip(head.labels, words, strict=True)}

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002
        """Keeps what was fitted about them; raises TrainingFailed."""
        head, words = fitted_head(self._question)
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / _FILE, words=words, **head.arrays(self._question))
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
            message.set(self._question, self._with_a_word(found, message.get(TEXT)), add_to_output=True)
        return messages

    def _with_a_word(self, found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
        """Those of whose wordings `text` holds a word; what the others take falls to none of them."""
        if not any(one["key"] and one["confidence"] >= _LEAST for one in found):
            return found
        held = content_stems(text)
        kept = [one for one in found if not one["key"] or held & self._words[one["key"]]]
        lost = sum(one["confidence"] for one in found) - sum(one["confidence"] for one in kept)
        if lost and not any(not one["key"] for one in kept):
            kept.append({"key": "", "confidence": 0.0})
        kept = [one if one["key"] else {**one, "confidence": one["confidence"] + lost} for one in kept]
        return sorted(kept, key=lambda one: -one["confidence"])
