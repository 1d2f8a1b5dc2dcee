"""PostgreSQL stopped, started and silent under load: all is answered, nothing doubled, recovery by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bench.refer_postgresql import PrivateServer, own_server
from tests.e2e.chaos.client import Talker
from tests.e2e.chaos.conftest import MakeGroup, RedisServer
from tests.postgresql import or_skip

TALKERS = 4
SECONDS = 9.0
FOUND = "230 services"
LONGEST = 4.0
"""Of one answer: two seconds, and what a machine that does other things too takes."""


@pytest.fixture
def postgresql() -> Iterator[PrivateServer]:
    with or_skip(own_server()) as server:
        yield server


def talk(url: str, number: int) -> tuple[list[str], list[str], list[float], list[bool]]:
    """Words that need no database and one that does, in turn: sent, heard, seconds, whether it was found."""
    talker = Talker(url)
    sent: list[str] = []
    seconds: list[float] = []
    found: list[bool] = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        word = f"mot{number}x{len(sent)}"
        answered = talker.say(word)
        seconds += answered.seconds
        if not answered.told:
            sent.append(word)
        searched = talker.say("cherche")
        seconds += searched.seconds
        found.append(searched.all.startswith(FOUND))
        assert found[-1] or "911" in searched.all
        time.sleep(0.05)
    return sent, talker.heard(), seconds, found


def test_a_postgresql_killed_and_started_under_load(
    serve: MakeGroup, redis: RedisServer, postgresql: PrivateServer
) -> None:
    group = serve(2, SENTIER_REDIS_URL=redis.url, SENTIER_DATABASE_URL=postgresql.url)
    with ThreadPoolExecutor(TALKERS) as pool:
        talking = [pool.submit(talk, group.url, number) for number in range(TALKERS)]
        for _ in range(2):
            time.sleep(1.0)
            postgresql.stop()
            assert httpx.get(group.url + "/ready", timeout=5).json()["parts"]["database"] is False
            time.sleep(1.0)
            postgresql.start()
        talks = [one.result() for one in talking]
    for sent, heard, _, found in talks:
        assert [word for word in heard if word in set(sent)] == sent
        assert len(set(heard)) == len(heard)
        # Down in between, back by itself at the end.
        assert False in found
        assert found[-1]
    waits = sorted(second for _, _, seconds, _ in talks for second in seconds)
    assert waits[-1] < LONGEST
    assert Talker(group.url).say("cherche").all.startswith(FOUND)
    assert httpx.get(group.url + "/ready", timeout=5).json()["parts"]["database"] is True
    print(
        f"\n{len(waits)} messages answered, median {waits[len(waits) // 2]:.3f} s, longest {waits[-1]:.2f} s"
    )


def test_a_postgresql_that_says_nothing_holds_up_nobody_and_ends_no_process(
    serve: MakeGroup, postgresql: PrivateServer
) -> None:
    group = serve(1, SENTIER_DATABASE_URL=postgresql.url, TEST_HUNG_SECONDS="1.5")
    talker = Talker(group.url)
    assert talker.say("fouille").all.startswith(FOUND)
    stopped = postgresql.processes()
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        # Each one hangs the engine's thread anew, until no more may be let go.
        until = time.monotonic() + 14
        while time.monotonic() < until:
            answered = talker.once("fouille")
            assert answered.told
            assert answered.seconds[0] < LONGEST
            started = time.monotonic()
            said = httpx.get(group.url + "/ready", timeout=5)
            assert said.json()["parts"]["database"] is False
            assert time.monotonic() - started < LONGEST
        assert "1 866 277-3553" in talker.once("je veux mourir").texts[0]
        assert group.process.poll() is None
        assert group.output.read_text().count("engine_replaced") >= 2
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)
    limit = time.monotonic() + 15
    while not talker.once("fouille").all.startswith(FOUND):
        assert time.monotonic() < limit, group.output.read_text()
        time.sleep(0.5)
    assert not talker.say("bonjour").told
    assert group.process.poll() is None
