"""Kannel's requests and what is sent to sendsms, without Kannel (the real one: tests/e2e/test_kannel.py)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels import sms_kannel
from bot.channels.sms import Incoming
from bot.channels.sms_gateways import SmsNotConfigured, sms_routes
from bot.channels.sms_kannel import KannelHook, Settings, decoded, routes
from bot.channels.sms_words import UNAVAILABLE
from tests.bot.channels.tables import In, RecordingDesk, client

SECRET = "a-secret-of-tests-long"
ENVIRONMENT = {
    "SENTIER_SMS": "kannel",
    "SENTIER_KANNEL_SECRET": SECRET,
    "SENTIER_KANNEL_USER": "bot",
    "SENTIER_KANNEL_PASSWORD": "word",
}
HEADERS = {
    "X-Kannel-From": "18195550100",
    "X-Kannel-To": "3939",
    "Content-Type": 'text/plain; charset="UTF-8"',
}
GOT = Incoming("18195550100", "où dormir ê")


def post(content: bytes, secret: str | None = SECRET, id: str = "a", **headers: str) -> dict[str, Any]:
    query = {"id": id} | ({"secret": secret} if secret is not None else {})
    sent = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {"method": "POST", "url": "/sms/kannel", "params": query, "content": content, "headers": sent}


INCOMING = [
    In("UTF-8", post("où dormir ê".encode()), 202, GOT, ""),
    In(
        "UCS-2 sans mo-recode",
        post("où dormir ê".encode("utf-16-be"), Content_Type='text/plain; charset="UTF-16BE"'),
        202,
        GOT,
    ),
    In(
        "latin-1",
        post("où dormir".encode("latin-1"), Content_Type="text/plain; charset=ISO-8859-1"),
        202,
        Incoming("18195550100", "où dormir"),
    ),
    In(
        "charset inconnu",
        post(b"allo", Content_Type="text/plain; charset=klingon"),
        202,
        Incoming("18195550100", "allo"),
    ),
    In("octets abîmés", post(b"allo \xff"), 202, Incoming("18195550100", "allo \ufffd")),
    In("vide", post(b""), 202, Incoming("18195550100", "")),
    In("sans identifiant", post(b"allo", id=""), 202, Incoming("18195550100", "allo")),
    In("sans secret", post(b"allo", secret=None), 403),
    In("mauvais secret", post(b"allo", secret="a-secret-of-tests-lonG"), 403),
    In("secret qui n'est pas de l'ASCII", post(b"allo", secret="é"), 403),
    In("numéro court: une machine", post(b"allo", X_Kannel_From="3939"), 202),
    In("expéditeur nommé", post(b"allo", X_Kannel_From="Videotron"), 202),
    In("notre propre numéro", post(b"allo", X_Kannel_From="18195550100", X_Kannel_To="18195550100"), 202),
    In("trop long", post(b"x" * 40_000), 202),
    In("mauvaise méthode", {"method": "GET", "url": "/sms/kannel"}, 405),
]


@pytest.mark.parametrize("case", INCOMING, ids=lambda case: case.label)
def test_what_comes_in(case: In) -> None:
    desk = RecordingDesk([])
    with client(routes(desk, ENVIRONMENT)) as gateway:
        response = gateway.request(**case.request)
        assert response.status_code == case.status
        assert response.text == "" or case.status == 405
        until = time.monotonic() + 2
        while case.got is not None and not desk.got and time.monotonic() < until:
            gateway.get("/")  # lets the task behind the 202 run
    assert desk.got == ([case.got] if case.got is not None else [])


class SendSms:
    """In the place of smsbox: keeps what it is asked to send, answers the statuses it is told to."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.statuses: list[int] = []

    async def take(self, request: web.Request) -> web.Response:
        kept = {name: value for name, value in request.headers.items() if name.startswith("X-Kannel")}
        self.sent.append({**kept, "text": (await request.read()).decode(), "query": request.query_string})
        return web.Response(status=self.statuses.pop(0) if self.statuses else 202, text="0: Accepted")


@pytest.fixture
async def sendsms():
    box = SendSms()
    app = web.Application()
    app.router.add_post("/cgi-bin/sendsms", box.take)
    async with TestServer(app) as server:
        box.url = str(server.make_url("/cgi-bin/sendsms"))
        yield box


