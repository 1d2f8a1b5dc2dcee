"""Short answers in a conversation where a danger was told or asked about."""

from __future__ import annotations

import pytest

from bot.safety.conversation import denies, help_is_here, nobody_comes, says_little


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("non", True),
        ("non il est pas là", True),
        ("non, y'est parti", True),
        ("non y est pas chez nous", True),
        ("non, chu toute seule", True),
        ("non il est là", False),
        ("non il a un couteau", False),
        ("il est parti chercher son arme", False),
    ],
)
def test_what_says_no_to_the_question_of_danger(text: str, no: bool) -> None:
    assert denies(text) is no


@pytest.mark.parametrize(
    ("text", "here"),
    [
        ("la police est là", True),
        ("L'ambulance vient d'arriver.", True),
        ("la police est pas là", False),
        ("j'ai peur que la police soit là", False),
    ],
)
def test_help_that_is_with_her(text: str, here: bool) -> None:
    assert help_is_here(text) is here


@pytest.mark.parametrize(
    ("text", "alone"),
    [("le 911 a raccroché", True), ("la police arrive pas", True), ("la police est là", False)],
)
def test_help_that_does_not_come(text: str, alone: bool) -> None:
    assert nobody_comes(text) is alone


@pytest.mark.parametrize(("text", "little"), [("oui.", True), ("ok merci", True), ("oui il est là", False)])
def test_answers_that_say_little(text: str, little: bool) -> None:
    assert says_little(text) is little
