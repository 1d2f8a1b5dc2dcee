"""The findings that need no training: place, age, populations, access wishes, language, danger."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.access import find_access
from bot.nlu.age import find_age
from bot.nlu.messages import (
    ACCESS,
    AGE,
    LANGUAGE,
    PLACE,
    POPULATION,
    SAFETY,
    VECTOR,
    add_entity,
    entity,
    handed_over,
    text_of,
)
from bot.nlu.populations import find_populations
from bot.nlu.shared import shared_detector
from bot.safety.french import clean
from bot.safety.language import language_of
from directory.places import shared_gazetteer

if TYPE_CHECKING:
    from bot.safety.meaning import Vector


class _Untrained(GraphComponent):
    """A component with nothing to learn or store."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> _Untrained:
        """A ready component."""
        return cls()


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class PlaceExtractor(_Untrained):
    """The place where she is, as an entity `place` with its region, or the regions to choose from."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the place of each message."""
        for message in messages:
            match = shared_gazetteer().find(text_of(message))
            if match is not None:
                start, end = match.span
                found = entity(PLACE, match.name, start, end, "PlaceExtractor")
                found["region"] = match.region
                found["outside"] = match.outside
                found["ambiguous"] = [choice.region for choice in match.ambiguous]
                add_entity(message, found)
        return messages


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class PersonExtractor(_Untrained):
    """Age, populations, access wishes and language of the person the help is for."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds what each message says of the person."""
        for message in messages:
            text = text_of(message)
            end = len(text)
            age = find_age(text)
            if age is not None:
                add_entity(message, entity(AGE, age, 0, end, "PersonExtractor"))
            for population in find_populations(text, age):
                add_entity(message, entity(POPULATION, population, 0, end, "PersonExtractor"))
            for wish in find_access(text):
                add_entity(message, entity(ACCESS, wish, 0, end, "PersonExtractor"))
            language = language_of(clean(text))
            if language != "fr":
                add_entity(message, entity(LANGUAGE, language, 0, end, "PersonExtractor"))
        return messages


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class SafetyAnnotator(_Untrained):
    """The safety verdict on the message, for rules and stories; the reply's opening never depends on it.

    A turn of Sentier has read the message for danger already and hands its verdict over; under `rasa shell`
    or `rasa test` there is none, and it is read here.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `safety` (level, kinds) on each message."""
        for message in messages:
            found = handed_over(message, SAFETY)
            if found is None:
                verdict = shared_detector().assess(text_of(message), vector=_ready(message.get(VECTOR)))
                found = {"level": verdict.level, "kinds": list(verdict.kinds)}
            message.set(SAFETY, found, add_to_output=True)
        return messages


def _ready(vector: Vector | None) -> Future[Vector] | None:
    """The vector that the featurizer computed, as the detector takes one."""
    if vector is None:
        return None
    ready: Future[Vector] = Future()
    ready.set_result(vector)
    return ready
