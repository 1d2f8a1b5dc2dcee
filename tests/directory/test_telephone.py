"""Numbers as the directory writes them."""

import pytest

from directory.starter import read_starter
from directory.telephone import dialled


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
