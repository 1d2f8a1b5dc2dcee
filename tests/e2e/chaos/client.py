"""Somebody who writes: sends again, under the same number, what got no answer, as the widget does."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import httpx

PATIENCE = 30.0
"""How long she goes on sending one message."""


@dataclass
class Answered:
    """One message: its last status, what was said, how long each try took, how many it needed."""

    status: int
    texts: list[str]
    seconds: list[float] = field(default_factory=list)

    @property
    def tries(self) -> int:
        return len(self.seconds)

    @property
    def told(self) -> bool:
        """Whether she was told that something went wrong, and given the numbers."""
        return "Petit problème" in self.all

    @property
    def all(self) -> str:
        return "\n".join(self.texts)


class Talker:
    """One conversation; a new connection for each request, so that any worker may take it."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(
            base_url=url, timeout=10, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False
        )
        self._number = 0
        self.open()

    def open(self) -> None:
        """A new conversation."""
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._client.post("/api/conversations", json={})
                if answer.status_code == 201:
                    self.token = answer.json()["token"]
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < limit, "no conversation could be opened"
            time.sleep(0.05)

    def once(self, text: str, key: str = "") -> Answered:
        """Sends once; raises httpx.TransportError when the connection breaks."""
        headers = {"authorization": f"Bearer {self.token}"} | ({"idempotency-key": key} if key else {})
        started = time.monotonic()
        answer = self._client.post("/api/messages", json={"text": text}, headers=headers)
        seconds = time.monotonic() - started
        body = answer.json()
        texts = [message["text"] for message in body.get("messages", ())] or [str(body)]
        return Answered(answer.status_code, texts, [seconds])

    def say(self, text: str) -> Answered:
        """Sends until it is answered."""
        self._number += 1
        seconds: list[float] = []
        limit = time.monotonic() + PATIENCE
        while True:
            started = time.monotonic()
            try:
                answered = self.once(text, str(self._number))
                seconds += answered.seconds
                if answered.status == 200:
                    return Answered(200, answered.texts, seconds)
            except httpx.TransportError:
                seconds.append(time.monotonic() - started)
            assert time.monotonic() < limit, f"no answer to {text} after {len(seconds)} tries"
            time.sleep(0.05)

    def heard(self) -> list[str]:
        """What the engine heard in this conversation, in order."""
        return self.say("combien").texts[0].split()
