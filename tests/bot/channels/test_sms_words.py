"""The words that always work: in any case, with typos, and never in place of what somebody says."""

from __future__ import annotations

import pytest

from bot.channels.sms_words import Word, asks_who, is_911, reserved, says_no, says_yes


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *[
            (form, Word.HELP)
            for form in ("AIDE", "aide", "Aide.", "aide!", "AIIDE", "aide svp", "HELP", "info")
        ],
        *[
            (form, Word.MORE)
            for form in ("SUITE", "suite", " Suite ", "suiet", "siute", "suitte", "« suite »")
        ],
        *[(form, Word.MENU) for form in ("MENU", "menu", "Menu?", "mneu", "meun")],
        *[
            (form, Word.FORGET)
            for form in (
                "EFFACER",
                "effacer",
                "Efface",
                "effacé",
                "éfacer",
                "efacer",
                "EFFACER.",
                "effacer stp",
            )
        ],
        *[
            (form, Word.STOP)
            for form in (
                "ARRET",
                "ARRÊT",
                "arrêt",
                "Arret!",
                "arrt",
                "STOP",
                "stop",
                "Stop.",
                "STPO",
                "sotp",
                "arrete",
            )
        ],
        *[
            (form, Word.RESTART)
            for form in ("RECOMMENCER", "recommencer", "recomencer", "Recommence", "recommncer")
        ],
    ],
)
def test_a_reserved_word_is_known(text: str, word: Word) -> None:
    assert reserved(text) is word


@pytest.mark.parametrize(
    "text",
    [
        "j'ai besoin d'aide",
        "aide-moi",
        "aidez moi",
        "à l'aide",
        "aide alimentaire",
        "aide juridique",
        "je veux arrêter",
        "arrêter",
        "arrête de me texter sti",
        "stop la coke je veux arrêter",
        "stp",
        "fuite",
        "la suite de mon histoire",
        "de suite",
        "suicide",
        "suis",
        "suivi",
        "venu",
        "menuiserie",
        "vide",
        "raide",
        "effacer mon casier",
        "recommencer ma vie",
        "je veux recommencer à zéro",
        "menu",
        "",
        "   ",
        "1",
        "non",
        "oui",
        "sida",
        "dépistage",
        "mineure",
        "Amos",
        "Alma",
        "Laval",
    ],
)
def test_what_somebody_says_is_not_a_reserved_word(text: str) -> None:
    assert reserved(text) is (Word.MENU if text == "menu" else None)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1.",
        "Oui",
        "oui!",
        "OK",
        "ok merci",
        "c'est bon",
        "yes",
        "Vas-y",
        "1 oui",
        "Sí, claro",
        "yes it is",
        "yeah",
    ],
)
def test_yes(text: str) -> None:
    assert says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "Non",
        "non merci",
        "pas maintenant",
        "2. Non",
        "plus tard",
        "ahora no",
        "not really",
        "no gracias",
    ],
)
def test_no(text: str) -> None:
    assert says_no(text)
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["oui j'ai mal", "non il m'a frappée", "12", "ok mais où dormir", "non je veux pas mourir", "12 ans"],
)
def test_more_than_yes_or_no_is_neither(text: str) -> None:
    assert not says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize(
    "text", ["c'est qui?", "c qui", "qui est-ce", "T'es qui toi", "who's this", "wrong number"]
)
def test_a_stranger(text: str) -> None:
    assert asks_who(text)


@pytest.mark.parametrize(
    "text", ["j'ai personne a ki parler", "quelqu'un qui peut m'aider", "qui peut m'aider?"]
)
def test_not_a_stranger(text: str) -> None:
    assert not asks_who(text)


@pytest.mark.parametrize("text", ["911", "9-1-1", "9 1 1", "911!", "sos 911"])
def test_the_emergency_number(text: str) -> None:
    assert is_911(text)


@pytest.mark.parametrize("text", ["9", "1911", "j'ai appelé le 911", "9111"])
def test_not_the_emergency_number(text: str) -> None:
    assert not is_911(text)