async def receive(hook: KannelHook, request: dict[str, Any]) -> int:
    """Calls the hook in this very loop and waits for what it does behind its 202."""
    from httpx import ASGITransport, AsyncClient

    app = Starlette(routes=[Route("/sms/kannel", hook.message, methods=["POST"])])
    async with AsyncClient(transport=ASGITransport(app), base_url="http://bot") as gateway:
        response = await gateway.request(**request)
    return response.status_code


async def finish(hook: KannelHook) -> None:
    while hook._under_way:
        await asyncio.gather(*hook._under_way)


def hook_for(desk: RecordingDesk, box: SendSms, **changes: Any) -> KannelHook:
    return KannelHook(
        desk, Settings(SECRET, "bot", "word", box.url, **{"retry_seconds": (0.01, 0.01), **changes})
    )


LONG = "Appelle le 1 800 363-9010 pour parler. " * 8

OUTGOING = [
    # label, text, parts expected (coding, text), header of the first part
    ("court, GSM-7", "Bonjour à toi €", [("0", "Bonjour à toi €")]),
    ("court, UCS-2", "Forêt «reçu»", [("2", "Forêt «reçu»")]),
    ("160 septets", "é" * 160, [("0", "é" * 160)]),
    ("70 UCS-2", "ê" * 70, [("2", "ê" * 70)]),
]


@pytest.mark.parametrize(("label", "text", "parts"), OUTGOING, ids=[row[0] for row in OUTGOING])
async def test_what_goes_out(sendsms, label: str, text: str, parts: list[tuple[str, str]]) -> None:
    hook = hook_for(RecordingDesk([text]), sendsms)
    assert await receive(hook, post(b"allo")) == 202
    await finish(hook)
    assert [(sent["X-Kannel-Coding"], sent["text"]) for sent in sendsms.sent] == parts
    [sent] = sendsms.sent
    assert sent["X-Kannel-To"] == "18195550100"
    assert sent["X-Kannel-From"] == "3939"
    assert (sent["X-Kannel-Username"], sent["X-Kannel-Password"]) == ("bot", "word")
    assert sent["query"] == ""
    assert "X-Kannel-UDH" not in sent


@pytest.mark.parametrize(("text", "coding"), [(LONG, "0"), (LONG + "forêt", "2")])
async def test_a_long_answer_goes_in_numbered_parts_cut_between_words(
    sendsms, text: str, coding: str
) -> None:
    hook = hook_for(RecordingDesk([text]), sendsms)
    await receive(hook, post(b"allo"))
    await finish(hook)
    assert "".join(sent["text"] for sent in sendsms.sent) == text
    total = len(sendsms.sent)
    reference = sendsms.sent[0]["X-Kannel-UDH"][6:8]
    for number, sent in enumerate(sendsms.sent, 1):
        assert sent["X-Kannel-UDH"] == f"050003{reference}{total:02X}{number:02X}"
        assert sent["X-Kannel-Coding"] == coding
        assert sent["text"].count("1 800 363-9010") == sent["text"].count("363")


async def test_sendsms_is_tried_again_while_it_is_down_and_then_given_up(sendsms) -> None:
    sendsms.statuses = [503, 503, 202]
    hook = hook_for(RecordingDesk(), sendsms)
    await receive(hook, post(b"allo"))
    await finish(hook)
    assert len(sendsms.sent) == 3
    sendsms.sent.clear()
    sendsms.statuses = [503] * 9
    await receive(hook, post(b"allo", id="b"))
    await finish(hook)
    assert len(sendsms.sent) == 3


async def test_what_sendsms_refuses_is_not_repeated_and_the_rest_is_not_sent(sendsms) -> None:
    sendsms.statuses = [403]
    hook = hook_for(RecordingDesk(["un", "deux"]), sendsms)
    await receive(hook, post(b"allo"))
    await finish(hook)
    assert [sent["text"] for sent in sendsms.sent] == ["un"]


async def test_no_sendsms_at_all() -> None:
    hook = KannelHook(RecordingDesk(), Settings(SECRET, "bot", "word", "http://127.0.0.1:9/x", "", (0.01,)))
    await receive(hook, post(b"allo"))
    await finish(hook)


