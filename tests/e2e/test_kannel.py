"""The conversation through a real Kannel on the loopback, from the phone and back. The engine is a stub."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from bot.channels import gsm
from bot.channels.sms_words import FIRST_WORDS, NO_PICTURES, NOTHING_READ, STOPPED
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.privacy.logs import configure_logging
from tests.detector import rules_only
from tests.e2e.conftest import free_port
from tests.e2e.kannel import SECRET, Bot, Kannel, Phones, skip_without_kannel

pytestmark = pytest.mark.e2e

CANARY = "perroquet-mauve"
GSM7_TEXT = "Voilà: été, où, à 5 € pour ça? Non: {oui} [ok] ~ ^ \\ |".replace("ç", "c")
UCS2_TEXT = "Forêt, île, « reçu », cœur, 😀"


class Talker:
    """In the place of the engine: says back what a test needs to see."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        assert channel == "sms"
        self.asked.append(text)
        said = {
            "gsm": GSM7_TEXT,
            "ucs": UCS2_TEXT,
            "long": " ".join(f"mot{number}" for number in range(70)) + " 1 800 363-9010",
            "long ucs": " ".join(f"forêt{number}" for number in range(22)),
        }.get(text, f"reçu {text}")
        return [{"text": said, "utter_action": "utter_remercier"}]


class System(NamedTuple):
    """What every test here talks to."""

    kannel: Kannel
    bot: Bot
    engine: Talker
    log: Path


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    skip_without_kannel()
    folder = tmp_path_factory.mktemp("kannel")
    kannel = Kannel(folder, free_port())
    log = tmp_path_factory.mktemp("bot") / "bot.log"
    factory = logging.getLogRecordFactory()
    with log.open("w") as stream:
        configure_logging("INFO", stream)
        engine, detector = Talker(), rules_only()
        bot = Bot(kannel.bot_port, kannel.send_port, lambda: Assistant(engine, detector, Conversations()))
        try:
            kannel.start()
            bot.start()
            yield System(kannel, bot, engine, log)
        finally:
            bot.stop()
            kannel.close()
            logging.setLogRecordFactory(factory)
            logging.getLogger().handlers.clear()


@pytest.fixture
def kannel(system: System) -> Kannel:
    return system.kannel


@pytest.fixture
def bot(system: System) -> Bot:
    return system.bot


@pytest.fixture
def engine(system: System) -> Talker:
    return system.engine


@pytest.fixture
def phones(kannel: Kannel, bot: Bot) -> Iterator[Phones]:
    with kannel.phones() as connected:
        yield connected


_NUMBERS = iter(range(100, 9999))


@pytest.fixture
def number() -> str:
    """A phone that has never written."""
    return f"1819555{next(_NUMBERS):04}"


def greet(phones: Phones, number: str) -> None:
    """Through the first question, so that what follows is answered at once."""
    phones.text(number, "allo")
    assert phones.got(number)[-1] == FIRST_WORDS
    phones.text(number, "1")
    phones.got(number, 2)


def test_a_first_message_with_the_phone_of_kannel_itself(kannel, bot, number) -> None:
    lines = kannel.fakesmsc(f"{number} 3939 text Bonjour j'ai besoin d'aide", 4)
    # It prints each line of a text as if it were a message.
    assert lines[1:] == ["1. Oui", "2. Non"]
    assert lines[0].startswith(f"3939 {number} text Bonjour. Est-ce un bon moment pour écrire?")


@pytest.mark.parametrize(("word", "text", "kind"), [("gsm", GSM7_TEXT, "GSM-7"), ("ucs", UCS2_TEXT, "UCS-2")])
def test_each_answer_arrives_whole_in_its_coding(phones, number, word, text, kind) -> None:
    greet(phones, number)
    phones.text(number, word)
    assert phones.got(number, 3)[2] == gsm.plain_typography(text)
    assert phones.of(number)[-1].kind == kind


@pytest.mark.parametrize("text", ["où dormir à Gatineau, SVP?", "j'étais à l'hôpital, ça va pas 😀"])
def test_what_is_written_in_either_coding_reaches_the_engine(phones, engine, number, text) -> None:
    greet(phones, number)
    if gsm.fits_gsm7(text):
        phones.text(number, text)
    else:
        phones.ucs2(number, text)
    phones.got(number, 3)
    assert engine.asked[-1] == text


def test_a_long_message_in_parts_is_read_as_one(phones, engine, number) -> None:
    greet(phones, number)
    parts = ["je cherche une place pour dormir " * 4, "avec mes deux enfants " * 5, "a Gatineau fin"]
    phones.parts(number, parts)
    phones.got(number, 3)
    assert engine.asked[-1] == " ".join("".join(parts).split())


