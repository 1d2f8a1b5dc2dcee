"""What is taken out of a message, what stays, and that nothing can break it."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bot.privacy.evaluation import Scores, evaluate
from bot.privacy.findings import MARKS
from bot.privacy.lexicons import lexicons
from bot.privacy.redaction import redact

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[4] / "shared" / "eval" / "pii_examples.jsonl"
SERVICES = Path(__file__).parents[3] / "directory" / "data" / "services.json"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scores(path: Path) -> Scores:
    return evaluate(rows(path))


@pytest.mark.parametrize("name", ["development.jsonl", "held_out.jsonl"])
def test_recall_and_harmless_messages(name: str) -> None:
    result = scores(DATA / name)
    assert sum(result.expected.values()) >= 150
    assert result.harmless >= 190
    assert result.recall >= 0.97, result.misses
    assert result.coverage >= 0.97
    assert result.touched / result.harmless <= 0.01, result.touches


@pytest.mark.parametrize("name", ["development.jsonl", "held_out.jsonl"])
def test_labels_are_exact_substrings_of_known_types(name: str) -> None:
    for row in rows(DATA / name):
        for item in row["pii"]:  # type: ignore[attr-defined]
            assert item["value"] in str(row["text"])
            assert item["type"] in MARKS


def test_shared_examples() -> None:
    if not SHARED.exists():
        pytest.skip("the shared examples are not beside the project")
    result = scores(SHARED)
    assert result.recall == 1.0, result.misses
    assert result.touched == 0, result.touches


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("jmappelle cindy lavertu, jreste a amos", "jmappelle [nom], jreste a amos"),
        ("Ma belle-mère Rolande m'héberge au 66 rang 4.", "Ma belle-mère [nom] m'héberge au [adresse]."),
        ("rappelle moi 418 555 0108 apres souper", "rappelle moi [téléphone] apres souper"),
        ("Je suis née le 5 mai 1990, ai-je droit?", "Je suis née le [date de naissance 1990], ai-je droit?"),
        ("carte soleil MARP 8360 1902, expirée", "carte soleil [carte soleil], expirée"),
        ("son char: civic, plaque H07 LNS", "son char: civic, plaque [plaque]"),
        ("mon courriel gigi.rouge at exemple point ca", "mon courriel [courriel]"),
        ("nas 070926456 pis snap: lili_88", "nas [NAS] pis snap: [compte en ligne]"),
        ("chu au 3e à Rimouski avec mon gars", "chu au 3e à Rimouski avec mon gars"),
        ("je dors au 12 à Laval", "je dors au 12 à Laval"),
    ],
)
def test_marks_stand_where_the_values_were(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


@pytest.mark.parametrize(
    "text",
    [
        "5.1.4.5.5.5.0.1.9.9",
        "cinq un quatre cinq cinq cinq zéro un neuf neuf",
        "514 cinq cinq cinq 01 99",
        "5 1 4-555-0199",
        "514-555-o199",
        "(514) 555.0199",
        "+1 514 555 0199",
        "1-514-555-0199",
        "5145550199",
        "5\u200b14 555\u00a00199",
        "５１４ ５５５ ０１９９",
        "514/555/0199",
        "cinq cent quatorze cinq cent cinquante-cinq zéro un quatre-vingt-dix-neuf",
    ],
)
def test_a_telephone_in_every_spelling(text: str) -> None:
    found = redact(f"appelle moi au {text} ce soir").found
    assert [(f.type, f.value) for f in found] == [("telephone", text)]


def test_every_number_of_the_directory_stays() -> None:
    services = json.loads(SERVICES.read_text(encoding="utf-8"))["services"]
    numbers = {phone["number"] for service in services for phone in service["phones"]}
    assert len(numbers) > 200
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        for typed in (number, digits, number.replace("-", " "), number.replace("-", ".")):
            assert redact(f"j'ai appelé le {typed} hier").found == (), number


@pytest.mark.parametrize(
    "number",
    ["911", "8-1-1", "211", "988", "535353", "686868", "1 800 555-0199", "1-888-555-0100", "310-4141"],
)
def test_public_numbers_stay(number: str) -> None:
    assert redact(f"Est-ce que le {number} répond la nuit?").found == ()


@pytest.mark.parametrize(
    "word",
    [
        "Rose",
        "Marguerite",
        "Aimée",
        "Claire",
        "Victoria",
        "Alma",
        "Pierre",
        "Jade",
        "Céleste",
        "Mercedes",
        "Carmen",
        "Noël",
        "Avril",
        "France",
    ],
)
def test_words_that_are_also_names_stay_unless_announced(word: str) -> None:
    assert redact(f"Je rêve de {word} depuis longtemps.").found == ()
    assert redact(f"Je rêve de {word.lower()} depuis longtemps.").found == ()
    if word not in ("Noël", "Avril"):
        assert [f.value for f in redact(f"Je m'appelle {word}.").found] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "La Maison de Marthe est fermée",
        "Stella et La Sortie m'ont aidée",
        "la Fondation Marie-Vincent",
        "Hôpital Sainte-Justine",
        "la rue Sainte-Catherine",
        "Chez Doris à Montréal",
        "le métro Jean-Talon",
        "mon ange est parti",
        "l'autoroute 40 et la 117",
        "la chambre 12 du 3e étage",
        "Céline Dion chante-t-elle encore?",
        "j'ai 2 enfants de 4 et 6 ans et 40 $",
    ],
)
def test_places_organisations_and_amounts_stay(text: str) -> None:
    assert redact(text).found == ()


def test_a_finding_says_where_it_stood() -> None:
    text = "Ça va: jmappelle e\u0301lodie tremblay 👍🏽 (514) 555-0199"
    redaction = redact(text)
    assert [f.type for f in redaction.found] == ["nom", "telephone"]
    for finding in redaction.found:
        assert text[finding.start : finding.end] == finding.value


HOSTILE = [
    "",
    " " * 1000,
    "1" * 1000,
    "1 " * 500,
    "1," * 500,
    "o1" * 500,
    "@a" * 500,
    "a." * 500,
    "a-" * 500,
    "mon ex " * 143,
    "je m'appelle " * 77,
    "cinq " * 200,
    "quatre vingt " * 77,
    "12 rue " * 143,
    "12 rue de la " * 77,
    "née à " + "x" * 990,
    "ne en 19" * 120,
    "plaque " * 140,
    "compte 1-" * 110,
    "mot de passe " * 77,
    "at point " * 111,
    "facebook.com/" * 77,
    "(514) " * 166,
    "a b c d 1234 " * 70,
    "é" * 1000,
    "e\u0301" * 500,
    "Z͑ͫ̓ͪ̂ͫ" * 160,
    "\u200b" * 1000,
    "\ud800" * 1000,
    "\u202e\u2066" * 500,
    "😀" * 1000,
    "ﷺ" * 1000,
    "İ" * 1000,
    "٣" * 1000,
    "①" * 1000,
    "\x00\x1b[31m" * 100,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gets_an_answer(text: str) -> None:
    redaction = redact(text)
    assert all(text[f.start : f.end] == f.value for f in redaction.found)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_findings_come_in_order_and_apart(text: str) -> None:
    found = redact(text).found
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_random_text_gets_an_answer() -> None:
    rng = random.Random(11)
    alphabet = "ab1 2@.-'éÉ\u0301\u200b\ud800😀/,:œß٣①İ#(+$"
    words = [
        "je m'appelle",
        "ma fille",
        "514",
        "555-0199",
        "rue",
        "#2",
        "né le",
        "5 mai",
        "nas",
        "@",
        "st-paul",
        "Rose",
        "d'",
    ]
    for _ in range(1500):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randint(0, 60)))
        text += " ".join(rng.choice(words) for _ in range(rng.randint(0, 12)))
        redaction = redact(text)
        assert all(text[f.start : f.end] == f.value for f in redaction.found)


def test_redacting_twice_changes_nothing_more() -> None:
    for row in rows(DATA / "development.jsonl"):
        once = redact(str(row["text"])).text
        again = redact(once)
        assert again.text == once, again.found


def test_word_lists_are_folded_and_large() -> None:
    known = lexicons()
    assert len(known.first) > 1500
    assert len(known.surnames) > 1000
    assert not known.first & known.ambiguous
    for words in (known.first, known.ambiguous, known.surnames, known.ordinary):
        assert all((word == word.lower() and word.isascii()) or word == word.lower() for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "H2L. Le Village",
        "J8X. Le Vieux-Hull",
        "H2X. Le Plateau",
        "J4K. La Prairie",
        "G1R. Roy",
        "autobus 12B. Roy",
    ],
)
def test_a_postal_prefix_and_a_quarter_are_no_name(text: str) -> None:
    assert redact(text).found == ()


def test_a_name_beside_a_postal_prefix_is_still_one() -> None:
    assert redact("H2L. N. Tremblay").text == "H2L. [nom]"
    assert redact("J8X. Marie Gagnon").text == "J8X. [nom]"
