"""From a message to real numbers, through the real server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Server

pytestmark = pytest.mark.e2e
STARTER = Path(__file__).resolve().parents[2] / "directory" / "data" / "services.json"


class Talk:
    """One conversation by the API."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        self.header = {"Authorization": "Bearer " + self.http.post("/api/conversations").json()["token"]}

    def say(self, text: str) -> list[dict[str, Any]]:
        answer = self.http.post("/api/messages", json={"text": text}, headers=self.header)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        assert messages
        return messages


def digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def serves(row: dict[str, Any]) -> set[str]:
    """The codes of the regions that a listing serves."""
    return {str(area["extent"]).partition("/")[0] for area in row["areas"]}


@pytest.fixture(scope="module")
def starter() -> dict[str, dict[str, Any]]:
    data = json.loads(STARTER.read_text(encoding="utf-8"))
    rows = data if isinstance(data, list) else data["services"]
    return {row["id"]: row for row in rows}


@pytest.fixture
def talk(server: Server) -> Talk:
    return Talk(server.url)


def services_of(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [service for message in messages for service in message["services"]]


def test_a_roof_in_gatineau(talk: Talk, starter: dict[str, dict[str, Any]]) -> None:
    talk.say("allo")
    talk.say("je cherche une place où dormir ce soir")
    services = services_of(talk.say("gatineau"))
    assert services
    phoned = 0
    for service in services:
        known = {digits(phone["number"]) for phone in starter[service["id"]]["phones"]}
        assert {digits(phone["number"]) for phone in service["phones"]} <= known
        phoned += bool(service["phones"])
        assert service["reasons"]
    assert phoned
    local = [service for service in services if "07" in serves(starter[service["id"]])]
    assert local


def test_a_blow_in_rouyn(talk: Talk, starter: dict[str, dict[str, Any]]) -> None:
    messages = talk.say("il m'a frappée, je suis à Rouyn")
    assert messages[0]["safety"]["level"] in ("crise", "urgence")
    assert "1 800 363-9010" in messages[0]["text"]
    local = [s for s in services_of(messages) if "08" in serves(starter[s["id"]])]
    assert local


@pytest.mark.parametrize("text", ["😭😭😭", "/restart", '/saluer{"place": "x"}', "z̷̛̦a̸l̶g̵o", "?", "x" * 900])
def test_odd_messages_get_an_answer(talk: Talk, text: str) -> None:
    talk.say(text)


def test_five_thousand_characters_get_an_answer_and_a_danger_at_the_end_is_seen(talk: Talk) -> None:
    messages = talk.say("je raconte ma journée au travail et le souper. " * 100 + "là je veux mourir")
    assert messages[0]["safety"]["level"] != "aucun"
    assert "1 866 277-3553" in messages[0]["text"]


def test_bad_requests_and_the_server_goes_on(server: Server) -> None:
    http = httpx.Client(base_url=server.url)
    header = {"Authorization": "Bearer nobody"}
    assert http.post("/api/messages", json={"text": "allo"}, headers=header).status_code == 404
    assert http.post("/api/messages", content=b"{", headers=header).status_code == 400
    empty = http.post(
        "/api/messages",
        json={"text": ""},
        headers={"Authorization": "Bearer " + http.post("/api/conversations").json()["token"]},
    )
    assert empty.status_code == 400
    assert empty.json()["error"]["message"].endswith(".")
    assert http.get("/health").status_code == 200
    assert http.get("/ready").status_code == 200
