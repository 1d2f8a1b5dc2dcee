"""Half-sent requests by the hundred, and a clock that is moved: others are answered as before."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx

from bot.web.limits import MOST_AT_ONCE
from tests.e2e.chaos.client import Talker
from tests.e2e.chaos.conftest import Group, MakeGroup, RedisServer

SLOW = 2 * MOST_AT_ONCE + 88
DAY = 24 * 3600


def half_heads(group: Group, stack: ExitStack, number: int) -> list[socket.socket]:
    """Connections that begin a request line and its headers, and do not end them."""
    opened = []
    for _ in range(number):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", group.port), timeout=30))
        one.sendall(b"POST /api/messages HTTP/1.1\r\nhost: localhost\r\nx-a: ")
        opened.append(one)
    return opened


def half_bodies(group: Group, stack: ExitStack, number: int) -> list[socket.socket]:
    """Connections that announce a body and send its first letters."""
    opened = []
    for _ in range(number):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", group.port), timeout=30))
        one.sendall(
            b"POST /api/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            b'authorization: Bearer nobody\r\ncontent-length: 500\r\n\r\n{"te'
        )
        opened.append(one)
    return opened


def test_hundreds_of_half_sent_requests_keep_nobody_waiting(serve: MakeGroup) -> None:
    group = serve(1)
    talker = Talker(group.url)
    waits: list[float] = []
    with ExitStack() as stack:
        started = time.monotonic()
        slow = [*half_heads(group, stack, SLOW // 2), *half_bodies(group, stack, SLOW // 2)]
        sent = 0
        while time.monotonic() - started < 14:
            if sent % 5 == 0:
                for one in slow:
                    try:
                        one.sendall(b"a")
                    except OSError:
                        continue
            answered = talker.say(f"mot{sent}")
            assert answered.tries == 1
            assert not answered.told
            waits += answered.seconds
            sent += 1
            time.sleep(0.2)
        # All are gone by now: closed, or told that they are too slow, with the numbers.
        told = closed = 0
        for one in slow:
            one.settimeout(5)
            try:
                said = one.recv(4096)
            except ConnectionResetError:
                said = b""
            told += b" 408 " in said
            closed += not said
    assert told + closed == SLOW
    assert told > 0
    assert max(waits) < 2.0
    assert talker.heard() == [f"mot{number}" for number in range(sent)]
    print(f"\n{SLOW} half-sent requests, {sent} messages answered, longest {max(waits):.2f} s")


def test_a_clock_that_is_moved_loses_and_doubles_nothing(
    serve: MakeGroup, redis: RedisServer, tmp_path: Path
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("0")
    group = serve(2, SENTIER_REDIS_URL=redis.url, TEST_CLOCK=str(clock))

    def talk(number: int) -> tuple[list[str], list[str], float]:
        talker, sent, longest = Talker(group.url), [], 0.0
        until = time.monotonic() + 8
        while time.monotonic() < until:
            word = f"mot{number}x{len(sent)}"
            answered = talker.say(word)
            longest = max(longest, *answered.seconds)
            assert not answered.told
            sent.append(word)
            time.sleep(0.05)
        return sent, talker.heard(), longest

    with ThreadPoolExecutor(4) as pool:
        talking = [pool.submit(talk, number) for number in range(4)]
        for moved in (DAY, -DAY, 400 * DAY, 0):
            time.sleep(1.5)
            clock.write_text(str(moved))
        talks = [one.result() for one in talking]
    for sent, heard, _ in talks:
        assert heard == sent
    assert max(longest for _, _, longest in talks) < 3.0


def test_a_clock_that_is_moved_opens_no_flood(serve: MakeGroup, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("0")
    group = serve(
        1,
        TEST_CLOCK=str(clock),
        SENTIER_PROXY="127.0.0.1",
        SENTIER_RATE_ADDRESS="5",
        SENTIER_RATE_CONVERSATION="8",
    )
    headers = {"x-forwarded-for": "203.0.113.7"}

    def opened() -> int:
        """How many of twelve conversations are opened from one address."""
        codes = [
            httpx.post(group.url + "/api/conversations", json={}, headers=headers, timeout=5).status_code
            for _ in range(12)
        ]
        assert set(codes) <= {201, 429}
        return codes.count(201)

    assert opened() == 5
    for moved in (DAY, -DAY):
        clock.write_text(str(moved))
        # Another day has another key: once five more for each jump, never a door that stays open.
        assert opened() == 5
        assert opened() == 0
    # What one conversation may say is counted by a clock that nobody moves.
    talker = Talker(group.url)
    codes = []
    for number in range(12):
        clock.write_text(str(DAY * number))
        codes.append(talker.once("encore").status)
    assert codes.count(200) == 8
