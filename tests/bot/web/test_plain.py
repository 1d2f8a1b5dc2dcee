"""The conversation by HTML form, in process: token, choices, odd forms, what leaving ends."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from bot.privacy.conversations import Conversations
from bot.privacy.store import MemoryStore
from bot.web import ended as module
from bot.web.ended import Ended
from bot.web.limits import Limits, LimitSettings


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_the_token_is_nowhere_but_in_hidden_fields(client) -> None:
    answer = client.post("/p", data={"text": "bonjour"})
    token = _token(answer.text)
    assert str(answer.url) == "http://testserver/p"
    assert "set-cookie" not in answer.headers
    assert answer.text.count(token) == answer.text.count(f'type="hidden" name="token" value="{token}"')


def test_opening_the_page_opens_no_conversation(client, assistant) -> None:
    client.get("/p")
    client.get("/")
    assert assistant.conversations.identities() == []


def test_a_choice_of_the_page(client) -> None:
    token = _token(client.post("/p", data={"text": "bonjour"}).text)
    answer = client.post("/p", data={"token": token, "choice": "menu Menu"})
    assert '<p class="me">Menu</p>' in answer.text


def test_a_choice_that_is_no_longer_offered_says_so(client) -> None:
    token = _token(client.post("/p", data={"text": "bonjour"}).text)
    answer = client.post("/p", data={"token": token, "choice": "region:07 Outaouais"})
    assert "Ce choix n&#39;est plus offert" in answer.text or "Ce choix n'est plus offert" in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"text=%FF%FE", 200),
        (b"token=nobody&text=bonjour", 200),
        (b"&".join(b"a=b" for _ in range(100)), 400),
        (b"text=" + b"x" * 70_000, 413),
        (b"\xff\xfe", 400),
    ],
)
def test_odd_forms(client, body, status) -> None:
    assert client.post("/p", content=body).status_code == status


def test_what_she_writes_cannot_become_markup(client) -> None:
    page = client.post("/p", data={"text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_after_leaving_the_same_form_brings_nothing_back(client, assistant) -> None:
    token = _token(client.post("/p", data={"text": "je dors dans une auto"}).text)
    away = client.post("/p/fin", data={"token": token})
    assert 'http-equiv="refresh"' in away.text
    assert assistant.conversations.identities() == []
    again = client.post("/p", data={"token": token, "text": "je dors dans une auto"})
    assert "une auto" not in again.text
    assert assistant.conversations.identities() == []


def test_a_conversation_ended_by_the_widget_is_ended_here_too(client) -> None:
    token = _token(client.post("/p", data={"text": "bonjour"}).text)
    client.delete("/api/conversations", headers={"Authorization": f"Bearer {token}"})
    assert '<p class="me">' not in client.post("/p", data={"token": token, "text": "bonjour"}).text


def test_one_that_expired_starts_anew_with_her_words(client, assistant) -> None:
    token = _token(client.post("/p", data={"text": "bonjour"}).text)
    for identity in assistant.conversations.identities():
        assistant.conversations.forget(identity)
    page = client.post("/p", data={"token": token, "text": "je cherche un lit"}).text
    assert "je cherche un lit" in page
    assert "La conversation d" in page


def test_a_conversation_has_its_number_of_messages_here_too(client) -> None:
    limited = TestClient(Limits(client.app, LimitSettings(per_conversation=2)))
    token = _token(limited.post("/p", data={"text": "bonjour"}).text)
    said = {"token": token, "text": "je cherche un lit"}
    assert [limited.post("/p", data=said).status_code for _ in range(3)] == [200, 200, 429]
    # With the widget, it is the same conversation.
    answer = limited.post(
        "/api/messages", json={"text": "allo"}, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 429
    refused = limited.post("/p", data=said)
    assert refused.headers["retry-after"] == "60"
    # She keeps her conversation and her words, and has somebody to call.
    assert _token(refused.text) == token
    assert ">je cherche un lit</textarea>" in refused.text
    assert 'href="tel:911"' in refused.text
    # Another conversation goes on, and leaving is never too fast.
    assert limited.post("/p", data={"text": "bonjour"}).status_code == 200
    assert limited.post("/p/fin", data={"token": token}).status_code == 200


async def test_ended_ones_are_remembered_for_a_day_and_no_more_than_so_many(monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_KEPT", 2)
    clock = [0.0]
    ended = Ended(Conversations(), clock=lambda: clock[0])
    await ended.end("a")
    assert await ended.holds("a")
    assert not await ended.holds("b")
    clock[0] = module.KEPT_SECONDS + 1
    await ended.end("b")
    assert not await ended.holds("a")
    for token in ("c", "d"):
        await ended.end(token)
    assert [await ended.holds(token) for token in "bcd"] == [False, True, True]


async def test_what_one_process_ended_is_ended_for_all() -> None:
    store = MemoryStore()
    one, other = Ended(Conversations(), store=store), Ended(Conversations(), store=store)
    await one.end("a")
    assert await other.holds("a")
    assert not await other.holds("b")
