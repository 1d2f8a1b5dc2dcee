"""What is said around an answer to somebody who writes in English or in Spanish."""

from __future__ import annotations

import re

import pytest

from bot.conversation.domain import responses
from bot.conversation.needs_abroad import needs_abroad
from bot.conversation.tongues import FOLDER, LANGUAGES, BadTongue, Tongue, tongue_of
from bot.conversation.vocabulary import NEED_LABELS
from bot.safety.language import writes_french
from directory.vocabulary import vocabulary
from tests.bot.conversation.test_responses import GSM_BASIC, GSM_EXTENDED

TONGUES = {language: Tongue.from_file(FOLDER / f"{language}.yml") for language in LANGUAGES}
BRACES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_response_is_one_of_ours_with_its_braces_and_fits_a_text_message(language: str) -> None:
    french = responses()
    for name, variations in TONGUES[language].responses.items():
        known = {brace for one in french[name] for brace in BRACES.findall(one["text"])}
        for one in variations:
            assert set(BRACES.findall(one["text"])) <= known, name
            assert set(one["text"]) <= GSM_BASIC | GSM_EXTENDED, (name, set(one["text"]) - GSM_BASIC)
        if any(one.get("channel") == "sms" and not BRACES.search(one["text"]) for one in french[name]):
            # What names no subject in French names none here either.
            assert all("{what}" not in one["text"] for one in variations if one.get("channel") == "sms")
            assert any(one.get("channel") == "sms" or "{what}" not in one["text"] for one in variations), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_has_words(language: str) -> None:
    assert set(TONGUES[language].needs) == set(NEED_LABELS)


def test_what_each_service_does_is_said_in_english() -> None:
    english = TONGUES["en"]
    for purpose in vocabulary().purposes.values():
        assert english.phrase(purpose) != purpose


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("à Rouyn-Noranda, dans ta ville", "in Rouyn-Noranda, your town"),
        ("à Québec, dans votre ville", "in Quebec City, your town"),
        ("hors de ta région, à Terrebonne (Lanaudière)", "outside your region, in Terrebonne"),
        (
            "hors de votre région, à Terrebonne (Lanaudière), à environ 16 km",
            "outside your region, in Terrebonne, about 16 km",
        ),
        ("fermé maintenant, ouvre jeudi à 9 h 30", "closed now, opens Thursday at 9:30"),
        ("fermé maintenant, ouvre à 8 h", "closed now, opens at 8:00"),
        ("une phrase que rien ne connaît", "une phrase que rien ne connaît"),
    ],
)
def test_a_reason_of_the_directory(french: str, english: str) -> None:
    assert TONGUES["en"].phrase(french) == english


def test_where_and_what() -> None:
    english = TONGUES["en"]
    slots = {
        "language": "en",
        "last_needs": ["juridique", "ecoute"],
        "place": {"name": "Laval", "region": "13"},
    }
    assert tongue_of(slots) == english
    assert english.filling(slots) == {"what": "legal help and someone to talk to", "where": "in Laval"}
    assert english.where({"name": "H2L", "region": "06"}) == "in Montréal"
    assert english.where(None) == "anywhere in Quebec"
    assert tongue_of({"language": None}) is None


def test_a_file_that_cannot_be_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "xx.yml"
    path.write_text("introduces: []", encoding="utf-8")
    with pytest.raises(BadTongue, match=r"xx\.yml"):
        Tongue.from_file(path)


@pytest.mark.parametrize(
    "text", ["merci", "oui", "j'habite à Rimouski", "où dormir", "c'est quoi le prix", "je continue"]
)
def test_french_words_are_french(text: str) -> None:
    assert writes_french(text)


@pytest.mark.parametrize(
    "text", ["ok", "Trois-Rivieres", "Quebec City", "no", "housing", "La Sarre", "thanks", "hola"]
)
def test_a_town_or_a_word_of_two_languages_is_no_french(text: str) -> None:
    assert not writes_french(text)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("is there a shelter around here?", ("hebergement",)),
        ("we need groceries", ("aide_alimentaire",)),
        ("can you give me a lawyer", ("juridique",)),
        ("rehab", ("dependances",)),
        ("mon visa", ()),
        ("busco una psicologa", ("sante_psychologique",)),
        ("my doctor told me where to go", ()),
        ("he took my food and left", ()),
        ("je travaille dans un fast food", ()),
    ],
)
def test_needs_in_another_language(text: str, needs: tuple[str, ...]) -> None:
    assert needs_abroad(text) == needs
