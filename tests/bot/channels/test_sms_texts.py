"""Every text this project can send by SMS, with its coding and its segments. `pytest -s` prints the table."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from actions.dispatch import need_buttons, region_buttons, skip_button
from bot.channels import gsm
from bot.channels.gsm import Coding
from bot.channels.sms_text import MORE, MOST_SEGMENTS, REFERRAL_SEGMENTS, fitting, pages
from bot.channels.sms_words import HELP
from bot.conversation.fallback import unavailable
from bot.conversation.messages import BotMessage, Choice
from bot.conversation.vocabulary import NEED_CHOICES, REGIONS
from bot.safety.replies import opening
from bot.safety.verdict import KINDS, URGENT_KINDS, Verdict, level_of
from directory.yamlfile import read_yaml
from tests.bot.channels.tables import fixed_texts

ROOT = Path(__file__).parents[3]
DOMAIN = read_yaml(ROOT / "domain.yml")["responses"]
PROFILES = ("personne", "proche", "intervenant", "acheteur")
NUMBER = re.compile(r"1[ -]\d{3}[ -]\d{3}-\d{4}|\d{3}[ -]\d{3}-\d{4}|\b[2-9]11\b|\b\d{6}\b")
HEAVY = re.compile(
    r"prostitu|exploitation|proxén|\bCLES\b|agress|viol|traite|sexe|sexuel|drogue|suicid", re.I
)


def show(name: str, text: str, size: gsm.Size | None = None) -> None:
    size = size or gsm.size(text)
    print(f"{size.coding.label} {size.units:4} {size.segments}  {name}: {text!r}")


def said_by_sms(name: str) -> Iterator[tuple[str, str]]:
    """(profile, text) of each variation that may be heard by SMS, as Rasa filters them."""
    for profile in PROFILES:
        mine = [v for v in DOMAIN[name] if [c["value"] for c in v.get("condition", [])] == [profile]]
        anyone = [v for v in DOMAIN[name] if "condition" not in v]
        groups = [
            [v for v in mine if v.get("channel") == "sms"],
            [v for v in anyone if v.get("channel") == "sms"],
            [v for v in mine if "channel" not in v],
            [v for v in anyone if "channel" not in v],
        ]
        for variation in next(group for group in groups if group):
            yield profile, variation["text"]


FOLLOWED_BY = {
    "utter_menu": lambda profile: [
        *need_buttons(profile),
        {"payload": "human", "title": "Parler à une vraie personne"},
    ],
    "utter_ask_need": need_buttons,
    "utter_ask_need_again": need_buttons,
    "utter_start_again": need_buttons,
    "utter_not_understood": need_buttons,
    "utter_unsure": need_buttons,
    "utter_ask_place": lambda profile: [skip_button()],
    "utter_ask_place_again": lambda profile: region_buttons(),
    "utter_ask_place_which": lambda profile: region_buttons(["03", "12"]),
}


@pytest.mark.parametrize("name", DOMAIN)
def test_every_response_fits_three_segments_of_gsm7_with_what_follows_it(name: str) -> None:
    for profile, text in said_by_sms(name):
        buttons = FOLLOWED_BY[name](profile) if name in FOLLOWED_BY else []
        choices = tuple(Choice(b["payload"], b["title"]) for b in buttons)
        made = pages([BotMessage(text, choices)])
        for page in made:
            show(f"{name}/{profile}", page.text)
            size = gsm.size(page.text)
            assert size.segments <= MOST_SEGMENTS
            assert len(page.choices) <= 9
        assert gsm.size(fitting(text, MOST_SEGMENTS) or "").coding is Coding.GSM7
        # Only the list of the seventeen regions needs a second page.
        assert len(made) == 1 or name == "utter_ask_place_again"
        shown = [choice for page in made for choice in page.choices]
        assert {choice.id for choice in shown} == {choice.id for choice in choices}


@pytest.mark.parametrize("text", fixed_texts())
def test_fixed_texts_fit_and_name_no_subject(text: str) -> None:
    show("fixed", text)
    size = gsm.size(text)
    assert size.coding is Coding.GSM7
    assert size.segments <= (2 if text == HELP or "911" in text else 1)
    assert not HEAVY.search(text)
    assert not re.search(r"\b(vous|votre|tu|toi|ton)\b", text) or "D'accord" in text
    for number in NUMBER.findall(text):
        known = unavailable().text
        assert number in known


def verdicts() -> Iterator[Verdict]:
    sets = [(kind,) for kind in KINDS] + list(itertools.combinations(KINDS, 2)) + [("autre",)]
    for kinds, language in itertools.product(sets, ("fr", "en", "es")):
        if kinds == ("autre",):
            yield Verdict("crise", (), (), language)
            continue
        yield Verdict(level_of(kinds), kinds, (), language)
        if not set(kinds) & set(URGENT_KINDS):
            yield Verdict("urgence", kinds, (), language)


def test_every_danger_has_its_line_in_the_first_segment() -> None:
    """Whatever cuts the SMS, and on a phone that shows the first part alone, there is a number to call."""
    at = datetime(2026, 11, 24, 3, 0)
    seen: dict[str, gsm.Size] = {}
    for verdict, profile, age, region in itertools.product(
        verdicts(), PROFILES, (None, 16, 30), (None, "07", "10", "11")
    ):
        text = "\n".join(opening(verdict, profile, "sms", age=age, region=region, at=at))
        if text in seen:
            continue
        size = seen[text] = gsm.size(text)
        assert size.coding is Coding.GSM7, sorted(c for c in set(text) if not gsm.fits_gsm7(c))
        # Two segments of septets; cut at spaces and never in a word, a few need a third.
        assert size.units <= 2 * Coding.GSM7.part, text
        assert size.segments <= MOST_SEGMENTS, text
        first = gsm.split(text)[0]
        assert NUMBER.search(first), (verdict, profile, first)
        if verdict.level == "urgence":
            assert "911" in first, first
    for text in sorted(seen):
        show("danger", text, seen[text])
    assert len(seen) > 100
    assert sum(size.segments > 2 for size in seen.values()) < len(seen) / 20


# ---- Referrals, from the starter directory itself.


@pytest.fixture(scope="module")
def referrals(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    from bot.conversation.referrals import cards
    from directory.database import create_database
    from directory.places import PlaceMatch
    from directory.refer import Query, refer
    from tests.directory.conftest import copy_starter

    database = create_database(f"sqlite:///{tmp_path_factory.mktemp('sms') / 'directory.db'}")
    copy_starter(database)
    needs = sorted({need for listed in NEED_CHOICES.values() for need, _ in listed} | {"images_intimes"})
    found = []
    with database.session() as session:
        for need, region in itertools.product(needs, ("02", "05", "06", "07", "08", "10")):
            place = PlaceMatch(REGIONS[region], region, "region")
            at = datetime.fromisoformat("2026-11-24T14:00:00-05:00")
            referral = refer(session, Query(needs=(need,), place=place, age=None, gender=None, at=at))
            discreet = [note.discreet for note in referral.notes if note.discreet]
            message = {"notes": discreet, "services": [dict(card) for card in cards(referral)]}
            found.append(message)
    return found


CHOICES = (Choice("more", "Autres services"), Choice("menu", "Autre chose"))


@pytest.mark.engine  # not for a model: the way to the directory imports Rasa
def test_a_referral_with_two_numbers_fits_two_segments(referrals: list[dict[str, Any]]) -> None:
    counted = 0
    for referral in referrals:
        text = "\n".join(["Voici ce que je connais :", *referral["notes"]])
        made = pages([BotMessage(text, CHOICES, tuple(referral["services"]))])
        for page in made:
            assert gsm.size(page.text).segments <= MOST_SEGMENTS
        with_phone = [service for service in referral["services"] if service["phones"]]
        first = made[0].text
        show("referral", first)
        if len(with_phone) >= 2:
            stored = {phone["number"] for service in with_phone for phone in service["phones"]}
            assert sum(number in first for number in stored) >= 2
            counted += 1
            assert gsm.size(first).segments <= REFERRAL_SEGMENTS, first
        assert made[0].choices == CHOICES
        # Nothing is lost: every number that was chosen is on some page, and no number is invented.
        everything = "\n".join(page.text for page in made)
        numbers = {phone["number"] for service in referral["services"] for phone in service["phones"]}
        for service in with_phone:
            assert any(phone["number"] in everything for phone in service["phones"])
        for number in re.findall(r"\d(?:-\d{3}){2,3}-\d{4}|\d{3}-\d{3}-\d{4}", everything):
            assert any(number in stored for stored in numbers), number
        assert not re.search(r"https?://|www\.", everything)
    print(f"{counted} referrals with two numbers, each of two segments")
    assert counted > 60


def test_without_notes_and_with_two_numbers_it_is_always_two_segments() -> None:
    """The longest names and numbers of the register, two by two."""
    long = "Centre d'orientation et de prévention d'alcoolisme et toxicomanie latino-américain (COPATLA)"
    other = "Planification familiale et interruption volontaire de grossesse – CISSS de la Côte-Nord"
    service = {
        "phones": [{"number": "1-888-555-0100", "type": "voice", "note": "poste 312000", "to_confirm": True}],
        "reasons": ["à Baie-Comeau, sur la Côte-Nord, à environ 169 km", "ouvre demain à 8 h 30"],
        "open": False,
    }
    both = ({**service, "id": "a", "name": long}, {**service, "id": "b", "name": other})
    [page] = pages([BotMessage("Voici ce que je connais :", CHOICES, both)])
    show("longest", page.text)
    assert page.text.count("1-888-555-0100") == 2
    assert gsm.size(page.text).segments <= REFERRAL_SEGMENTS


def test_a_name_keeps_its_accents_while_they_fit_and_loses_only_the_rare_ones() -> None:
    phone = {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}
    one = {"id": "a", "name": "La Forêt", "phones": [phone], "reasons": []}
    [page] = pages([BotMessage("", (), (one,))])
    assert "La Forêt" in page.text
    assert gsm.coding_of(page.text) is Coding.UCS2
    notes = "Je n'ai rien trouvé dans ton secteur: le plus proche est à Waswanipi, à environ 114 km de toi."
    [page] = pages([BotMessage(f"Voici:\n{notes}", CHOICES, (one, {**one, "id": "b"}))])
    assert "La Foret" in page.text
    assert "à Waswanipi" in page.text


def test_a_name_that_says_too_much_is_given_by_its_initials() -> None:
    phone = {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}
    name = "Concertation des luttes contre l'exploitation sexuelle (CLES)"
    [page] = pages([BotMessage("", (), ({"id": "a", "name": name, "phones": [phone], "reasons": []},))])
    assert "CLES: 819-555-0100" in page.text
    assert "exploitation" not in page.text


NAMES = read_yaml(ROOT / "bot/channels/sms_names.yml")
SERVICES = {
    service["id"]: service["name"]
    for service in json.loads((ROOT / "directory/data/services.json").read_text(encoding="utf-8"))["services"]
}
TELLING = re.compile(
    r"violence|conjugal|suicid|\bviol\b|\btraite\b|agression|prostitution|exploitation|sexuel", re.I
)


def test_the_discreet_names_are_short_and_of_the_directory() -> None:
    assert set(NAMES) <= set(SERVICES)
    for identifier, name in NAMES.items():
        assert gsm.fits_gsm7(name), name
        assert len(name) <= 30, name
        assert not TELLING.search(name), name
        assert TELLING.search(SERVICES[identifier]), f"{identifier} needs no other name"


def test_no_name_of_the_directory_says_too_much_on_a_screen() -> None:
    phone = {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}
    assert sum(bool(TELLING.search(name)) for name in SERVICES.values()) > 30
    for identifier, name in SERVICES.items():
        service = {"id": identifier, "name": name, "phones": [phone], "reasons": ["partout au Québec"]}
        for shown in (service, {**service, "full": True}):
            [page] = pages([BotMessage("", (), (shown,))])
            assert not TELLING.search(page.text), page.text
            # Nobody is left with a name that no list of ours explains.
            assert "Service d'aide" not in page.text, f"{name} needs a discreet name in sms_names.yml"
        [page] = pages([BotMessage("Lequel?", (Choice(f"details:{identifier}", name),))])
        assert not TELLING.search(page.text), page.text


def test_a_name_that_nobody_has_reviewed_yet_is_not_said_when_it_says_too_much() -> None:
    phone = {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}
    service = {"id": "nouveau", "name": "Halte violence", "phones": [phone], "reasons": []}
    [page] = pages([BotMessage("", (), (service,))])
    assert page.text == "- Service d'aide: 819-555-0100"


DOUBTFUL = {
    "id": "a",
    "name": "Maison Exemple",
    "phones": [{"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}],
    "reasons": ["à Gatineau", "ouvert jour et nuit"],
}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verified": "jamais vérifié : appelle avant d'y aller"}, "appelle avant d'y aller"),
        (
            {"verified": "pas vérifié depuis plus de 6 mois : appelez avant d'y aller"},
            "appelez avant d'y aller",
        ),
        ({"verified": "pas vérifié depuis plus de 90 jours"}, "à confirmer"),
        ({"reasons": ["à Gatineau", "ouvert jour et nuit", "renseignements à confirmer"]}, "à confirmer"),
    ],
)
def test_a_doubtful_or_old_listing_says_so_when_there_is_room(fields: dict[str, Any], said: str) -> None:
    service = {**DOUBTFUL, **fields}
    [page] = pages([BotMessage("Voici ce que je connais :", CHOICES, (service,))])
    assert f"- Maison Exemple: 819-555-0100, 24/7 (à Gatineau), {said}\n" in page.text
    crowded = BotMessage("Voici:\n" + "x" * 215, CHOICES, (service,))
    assert said not in pages([crowded])[0].text
    assert "819-555-0100" in pages([crowded])[0].text
    [page] = pages([BotMessage("", (), ({**service, "full": True},))])
    whole = str(fields.get("verified") or "renseignements à confirmer").replace(" :", ":")
    assert f"\n{whole[:1].upper()}{whole[1:]}" in page.text


def test_a_sure_and_fresh_listing_says_nothing_of_it() -> None:
    [page] = pages([BotMessage("", (), (DOUBTFUL,))])
    assert page.text == "- Maison Exemple: 819-555-0100, 24/7 (à Gatineau)"


def test_a_service_without_a_number_comes_last_and_gives_no_link() -> None:
    phone = {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": False}
    bare = {"id": "a", "name": "La Sortie", "phones": [], "reasons": [], "website": "https://example.org"}
    made = pages([BotMessage("", (), (bare, {**bare, "id": "b", "name": "Autre", "phones": [phone]}))])
    text = "\n".join(page.text for page in made)
    assert text.index("Autre") < text.index("La Sortie")
    assert "example.org" not in text


def test_details_give_all_numbers_hours_and_price_in_pages() -> None:
    phones = [
        {"number": "819-555-0100", "type": "voice", "note": None, "to_confirm": True},
        {"number": "1-888-555-0100", "type": "voice", "note": "option 2", "to_confirm": False},
    ]
    service = {
        "id": "a",
        "name": "Maison",
        "full": True,
        "phones": phones,
        "reasons": [],
        "hours": "8 h 30 à 16 h 30",
        "cost": "gratuit",
        "description": "Hébergement et accompagnement, jour et nuit. " * 20,
        "website": "https://example.org",
    }
    made = pages([BotMessage("Voici ce que j'en sais :", CHOICES, (service,))])
    assert len(made) > 1
    assert "1-888-555-0100 (option 2) ou 819-555-0100 (à confirmer)" in made[0].text
    assert "Heures: 8 h 30 à 16 h 30" in made[0].text
    assert made[0].text.endswith("SUITE: lire le reste")
    assert made[-1].choices == CHOICES
    assert "".join(page.text for page in made).count("accompagnement") == 20
    for page in made:
        show("details", page.text)
        assert gsm.size(page.text).segments <= MOST_SEGMENTS


def test_a_list_of_more_than_nine_is_numbered_page_by_page() -> None:
    buttons = region_buttons()
    made = pages([BotMessage("Quelle région?", tuple(Choice(b["payload"], b["title"]) for b in buttons))])
    seen = []
    for page in made:
        show("regions", page.text)
        assert 1 < len(page.choices) <= 9
        assert page.choices[-1].id == "skip"
        for number, _ in enumerate(page.choices, 1):
            assert f"\n{number}. " in "\n" + page.text
        seen += page.choices[:-1]
    assert [choice.id for choice in seen] == [b["payload"] for b in buttons[:-1]]
    assert made[0].text.endswith("SUITE: lire le reste")


@pytest.mark.parametrize("unit", ["😀", "ᐃᓄᒃᑎᑐᑦ ", "x", "ê", "€", "x" * 80 + " "])
def test_anything_is_paged_within_the_cap(unit: str) -> None:
    made = pages([BotMessage(unit * 999)])
    assert made
    for page in made:
        assert gsm.size(page.text).segments <= MOST_SEGMENTS


# ---- A line too long for one page.


def read_through(text: str, first: int = MOST_SEGMENTS) -> list[str]:
    """What each page says of `text`, without the word SUITE."""
    made = pages([BotMessage(text)], first)
    for page in made:
        show("cut", page.text)
    sizes = [gsm.size(page.text).segments for page in made]
    assert all(size <= most for size, most in zip(sizes, [first, *[MOST_SEGMENTS] * 99], strict=False))
    assert all(page.text.endswith(f"\n{MORE}") for page in made[:-1])
    return [page.text.removesuffix(f"\n{MORE}") for page in made]


def of_length(length: int, end: str = ".") -> str:
    """A sentence of that many characters."""
    return ("Le centre d'aide accompagne qui le veut, " * 20)[: length - len(end) - 1] + "x" + end


@pytest.mark.parametrize(
    ("case", "text", "first", "lengths"),
    [
        ("entières", [of_length(200), of_length(200), of_length(200)], 3, [401, 200]),
        ("autant qu'il en tient", [of_length(100), of_length(150), of_length(150), of_length(100)], 3, [402]),
        ("une question, un cri", [of_length(200, "?"), of_length(200, "!"), of_length(100)], 3, [401, 100]),
        ("petite place d'abord", [of_length(100), of_length(250), of_length(150)], 1, [100, 401]),
        ("la suite garde la place", [of_length(120), of_length(400), of_length(50)], 1, [120, 451]),
        ("UCS-2", [of_length(100), of_length(60, "ᐃ."), of_length(60)], 3, [161, 60]),
        ("un point-virgule", [of_length(300, ";"), of_length(300).lower()], 3, [300, 300]),
        ("une phrase, puis une trop longue", [of_length(100), of_length(470)], 3, [100]),
    ],
)  # fmt: skip
def test_a_long_line_is_cut_at_the_end_of_a_sentence(
    case: str, text: list[str], first: int, lengths: list[int]
) -> None:
    read = read_through(" ".join(text), first)
    assert [len(page) for page in read][: len(lengths)] == lengths, case
    assert " ".join(read) == " ".join(text)


@pytest.mark.parametrize(
    "no_end",
    [
        "avec M. Untel",
        "p. ex. une amie",
        "au tél. 1 800 363-9010 jour et nuit",
        '"Est-ce grave?" demande',
        "Note: une",
    ],
)
def test_a_mark_inside_a_sentence_is_no_end_of_one(no_end: str) -> None:
    text = f"{of_length(200)} {of_length(150, '')} {no_end} {of_length(200)}"
    assert read_through(text)[0] == of_length(200)


def test_a_sentence_longer_than_a_page_is_cut_between_words_and_in_no_number() -> None:
    number = "1 800 363-9010"
    text = " ".join([number] * 60)
    read = read_through(text)
    assert len(read) > 2
    assert " ".join(read) == text
    for page in read:
        assert page.startswith(number)
        assert page.endswith(number)
    # A few words before a colon are no page.
    assert len(read_through(f"Voici: {text}")[0]) > 300