async def test_a_repeated_message_is_answered_once(sendsms) -> None:
    desk = RecordingDesk()
    hook = hook_for(desk, sendsms)
    assert [await receive(hook, post(b"allo")) for _ in range(4)] == [202] * 4
    await finish(hook)
    assert len(desk.got) == len(sendsms.sent) == 1


async def test_parts_are_joined_before_they_are_answered(sendsms, monkeypatch) -> None:
    monkeypatch.setattr(sms_kannel, "ACCEPT_SECONDS", 0.05)
    desk = RecordingDesk()
    hook = hook_for(desk, sendsms)
    await receive(hook, post(b"mourir", id="2", X_Kannel_UDH="050003CC0202"))
    await receive(hook, post(b"je veux ", id="1", X_Kannel_UDH="050003CC0201"))
    await finish(hook)
    assert [got.text for got in desk.got] == ["je veux mourir"]


class NoAnswer(RecordingDesk):
    async def answer(self, incoming: Incoming) -> list[str]:
        raise ZeroDivisionError


class NoLine(RecordingDesk):
    def line(self, sender: str) -> Any:
        raise ZeroDivisionError


class NoMemory(RecordingDesk):
    def __post_init__(self) -> None:
        self.seen = None


@pytest.mark.parametrize("broken", [NoAnswer, NoLine, NoMemory])
async def test_a_failure_nobody_foresaw_still_gives_numbers(sendsms, broken: type[RecordingDesk]) -> None:
    hook = hook_for(broken(), sendsms)
    await receive(hook, post(b"allo"))
    await finish(hook)
    assert [sent["text"] for sent in sendsms.sent] == [UNAVAILABLE]


async def test_202_waits_for_the_answer_but_not_for_ever(sendsms, monkeypatch) -> None:
    hook = hook_for(RecordingDesk(), sendsms)
    assert await receive(hook, post(b"allo")) == 202
    assert len(sendsms.sent) == 1
    monkeypatch.setattr(sms_kannel, "ACCEPT_SECONDS", 0.05)
    # A part is missing: Kannel gets its 202 before anything is answered.
    assert await receive(hook, post(b"je veux ", id="1", X_Kannel_UDH="050003CC0201")) == 202
    assert len(sendsms.sent) == 1
    assert await receive(hook, post(b"mourir", id="2", X_Kannel_UDH="050003CC0202")) == 202
    await finish(hook)
    assert len(sendsms.sent) == 2


async def test_too_much_at_once_stays_with_kannel(sendsms, monkeypatch) -> None:
    monkeypatch.setattr(sms_kannel, "MOST_AT_ONCE", 0)
    hook = hook_for(RecordingDesk(), sendsms)
    assert await receive(hook, post(b"allo")) == 503
    monkeypatch.setattr(sms_kannel, "MOST_AT_ONCE", 9)
    # It was not marked as seen: it is answered when Kannel brings it again.
    assert await receive(hook, post(b"allo")) == 202
    await finish(hook)
    assert len(sendsms.sent) == 1


@pytest.mark.parametrize(
    "missing", ["SENTIER_KANNEL_SECRET", "SENTIER_KANNEL_USER", "SENTIER_KANNEL_PASSWORD"]
)
def test_it_does_not_start_without_its_settings(assistant, missing: str) -> None:
    with pytest.raises(SmsNotConfigured, match=missing):
        sms_routes(assistant, {**ENVIRONMENT, missing: " "})


@pytest.mark.parametrize(
    ("name", "value"), [("SENTIER_KANNEL_SECRET", "short"), ("SENTIER_KANNEL_URL", "smsbox")]
)
def test_it_does_not_start_with_settings_that_make_no_sense(assistant, name: str, value: str) -> None:
    with pytest.raises(SmsNotConfigured, match=name):
        sms_routes(assistant, {**ENVIRONMENT, name: value})


def test_the_secret_is_compared_in_constant_time(monkeypatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(sms_kannel.hmac, "compare_digest", compare)
    with client(routes(RecordingDesk(), ENVIRONMENT)) as gateway:
        gateway.request(**post(b"allo", secret="x"))
    assert compared == [(b"x", SECRET.encode())]


def test_charsets() -> None:
    assert decoded("ê".encode("utf-16-be"), 'text/plain; charset="UTF-16BE"') == "ê"
    assert decoded("ê".encode(), "") == "ê"
