"""One person writes on every channel, things go wrong at every stage; then the whole machine is searched.

The real server with the real engine, in its own home and temporary folders, with every library's debugging
switched on that the environment can switch on. Zero bytes of what she wrote, of her number or of her tokens
may stand in any file written since, in any key of Redis, in any output.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bot.channels.sms_twilio import signature
from tests.e2e.canary.canaries import Canary, found_in, search, still_open
from tests.e2e.chaos.conftest import RedisServer
from tests.e2e.conftest import ROOT, Server, free_port, start_server

pytestmark = pytest.mark.e2e

TWILIO_TOKEN = "token-of-the-canary-test"
KANNEL_SECRET = "secret-of-the-canary-test"
PUBLIC = "https://exemple.org"
HEADERS = {"User-Agent": "canary"}


class Person:
    """Somebody who writes on every channel."""

    def __init__(self, url: str) -> None:
        self.canary = Canary.new()
        self.tokens: list[str] = []
        self.http = httpx.Client(base_url=url, timeout=30, headers=HEADERS)
        self.answers: list[bytes] = []

    @property
    def needles(self) -> tuple[str, ...]:
        """All that must be found nowhere."""
        return (*self.canary.needles, *self.tokens)

    def token(self) -> dict[str, str]:
        """Opens a conversation; its header."""
        token = self.http.post("/api/conversations").json()["token"]
        self.tokens.append(token)
        return {"Authorization": f"Bearer {token}"}

    def web(self) -> None:
        """The conversation API: a danger, a need, a choice that was not offered, then erased."""
        header = self.token()
        for text in (self.canary.message, f"et le {self.canary.word} est à {self.canary.first}", "efface"):
            self.answers.append(self.http.post("/api/messages", json={"text": text}, headers=header).content)
        self.http.post("/api/messages", json={"choice": self.canary.word}, headers=self.token())

    def page(self) -> None:
        """The page without JavaScript, twice with the same form."""
        form = {"text": self.canary.message, "token": ""}
        first = self.http.post("/p", data=form)
        assert first.status_code == 200
        self.http.post("/p", data={**form, "choice": f"menu {self.canary.word}"})
        self.http.post("/p/fin", data=form)

    def twilio(self) -> None:
        """SMS through Twilio; one with a false signature."""
        for number, text in enumerate((self.canary.message, "1", self.canary.word, "STOP")):
            form = {"From": f"+{self.canary.sender}", "To": "+15145550199", "Body": text, "NumMedia": "0"}
            form["MessageSid"] = f"SM{self.canary.phone}{number}"
            signed = signature(TWILIO_TOKEN, f"{PUBLIC}/sms/twilio", list(form.items()))
            for given in (signed, "false"):
                self.http.post("/sms/twilio", data=form, headers={"X-Twilio-Signature": given})

    def kannel(self) -> None:
        """SMS through Kannel, whose sendsms is down; one with a false secret."""
        for secret in (KANNEL_SECRET, self.canary.word):
            self.http.post(
                "/sms/kannel",
                params={"secret": secret, "id": f"id-{self.canary.phone}"},
                content=self.canary.message.encode(),
                headers={
                    "X-Kannel-From": self.canary.sender,
                    "X-Kannel-To": "3939",
                    "Content-Type": "text/plain",
                },
            )

    def errors(self) -> None:
        """Whatever a server may write down of a request that goes wrong."""
        word, message = self.canary.word, self.canary.message
        header = self.token()
        post = self.http.post
        post("/api/messages", content=f'{{"text": "{word}'.encode(), headers=header)
        post("/api/messages", json={"text": message}, headers={"Authorization": f"Bearer {word}"})
        post("/api/messages", json={"text": word * 20_000}, headers=header)
        post("/api/messages", json={"text": [message], word: word}, headers=header)
        post("/api/messages", json={"text": f'/{word}{{"place": "{word}"}}'}, headers=header)
        post("/api/messages", content=message.encode("utf-16"), headers=header)
        for path in (
            "/",
            "/p",
            "/hsds/services",
            "/ressources",
            "/metrics",
            f"/{word}",
            "/api/conversations",
        ):
            self.http.get(
                path, params={"q": message, "search": word}, headers={"Referer": f"https://x/{word}"}
            )
        self.http.get(
            "/", headers={"Cookie": f"a={word}", "X-Forwarded-For": word, "Host": f"{word}.example"}
        )
        self.http.request("TRACE", "/", headers={"X-Word": word})
        self.http.request("OPTIONS", "/api/messages", headers={"Origin": f"https://{word}.example"})

    def half(self, path: str = "/api/messages") -> socket.socket:
        """A request of which half has arrived."""
        address = (str(self.http.base_url.host), int(self.http.base_url.port or 0))
        line = socket.create_connection(address)
        body = f'{{"text": "{self.canary.message}'.encode()
        head = f"POST {path}?q={self.canary.word} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body) + 99}"
        line.sendall(head.encode() + b"\r\n\r\n" + body)
        return line

    def cut_off(self, after: float) -> None:
        """Sends a message and hangs up after so many seconds."""
        patience = httpx.Timeout(10, read=after)
        with suppress(httpx.TransportError):
            self.http.post(
                "/api/messages", json={"text": self.canary.message}, headers=self.token(), timeout=patience
            )


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Home, temporary and cache folders of its own; every debugging switch on."""
    for name in ("home", "tmp", "work"):
        (folder / name).mkdir()
    return {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_CACHE_HOME": str(folder / "home" / ".cache"),
        "XDG_CONFIG_HOME": str(folder / "home" / ".config"),
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONFAULTHANDLER": "1",
        "LOG_LEVEL": "DEBUG",
        "LOG_LEVEL_LIBRARIES": "DEBUG",
        "SENTIER_SMS": "twilio kannel",
        "SENTIER_PUBLIC_URL": PUBLIC,
        "SENTIER_TWILIO_TOKEN": TWILIO_TOKEN,
        "SENTIER_KANNEL_SECRET": KANNEL_SECRET,
        "SENTIER_KANNEL_USER": "u",
        "SENTIER_KANNEL_PASSWORD": "p",
        "SENTIER_KANNEL_URL": f"http://127.0.0.1:{free_port()}/cgi-bin/sendsms",
        "SENTIER_RATE_ADDRESS": "0",
        **more,
    }


