"""The conversation API over a stub engine: shapes, errors, headers."""

from __future__ import annotations

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.web.app import MAX_BODY, create_app
from bot.web.headers import HEADERS
from tests.detector import rules_only


@pytest.fixture
def token(client: TestClient) -> str:
    return client.post("/api/conversations").json()["token"]


def _say(client: TestClient, token: str, body: object) -> object:
    return client.post("/api/messages", json=body, headers={"Authorization": f"Bearer {token}"})


def test_a_message_is_answered_in_the_shape_of_the_widget(client, token) -> None:
    answer = _say(client, token, {"text": "bonjour"})
    assert answer.status_code == 200
    message = answer.json()["messages"][0]
    assert message == {
        "text": "Bonjour.",
        "choices": [{"id": "menu", "title": "Menu"}],
        "services": [],
        "safety": None,
    }


def test_a_choice_is_answered(client, token) -> None:
    _say(client, token, {"text": "bonjour"})
    assert _say(client, token, {"choice": "menu"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 400, "empty_message"),
        ({}, 400, "bad_message"),
        ({"text": 3}, 400, "bad_message"),
        ({"text": "a", "choice": "b"}, 400, "bad_message"),
        ([], 400, "not_json"),
        ({"choice": "/restart"}, 409, "choice_not_offered"),
    ],
)
def test_bad_input_gets_a_sentence(client, token, body, status, code) -> None:
    answer = _say(client, token, body)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"].endswith(".")


def test_broken_json(client, token) -> None:
    answer = client.post("/api/messages", content=b'{"text": ', headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 400


def test_deeply_nested_json(client, token) -> None:
    answer = client.post("/api/messages", content=b"[" * 50_000, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 400


def test_a_body_over_the_limit(client, token) -> None:
    answer = client.post(
        "/api/messages", content=b"x" * (MAX_BODY + 1), headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic x"}, {"Authorization": "Bearer "}])
def test_no_token(client, header) -> None:
    assert client.post("/api/messages", json={"text": "a"}, headers=header).status_code == 401


def test_an_unknown_token(client) -> None:
    assert _say(client, "nobody", {"text": "bonjour"}).status_code == 404


def test_forgetting(client, token) -> None:
    header = {"Authorization": f"Bearer {token}"}
    assert client.delete("/api/conversations", headers=header).status_code == 204
    assert _say(client, token, {"text": "bonjour"}).status_code == 404
    assert client.delete("/api/conversations", headers=header).status_code == 204


def test_every_answer_leaves_no_trace(client) -> None:
    for path in ("/", "/p", "/static/w.js", "/health", "/nothing/here", "/api/nothing"):
        answer = client.get(path)
        for name, value in HEADERS.items():
            if (path, name) != ("/static/w.js", "cross-origin-resource-policy"):
                assert answer.headers[name] == value
        assert "set-cookie" not in answer.headers


def test_health_and_readiness(client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").status_code == 200
    assistant = Assistant(None, rules_only(), Conversations())
    down = TestClient(create_app(assistant, lambda: {"model": False, "database": True}))
    answer = down.get("/ready")
    assert (answer.status_code, answer.json()["parts"]["model"]) == (503, False)


def test_the_chat_page_names_no_subject(client) -> None:
    for path in ("/", "/p"):
        page = client.get(path).text.lower()
        for word in ("prostitution", "exploitation", "sentier", "violence", "escorte", "sexe", "victime"):
            assert word not in page


def test_what_was_hidden_in_a_message_is_shown_hidden(client, token) -> None:
    answer = _say(client, token, {"text": "mon numéro est 514 555-0199"}).json()
    assert "555" not in answer["echo"]
    assert "echo" not in _say(client, token, {"text": "bonjour"}).json()


def test_an_unknown_page_is_a_page_and_an_unknown_api_is_json(client) -> None:
    assert client.get("/rien").headers["content-type"].startswith("text/html")
    assert client.get("/rien").status_code == 404
    assert client.get("/api/rien").json()["error"]["code"] == "http_error"


def test_a_failure_is_a_page_with_numbers(assistant, directory) -> None:
    def broken(request: object) -> None:
        raise KeyError("x")

    app = create_app(assistant, lambda: {}, [Route("/casse", broken)], database=directory)
    answer = TestClient(app, raise_server_exceptions=False).get("/casse")
    assert answer.status_code == 500
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for number in ("911", "811", "211"):
        assert f'href="tel:{number}"' in answer.text
