"""A whole conversation by SMS, first word to number, through a real Kannel and the trained engine.

`pytest -s tests/e2e/test_kannel_conversation.py` prints the screens as a telephone of 2009 shows them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

import pytest

from bot.channels import gsm
from bot.channels.sms_words import FIRST_WORDS, FORGOTTEN
from bot.conversation.turn import Assistant
from tests.e2e.conftest import free_port
from tests.e2e.kannel import Bot, Kannel, Phones, skip_without_kannel

pytestmark = [pytest.mark.e2e, pytest.mark.engine]

COLUMNS, ROWS = 22, 7
"""A Nokia 1616 of 2009: 128 pixels across, about so many letters, seven lines above the soft keys."""
NUMBER = re.compile(r"\b1[ -]\d{3}[ -]\d{3}-\d{4}\b|\b\d{3}[ -]\d{3}-\d{4}\b|\b[2-9]11\b")
WOMAN = "18195550177"


def screens(text: str) -> list[str]:
    """The screens she scrolls through to read `text`."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, COLUMNS) or [""]]
    made = []
    for start in range(0, len(lines), ROWS):
        body = [f"|{line:<{COLUMNS}}|" for line in lines[start : start + ROWS]]
        made.append("\n".join(["+" + "-" * COLUMNS + "+", *body, "+" + "-" * COLUMNS + "+"]))
    return made


@pytest.fixture(scope="module")
def phones(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phones]:
    skip_without_kannel()
    kannel = Kannel(tmp_path_factory.mktemp("conversation"), free_port())
    bot = Bot(kannel.bot_port, kannel.send_port, lambda: assistant)
    try:
        kannel.start()
        bot.start()
        with kannel.phones() as connected:
            yield connected
    finally:
        bot.stop()
        kannel.close()


class Thread:
    """One phone's thread, printed as it goes."""

    def __init__(self, phones: Phones, number: str) -> None:
        self._phones = phones
        self._number = number
        self._read = 0

    def writes(self, text: str, answers: int = 1) -> list[str]:
        """Sends `text` and waits for `answers` messages."""
        print(f"\n>>> {text}")
        if gsm.fits_gsm7(text):
            self._phones.text(self._number, text)
        else:
            self._phones.ucs2(self._number, text)
        got = self._phones.got(self._number, self._read + answers, seconds=60)[self._read :]
        self._read += len(got)
        for message in got:
            print(f"    {gsm.size(message)}")
            print(textwrap.indent("\n".join(screens(message)), "    "))
        return got


def segments(messages: Sequence[str]) -> int:
    return sum(gsm.size(message).segments for message in messages)


def test_from_the_first_word_to_a_number(phones: Phones) -> None:
    thread = Thread(phones, WOMAN)
    assert thread.writes("allo j'ai pas de place ou dormir a soir") == [FIRST_WORDS]
    [question] = thread.writes("1")
    assert re.search(r"ville|région", question)
    referral = thread.writes("gatineau")
    assert segments(referral) <= 2
    assert NUMBER.search(referral[0])
    assert "SUITE" in referral[0]
    more = thread.writes("suite")
    assert segments(more) <= 3
    assert segments(thread.writes("menu")) <= 3
    assert thread.writes("EFFACER") == [FORGOTTEN]
    assert thread.writes("1") == [FIRST_WORDS]


def test_a_danger_in_the_first_word(phones: Phones) -> None:
    thread = Thread(phones, "18195550178")
    [danger, *rest] = thread.writes("mon chum ma battu hier jai peur qui revienne")
    assert "1 800 363-9010" in gsm.split(danger)[0]
    assert segments([danger, *rest]) <= 3
    answer = thread.writes("2")
    assert segments(answer) <= 3
