"""What our own code hands to a logger: an event that is written, or else nobody ever reads why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.privacy.logs import ALLOWED_FIELDS, EVENTS

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(file for top in ("actions", "bot", "directory") for file in (ROOT / top).rglob("*.py"))
WRITTEN = ("warning", "error", "critical")
"""A server writes these (`configure_logging("WARNING")`): a call below would never appear."""
METHODS = (*WRITTEN, "debug", "info", "exception", "log", "warn", "fatal")


def _name(receiver: ast.expr) -> str:
    match receiver:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return _name(function)
    return ""


def _calls(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in METHODS
            and re.search("log", _name(node.func.value), re.IGNORECASE)
        ):
            yield node


def _fields(call: ast.Call) -> list[object]:
    extra = next((one.value for one in call.keywords if one.arg == "extra"), None)
    if extra is None:
        return []
    assert isinstance(extra, ast.Dict)
    return [getattr(key, "value", None) for key in extra.keys]


CALLS = [
    pytest.param(call, id=f"{file.relative_to(ROOT)}:{call.lineno}")
    for file in FILES
    for call in _calls(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("call", CALLS)
def test_a_call_names_one_event_that_is_written(call: ast.Call) -> None:
    assert isinstance(call.func, ast.Attribute)
    assert call.func.attr in WRITTEN
    assert [getattr(argument, "value", None) in EVENTS for argument in call.args] == [True]
    assert {one.arg for one in call.keywords} <= {"exc_info", "extra"}
    assert set(_fields(call)) <= ALLOWED_FIELDS


def test_every_event_and_field_is_used_and_explained() -> None:
    calls = [call for file in FILES for call in _calls(file.read_text(encoding="utf-8"))]
    events = [getattr(argument, "value", None) for call in calls for argument in call.args]
    assert set(events) == EVENTS
    assert {field for call in calls for field in _fields(call)} == ALLOWED_FIELDS
    table = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert {event for event in EVENTS if f"`{event}`" not in table} == set()


@pytest.mark.parametrize(
    "line",
    [
        'logging.error("turn_failed")',
        'self._log.info("turn_failed")',
        'logging.getLogger("bot").warning("turn_failed")',
        'structlog.get_logger().error("turn_failed")',
    ],
)
def test_a_logger_is_recognised_however_it_is_reached(line: str) -> None:
    assert len(list(_calls(line))) == 1
