"""The real application over an engine that follows a script, in a thread of its own; no trained model."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import uvicorn

from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.web.app import create_app
from bot.web.settings import WebSettings
from directory.database import Database
from directory.places import PlaceMatch
from directory.refer import Query, ReferredService, refer
from tests.detector import rules_only
from tests.e2e.conftest import free_port


def card(service: ReferredService, *, line: bool = False) -> dict[str, Any]:
    """A service in the JSON of the API (bot/conversation/referrals.py, which needs Rasa)."""
    phones = [
        {name: getattr(phone, name) for name in ("number", "type", "note", "to_confirm")}
        for phone in service.phones
    ]
    return {
        "id": service.id,
        "name": service.name,
        "phones": phones,
        "open": service.open,
        "next_change": service.next_change.isoformat() if service.next_change else None,
        "hours": service.hours_text,
        "description": service.description,
        "website": service.website,
        "municipality": service.municipality,
        "distance_km": service.distance_km,
        "cost": service.cost,
        "verified": service.verified_label,
        "reasons": list(service.reasons),
        "line": line,
    }


class ScriptedEngine:
    """Answers a few words the way the assistant does, with services of the real directory."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.delay = 0.0
        self.asked: list[str] = []

    async def handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        self.asked.append(text)
        await asyncio.sleep(self.delay)
        words = text.casefold()
        if "efface" in words:
            return [{"text": "C'est effacé.", "custom": {"forget": True}}]
        if "j'y aille" in words:
            return [{"text": "", "custom": {"leave": True}}]
        if "gatineau" in words or "outaouais" in words:
            return [self._refer()]
        regions = [
            {"payload": "region:07", "title": "Outaouais"},
            {"payload": "region:06", "title": "Montréal"},
        ]
        return [
            {
                "text": "Dans quelle ville ou région es-tu?",
                "buttons": [*regions, {"payload": "skip", "title": "J'aime mieux ne pas le dire"}],
            }
        ]

    def _refer(self) -> dict[str, Any]:
        place = PlaceMatch(
            "Gatineau", "07", "municipality", "Gatineau", 45.43, -75.71, "B", (0, 8), (), False
        )
        with self.database.session() as session:
            found = refer(session, Query(needs=("hebergement",), place=place))
        services = [card(service) for service in found.services]
        if found.line:
            services.append(card(found.line, line=True))
        buttons = [
            {"payload": "more", "title": "Autres services"},
            {"payload": "menu", "title": "Autre chose"},
        ]
        return {
            "text": "Voici qui peut t'aider près de Gatineau.",
            "custom": {"services": services, "notes": [asdict(note) for note in found.notes]},
            "buttons": buttons,
        }


class Live:
    """A running application; `restart` forgets every conversation, as a new process does."""

    def __init__(self, database: Database, settings: WebSettings, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database
        self.settings = settings
        self.engine = ScriptedEngine(database)
        self.conversations = Conversations()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Live:
        """Listens; returns itself."""
        self.conversations = Conversations()
        assistant = Assistant(self.engine, rules_only(), self.conversations)
        app = create_app(assistant, lambda: {"model": True}, settings=self.settings, database=self.database)
        config = uvicorn.Config(
            app, port=self.port, ws="none", log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        limit = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < limit, "the application did not start"
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """Stops listening."""
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(10)

    def restart(self) -> None:
        """A new process in the same place: nothing of before is known."""
        self.stop()
        self.start()
