"""Numbers as the directory writes them."""

from dataclasses import dataclass

import pytest

from directory.starter import read_starter
from directory.telephone import PhoneOut, dialled, public_phone


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("819 555-0100", "819-555-0100"),
        ("+1 (819) 555.0100", "819-555-0100"),
        ("1 800 363-9010", "1-800-363-9010"),
        ("866 277-3553", "1-866-277-3553"),
        ("8005550100", "1-800-555-0100"),
        ("811", "811"),
        ("988", "988"),
        ("535353", "535353"),
        ("535 353", "535353"),
        ("819-555", ""),
        ("555-0100", ""),
        ("119 555-0100", ""),
        ("819 555-0100 poste 3", ""),
        ("٨١٩٥٥٥٠١٠٠", ""),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_a_number_is_written_as_it_is_dialled(given: str, number: str) -> None:
    assert dialled(given) == number


def test_the_directory_writes_its_own_numbers_so() -> None:
    numbers = {phone["number"] for service in read_starter() for phone in service["phones"]}

    assert [number for number in numbers if dialled(number) not in (number, "")] == []


@dataclass
class Number:
    """A number as the directory keeps it."""

    number: str = "819-555-0100"
    type: str | None = "voice"
    description: str | None = None
    extension: int | None = None
    confidence: str | None = "high"
    to_confirm: bool = False


@pytest.mark.parametrize(
    ("kept", "seen"),
    [
        (Number(), PhoneOut("819-555-0100", "voice", None, False)),
        (Number(type=None, confidence=None), PhoneOut("819-555-0100", "voice", None, False)),
        (Number(type="sms"), PhoneOut("819-555-0100", "sms", None, False)),
        (Number(type="tty"), PhoneOut("819-555-0100", "tty", None, False)),
        (Number(extension=12), PhoneOut("819-555-0100", "voice", "poste 12", False)),
        (
            Number(extension=12, description="nuit"),
            PhoneOut("819-555-0100", "voice", "poste 12, nuit", False),
        ),
        (Number(extension=12, description="poste 12"), PhoneOut("819-555-0100", "voice", "poste 12", False)),
        (Number(confidence="medium"), PhoneOut("819-555-0100", "voice", None, True)),
        (Number(to_confirm=True), PhoneOut("819-555-0100", "voice", None, True)),
        (Number(confidence="low"), None),
        (Number(type="fax"), None),
    ],
)
def test_what_the_public_sees_of_a_number(kept: Number, seen: PhoneOut | None) -> None:
    assert public_phone(kept, "high") == seen


def test_the_numbers_of_an_unsure_listing_are_to_be_confirmed() -> None:
    seen = public_phone(Number(), "medium")
    assert seen is not None
    assert seen.to_confirm
