"""Numbers in the texts that need neither engine nor database: each stands in the directory, for this use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels import sms_words
from bot.conversation.fallback import EMERGENCY_NUMBERS, forgetful, unavailable
from bot.web import errors, limits
from directory.starter import read_starter
from tests.bot.channels.tables import fixed_texts

ROOT = Path(__file__).resolve().parents[3]
NUMBER = re.compile(r"(?<![\d-])(?:(?:1[ -])?\d{3}[ -]\d{3}[ -]\d{4}|[2-9]11|988)(?![\d-])")

MEANT = {
    "911": "urgence-911",
    "1 866 277-3553": "prevention-suicide-1866appelle",
    "1 800 363-9010": "sos-violence-conjugale",
    "1 833 900-1010": "ligne-urgence-traite",
    "811": "info-social-811",
    "211": "211-quebec",
}
"""Number -> the listing that it must be that of."""


def digits(number: str) -> str:
    return re.sub(r"\D", "", number).removeprefix("1")


def listed() -> dict[str, set[str]]:
    """Public listing -> the digits of its sure numbers."""
    return {
        str(row["id"]): {digits(str(phone["number"])) for phone in row["phones"]}
        for row in read_starter()
        if row["confidence"] == "high"
    }


TEXTS = {
    "fallback.unavailable": unavailable().text,
    "fallback.forgetful": forgetful().text,
    "errors.NUMBERS": errors.NUMBERS,
    **{f"sms_words: {text}": text for text in fixed_texts()},
    **{
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in (
            ROOT / "deploy" / "proxy" / "Caddyfile",
            ROOT / "deploy" / "proxy" / "nginx.conf",
            Path(limits.__file__),
            *(ROOT / "bot" / "web" / "templates").rglob("*.html"),
        )
    },
}


@pytest.mark.parametrize(("number", "service"), MEANT.items())
def test_each_number_is_that_of_its_listing(number: str, service: str) -> None:
    assert digits(number) in listed()[service]


def test_the_emergency_numbers_are_those() -> None:
    assert [number for _, number in EMERGENCY_NUMBERS] == list(MEANT)


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_need_nothing_say_only_those(name: str) -> None:
    said = {digits(number) for number in NUMBER.findall(TEXTS[name])}
    assert said <= {digits(number) for number in MEANT}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("fallback.unavailable", set(MEANT)),
        ("fallback.forgetful", set(MEANT)),
        ("errors.NUMBERS", {"911", "811"}),
        (f"sms_words: {sms_words.UNAVAILABLE}", {"911", "811", "1 866 277-3553", "1 800 363-9010"}),
        (f"sms_words: {sms_words.TOO_MANY}", {"911", "811"}),
        ("deploy/proxy/Caddyfile", {"911", "811"}),
        ("deploy/proxy/nginx.conf", {"911", "811"}),
        ("bot/web/limits.py", {"911", "811"}),
        ("bot/web/templates/problem.html", {"911", "811", "211"}),
    ],
)
def test_texts_that_need_nothing_say_whom_to_call(name: str, least: set[str]) -> None:
    said = {digits(number) for number in NUMBER.findall(TEXTS[name])}
    assert {digits(number) for number in least} <= said