def processes(server: Server) -> list[int]:
    """The server and its workers."""
    found = subprocess.run(
        ["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=False
    )
    return [server.process.pid, *(int(line) for line in found.stdout.split())]


def keys(server: RedisServer) -> Iterator[tuple[str, bytes]]:
    """Every key of a Redis with its value, as the server itself writes it and as it gives it."""
    import redis as client

    asked = client.Redis(port=server.port)
    read: dict[bytes, Callable[[bytes], object]] = {
        b"string": asked.get,
        b"list": lambda name: asked.lrange(name, 0, -1),
        b"hash": asked.hgetall,
        b"set": asked.smembers,
        b"zset": lambda name: asked.zrange(name, 0, -1, withscores=True),
    }
    for name in asked.scan_iter():
        value = read[asked.type(name)](name)
        raw = value if isinstance(value, bytes) else repr(value).encode()
        yield name.decode("latin-1"), name + b" " + raw + b" " + (asked.dump(name) or b"")


def no_core(pid: int) -> bool:
    """Whether a crash of the process writes nothing."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    limits = next(line for line in lines if line.startswith("Max core file size"))
    return limits.split()[4:6] == ["0", "0"]


def all_channels(person: Person) -> None:
    """Everything a person can do, well and badly."""
    person.web()
    person.page()
    person.twilio()
    person.kannel()
    person.errors()
    for after in (0.001, 0.01, 0.05):
        person.cut_off(after)


def assert_nothing(since: float, person: Person, folder: Path) -> None:
    """Reads every file of the machine that changed since the start; one of ours must be found there."""
    planted, known = folder / "planted", Canary.new().word
    planted.write_text(known)
    hits = search(since, (*person.needles, known))[1]
    assert hits.pop(str(planted), None) == [known], "it is the search that is broken"
    assert hits == {}, f"{len(hits)} files hold what she wrote"


def test_one_process(tmp_path: Path) -> None:
    since = time.time() - 1
    person: Person | None = None
    folder = tmp_path / "run"
    folder.mkdir()
    settings = environment(folder)
    for stage in ("served", "half a body", "in the middle of a turn"):
        server = start_server(folder, **settings)
        server.wait()
        if person is None:
            person = Person(server.url)
        person.http.base_url = httpx.URL(server.url)
        try:
            assert all(no_core(pid) for pid in processes(server))
            if stage == "served":
                all_channels(person)
                assert any(b"1 800 363-9010" in answer for answer in person.answers), "she was answered"
                for pid in processes(server):
                    for name, content in still_open(pid):
                        assert found_in(content, person.needles) == [], name
            held = person.half()
            if stage == "in the middle of a turn":
                person.cut_off(0.005)
            # As a power cut does.
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            held.close()
        finally:
            server.stop()
        output = server.output.read_bytes()
        assert found_in(output, person.needles) == []
        assert b"Traceback" not in output
    assert person is not None
    assert_nothing(since, person, tmp_path)


@pytest.mark.nightly
def test_several_processes_and_redis(tmp_path: Path) -> None:
    if shutil.which("redis-server") is None:
        pytest.skip("Redis is not installed: apt-get install redis-server")
    since = time.time() - 1
    folder = tmp_path / "run"
    folder.mkdir()
    redis = RedisServer(folder).start()
    settings = environment(
        folder, SENTIER_REDIS_URL=redis.url, SENTIER_SECRET="a secret of the canary test, long enough"
    )
    server = start_server(folder, "--workers", "2", **settings)
    try:
        server.wait()
        person = Person(server.url)
        all_channels(person)
        header = person.token()
        person.http.post("/api/messages", json={"text": person.canary.message}, headers=header)
        assert len(processes(server)) == 3
        assert all(no_core(pid) for pid in processes(server)[1:])
        names = 0
        for name, content in keys(redis):
            names += 1
            assert found_in(content, person.needles) == [], name
        assert names > 0, "a conversation is under way: Redis must hold something"
        for after in (0.002, 0.02):
            person.cut_off(after)
            # A worker dies in the middle of it; another takes its place.
            os.kill(processes(server)[-1], signal.SIGKILL)
            time.sleep(0.5)
        for name, content in keys(redis):
            assert found_in(content, person.needles) == [], name
        redis.command("SAVE")
        redis.kill()
        with suppress(httpx.TransportError):  # whichever worker had it is starting anew
            person.http.post("/api/messages", json={"text": person.canary.message}, headers=header)
    finally:
        server.stop()
        redis.kill()
    assert found_in(server.output.read_bytes(), person.needles) == []
    assert_nothing(since, person, tmp_path)


@pytest.mark.nightly
def test_terminal(tmp_path: Path) -> None:
    since = time.time() - 1
    person = Person("http://127.0.0.1:1")
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat", "--trace"],
        cwd=ROOT,
        env={
            **os.environ,
            **environment(tmp_path),
            "SENTIER_DATABASE_URL": f"sqlite:///{tmp_path / 'directory.db'}",
        },
        input=f"{person.canary.message}\n/{person.canary.word}\n{person.canary.first}\n",
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "1 800 363-9010" in done.stdout
    assert found_in(done.stderr.encode(), (person.canary.phone, person.canary.email, person.canary.nas)) == []
    assert_nothing(since, person, tmp_path)


def test_the_limit_can_be_read() -> None:
    # What `no_core` reads is what the kernel says of this process.
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    assert no_core(os.getpid()) == ((soft, hard) == (0, 0))