@pytest.mark.parametrize(("word", "mark"), [("long", "mot"), ("long ucs", "forêt")])
def test_a_long_answer_arrives_in_parts_cut_between_words(phones, number, word, mark) -> None:
    greet(phones, number)
    phones.text(number, word)
    whole = phones.got(number, 3)[2]
    parts = [one for one in phones.of(number) if one.header]
    assert 2 <= len(parts) <= 3
    assert {part.kind for part in parts} == {"GSM-7" if word == "long" else "UCS-2"}
    assert "".join(part.text for part in parts) == whole
    for part in parts:
        for piece in part.text.split():
            assert piece in whole.split()
    if word == "long":
        assert sum("1 800 363-9010" in part.text for part in parts) == 1


def test_quick_messages_are_answered_in_order(phones, number) -> None:
    greet(phones, number)
    for count in range(6):
        phones.text(number, f"mot {count}")
    answers = phones.got(number, 8)[2:]
    assert answers == [f"reçu mot {count}" for count in range(6)]


def test_a_danger_arrives_first_with_its_number_in_the_first_part(phones, number) -> None:
    phones.text(number, "je veux mourir")
    phones.got(number)
    assert "1 866 277-3553" in phones.of(number)[0].text


def test_ten_phones_at_once(phones) -> None:
    numbers = [f"15145550{count:03}" for count in range(10)]
    for one in numbers:
        phones.text(one, "allo")
    for one in numbers:
        assert phones.got(one) == [FIRST_WORDS]
    for one in numbers:
        phones.text(one, "1")
    for one in numbers:
        phones.got(one, 2)
    for one in numbers:
        phones.text(one, f"je suis {one[-3:]}")
    for one in numbers:
        assert phones.got(one, 3)[2] == f"reçu je suis {one[-3:]}"


def test_an_empty_message_is_answered_politely(phones, number) -> None:
    phones.text(number, " ")
    assert phones.got(number) in ([NOTHING_READ], [NO_PICTURES])


def test_a_message_sent_while_the_bot_is_down_is_answered_once_when_it_is_back(phones, bot, number) -> None:
    bot.stop()
    phones.text(number, "allo")
    time.sleep(2)
    assert phones.of(number) == []
    bot.start()
    assert phones.got(number, seconds=30) == [FIRST_WORDS]
    time.sleep(4)
    assert phones.got(number) == [FIRST_WORDS]


def test_an_answer_made_while_smsbox_is_down_leaves_when_it_is_back(kannel, phones, bot, number) -> None:
    kannel.stop("smsbox")
    response = httpx.post(
        f"http://127.0.0.1:{bot.port}/sms/kannel",
        params={"secret": SECRET, "id": f"by-hand-{number}"},
        content=b"allo",
        headers={"X-Kannel-From": number, "X-Kannel-To": "3939", "Content-Type": "text/plain; charset=UTF-8"},
        timeout=20,  # the gateway's word that it was heard waits up to 8 s for the answer to leave
    )
    assert (response.status_code, response.text) == (202, "")
    time.sleep(1)
    kannel.start("smsbox")
    assert phones.got(number, seconds=30) == [FIRST_WORDS]


def test_the_same_id_is_answered_once(phones, bot, number) -> None:
    headers = {"X-Kannel-From": number, "X-Kannel-To": "3939", "Content-Type": "text/plain; charset=UTF-8"}
    for _ in range(3):
        response = httpx.post(
            f"http://127.0.0.1:{bot.port}/sms/kannel",
            params={"secret": SECRET, "id": f"same-{number}"},
            content=b"allo",
            headers=headers,
        )
        assert response.status_code == 202
    phones.got(number)
    time.sleep(1)
    assert phones.got(number) == [FIRST_WORDS]


def test_after_stop_one_acknowledgement_and_silence(phones, number) -> None:
    greet(phones, number)
    phones.text(number, "ARRET")
    assert phones.got(number, 3)[2] == STOPPED
    phones.text(number, "stop")
    time.sleep(1)
    assert len(phones.got(number)) == 3


def test_no_file_of_kannel_or_ours_holds_a_number_or_a_text(system, kannel, phones, number) -> None:
    greet(phones, number)
    phones.text(number, CANARY)
    phones.got(number, 3)
    # So that our log holds something: a call without the secret.
    refused = httpx.post(
        f"http://127.0.0.1:{system.bot.port}/sms/kannel",
        content=CANARY.encode(),
        headers={"X-Kannel-From": number},
    )
    assert refused.status_code == 403
    kannel.stop()
    try:
        written = kannel.files()
        written[str(system.log)] = system.log.read_bytes()
        assert any(name.endswith("smsbox.log") for name in written)
        assert b"signature_refused" in written[str(system.log)]
        for name, content in written.items():
            for secret in (
                CANARY,
                CANARY.encode("utf-16-be").decode("latin-1"),
                number,
                "1819555",
                "15145550",
            ):
                assert secret.encode("latin-1") not in content, f"{name} holds {secret!r}"
    finally:
        kannel.start()
