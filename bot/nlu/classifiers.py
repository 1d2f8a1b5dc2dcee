"""The trained answers about one message: its intent, its needs, who is writing.

Each is a linear model over what `FrenchFeaturizer` left on the message (bot/safety/textmodel.py), trained in
seconds and measured better than DIET on small French sets (docs/evaluation.md).
"""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import TrainedComponent
from bot.nlu.label_rules import ALWAYS, NEVER_A_NEED, ONE_AT_LEAST, PROFILE_OF_INTENT, REQUESTS
from bot.nlu.learned import learned_head
from bot.nlu.linear import LinearScorer, Vector
from bot.nlu.messages import (
    NEED,
    PROFILE,
    ROWS,
    VECTOR,
    add_entity,
    entity,
    full_intent,
    label_of,
    note_of,
    text_of,
)
from bot.nlu.progress import report

_NAME = "model"
Link = Literal["softmax", "sigmoid"]
PLAIN = 0.75
"""The chance from which a need counts that the intent does not ask for."""


class _LinearComponent(TrainedComponent):
    """Training and answering shared by the classifiers below."""

    question = ""
    """What the encoder was taught about it: the name of a head."""
    link: Link = "softmax"
    strength = 8.0

    _model: LinearScorer | None = None

    def read(self, folder: Path) -> None:
        """The classifier as `train` stored it."""
        # The n-grams are the featurizer's: this model reads rows, never texts.
        self._model = LinearScorer.load(folder, _NAME)

    @abstractmethod
    def labels_of(self, example: Message) -> list[str]:
        """The true labels of a training example."""

    @abstractmethod
    def apply(self, message: Message, chances: dict[str, float]) -> None:
        """Writes the answer on `message`; `chances` is label -> probability, best first."""

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model on the featurised training messages; raises TrainingFailed."""
        # What only a training needs is not loaded by a server.
        from scipy import sparse

        from bot.safety.textmodel import Features, TextModel, one_hot

        # Taught apart (bot/safety/teaching): here its answers only take their place beside the n-grams'.
        head = learned_head(self.question)
        report(f"Learning: {type(self).__name__}")
        examples = [example for example in training_data.intent_examples if example.get(ROWS) is not None]
        answers = [self.labels_of(example) for example in examples]
        labels = sorted({label for answer in answers for label in answer})
        targets = one_hot(answers, labels)
        rows = sparse.vstack([example.get(ROWS) for example in examples], format="csr")
        model = TextModel.train(
            [text_of(example) for example in examples],
            targets,
            labels,
            self.link,
            strength=float(self._config.get("strength", self.strength)),
            fitted=(Features(), rows),
            sample_weight=balanced(targets, float(self._config.get("balance", 0.0))),
        )
        model = model.joined(
            head, float(self._config.get("ngrams", 0.5)), float(self._config.get("encoder", 0.5))
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder, _NAME, with_features=False)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Answers for the messages of a turn."""
        for message in messages:
            rows = message.get(ROWS)
            if self._model is None or rows is None:
                continue
            chances = self._model.chances(rows, message.get(VECTOR))
            order = np.argsort(-chances)
            self.apply(message, {self._model.labels[index]: float(chances[index]) for index in order})
        return messages


