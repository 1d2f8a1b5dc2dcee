"""Runs the model's components one after the other, in an order worked out once.

Rasa hands every message and every prediction to Dask, which plans the same dozen steps anew each time, for
workers that do not exist. This is Rasa's own `GraphRunner` interface over the components its loader made;
the results are the same.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

_Step = tuple[str, GraphNode, tuple[str, ...]]


class StraightRunner(GraphRunner):
    """A loaded graph, run in order."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plans: dict[tuple[str, ...], list[_Step]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightRunner:
        """Makes the components of `graph_schema` as Rasa's runner does."""
        return cls.over(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    @classmethod
    def over(cls, runner: DaskGraphRunner) -> StraightRunner:
        """The same components as those of `runner`."""
        return cls(runner._graph_schema, runner._instantiated_nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Results of `targets` by name. `inputs` stand for nodes. Raises as Rasa's own runner does."""
        wanted = tuple(targets or self._schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, node, needs in self._plan(wanted):
                # A need that nothing provides is handed over as its name: the node says what is missing.
                done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as problem:
            raise GraphRunError("Error running runner.") from problem
        return {name: done[name][1] for name in wanted}

    def _plan(self, targets: tuple[str, ...]) -> list[_Step]:
        plan = self._plans.get(targets)
        if plan is None:
            needed = self._schema.minimal_graph_schema(list(targets)).nodes
            order = TopologicalSorter({name: set(node.needs.values()) for name, node in needed.items()})
            plan = self._plans[targets] = [
                (name, self._nodes[name], tuple(needed[name].needs.values()))
                for name in order.static_order()
                if name in needed
            ]
        return plan
