"""Conversations are held in memory, for half an hour of silence at most."""

from __future__ import annotations

from bot.privacy import conversations as module
from bot.privacy.conversations import Conversations, conversation_id, new_token


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_found_by_the_digest_of_its_token_only() -> None:
    held = Conversations()
    token = held.open("web")
    assert held.get(conversation_id(token)) is not None
    assert held.get(token) is None
    assert token not in repr(held.identities())


def test_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(1000)}) == 1000


def test_silence_forgets_and_talk_keeps_alive() -> None:
    clock = Clock()
    held = Conversations(idle_seconds=1800, clock=clock)
    quiet, talking = conversation_id(held.open("web")), conversation_id(held.open("web"))
    for clock.now in (1000.0, 1799.0):
        assert held.get(talking) is not None
    clock.now = 1801.0
    assert held.get(quiet) is None
    assert held.get(talking) is not None
    clock.now = 9000.0
    assert held.forget_idle() == 0


def test_forgetting_is_at_once_and_whole() -> None:
    held = Conversations()
    identity = conversation_id(held.open("web"))
    assert held.forget(identity)
    assert not held.forget(identity)
    assert held.get(identity) is None
    assert held.identities() == []


def test_memory_is_bounded_and_the_longest_silent_leaves_first(monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_CONVERSATIONS", 3)
    held = Conversations()
    first, second, third = (conversation_id(held.open("web")) for _ in range(3))
    held.get(first)
    held.open("web")
    assert held.get(second) is None
    assert held.get(first) is not None
    assert held.get(third) is not None
