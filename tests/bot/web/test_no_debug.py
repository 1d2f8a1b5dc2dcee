"""What can be asked for is a closed list: no debug page, no interface of Rasa, no listing of anything."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bot.channels.sms_gateways import sms_routes
from bot.conversation.turn import Assistant
from bot.web.app import create_app
from bot.web.console.app import create_console
from bot.web.console.settings import ConsoleSettings
from bot.web.metrics import Metrics, metrics_route
from bot.web.settings import WebSettings
from directory.database import Database
from directory.hsds.api import hsds_routes

SMS = {
    "SENTIER_SMS": "twilio kannel",
    "SENTIER_PUBLIC_URL": "https://exemple.org",
    "SENTIER_TWILIO_TOKEN": "a-token-of-tests",
    "SENTIER_KANNEL_SECRET": "a-secret-of-the-tests",
    "SENTIER_KANNEL_USER": "u",
    "SENTIER_KANNEL_PASSWORD": "p",
}
PUBLIC = {
    "/",
    "/p",
    "/p/fin",
    "/p/debut",
    "/api/conversations",
    "/api/messages",
    "/static/{name}",
    "/favicon.ico",
    "/health",
    "/ready",
    "/metrics",
    "/sms/twilio",
    "/sms/twilio/fallback",
    "/sms/kannel",
}
PREFIXES = ("/hsds", "/ressources")
"""Whose own lists stand in docs/directory.md and docs/integrator.md."""


@pytest.fixture
def whole(assistant: Assistant, directory: Database) -> Starlette:
    """The public side as `sentier serve` makes it."""
    return create_app(
        assistant,
        lambda: {"model": True},
        [
            Mount("/hsds", routes=hsds_routes(directory)),
            *sms_routes(assistant, SMS),
            metrics_route(Metrics(), lambda: {}, lambda: 0),
        ],
        settings=WebSettings(),
        database=directory,
    )


def paths(app: Starlette) -> set[str]:
    return {route.path for route in app.routes if isinstance(route, Route | Mount)}


def test_the_public_side_is_a_closed_list(whole: Starlette) -> None:
    assert {path for path in paths(whole) if not path.startswith(PREFIXES)} == PUBLIC


@pytest.mark.parametrize(
    "path",
    [
        # Rasa's server, REST channel and SDK.
        "/webhooks/rest/webhook",
        "/webhook",
        "/conversations/x/tracker",
        "/conversations/x/execute",
        "/model",
        "/model/parse",
        "/model/train",
        "/status",
        "/version",
        "/domain",
        "/socket.io/",
        # What frameworks open by themselves.
        "/docs",
        "/redoc",
        "/openapi.json",
        "/debug",
        "/console",
        "/__debug__/",
        "/admin",
        "/actuator",
        "/server-status",
        "/.env",
        "/.git/config",
        "/static/",
        "/static/../server.py",
        "/static/%2e%2e/server.py",
    ],
)
def test_nothing_else_answers(whole: Starlette, path: str) -> None:
    client = TestClient(whole)
    for method in ("GET", "POST"):
        assert client.request(method, path).status_code in (404, 405)


def test_nothing_is_in_debug_mode(whole: Starlette, directory: Database) -> None:
    console = create_console(directory, settings=ConsoleSettings())
    assert whole.debug is False
    assert console.debug is False


def test_a_failure_shows_nothing_of_the_program(whole: Starlette) -> None:
    async def broken(request: object) -> None:
        raise RuntimeError("a value of the program")

    whole.add_route("/api/broken", broken)
    answer = TestClient(whole, raise_server_exceptions=False).get("/api/broken")
    assert answer.status_code == 500
    for word in ("Traceback", "RuntimeError", "a value", ".py", "starlette"):
        assert word not in answer.text
    assert "server" not in answer.headers
