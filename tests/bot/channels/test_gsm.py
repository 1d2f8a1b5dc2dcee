"""The table of GSM 03.38 against another implementation, the counts, and where a text is cut."""

from __future__ import annotations

import itertools
import re

import gsm0338
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels import gsm
from bot.channels.gsm import Coding

# gsm0338 is an independent codec (MIT). Its default tables are those without a national language.
ORACLE = gsm0338.Codec()
ALPHABET = (gsm.BASIC.replace(gsm.ESCAPE, "") + "".join(gsm.EXTENSION)).replace("\f", "")


def oracle_septets(text: str) -> int | None:
    try:
        return len(ORACLE.encode(text)[0])
    except UnicodeEncodeError:
        return None


def test_every_latin_character_counts_as_the_oracle_says() -> None:
    # The escape is no character; the form feed stands in the standard and not in every codec.
    for character in set(map(chr, range(0x300))) - {gsm.ESCAPE, "\f"}:
        expected = oracle_septets(character)
        assert gsm.fits_gsm7(character) == (expected is not None), character
        if expected is not None:
            assert gsm.units(character) == expected, character


def test_every_place_of_the_table_is_where_the_oracle_puts_it() -> None:
    assert len(gsm.BASIC) == 128
    for place, character in enumerate(gsm.BASIC):
        if character != gsm.ESCAPE:
            assert ORACLE.encode(character)[0] == bytes([place]), character
    for character, place in gsm.EXTENSION.items():
        if character != "\f":
            assert ORACLE.encode(character)[0] == bytes([0x1B, place]), character


@given(st.text())
@example("€")
@example("été à Québec")
def test_any_text_counts_as_the_oracle_says(text: str) -> None:
    if gsm.ESCAPE in text or "\f" in text:
        return
    expected = oracle_septets(text)
    assert gsm.fits_gsm7(text) == (expected is not None)
    assert gsm.units(text) == (expected if expected is not None else len(text.encode("utf-16-be")) // 2)


@pytest.mark.parametrize(
    ("text", "coding", "units", "segments"),
    [
        ("", Coding.GSM7, 0, 1),
        ("é" * 160, Coding.GSM7, 160, 1),
        ("é" * 161, Coding.GSM7, 161, 2),
        ("é" * 306, Coding.GSM7, 306, 2),
        ("é" * 307, Coding.GSM7, 307, 3),
        ("€" * 80, Coding.GSM7, 160, 1),
        # 153 is odd: a euro sign that would straddle two parts goes whole to the next, 76 to a part.
        ("€" * 153, Coding.GSM7, 306, 3),
        ("ê" * 70, Coding.UCS2, 70, 1),
        ("ê" * 71, Coding.UCS2, 71, 2),
        ("ê" * 134, Coding.UCS2, 134, 2),
        ("ê" * 135, Coding.UCS2, 135, 3),
        ("😀" * 35, Coding.UCS2, 70, 1),
        # 67 is odd: 33 emoji to a part.
        ("😀" * 67, Coding.UCS2, 134, 3),
        ("Ç'est ça", Coding.UCS2, 8, 1),
        ("Ç", Coding.GSM7, 1, 1),
    ],
)
def test_sizes(text: str, coding: Coding, units: int, segments: int) -> None:
    assert gsm.size(text) == gsm.Size(coding, units, segments)


FRENCH_WORDS = st.sampled_from(
    ["allo", "maison", "d'hébergement", "où", "été", "forêt", "ça", "€", "24/7", "😀", "Québec", "^", "[x]"]
)
NUMBERS = st.sampled_from(
    ["1 800 363-9010", "819-555-0100", "1 866 277-3553", "911", "535353", "(819) 555-0100"]
)
SENTENCES = st.lists(st.one_of(FRENCH_WORDS, NUMBERS), max_size=120).map(" ".join)


@given(SENTENCES)
def test_cutting_loses_nothing_and_cuts_no_word_and_no_number(text: str) -> None:
    parts = gsm.split(text)
    assert "".join(parts) == text
    coding = gsm.coding_of(text)
    room = coding.alone if len(parts) == 1 else coding.part
    for part in parts:
        assert gsm.units(part, coding) <= room
    for before, after in itertools.pairwise(parts):
        assert before.endswith(" ") or after.startswith(" ")
    # Each number stands whole in one part as often as in the whole text.
    for number in re.findall(r"1 800 363-9010|1 866 277-3553|\(819\) 555-0100|819-555-0100", text):
        assert sum(part.count(number) for part in parts) == text.count(number)


@given(st.text(min_size=1, max_size=400))
@example("\U0001f600" * 300)
@example("€" * 300)
@example("x" * 1000)
def test_cutting_anything_gives_parts_that_fit(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    coding = gsm.coding_of(text)
    parts = gsm.split(text)
    assert "".join(parts) == text
    for part in parts:
        assert part.encode("utf-16-be")  # no lone surrogate
        assert gsm.units(part, coding) <= (coding.alone if len(parts) == 1 else coding.part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’été « ici » – demain…", 'l\'été "ici" - demain...'),
        ("Aide : 811 ?", "Aide: 811?"),
        ("sœur, cœur, Œuvre", "soeur, coeur, OEuvre"),
        ("1\u202f800\u00a0363-9010", "1 800 363-9010"),
        ("zéro\u200b largeur", "zéro largeur"),
        ("e\u0301te\u0301", "été"),
        # Spelling is left alone, however dear.
        ("Peut-être reçu à l'hôpital, dû", "Peut-être reçu à l'hôpital, dû"),
    ],
)
def test_typography_changes_and_spelling_does_not(text: str, expected: str) -> None:
    assert gsm.plain_typography(text) == expected


@given(st.text(alphabet=ALPHABET.replace("`", "")))
def test_what_fits_already_stays_as_it_is(text: str) -> None:
    if "\r" in text or re.search(r"  | [;:!?]", text):
        return
    assert gsm.plain_typography(text) == text


def test_rare_accents_go_and_the_others_stay() -> None:
    assert gsm.without_rare_accents("Îles, forêt, Québec, où, à, façade, É, À, 😀") == (
        "Iles, foret, Québec, où, à, facade, É, A, 😀"
    )
