"""The two tables of a gateway: what comes in, what goes out. A new gateway writes its own and calls these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.channels import sms_words
from bot.channels.sms import Incoming


def fixed_texts() -> list[str]:
    """Every fixed text of the channel: what bot/channels/sms_words.py names in capitals."""
    named = [value for name, value in vars(sms_words).items() if re.fullmatch(r"[A-Z][A-Z0-9_]*", name)]
    said = [text for value in named for text in (value.values() if isinstance(value, dict) else [value])]
    return [text for text in said if isinstance(text, str)]


@dataclass(frozen=True)
class In:
    """A request of the gateway: what it is (French), the request, the status that must come back, and the
    message that the desk must get (None: it gets none)."""

    label: str
    request: Mapping[str, Any]
    status: int
    got: Incoming | None = None
    body: str | None = None


@dataclass
class RecordingDesk:
    """In the place of SmsDesk: keeps what it is given, answers what it is told to."""

    texts: list[str] = field(default_factory=lambda: ["Bonjour."])
    got: list[Incoming] = field(default_factory=list)

    def __post_init__(self) -> None:
        from bot.channels.sms_limits import Seen

        self.seen = Seen()

    def line(self, sender: str) -> Any:
        import asyncio

        return asyncio.Lock()

    async def answer(self, incoming: Incoming) -> list[str]:
        self.got.append(incoming)
        return self.texts


@contextmanager
def client(routes: list[Route], base_url: str = "http://127.0.0.1:8080") -> Iterator[TestClient]:
    """A client of an application with only these routes."""
    with TestClient(Starlette(routes=routes), base_url=base_url, raise_server_exceptions=False) as made:
        yield made


def comes_in(desk: RecordingDesk, routes: list[Route], case: In) -> None:
    """Plays one row of the table of what comes in."""
    with client(routes) as gateway:
        response = gateway.request(**case.request)
        assert response.status_code == case.status, response.text
        if case.body is not None:
            assert response.text == case.body
    assert desk.got == ([case.got] if case.got is not None else [])
