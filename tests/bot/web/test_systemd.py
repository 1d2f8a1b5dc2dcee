"""What systemd hears, on a socket of our own in its place."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.web.systemd import Notifier


@pytest.fixture
def listening(tmp_path: Path):
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(path))
        made.settimeout(5)
        yield made, str(path)


def test_it_hears_readiness_and_life(listening) -> None:
    heard, path = listening
    notifier = Notifier({"NOTIFY_SOCKET": path})
    notifier.ready()
    notifier.turning()
    assert [heard.recv(100), heard.recv(100)] == [b"READY=1", b"WATCHDOG=1"]


def test_an_abstract_address_is_reached_too() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0sentier-test-notify")
        heard.settimeout(5)
        Notifier({"NOTIFY_SOCKET": "@sentier-test-notify"}).ready()
        assert heard.recv(100) == b"READY=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_nothing_is_said_where_nobody_listens(environment: dict[str, str]) -> None:
    notifier = Notifier(environment)
    notifier.ready()
    notifier.turning()


def test_who_never_reads_stops_nobody(listening) -> None:
    _, path = listening
    notifier = Notifier({"NOTIFY_SOCKET": path})
    for _ in range(10_000):
        notifier.turning()
