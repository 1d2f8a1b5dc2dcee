"""docs/sms.md is true: its settings, its fallback document, its gateway for Jasmin, its bridge for gammu."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
import types
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiohttp import web
from aiohttp.test_utils import TestServer
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from bot.channels import sms_twilio
from bot.channels.sms import Incoming
from bot.channels.sms_words import UNAVAILABLE
from tests.bot.channels.tables import RecordingDesk

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "sms.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
BRIDGE = next(block for block in PYTHON if "gammu-smsd-inject" in block)
JASMIN = next(block for block in PYTHON if "def routes" in block)


def test_every_setting_of_the_code_is_in_the_document() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/channels").glob("sms*.py"))
    used = set(re.findall(r"SENTIER_[A-Z_]+", code))
    assert used
    assert used <= set(re.findall(r"SENTIER_[A-Z_]+", TEXT))


def test_the_document_to_host_elsewhere_is_the_one_we_serve() -> None:
    assert sms_twilio.twiml([UNAVAILABLE]).body.decode() in TEXT


def test_what_the_carriers_answer_themselves_is_said() -> None:
    for word in ("STOP", "END", "CANCEL", "21610"):
        assert word in TEXT


# ---- The gateway written in the document, with its two tables.


def jasmin(desk: RecordingDesk, url: str) -> list[Any]:
    module = types.ModuleType("sms_jasmin")
    exec(compile(JASMIN, "docs/sms.md", "exec"), module.__dict__)
    settings = {f"SENTIER_JASMIN_{name}": "x" for name in ("SECRET", "USER", "PASSWORD")}
    made: list[Any] = module.routes(desk, {**settings, "SENTIER_JASMIN_URL": url})
    return made


FORM = {"id": "1", "from": "18195550100", "to": "3939", "content": "allo", "coding": "0"}
WIDE = {**FORM, "content": "", "coding": "8", "binary": "forêt".encode("utf-16-be").hex()}
IN = [
    ("GSM-7", "x", FORM, 200, "ACK/Jasmin", Incoming("18195550100", "allo")),
    ("UCS-2", "x", WIDE, 200, "ACK/Jasmin", Incoming("18195550100", "forêt")),
    ("machine", "x", {**FORM, "from": "3939"}, 200, "ACK/Jasmin", None),
    ("mauvais secret", "y", FORM, 403, "", None),
]
OUT = [
    ("GSM-7", "été", {"coding": "0", "content": "été"}),
    ("UCS-2", "forêt", {"coding": "8", "hex-content": "forêt".encode("utf-16-be").hex()}),
]


async def through_jasmin(desk: RecordingDesk, secret: str, *forms: dict[str, str]) -> tuple[Any, list[Any]]:
    sent: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        sent.append(dict(await request.post()))
        return web.Response(text='Success "1"')

    box = web.Application()
    box.router.add_post("/send", take)
    async with TestServer(box) as server:
        app = Starlette(routes=jasmin(desk, str(server.make_url("/send"))))
        async with AsyncClient(transport=ASGITransport(app), base_url="http://bot") as client:
            for form in forms:
                response = await client.post(f"/sms/jasmin?secret={secret}", data=form)
            await asyncio.sleep(0.2)
    return response, sent


@pytest.mark.parametrize(("label", "secret", "form", "status", "body", "got"), IN, ids=[row[0] for row in IN])
async def test_what_jasmin_brings(label, secret, form, status, body, got) -> None:
    desk = RecordingDesk()
    response, _ = await through_jasmin(desk, secret, form, form)
    assert (response.status_code, response.text) == (status, body)
    assert desk.got == ([got] if got else [])


@pytest.mark.parametrize(("label", "text", "fields"), OUT, ids=[row[0] for row in OUT])
async def test_what_goes_to_jasmin(label, text, fields) -> None:
    _, [sent] = await through_jasmin(RecordingDesk([text]), "x", FORM)
    assert sent == {"username": "x", "password": "x", "from": "3939", "to": "18195550100", **fields}


# ---- The bridge of gammu-smsd.


def test_the_bridge_brings_a_message_and_takes_the_answers_back(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a-token\n")
    (tmp_path / "IN1.txt").write_text("kept by gammu")
    inject = tmp_path / "gammu-smsd-inject"
    inject.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/sent\ncat >> {tmp_path}/sent\necho >> {tmp_path}/sent\n'
    )
    inject.chmod(0o755)
    desk = RecordingDesk(["Forêt, été", "deux"])
    config = uvicorn.Config("x", host="127.0.0.1", port=0, ws="none", log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    public = {"SENTIER_TWILIO_TOKEN": "a-token", "SENTIER_PUBLIC_URL": "http://127.0.0.1:8080"}
    config.app = Starlette(routes=sms_twilio.routes(desk, public))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    # The signed address stays the public one; only where to connect changes.
    program = (
        BRIDGE.replace("if os.fork():", "if False:")
        .replace("/etc/sentier/sms-token", str(tmp_path / "token"))
        .replace("/var/spool/gammu/inbox", str(tmp_path))
        .replace(
            "    URL, urllib.parse.urlencode",
            f'    "http://127.0.0.1:{port}/sms/twilio", urllib.parse.urlencode',
        )
    )
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "SMS_1_NUMBER": "+18195550100",
        "DECODED_PARTS": "2",
        "DECODED_1_TEXT": "où ",
        "DECODED_2_TEXT": "dormir, ça va?",
    }
    subprocess.run([sys.executable, "-c", program, "IN1.txt"], env=environment, check=True, timeout=30)
    server.should_exit = True
    thread.join(10)
    assert desk.got == [Incoming("+18195550100", "où dormir, ça va?")]
    sent = (tmp_path / "sent").read_text(encoding="utf-8")
    assert sent == (
        "TEXT +18195550100 -autolen 800 -unicode\nForêt, été\nTEXT +18195550100 -autolen 800 -unicode\ndeux\n"
    )
    assert not (tmp_path / "IN1.txt").exists()
