"""What every trained component of the pipeline does alike: how Rasa makes it, and loads what it learned."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class TrainedComponent(GraphComponent):
    """Made knowing nothing; `train` writes a folder of the model, `read` takes it back."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> TrainedComponent:
        """One that knows nothing yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> TrainedComponent:
        """One that knows what `train` wrote; raises EngineUnavailable in a sentence."""
        made = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made.read(folder)
        return made

    @abstractmethod
    def read(self, folder: Path) -> None:
        """Takes what `train` wrote to `folder`."""
