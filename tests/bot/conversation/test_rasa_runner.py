"""The straight runner gives what Rasa's gives, and plans a graph once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode

from bot.conversation.rasa_runner import StraightRunner


def node(needs: dict[str, str]) -> SchemaNode:
    return SchemaNode(needs=needs, uses=object, constructor_name="create", fn="run", config={})


SCHEMA = GraphSchema(
    {
        "sum": node({"left": "double", "right": "triple"}),
        "double": node({"value": "__message__"}),
        "triple": node({"value": "__message__"}),
        "other": node({"value": "__tracker__"}),
    }
)
CALLED: list[str] = []


def step(name: str, work: Any) -> Any:
    def run(*given: Any) -> tuple[str, Any]:
        CALLED.append(name)
        missing = [one for one in given if not isinstance(one, tuple)]
        if missing:
            raise GraphRunError(f"Missing input {missing[0]}")
        return name, work(*(value for _, value in given))

    return run


@pytest.fixture
def runner() -> StraightRunner:
    CALLED.clear()
    nodes = {
        "sum": step("sum", lambda left, right: left + right),
        "double": step("double", lambda value: 2 * value),
        "triple": step("triple", lambda value: 3 * value),
        "other": step("other", lambda value: value),
    }
    return StraightRunner.over(SimpleNamespace(_graph_schema=SCHEMA, _instantiated_nodes=nodes))


def test_only_what_a_target_needs_runs_each_step_once(runner: StraightRunner) -> None:
    assert runner.run({"__message__": 2}, ["sum"]) == {"sum": 10}
    assert sorted(CALLED) == ["double", "sum", "triple"]
    assert runner.run({"__message__": 3}, ["sum"]) == {"sum": 15}, "nothing of the message before"
    assert runner.run({"__tracker__": "t", "__message__": 1}, ["sum", "other"]) == {"sum": 5, "other": "t"}


def test_a_missing_input_and_a_failing_step_are_said(runner: StraightRunner) -> None:
    with pytest.raises(GraphRunError):
        runner.run({}, ["other"])
    runner._nodes["double"] = step("double", lambda value: (_ for _ in ()).throw(RuntimeError("x")))
    with pytest.raises(GraphRunError):
        runner.run({"__message__": 1}, ["sum"])


@pytest.mark.engine
async def test_the_trained_model_gives_the_same_with_rasas_own_runner(assistant: Any) -> None:
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.runner.dask import DaskGraphRunner

    processor = assistant._engine._agent.processor
    straight = processor.graph_runner
    assert isinstance(straight, StraightRunner)
    plain = DaskGraphRunner.__new__(DaskGraphRunner)
    plain._graph_schema, plain._instantiated_nodes = straight._schema, straight._nodes
    plain._execution_context = None
    target = [processor.model_metadata.nlu_target]
    for text in ("je cherche une place où dormir à Gatineau", "c koi la loi", "ok", ""):
        message, again = UserMessage(text, message_id="1"), UserMessage(text, message_id="1")
        first = straight.run({"__message__": [message], "__tracker__": None}, target)[target[0]][0]
        second = plain.run({"__message__": [again], "__tracker__": None}, target)[target[0]][0]
        assert first.as_dict(only_output_properties=True) == second.as_dict(only_output_properties=True)


@pytest.mark.engine
def test_actions_in_process_are_not_proved_by_schema(assistant: Any) -> None:
    from rasa.core.actions import action

    from bot.conversation.local_actions import LocalAction, LocalActions

    endpoint = assistant._engine._agent.processor.action_endpoint
    assert isinstance(endpoint, LocalActions)
    made = action.action_for_name_or_text("action_refer", assistant._engine._agent.domain, endpoint)
    assert isinstance(made, LocalAction)
