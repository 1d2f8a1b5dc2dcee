"""A conversation in which something is known of the person before her first word (test bench, paths)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet


def begun_with(slots: Mapping[str, Any]) -> dict[str, Any]:
    """What the `engine` of a Conversation holds when these slots were filled before its first message."""
    start: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    start += [SlotSet(name, value) for name, value in slots.items() if value is not None]
    return {"events": [*start, ActionExecuted(ACTION_LISTEN_NAME)], "slots": dict(slots)}
