"""A part that says nothing keeps nobody waiting, and is asked once at a time."""

from __future__ import annotations

import threading
import time

from bot.web.probe import Probe


def test_what_is_said() -> None:
    answers = iter([True, False, True])
    probe = Probe(lambda: next(answers))
    assert [probe(), probe(), probe()] == [True, False, True]


def test_silence_is_no_after_the_patience_and_nobody_else_asks() -> None:
    gate, asked = threading.Event(), []

    def ask() -> bool:
        asked.append(1)
        return gate.wait(10)

    probe = Probe(ask, patience=0.1)
    started = time.monotonic()
    assert not probe()
    assert not probe()
    assert time.monotonic() - started < 1.0
    assert len(asked) == 1
    gate.set()
    limit = time.monotonic() + 5
    while not probe():
        assert time.monotonic() < limit
    assert len(asked) == 2
