"""What the assistant says: to whom, in which words, on which channel, with which numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.answers import (
    ANSWERS,
    DOMAIN,
    BadAnswers,
    load_answers,
    load_precise_answers,
    with_answers,
)
from bot.conversation.wording import ANSWERED_BEFORE
from directory.yamlfile import read_yaml

ROOT = Path(__file__).parents[3]
ANSWERED = load_answers()
RESPONSES: dict[str, list[dict[str, Any]]] = read_yaml(DOMAIN)["responses"]
PROFILES = ("personne", "proche", "intervenant", "acheteur")

# Said often: the same words twice in an evening would sound like a broken machine.
OFTEN = [
    "utter_saluer",
    "utter_remercier",
    "utter_dire_au_revoir",
    "utter_insulter",
    "utter_hors_sujet",
    "utter_exprimer_ambivalence",
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_feeling_next",
    "utter_ask_need",
    "utter_ask_place",
    "utter_not_understood",
    "utter_donner_avis_negatif",
    "utter_declined",
    "utter_unsure",
]
# A question, a list or a service follows: a question here would be the second in one breath.
FOLLOWED = [
    "utter_exprimer_ambivalence",
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_declined",
    "utter_nothing_shown",
    "utter_refer",
    "utter_human",
    "utter_more",
    "utter_problem",
    "utter_no_more",
    "utter_details",
    "utter_outside",
    "utter_not_understood_again",
]

GSM_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = set("^{}\\[~]|€")
ONE_SEGMENT, SEGMENT, MOST_SEGMENTS = 160, 153, 3

HARSH = re.compile(
    r"\b(victimes?|prostituées?|putes?|clientes|souci|malheureusement|il faut que tu|tu dois|vous devez|"
    r"courage|pauvre|calme-toi|calmez-vous|honte à|je te comprends|je ressens|désolée?s?)\b",
    re.IGNORECASE,
)
TU_WORDS = re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt'", re.IGNORECASE)
TU = re.compile(TU_WORDS.pattern + r"|\b(appelle|écris|dis|choisis|essaie|prends)\b", re.IGNORECASE)
VOUS = re.compile(r"\b(vous|votre|vos|vôtres?)\b|\b(?!chez|assez|nez|rez)\w+ez\b", re.IGNORECASE)
PHONE = re.compile(r"\b1 \d{3} \d{3}-\d{4}\b|\b\d{3} \d{3}-\d{4}\b|\b(?:[2-9]11|\d{6})\b(?! ?\$)")
LONGEST_SENTENCE = 25


def septets(text: str) -> int | None:
    """How many GSM-7 septets `text` takes; None when it does not fit the alphabet."""
    if not set(text) <= GSM_BASIC | GSM_EXTENDED:
        return None
    return len(text) + sum(character in GSM_EXTENDED for character in text)


def segments(text: str) -> int | None:
    """How many SMS `text` takes in GSM-7."""
    size = septets(text)
    if size is None:
        return None
    return 1 if size <= ONE_SEGMENT else -(-size // SEGMENT)


def sentences(text: str) -> list[str]:
    """The sentences of `text`; a number to call counts as one word."""
    shorter = PHONE.sub("NUMÉRO", text)
    return [part for part in re.split(r"(?<=[.?!])\s+", shorter) if part]


def words(text: str) -> int:
    return len([word for word in text.split() if re.search(r"\w", word)])


def profile_of(variation: dict[str, Any]) -> str | None:
    condition = variation.get("condition")
    return str(condition[0]["value"]) if condition else None


def heard(name: str, profile: str, channel: str) -> list[dict[str, Any]]:
    """The variations Rasa draws from, as rasa.core.nlg.generator.ResponseVariationFilter does."""
    suiting = [v for v in RESPONSES[name] if profile_of(v) == profile]
    plain = [v for v in RESPONSES[name] if profile_of(v) is None]
    groups = (
        [v for v in suiting if v.get("channel") == channel],
        [v for v in plain if v.get("channel") == channel],
        [v for v in suiting if "channel" not in v],
        [v for v in plain if "channel" not in v],
    )
    return next((group for group in groups if group), [])


def all_texts() -> list[tuple[str, str]]:
    said = [(name, variation["text"]) for name, variations in RESPONSES.items() for variation in variations]
    pages = [(f"{answer.key} long", answer.long) for answer in ANSWERED]
    return said + pages + [(f"{answer.key} title", answer.title) for answer in ANSWERED]


TEXTS = [pytest.param(text, id=f"{name}-{number}") for number, (name, text) in enumerate(all_texts())]
SAID = [
    pytest.param(variation, id=f"{name}-{number}")
    for name, variations in RESPONSES.items()
    for number, variation in enumerate(variations)
]


def listed_numbers() -> dict[str, list[dict[str, Any]]]:
    """Digits -> the phones of public, trusted listings of the starter directory."""
    services = json.loads((ROOT / "directory" / "data" / "services.json").read_text(encoding="utf-8"))[
        "services"
    ]
    found: dict[str, list[dict[str, Any]]] = {}
    for service in services:
        if service["confidence"] != "low" and service["status"] == "active":
            for phone in service["phones"]:
                found.setdefault(re.sub(r"\D", "", phone["number"]), []).append(phone)
    return found


NUMBERS = listed_numbers()


# --- answers.yml and the domain ---


def test_the_domain_holds_the_answers_as_they_are_now() -> None:
    domain = DOMAIN.read_text(encoding="utf-8")
    assert with_answers(domain, ANSWERED, load_precise_answers()) == domain, (
        "run: python -m bot.conversation.answers"
    )


def test_writing_twice_changes_nothing_and_leaves_the_rest() -> None:
    before = "a: 1\n  # answers: begin. x\n  old\n  # answers: end\nb: 2\n"
    once = with_answers(before, ANSWERED)
    assert once.startswith("a: 1\n  # answers: begin. x\n  utter_question/")
    assert once.endswith("  # answers: end\nb: 2\n")
    assert "old" not in once
    assert with_answers(once, ANSWERED) == once


@pytest.mark.parametrize("domain", ["", "# answers: begin.\n", "# answers: end\n# answers: begin.\n"])
def test_a_domain_without_a_place_for_the_answers_is_refused(domain: str) -> None:
    with pytest.raises(BadAnswers, match="must hold the lines"):
        with_answers(domain, ANSWERED)


def test_an_answer_that_lacks_a_field_or_comes_twice_is_refused(tmp_path: Path) -> None:
    content = read_yaml(ANSWERS)
    file = tmp_path / "answers.yml"
    file.write_text(yaml.safe_dump({"answers": [content["answers"][0]] * 2}), encoding="utf-8")
    with pytest.raises(BadAnswers, match="Answered twice: loi_prostitution"):
        load_answers(file)
    del content["answers"][0]["long"]
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(BadAnswers, match=r"loi_prostitution lacks 'long'"):
        load_answers(file)


def test_every_question_of_the_training_data_has_its_answer() -> None:
    data = read_yaml(ROOT / "data" / "nlu" / "questions.yml")
    asked = {entry["intent"].removeprefix("question/") for entry in data["nlu"]}
    assert {answer.key for answer in ANSWERED} == asked


def test_every_question_of_the_taxonomy_has_its_answer() -> None:
    taxonomy = ROOT.parent / "shared" / "taxonomy.yml"
    if not taxonomy.exists():
        pytest.skip("the shared taxonomy is not beside the project")
    intents = read_yaml(taxonomy)["intents"]
    asked = {name.removeprefix("question/") for name in intents if name.startswith("question/")}
    assert {answer.key for answer in ANSWERED} == asked


@pytest.mark.parametrize("answer", ANSWERED, ids=lambda answer: answer.key)
def test_an_answer_is_short_sourced_and_dated(answer: Any) -> None:
    for text in (answer.short, answer.short_vous):
        assert 2 <= len(sentences(text)) <= 5
    assert 120 <= words(answer.long) <= 250, words(answer.long)
    for text in (answer.sms, answer.sms_vous):
        size = septets(text)
        assert size is not None, sorted(set(text) - GSM_BASIC)
        assert size <= 306, size
    assert answer.sources
    assert all(source.name and source.page and source.date for source in answer.sources)
    assert re.fullmatch(r"20\d\d-[01]\d", answer.as_of)
    assert answer.reviewed


@pytest.mark.parametrize("answer", ANSWERED, ids=lambda answer: answer.key)
def test_an_answer_ends_with_a_step_and_leaves_the_question_to_what_follows(answer: Any) -> None:
    """actions/talk.py asks right after: "veux-tu que je cherche…"."""
    for text in (answer.short, answer.short_vous, answer.sms, answer.sms_vous):
        assert not text.endswith("?")
        assert text.count("?") <= 1


@pytest.mark.parametrize("answer", ANSWERED, ids=lambda answer: answer.key)
def test_the_public_page_says_vous(answer: Any) -> None:
    own_words = re.sub(r"«[^»]*»", "", answer.long)  # what one may say to another
    assert not TU_WORDS.search(own_words)


def test_what_a_specialist_must_see_says_so() -> None:
    needed = {answer.key for answer in ANSWERED if answer.reviewed == "needed"}
    assert needed >= {
        "loi_prostitution",
        "casier_judiciaire",
        "porter_plainte",
        "indemnisation_ivac",
        "immigration_statut",
        "garde_enfants_dpj",
        "depistage_itss",
        "sevrage",
        "images_en_ligne",
        "secret_mineure",
        "preparer_depart",
        "signes_exploitation",
        "proxenete_loverboy",
        "cout_services",
        "aide_sociale",
        "reduction_mefaits",
        "cles_espaces_vie",
    }


@pytest.mark.parametrize("answer", ANSWERED, ids=lambda answer: answer.key)
def test_an_sms_does_not_end_on_an_address_of_the_web(answer: Any) -> None:
    """She reads it without data, or on a phone that is watched: what is last can be called."""
    for text in (answer.sms, answer.sms_vous):
        assert not re.search(r"\.(ca|com|org)\S*$", text)


@pytest.mark.parametrize("answer", ANSWERED, ids=lambda answer: answer.key)
def test_what_answers_by_day_only_is_said_to(answer: Any) -> None:
    for text in (answer.short, answer.short_vous, answer.sms, answer.sms_vous, answer.long):
        for sentence in sentences(text):
            if "211" in sentence and "aide juridique" in sentence:
                assert "de jour" in sentence.lower(), sentence


def test_a_line_that_may_not_speak_french_says_so() -> None:
    """The listing of 1 888 688-6677: "fr non garanti"."""
    for answer in ANSWERED:
        for text in (answer.short, answer.short_vous, answer.sms, answer.sms_vous, answer.long):
            for sentence in re.split(r"(?<=[.?!])\s+", text):
                assert "1 888 688-6677" not in sentence or "surtout en anglais" in sentence, sentence


# --- every text ---


@pytest.mark.parametrize("text", TEXTS)
def test_no_word_that_hurts_pushes_or_pretends(text: str) -> None:
    assert not HARSH.findall(text)


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_are_short(text: str) -> None:
    too_long = [sentence for sentence in sentences(text) if words(sentence) > LONGEST_SENTENCE]
    assert not too_long


@pytest.mark.parametrize("text", TEXTS)
def test_every_number_is_in_the_directory_and_confirmed(text: str) -> None:
    for number in PHONE.findall(text):
        phones = NUMBERS.get(re.sub(r"\D", "", number))
        assert phones, f"{number} is in no public listing"
        assert any(not phone["to_confirm"] for phone in phones), f"{number} is still to confirm"
    # Nothing that looks like a number escapes the pattern above.
    rest = PHONE.sub("", text)
    assert not re.search(r"\d[\d\s.-]{6,}\d", rest), rest


@pytest.mark.parametrize("variation", SAID)
def test_one_question_at_a_time(variation: dict[str, Any]) -> None:
    limit = 2 if variation.get("channel") == "sms" and "metadata" not in variation else 1
    assert variation["text"].count("?") <= limit


# --- to whom ---


@pytest.mark.parametrize("variation", SAID)
def test_tu_and_vous_are_never_mixed(variation: dict[str, Any]) -> None:
    her = profile_of(variation) == "personne"
    other = VOUS if her else TU
    assert not other.search(variation["text"]), variation["text"]


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_everyone_is_heard_in_the_right_person(name: str, channel: str) -> None:
    for profile in PROFILES:
        said = heard(name, profile, channel)
        assert said, f"nothing to say to {profile} on {channel}"
        for variation in said:
            assert not (VOUS if profile == "personne" else TU).search(variation["text"])


@pytest.mark.parametrize("name", RESPONSES)
def test_an_sms_fits_the_plain_alphabet_and_three_segments(name: str) -> None:
    for profile in PROFILES:
        for variation in heard(name, profile, "sms"):
            count = segments(variation["text"])
            assert count is not None, (variation["text"], sorted(set(variation["text"]) - GSM_BASIC))
            assert count <= MOST_SEGMENTS


@pytest.mark.parametrize("name", OFTEN)
def test_what_is_said_often_is_said_in_several_ways(name: str) -> None:
    assert len(heard(name, "personne", "web")) >= 3
    texts = [variation["text"] for variation in RESPONSES[name]]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", FOLLOWED)
def test_what_is_followed_by_a_question_or_a_list_asks_nothing(name: str) -> None:
    assert not any("?" in variation["text"] for variation in RESPONSES[name])


def test_leaving_shows_nothing() -> None:
    assert [variation["text"] for variation in RESPONSES["utter_leave"]] == ["OK."]


def test_the_first_words_by_sms_name_no_subject_and_ask_whether_the_moment_is_good() -> None:
    for profile in PROFILES:
        for variation in heard("utter_saluer", profile, "sms"):
            assert re.search(r"\bbon moment\b|\btranquille\b", variation["text"])
            assert not re.search(r"aide|service|ressource|sécurité|milieu|violence", variation["text"])


def test_a_machine_says_that_it_is_one() -> None:
    for profile in PROFILES:
        for channel in ("web", "sms"):
            for variation in heard("utter_demander_si_robot", profile, channel):
                assert "programme" in variation["text"]
                assert "numéro" in variation["text"]


def test_anger_at_the_machine_is_told_that_it_is_one() -> None:
    for profile in PROFILES:
        for variation in heard("utter_insulter", profile, "web"):
            assert re.search(r"\b(?:machine|programme)\b", variation["text"])


def test_whether_it_stays_secret_is_answered_first() -> None:
    for profile in PROFILES:
        for channel in ("web", "sms"):
            for variation in heard("utter_demander_confidentialite", profile, channel):
                assert variation["text"].startswith("Je ne répète rien à personne.")


def test_a_buyer_who_wants_to_stop_is_taken_up_first() -> None:
    his = {"profile": "acheteur", "needs": ["acheteurs"]}
    for name in ("utter_ask_place", "utter_refer"):
        first = next(
            variation
            for variation in RESPONSES[name]
            if {one["name"]: one["value"] for one in variation.get("condition") or []} == his
        )
        assert first["text"].startswith("Vouloir arrêter")


def test_every_response_that_is_used_exists_and_none_is_left_over() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "stories").glob("*.yml"))
    used = set(re.findall(r"utter_[a-z_]+", code + rules)) - {"utter_message", "utter_question", "utter_"}
    used.add(ANSWERED_BEFORE)
    assert used == {name for name in RESPONSES if "/" not in name}
