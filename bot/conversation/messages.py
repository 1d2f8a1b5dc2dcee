"""What the assistant says in one turn, before a channel renders it; JSON as in the widget's API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ANSWER = "utter_question/"
"""What the engine's actions that answer in words begin with; the key of the answer follows."""


@dataclass(frozen=True)
class Choice:
    """An answer offered; `id` is what comes back when it is chosen, by click or by its number."""

    id: str
    title: str


@dataclass(frozen=True)
class BotMessage:
    """One message of the assistant: its text, then services, then choices. `safety` only in danger.

    `answer`: it answers in words what she asked. No channel shows that: it tells what must not be lost.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    services: tuple[Mapping[str, Any], ...] = ()
    safety: Mapping[str, Any] | None = None
    answer: bool = False

    def to_json(self) -> dict[str, Any]:
        """`{"text", "choices", "services", "safety"}`; safety null when there is no danger."""
        return {
            "text": self.text,
            "choices": [{"id": choice.id, "title": choice.title} for choice in self.choices],
            "services": [dict(service) for service in self.services],
            "safety": dict(self.safety) if self.safety else None,
        }


@dataclass(frozen=True)
class Reply:
    """Everything said in one turn. `forget`: delete the conversation now; `leave`: show nothing more.

    `heard`: the sentence with which the first message takes up what was told, "" when there is none.
    """

    messages: tuple[BotMessage, ...] = ()
    forget: bool = False
    leave: bool = False
    trace: Mapping[str, Any] = field(default_factory=dict)
    heard: str = ""

    def to_json(self) -> dict[str, Any]:
        """The body of `POST /api/messages`."""
        body: dict[str, Any] = {"messages": [message.to_json() for message in self.messages]}
        if self.forget:
            body["forgotten"] = True
        if self.leave:
            body["leave"] = True
        return body

    def choices(self) -> tuple[Choice, ...]:
        """All choices offered in this turn, in order."""
        return tuple(choice for message in self.messages for choice in message.choices)
