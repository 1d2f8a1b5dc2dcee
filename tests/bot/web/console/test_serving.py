"""Two ports, one loop, one Ctrl+C."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

PROGRAM = """
import socket, sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from bot.web.console.serving import WithConsole

def app(word):
    async def say(request):
        return PlainTextResponse(word)
    return Starlette(routes=[Route("/", say)])

def listening(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener

config = uvicorn.Config(app("public"), ws="none", log_level="critical", lifespan="off")
server = WithConsole(config, app("console"), listening(int(sys.argv[2])))
server.run(sockets=[listening(int(sys.argv[1]))])
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_both_answer_and_both_stop(told: signal.Signals) -> None:
    ports = free_port(), free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, ports)], stderr=subprocess.PIPE, text=True
    )
    try:
        limit = time.monotonic() + 60
        answers = []
        while len(answers) < 2 and time.monotonic() < limit:
            try:
                answers = [httpx.get(f"http://127.0.0.1:{port}/", timeout=5).text for port in ports]
            except httpx.TransportError:
                time.sleep(0.1)
        assert answers == ["public", "console"]
        process.send_signal(told)
        process.wait(15)
        for port in ports:
            with pytest.raises(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
    finally:
        process.kill()
        process.wait()
