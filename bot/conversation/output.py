"""Where the engine's messages land during one turn."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class TurnOutput(OutputChannel):
    """Collects whole messages in order; its name chooses the `channel:` variations of domain.yml."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.collected: list[dict[str, Any]] = []

    def name(self) -> str:
        """The channel that the person writes on: web, page, sms, terminal."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Keeps `message` as the engine made it."""
        self.collected.append(message)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:  # noqa: ARG002
        """Keeps a bare text."""
        self.collected.append({"text": text})