def balanced(targets: Vector, power: float) -> Vector | None:
    """Weights of examples, mean 1: rarer labels weigh more, by that power of how much rarer (0: all alike).

    A label is as frequent in the training files as its subject has variety, not as people say it.
    """
    if not power:
        return None
    counts = targets.sum(axis=0)
    by_label = (counts.mean() / np.maximum(counts, 1.0)) ** power
    weights = (targets * by_label).max(axis=1)
    return np.asarray(weights / weights.mean(), dtype=np.float32)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class IntentClassifier(_LinearComponent):
    """Exactly one intent; for a question also the key of its answer, as a ResponseSelector gives it."""

    question = "intent"

    def labels_of(self, example: Message) -> list[str]:
        """The intent, with its key when it has one."""
        return [label_of(example)]

    def apply(self, message: Message, chances: dict[str, float]) -> None:
        """Sets intent, intent_ranking and, for questions, response_selector."""
        merged: dict[str, float] = {}
        for label, chance in chances.items():
            merged[label.split("/")[0]] = merged.get(label.split("/")[0], 0.0) + chance
        label, best = next(iter(chances.items()))
        # The family of questions may win by the sum of keys that each lose: the best single label decides.
        name = label.split("/")[0]
        ranking = sorted(merged.items(), key=lambda item: (item[0] != name, -item[1]))
        message.set("intent", {"name": name, "confidence": best}, add_to_output=True)
        message.set(
            "intent_ranking",
            [{"name": other, "confidence": chance} for other, chance in ranking[:10]],
            add_to_output=True,
        )
        keys = [(key, chance) for key, chance in chances.items() if "/" in key]
        if keys:
            retrieval = {key.split("/")[0] for key, _ in keys}
            selected: dict[str, Any] = {"all_retrieval_intents": sorted(retrieval)}
            for intent in retrieval:
                key, chance = next(item for item in keys if item[0].startswith(intent + "/"))
                prediction = {
                    "intent_response_key": key,
                    "utter_action": f"utter_{key}",
                    "confidence": chance,
                }
                selected[intent] = {"response": prediction, "ranking": []}
            message.set("response_selector", selected, add_to_output=True)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class NeedClassifier(_LinearComponent):
    """Any number of needs of the taxonomy, each an entity `need` that spans the message."""

    question = "need"
    link: Link = "sigmoid"

    def labels_of(self, example: Message) -> list[str]:
        """The needs written beside the example."""
        return list(note_of(example).get("needs", []))

    def apply(self, message: Message, chances: dict[str, float]) -> None:
        """Adds the needs likelier than the threshold, within what the intent allows (label_rules.py)."""
        intent = full_intent(message)
        least = self._least(message, intent)
        found = {need: chance for need, chance in chances.items() if chance >= least}
        if intent in NEVER_A_NEED:
            found = {}
        elif intent in ALWAYS:
            found.setdefault(ALWAYS[intent], chances.get(ALWAYS[intent], 0.0))
        elif intent in REQUESTS | ONE_AT_LEAST and not found:
            found = dict(list(chances.items())[:1])
        if {"acheteurs", "sortie_prostitution"} <= set(found):
            # Who buys and wants to stop leaves nothing of hers: both words of leaving look alike.
            found.pop(min(("acheteurs", "sortie_prostitution"), key=found.__getitem__))
        end = len(text_of(message))
        for need, chance in found.items():
            add_entity(message, entity(NEED, need, 0, end, "NeedClassifier", confidence_entity=chance))

    def _least(self, message: Message, intent: str) -> float:
        """The chance from which a need is said.

        Only requests are full of needs: elsewhere one must be plain, the more so the surer the intent.
        """
        threshold = float(self._config.get("threshold", 0.5))
        if intent in REQUESTS:
            return threshold
        sure = float((message.get("intent") or {}).get("confidence") or 0.0)
        return threshold + max(0.0, PLAIN - threshold) * sure


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class ProfileClassifier(_LinearComponent):
    """Who is writing: the woman herself (`personne`), a relative, a professional, a buyer."""

    question = "profile"

    def labels_of(self, example: Message) -> list[str]:
        """The profile written beside the example; `personne` unless the text shows otherwise."""
        return [str(note_of(example).get("profile", "personne"))]

    def apply(self, message: Message, chances: dict[str, float]) -> None:
        """Adds the entity `profile` when it is another than `personne`."""
        profile, chance = next(iter(chances.items()))
        profile = PROFILE_OF_INTENT.get(full_intent(message), profile)
        if profile != "personne":
            found = entity(
                PROFILE, profile, 0, len(text_of(message)), "ProfileClassifier", confidence_entity=chance
            )
            add_entity(message, found)
