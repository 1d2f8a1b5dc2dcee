"""Which sites may open a conversation: cross-origin headers, refusals, frames."""

from __future__ import annotations

import pytest

from tests.bot.web.conftest import ALLOWED

OTHER = "https://ailleurs.example"


def test_an_allowed_site_is_answered_to_itself_only(client) -> None:
    answer = client.post("/api/conversations", headers={"Origin": ALLOWED})
    assert answer.status_code == 201
    assert answer.headers["access-control-allow-origin"] == ALLOWED
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_its_browser_may_ask_first(client, method) -> None:
    headers = {"Origin": ALLOWED, "Access-Control-Request-Method": method}
    answer = client.options("/api/messages", headers=headers)
    assert answer.status_code == 204
    assert method in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    "origin", [OTHER, "null", ALLOWED.replace("https", "http"), ALLOWED + ".mal.example"]
)
def test_another_site_is_refused_before_anything_happens(client, assistant, origin) -> None:
    answer = client.post("/api/conversations", headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "site_refused")
    assert "access-control-allow-origin" not in answer.headers
    assert assistant.conversations.identities() == []


def test_our_own_pages_need_no_list(client) -> None:
    for headers in (
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://x"},
        {},
    ):
        assert client.post("/api/conversations", headers=headers).status_code == 201


def test_the_script_may_be_loaded_and_checked_anywhere(client) -> None:
    answer = client.get("/static/w.js", headers={"Origin": OTHER})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_frames_only_on_the_listed_sites(client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert f"frame-ancestors 'self' {ALLOWED}" in policy
    assert OTHER not in policy


def test_the_policy_starts_from_nothing(client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    for word in ("unsafe", "*", "data:", "http:"):
        assert word not in policy
