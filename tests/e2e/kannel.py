"""A real Kannel on the loopback: bearerbox, smsbox, phones on its fake SMSC, and the bot behind it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import uvicorn

from bot.channels.sms_gateways import sms_routes
from bot.conversation.turn import Assistant
from bot.web.app import create_app
from tests.e2e.conftest import free_port

BEARERBOX = shutil.which("bearerbox") or "/usr/sbin/bearerbox"
SMSBOX = shutil.which("smsbox") or "/usr/sbin/smsbox"
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
SECRET = "secret-for-the-tests-only"
OUR_NUMBER = "3939"

MEMORY = Path("/dev/shm")  # a tmpfs, as /run is where Kannel is installed for good

# The documented configuration, docs/sms.md: the tests read it there, so that it is true.
DOCS = Path(__file__).parents[2] / "docs" / "sms.md"


def skip_without_kannel() -> None:
    """Skips with what to install."""
    for program in (BEARERBOX, SMSBOX, FAKESMSC):
        if not Path(program).exists():
            pytest.skip(f"{program} is missing: apt-get install kannel kannel-extras")


@dataclass(frozen=True)
class Received:
    """One SMS part as the phone gets it."""

    to: str
    kind: str
    text: str
    header: str = ""


class Kannel:
    """bearerbox and smsbox with the configuration of docs/sms.md, on free ports and a folder of their own."""

    def __init__(self, folder: Path, bot_port: int) -> None:
        self.folder = folder
        self.bot_port = bot_port
        self.smsc_port = free_port()
        self.send_port = free_port()
        self._admin, self._box = free_port(), free_port()
        (folder / "logs").mkdir()
        # What waits is in clear in Kannel's store: in memory, as documented, so that no disk holds it.
        self._store = Path(tempfile.mkdtemp(prefix="kannel-store-", dir=MEMORY))
        (folder / "kannel.conf").write_text(self._configuration(), encoding="utf-8")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def _configuration(self) -> str:
        documented = DOCS.read_text(encoding="utf-8").split("```kannel\n")[1].split("```")[0]
        changes = {
            "admin-port = 13000": f"admin-port = {self._admin}",
            "smsbox-port = 13001": f"smsbox-port = {self._box}",
            "port = 13010": f"port = {self.smsc_port}",
            "sendsms-port = 13013": f"sendsms-port = {self.send_port}",
            "127.0.0.1:8080": f"127.0.0.1:{self.bot_port}",
            "/run/kannel": str(self._store),
            "/var/log/kannel": str(self.folder / "logs"),
            "CHOOSE-A-LONG-SECRET": SECRET,
            "CHOOSE-A-PASSWORD": "password-for-the-tests",
        }
        for old, new in changes.items():
            assert old in documented, f"docs/sms.md no longer says {old}"
            documented = documented.replace(old, new)
        return documented

    def start(self, *names: str) -> None:
        """Starts the boxes and waits until both are on line."""
        for name, program in (("bearerbox", BEARERBOX), ("smsbox", SMSBOX)):
            if names and name not in names:
                continue
            output = (self.folder / f"{name}.out").open("ab")
            self._processes[name] = subprocess.Popen(
                [program, "-v", "4", "kannel.conf"], cwd=self.folder, stdout=output, stderr=output
            )
            self._wait(self._listens(self._admin if name == "bearerbox" else self.send_port), name)
        self._wait(self._online, "the status page")

    def stop(self, *names: str) -> None:
        """Stops the boxes cleanly."""
        for name in names or ("smsbox", "bearerbox"):
            process = self._processes.pop(name, None)
            if process is not None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def close(self) -> None:
        """Stops the boxes and forgets what waited."""
        self.stop()
        shutil.rmtree(self._store, ignore_errors=True)

    def _listens(self, port: int) -> Callable[[], bool]:
        def listens() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        return listens

    def _online(self) -> bool:
        try:
            status = httpx.get(
                f"http://127.0.0.1:{self._admin}/status.txt", params={"password": "CHOOSE-ANOTHER"}, timeout=2
            )
        except httpx.TransportError:
            return False
        return "smsbox" in status.text and "on-line" in status.text

    def _wait(self, ready: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + 20
        while not ready():
            if time.monotonic() > limit:
                outputs = "\n".join(path.read_text(errors="replace") for path in self.folder.glob("*.out"))
                pytest.fail(f"{what} of Kannel does not answer:\n{outputs}")
            time.sleep(0.05)

    @contextmanager
    def phones(self) -> Iterator[Phones]:
        """The fake SMSC, spoken to directly: any number of phones on one line."""
        connected = Phones(self.smsc_port)
        try:
            yield connected
        finally:
            connected.close()

    def fakesmsc(self, message: str, seconds: float = 6) -> list[str]:
        """Kannel's own test phone: sends one message, returns the answers it prints."""
        command = [FAKESMSC, "-H", "127.0.0.1", "-r", str(self.smsc_port), "-i", "100", "-m", "1", message]
        done = subprocess.run(
            ["timeout", str(seconds), *command], capture_output=True, text=True, check=False, errors="replace"
        )
        lines = (done.stdout + done.stderr).splitlines()
        return [line.split("<", 1)[1].rstrip(">") for line in lines if "Got message" in line]

    def files(self) -> dict[str, bytes]:
        """Everything Kannel wrote to a disk."""
        return {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


class Phones:
    """The other end of `smsc = fake`: lines "from to type text", type text, ucs2 or udh."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._socket.settimeout(0.2)
        self._lock = threading.Condition()
        self._received: list[Received] = []
        self._open = True
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        time.sleep(0.3)  # the fake SMSC announces itself to bearerbox

    def text(self, phone: str, text: str) -> None:
        """A phone writes; GSM-7 when it can, as phones do."""
        self._line(f"{phone} {OUR_NUMBER} text {text}".encode())

    def ucs2(self, phone: str, text: str) -> None:
        """A phone writes in UCS-2."""
        self._line(f"{phone} {OUR_NUMBER} ucs2 {urllib.parse.quote(text.encode('utf-16-be'))}".encode())

    def parts(self, phone: str, parts: Sequence[str], reference: int = 0x51) -> None:
        """A phone writes a long message: its parts, each with its header."""
        for number, part in enumerate(parts, 1):
            header = f"%05%00%03%{reference:02X}%{len(parts):02X}%{number:02X}"
            self._line(f"{phone} {OUR_NUMBER} udh {header} {urllib.parse.quote(part)}".encode())

    def _line(self, line: bytes) -> None:
        self._socket.sendall(line + b"\n")

    def got(self, phone: str, count: int = 1, seconds: float = 15) -> list[str]:
        """The first `count` whole messages of `phone`, parts joined; fails when they do not come."""
        limit = time.monotonic() + seconds
        with self._lock:
            while len(joined(self.of(phone))) < count and time.monotonic() < limit:
                self._lock.wait(0.1)
            messages = joined(self.of(phone))
        assert len(messages) >= count, f"{phone} got {messages}"
        return messages

    def of(self, phone: str) -> list[Received]:
        """Every part that `phone` got so far."""
        return [one for one in self._received if one.to == phone]

    def _read(self) -> None:
        data = b""
        while self._open:
            try:
                chunk = self._socket.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return
            if not chunk:
                return
            data += chunk
            *lines, data = data.split(b"\n")
            with self._lock:
                for line in lines:
                    message = read_line(line)
                    if message is None and self._received:
                        # The line protocol sends a line feed inside a text as it is.
                        last = self._received[-1]
                        self._received[-1] = replace(last, text=f"{last.text}\n{line.decode()}")
                    elif message is not None:
                        self._received.append(message)
                self._lock.notify_all()

    def close(self) -> None:
        """The phones lose the network."""
        self._open = False
        self._socket.close()
        self._reader.join()


def read_line(line: bytes) -> Received | None:
    """A line of the fake SMSC that begins a message: "from to type rest"; None for any other."""
    fields = line.rstrip(b"\r").split(b" ", 3)
    if len(fields) < 4 or not (fields[0] + fields[1]).isdigit():
        return None
    _, to, kind, rest = fields
    if kind == b"text":
        return Received(to.decode(), "GSM-7", rest.decode("utf-8", "replace"))
    if kind == b"ucs-2":
        return Received(to.decode(), "UCS-2", unquote(rest).decode("utf-16-be"))
    if kind == b"udh":
        header, _, payload = rest.split(b" ", 2)
        raw = unquote(payload)
        # The coding is not said: UTF-16BE of our texts holds zero bytes, UTF-8 none.
        wide = b"\0" in raw
        text = raw.decode("utf-16-be" if wide else "utf-8", "replace")
        return Received(to.decode(), "UCS-2" if wide else "GSM-7", text, unquote(header).hex().upper())
    return None


def unquote(data: bytes) -> bytes:
    """Kannel's URL coding: "+" is a space."""
    return urllib.parse.unquote_to_bytes(data.replace(b"+", b" "))


def joined(parts: Sequence[Received]) -> list[str]:
    """Whole messages, in the order of their last part."""
    messages: list[str] = []
    held: dict[str, dict[int, str]] = {}
    for part in parts:
        if not part.header:
            messages.append(part.text)
            continue
        reference, total, number = part.header[6:8], int(part.header[8:10], 16), int(part.header[10:12], 16)
        group = held.setdefault(reference, {})
        group[number] = part.text
        if len(group) == total:
            messages.append("".join(group[index] for index in sorted(group)))
            del held[reference]
    return messages


class Bot:
    """The real web application on a port, in a thread; it can go down and come back on the same port."""

    def __init__(self, port: int, send_port: int, make: Callable[[], Assistant]) -> None:
        self.port = port
        self._make = make
        self._environment = {
            "SENTIER_SMS": "kannel",
            "SENTIER_KANNEL_SECRET": SECRET,
            "SENTIER_KANNEL_USER": "bot",
            "SENTIER_KANNEL_PASSWORD": "password-for-the-tests",
            "SENTIER_KANNEL_URL": f"http://127.0.0.1:{send_port}/cgi-bin/sendsms",
        }
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listens, with an assistant that remembers nothing."""
        assistant = self._make()
        app = create_app(assistant, lambda: {"model": True}, extra=sms_routes(assistant, self._environment))
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=self.port,
            ws="none",
            access_log=False,
            log_config=None,
            lifespan="off",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        limit = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < limit
            time.sleep(0.02)

    def stop(self) -> None:
        """Listens no more."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(15)
            assert not self._thread.is_alive()
            self._server = None
