"""Measures of conversations, on talks made by hand."""

from __future__ import annotations

import pytest

from bot.conversation.messages import BotMessage, Reply
from bot.evaluation.conversations import Talk, measure, report, scripts


def _reply(text: str, services: bool = False) -> Reply:
    return Reply((BotMessage(text, services=({"id": "x"},) if services else ()),))


def test_turns_repeats_and_misunderstandings() -> None:
    again = _reply("De quoi as-tu besoin?")
    first = Talk("a", [again, _reply("De quoi as-tu besoin?"), _reply("Voici :", True)], first_services=3)
    second = Talk("b", [_reply("Je n'ai pas bien compris."), _reply("Voici :", True)], first_services=2)
    found = measure([first, second])
    assert (found.talks, found.replies) == (2, 5)
    assert (found.turns_to_services, found.most_turns_to_services) == (2.5, 3)
    assert found.repeated == pytest.approx(1 / 5)
    assert found.not_understood == pytest.approx(1 / 5)
    assert "2.50 (most 3)" in report(found)


def test_what_is_repeated_on_demand_is_no_fault() -> None:
    said = _reply("Voici :", True)
    assert measure([Talk("a", [said, said])]).repeated == 0


def test_long_sentences_are_listed_and_a_number_is_one_word() -> None:
    long = " ".join(["mot"] * 26) + "."
    short = " ".join(["mot"] * 24) + " 1 800 363-9010."
    assert measure([Talk("a", [_reply(f"{long} {short}")])]).long_sentences == (long,)


def test_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="no conversation"):
        measure([])


def test_the_conversations_of_the_tests_are_read() -> None:
    assert len(list(scripts())) >= 150
