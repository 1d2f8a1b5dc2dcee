"""An engine that hangs: once, and a fresh thread goes on; always, and another process takes its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.chaos.client import Talker
from tests.e2e.chaos.conftest import Group, MakeGroup, RedisServer

HUNG = "2.5"
"""Instead of the seconds of bot/conversation/engine_thread.py."""


def ready(group: Group) -> dict[str, bool]:
    parts: dict[str, bool] = httpx.get(group.url + "/ready", timeout=5).json()["parts"]
    return parts


def wait_for(what: Callable[[], bool], seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit
        time.sleep(0.1)


def test_a_single_process_recovers_by_itself_from_a_hang(serve: MakeGroup) -> None:
    group = serve(1, TEST_HUNG_SECONDS=HUNG)
    writing, other = Talker(group.url), Talker(group.url)
    writing.say("a")
    other.say("un")
    with ThreadPoolExecutor(1) as pool:
        hung = pool.submit(writing.once, "fige", "fige")
        time.sleep(0.3)
        beside = other.once("deux")
        answered = hung.result()
    # Both get the numbers in time, while the thread is stuck; a danger gets its own.
    for one in (answered, beside):
        assert one.status == 200
        assert one.told
        assert one.seconds[0] < 2.5
    assert "1 866 277-3553" in other.once("je veux mourir").texts[0]
    wait_for(lambda: "engine_replaced" in group.output.read_text())
    assert ready(group)["engine"]
    for word in ("b", "c", "d"):
        assert not writing.say(word).told
    assert writing.heard() == ["a", "b", "c", "d"]
    heard = other.heard()
    # What she was told of a problem with may have been heard once the fresh thread took it over, never twice.
    assert heard[0] == "un"
    assert len(set(heard)) == len(heard)
    assert group.process.poll() is None


def test_a_process_whose_engine_always_hangs_says_so_and_makes_way(serve: MakeGroup) -> None:
    group = serve(1, TEST_HUNG_SECONDS=HUNG)
    talker = Talker(group.url)
    texts = iter(["gèle"] + ["encore"] * 100)
    limit = time.monotonic() + 40
    while group.process.poll() is None:
        assert time.monotonic() < limit
        try:
            answered = talker.once(next(texts))
        except httpx.TransportError:
            time.sleep(0.2)  # it is ending
            continue
        assert answered.status == 200
        assert "911" in answered.all
        assert answered.seconds[0] < 2.5
    assert group.process.returncode == 2
    assert "another one takes its place" in group.output.read_text().replace("\n", " ")


@pytest.mark.nightly
def test_a_worker_whose_engine_always_hangs_is_replaced(serve: MakeGroup, redis: RedisServer) -> None:
    group = serve(2, SENTIER_REDIS_URL=redis.url, TEST_HUNG_SECONDS="0.5")
    talker = Talker(group.url)
    talker.say("avant")
    talker.once("gèle")  # one of the two; the other one goes on
    limit = time.monotonic() + 35
    while group.back() < 1:
        assert time.monotonic() < limit, group.output.read_text()
        assert talker.once("bonjour").status == 200
        time.sleep(0.05)
    assert talker.heard()[0] == "avant"
