"""What is refused at the door, always with the numbers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.bodies import MAX_BODY
from bot.privacy.store import MemoryStore, StoreDown
from bot.web import limits as module
from bot.web.api import read_body
from bot.web.errors import Refused
from bot.web.limits import Limits, LimitSettings
from bot.web.settings import BadSetting

ADDRESS = "203.0.113.7"


async def _read(request: Request) -> Response:
    return PlainTextResponse(str(len(await read_body(request))))


async def _slow(request: Request) -> Response:
    await asyncio.sleep(0.2)
    return PlainTextResponse("")


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Refused)
    return PlainTextResponse(problem.detail, problem.status_code, problem.headers)


def application(**changes: Any) -> Limits:
    routes = [
        Route("/api/messages", _read, methods=["POST"]),
        Route("/slow", _slow),
        Route("/{path:path}", _read, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={Refused: _refused})
    store = changes.pop("store", None)
    return Limits(app, LimitSettings(**changes), store, b"s" * 32 if store else None)


def client(app: Any, address: str = ADDRESS, host: str = "exemple.org") -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app, client=(address, 1)), base_url=f"http://{host}")


async def test_each_address_has_its_number_of_messages_and_pages() -> None:
    app = application(per_address=3)
    async with client(app) as one, client(app, "203.0.113.8") as other:
        assert [(await one.post("/p")).status_code for _ in range(4)] == [200] * 3 + [429]
        refused = await one.post("/api/messages")
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "60"
        assert refused.json()["error"]["code"] == "too_fast"
        assert "911" in refused.json()["error"]["message"]
        assert (await other.post("/p")).status_code == 200
        # Reading is counted apart, and there is more of it.
        assert [(await one.get("/ressources")).status_code for _ in range(13)] == [200] * 12 + [429]
        assert (await one.get("/health")).status_code == 200
        assert (await one.get("/static/w.js")).status_code == 200


async def test_a_page_that_is_refused_is_a_page_with_the_numbers() -> None:
    app = application(per_address=1)
    async with client(app) as one:
        await one.post("/p")
        page = await one.post("/p")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="tel:911"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_addresses_of_one_network_count_together_and_this_machine_not_at_all() -> None:
    app = application(per_address=2)
    async with client(app, "2001:db8::1") as one, client(app, "2001:db8::2") as two:
        statuses = [(await who.post("/p")).status_code for who in (one, two, one)]
    assert statuses == [200, 200, 429]
    for local in ("127.0.0.1", "::1"):
        async with client(app, local) as here:
            assert {(await here.post("/p")).status_code for _ in range(5)} == {200}


async def test_a_conversation_has_its_limit_wherever_it_comes_from() -> None:
    app = application(per_conversation=2)
    statuses = []
    for number in range(4):
        async with client(app, f"203.0.113.{number}") as one:
            answer = await one.post("/api/messages", headers={"authorization": "Bearer t"})
            statuses.append(answer.status_code)
    assert statuses == [200, 200, 429, 429]
    async with client(app) as other:
        assert (await other.post("/api/messages", headers={"authorization": "Bearer u"})).status_code == 200


async def test_processes_count_together_and_alone_when_the_store_is_down() -> None:
    store = MemoryStore()
    one, other = application(per_address=2, store=store), application(per_address=2, store=store)
    async with client(one) as first, client(other) as second:
        statuses = [(await who.post("/p")).status_code for who in (first, second, first)]
    assert statuses == [200, 200, 429]

    async def down(windows: object) -> list[int]:
        raise StoreDown

    store.count = down  # type: ignore[method-assign,assignment]
    async with client(one) as first:
        assert [(await first.post("/p")).status_code for _ in range(3)] == [200, 200, 429]


async def test_no_address_and_no_token_is_kept() -> None:
    store = MemoryStore()
    app = application(store=store)
    async with client(app) as one:
        await one.post("/api/messages", headers={"authorization": "Bearer secret-token"})
    kept = repr((store._counts, store._kept, app._here._counts, app._keys._read))
    assert "203" not in kept.replace("0x", "")[:0] + "".join(store._counts)
    assert ADDRESS not in kept
    assert "secret-token" not in kept


@pytest.mark.parametrize(
    ("host", "status"),
    [("exemple.org", 200), ("EXEMPLE.org:8080", 200), ("autre.org", 421), ("[::1]", 421), ("", 421)],
)
async def test_only_our_own_names(host: str, status: int) -> None:
    app = application(hosts=frozenset(["exemple.org"]))
    async with client(app) as one:
        answer = await one.get("/", headers={"host": host})
        assert answer.status_code == status
        assert status == 200 or "811" in answer.text
        # A probe comes to the address of the machine.
        assert (await one.get("/health", headers={"host": "10.0.0.3:8080"})).status_code == 200


async def test_a_flood_is_told_once_a_minute_for_each_status(caplog, monkeypatch) -> None:
    now = 1000.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    # Whatever the engine's own logging set up before.
    monkeypatch.setattr(module.logger, "disabled", False)
    caplog.set_level("WARNING", logger=module.__name__)
    app = application(per_address=1, hosts=frozenset(["exemple.org"]))

    async def refuse() -> list[Any]:
        caplog.clear()
        async with client(app) as one:
            for _ in range(3):
                await one.post("/p")
                await one.get("/", headers={"host": "autre.org"})
        ours = [one for one in caplog.records if one.name == module.__name__]
        return [(one.getMessage(), one.__dict__["status"]) for one in ours]

    told = [("request_refused", 421), ("request_refused", 429)]
    assert sorted(await refuse()) == told
    assert await refuse() == []
    now += 60
    assert sorted(await refuse()) == told
    assert ADDRESS not in caplog.text


async def test_what_is_declared_too_long_is_not_read() -> None:
    async with client(application()) as one:
        answer = await one.post("/api/messages", content=b"x" * (MAX_BODY + 1))
        assert answer.status_code == 413
        assert "911" in answer.text
        assert answer.headers["connection"] == "close"
        assert (await one.post("/api/messages", content=b"x" * 10)).text == "10"
        strange = await one.post("/api/messages", headers={"content-length": "-1"})
        assert strange.status_code == 413


async def test_a_body_that_drips_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(module, "BODY_SECONDS", 0.2)

    async def drip():
        for _ in range(20):
            yield b"x"
            await asyncio.sleep(0.05)

    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/p",
        "raw_path": b"/p",
        "query_string": b"",
        "headers": [(b"host", b"x")],
        "client": (ADDRESS, 1),
        "http_version": "1.1",
    }
    await application()(scope, receive, send)
    assert sent[0]["status"] == 408
    assert b"911" in sent[1]["body"]


async def test_too_many_at_once_are_told_and_probes_are_not(monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    async with client(application()) as one:
        slow = [asyncio.create_task(one.get("/slow")) for _ in range(2)]
        await asyncio.sleep(0.05)
        refused = await one.get("/")
        assert refused.status_code == 503
        assert "911" in refused.text
        assert (await one.get("/health")).status_code == 200
        assert [(await task).status_code for task in slow] == [200, 200]
        assert (await one.get("/")).status_code == 200


def test_settings_of_the_environment() -> None:
    read = LimitSettings.from_environment(
        {
            "SENTIER_HOSTS": "Exemple.org, www.exemple.org",
            "SENTIER_PROXY": "127.0.0.1,10.0.0.0/8",
            "SENTIER_RATE_ADDRESS": "0",
            "SENTIER_RATE_CONVERSATION": "7",
        }
    )
    assert read == LimitSettings(
        frozenset(["exemple.org", "www.exemple.org"]), ("127.0.0.1", "10.0.0.0/8"), 0, 7
    )
    assert LimitSettings.from_environment({}) == LimitSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SENTIER_HOSTS", "https://exemple.org"),
        ("SENTIER_HOSTS", "exemple.org:8080"),
        ("SENTIER_PROXY", "mandataire"),
        ("SENTIER_RATE_ADDRESS", "beaucoup"),
        ("SENTIER_RATE_CONVERSATION", "-1"),
    ],
)
def test_settings_that_make_no_sense_stop_the_start(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        LimitSettings.from_environment({name: value})
