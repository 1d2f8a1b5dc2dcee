"""Which wording is said: never the one just heard while there is another."""

from __future__ import annotations

from bot.conversation.wording import fresh

THREE = [{"text": "a"}, {"text": "b"}, {"text": "c"}]


def test_the_first_not_yet_heard_then_the_one_heard_longest_ago() -> None:
    spoken: list[str] = []
    for _ in range(7):
        chosen = fresh(THREE, spoken)["text"]
        if chosen in spoken:
            spoken.remove(chosen)
        spoken.append(chosen)
    assert fresh(THREE, ())["text"] == "a"
    assert fresh(THREE, ("a",))["text"] == "b"
    assert fresh(THREE, ("a", "b", "c"))["text"] == "a"
    assert fresh(THREE, ("c", "a", "b"))["text"] == "c"


def test_a_single_wording_is_said() -> None:
    assert fresh([{"text": "a"}], ("a",))["text"] == "a"
