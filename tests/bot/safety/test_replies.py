"""The danger replies: the right number first, for everyone, on every channel, and words that harm nobody."""

from __future__ import annotations

import copy
import itertools
import json
import logging
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from bot.safety import replies
from bot.safety.holds_her import AT_WORK, CONTROLLED
from bot.safety.replies import MAX_LINES, MISSING, SMS_SEPTETS, closing_question, numbers, opening
from bot.safety.verdict import (
    CRISIS,
    KINDS,
    NONE,
    STRANGER,
    STRANGULATION,
    SWALLOWED,
    THROAT,
    UNTAKEN,
    URGENCE,
    URGENT_KINDS,
    Verdict,
    level_of,
)

DIRECTORY = Path(__file__).parents[3] / "directory" / "data" / "services.json"
DAY = datetime(2026, 11, 24, 14, 0)
NIGHT = datetime(2026, 11, 24, 3, 0)
PROFILES = ("personne", "amie", "proche", "intervenant", "acheteur")
CHANNELS = ("web", "page", "terminal", "sms")
LANGUAGES = ("fr", "en", "es")

SUICIDE, SUICIDE_TEXT = "1 866 277-3553", "535353"
VIOLENCE = "1 800 363-9010"
POISON = "1 800 463-5060"
SEXUAL = "1 888 933-9007"
TRAFFICKING = "1 833 900-1010"
TEL_JEUNES, KIDS, KIDS_TEXT = "1 800 263-2266", "1 800 668-6868", "686868"
DPJ_OUTAOUAIS = "1 800 567-6810"

# kind -> the numbers of a French opening in the Outaouais by day, in the order they are read.
ADULT = {
    "violence_en_cours": ["911", VIOLENCE],
    "suicide_imminent": ["911", SUICIDE, SUICIDE_TEXT],
    "surdose_medical": ["911", POISON],
    "suicide": [SUICIDE, SUICIDE_TEXT, "911"],
    "violence": [VIOLENCE, "911"],
    "agression_sexuelle": [SEXUAL, "911"],
    "traite": [TRAFFICKING, "911"],
    "enfant_en_danger": [DPJ_OUTAOUAIS, "911"],
}
YOUTH = [TEL_JEUNES, KIDS_TEXT]
YOUNG = {
    "violence_en_cours": ["911", *YOUTH, VIOLENCE],
    "suicide_imminent": ["911", SUICIDE, SUICIDE_TEXT, *YOUTH],
    "surdose_medical": ["911", POISON, *YOUTH],
    "suicide": [SUICIDE, SUICIDE_TEXT, *YOUTH, "911"],
    "violence": [*YOUTH, DPJ_OUTAOUAIS, VIOLENCE],
    "agression_sexuelle": [SEXUAL, *YOUTH, DPJ_OUTAOUAIS],
    "traite": [TRAFFICKING, *YOUTH, DPJ_OUTAOUAIS],
    "mineure": [*YOUTH, DPJ_OUTAOUAIS, "911"],
    "enfant_en_danger": [DPJ_OUTAOUAIS, *YOUTH, "911"],
}
SPEAKING_FOR_A_MINOR = {
    "violence_en_cours": ["911", DPJ_OUTAOUAIS, VIOLENCE],
    "suicide_imminent": ["911", SUICIDE, SUICIDE_TEXT, TEL_JEUNES],
    "surdose_medical": ["911", POISON],
    "suicide": [SUICIDE, SUICIDE_TEXT, TEL_JEUNES, "911"],
    "violence": [VIOLENCE, DPJ_OUTAOUAIS, "911"],
    "agression_sexuelle": [SEXUAL, DPJ_OUTAOUAIS, "911"],
    "traite": [TRAFFICKING, DPJ_OUTAOUAIS, "911"],
    "mineure": [DPJ_OUTAOUAIS, TEL_JEUNES, "911"],
    "enfant_en_danger": [DPJ_OUTAOUAIS, "911"],
}
# A level raised to urgence by a kind that is not urgent by itself: an infant alone, a strangulation.
RAISED = {
    "suicide": ["911", SUICIDE, SUICIDE_TEXT],
    "violence": ["911", VIOLENCE],
    "agression_sexuelle": ["911", SEXUAL],
    "traite": ["911", TRAFFICKING],
    "enfant_en_danger": ["911", DPJ_OUTAOUAIS],
}
SEVERAL = {
    ("suicide_imminent", "surdose_medical"): ["911", SUICIDE, SUICIDE_TEXT, POISON],
    ("surdose_medical", "violence"): ["911", POISON, VIOLENCE],
    ("violence_en_cours", "suicide"): ["911", VIOLENCE, SUICIDE, SUICIDE_TEXT],
    ("suicide", "violence"): [SUICIDE, SUICIDE_TEXT, VIOLENCE, "911"],
    ("suicide", "violence", "traite"): [SUICIDE, SUICIDE_TEXT, VIOLENCE, TRAFFICKING],
    ("agression_sexuelle", "traite"): [SEXUAL, TRAFFICKING, "911"],
    ("violence", "enfant_en_danger"): [VIOLENCE, DPJ_OUTAOUAIS, "911"],
    ("traite", "mineure"): [TRAFFICKING, *YOUTH, DPJ_OUTAOUAIS],
    ("agression_sexuelle", "mineure"): [SEXUAL, *YOUTH, DPJ_OUTAOUAIS],
    ("violence", "mineure"): [*YOUTH, DPJ_OUTAOUAIS, VIOLENCE],
    ("violence_en_cours", "mineure"): ["911", *YOUTH, VIOLENCE],
}

NUMBER = re.compile(r"(?:\b1 )?\b\d{3} \d{3}-\d{4}\b|\b(?:911|988|811|211|535353|686868)\b")


def verdict(*kinds: str, language: str = "fr", urgent: bool = False) -> Verdict:
    return Verdict(level_of(kinds, urgent=urgent), kinds, (), language)


def read_numbers(lines: tuple[str, ...]) -> list[str]:
    return NUMBER.findall("\n".join(lines))


def every_opening():
    """(what it is, lines): every kind or pair or triple, for everyone, everywhere it changes something."""
    who = [(profile, age) for profile in PROFILES for age in (None, 16)] + [("personne", 30)]
    # 11 has two numbers by hour, 10 four by territory: the longest texts; None has none.
    places = [("10", DAY), (None, NIGHT), ("10", NIGHT), ("07", DAY), ("11", DAY)]
    cases = itertools.chain.from_iterable(
        itertools.product(
            itertools.combinations(KINDS, size),
            who,
            places[: 7 - 2 * size],
            ("web", "sms"),
            LANGUAGES,
            (False, True) if size == 1 else (False,),
        )
        for size in (1, 2, 3)
    )
    for group, (profile, age), (region, at), channel, language, urgent in cases:
        if urgent and group[0] in URGENT_KINDS:
            continue
        lines = opening(
            verdict(*group, language=language, urgent=urgent), profile, channel, age=age, region=region, at=at
        )
        yield (tuple(group), profile, age, region, at.hour, channel, language, urgent), lines


@pytest.fixture(scope="module")
def openings():
    return list(every_opening())


@pytest.fixture(scope="module")
def services():
    return {service["id"]: service for service in json.loads(DIRECTORY.read_text("utf-8"))["services"]}


@pytest.fixture(scope="module")
def reviewed():
    return yaml.safe_load(replies.PATH.read_text("utf-8"))


@pytest.fixture
def book(reviewed):
    """A copy of replies.yml to read or to hurt."""
    return copy.deepcopy(reviewed)


class TestWhichNumberFirst:
    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("profile", PROFILES)
    @pytest.mark.parametrize("kind", ADULT)
    def test_adult(self, kind, profile, channel):
        expected = ADULT[kind]
        if (kind, profile) == ("violence", "acheteur"):
            expected = [VIOLENCE, "811", "911"]
        assert read_numbers(opening(verdict(kind), profile, channel, region="07", at=DAY)) == expected

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("kind", YOUNG)
    def test_young(self, kind, channel):
        assert (
            read_numbers(opening(verdict(kind), "personne", channel, age=16, region="07", at=DAY))
            == YOUNG[kind]
        )

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("profile", ["proche", "intervenant", "acheteur"])
    @pytest.mark.parametrize("kind", SPEAKING_FOR_A_MINOR)
    def test_speaking_for_a_minor(self, kind, profile, channel):
        lines = opening(verdict(kind), profile, channel, age=16, region="07", at=DAY)
        assert read_numbers(lines) == SPEAKING_FOR_A_MINOR[kind]

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("profile", PROFILES)
    @pytest.mark.parametrize("kind", RAISED)
    def test_raised_to_urgence(self, kind, profile, channel):
        expected = RAISED[kind]
        if (kind, profile) == ("violence", "acheteur"):
            expected = [*expected, "811"]
        lines = opening(verdict(kind, urgent=True), profile, channel, region="07", at=DAY)
        assert read_numbers(lines) == expected

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("kinds", SEVERAL)
    def test_several_kinds(self, kinds, channel):
        assert (
            read_numbers(opening(verdict(*kinds), "personne", channel, region="07", at=DAY)) == SEVERAL[kinds]
        )

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("kind", ADULT)
    def test_other_languages_open_with_the_same_number(self, kind, language, channel):
        lines = opening(verdict(kind, language=language), "personne", channel, region="07", at=DAY)
        assert read_numbers(lines)[0] == ADULT[kind][0]

    def test_kind_mineure_alone_gets_the_youth_words(self):
        said = opening(verdict("mineure"), "personne", "web", region="07", at=DAY)
        assert said == opening(verdict("mineure"), "personne", "web", age=15, region="07", at=DAY)
        assert read_numbers(said)[0] == TEL_JEUNES

    def test_an_adult_who_speaks_of_a_minor_is_not_taken_for_her(self):
        said = opening(verdict("mineure"), "personne", "web", age=30, region="07", at=DAY)
        assert read_numbers(said)[0] == DPJ_OUTAOUAIS
        assert any("Crois-la" in line for line in said)

    def test_no_danger_no_line(self):
        assert opening(Verdict(NONE), "personne", "web") == ()

    def test_what_is_unknown_is_answered_like_the_woman_on_the_web(self):
        strange = Verdict(CRISIS, ("inconnu",), (), "xx")
        assert read_numbers(opening(strange, "?", "?", age="16", region="99", at=DAY)) == ["811", "911"]
        assert read_numbers(opening(Verdict(URGENCE, (), (), "fr"), "personne", "sms", at=DAY))[0] == "911"

    def test_a_danger_without_a_known_kind(self):
        nameless = Verdict(CRISIS, (), (), "fr")
        assert read_numbers(opening(nameless, "proche", "web", at=DAY)) == ["811", "911"]
        assert read_numbers(opening(nameless, "proche", "web", age=16, at=DAY)) == ["811", "911"]
        assert read_numbers(opening(nameless, "personne", "web", age=16, at=DAY)) == [*YOUTH, "811", "911"]


class TestYouthLineByHour:
    @pytest.mark.parametrize(
        ("hour", "minute", "number"),
        [(0, 0, KIDS), (7, 59, KIDS), (8, 0, TEL_JEUNES), (23, 59, TEL_JEUNES)],
    )
    def test_tel_jeunes_from_eight_to_midnight(self, hour, minute, number):
        at = datetime(2026, 11, 24, hour, minute)
        for channel in CHANNELS:
            assert read_numbers(opening(verdict("mineure"), "personne", channel, at=at))[0] == number

    def test_an_instant_elsewhere_is_read_in_quebec_time(self):
        at = datetime(2026, 7, 2, 3, 30, tzinfo=UTC)  # 23:30 the evening before
        assert read_numbers(opening(verdict("mineure"), "personne", "web", at=at))[0] == TEL_JEUNES

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_tel_jeunes_answers_in_french_only(self, language):
        said = opening(verdict("mineure", language=language), "personne", "web", at=DAY)
        assert read_numbers(said)[0] == KIDS


class TestYouthProtection:
    REGIONS: ClassVar = {
        "01": ["1 800 463-9009"],
        "02": ["1 800 463-9188"],
        "03": ["1 800 463-4834"],
        "04": ["1 800 567-8520"],
        "05": ["1 800 463-1029"],
        "06": ["514 896-3100"],
        "07": [DPJ_OUTAOUAIS],
        "08": ["1 800 567-6405"],
        "09": ["1 800 463-8547"],
        "10": ["1 800 567-6405", "1 800 409-6884", "819 964-2905", "819 988-2191"],
        "11": ["1 800 463-4225", "1 800 463-0629"],
        "12": ["1 800 461-9331"],
        "13": ["1 888 975-4884"],
        "14": ["1 800 665-1414"],
        "15": ["1 800 361-8665"],
        "16": ["1 800 361-5310"],
        "17": ["1 800 567-8520"],
    }

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("region", REGIONS)
    def test_number_of_the_region(self, region, channel):
        said = opening(verdict("enfant_en_danger"), "personne", channel, region=region, at=DAY)
        assert read_numbers(said) == [*self.REGIONS[region], "911"]

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_unknown_region(self, channel):
        said = opening(verdict("enfant_en_danger"), "personne", channel, at=DAY)
        assert read_numbers(said) == ["911", "811", "211"]
        urgent = opening(verdict("enfant_en_danger", urgent=True), "personne", channel, at=DAY)
        assert read_numbers(urgent) == ["911", "811", "211"]

    def test_montreal_in_english(self):
        said = opening(verdict("enfant_en_danger", language="en"), "proche", "web", region="06", at=DAY)
        assert read_numbers(said)[0] == "514 935-6196"

    def test_each_number_belongs_to_a_listing_of_its_region(self, book, services):
        for region, entries in book["dpj"].items():
            for entry in entries:
                extents = [area["extent"] for area in services[entry["service"]]["areas"]]
                assert any(extent.split("/")[0] == region for extent in extents), (region, entry)


class TestNumbersOfTheDirectory:
    @pytest.mark.parametrize(("service", "number"), numbers())
    def test_each_number_is_in_its_listing_and_confirmed(self, service, number, services):
        listed = {re.sub(r"\D", "", phone["number"]): phone for phone in services[service]["phones"]}
        digits = re.sub(r"\D", "", number)
        assert digits in listed, f"{service} does not list {number}"
        assert not listed[digits]["to_confirm"]
        assert services[service]["status"] == "active"

    def test_open_day_and_night_only_where_the_listing_says_so(self, book, services):
        entries = [*book["lines"].values(), *itertools.chain.from_iterable(book["dpj"].values())]
        for entry in entries:
            if entry.get("always"):
                assert services[entry["service"]]["opening_hours"] == "24/7", entry

    def test_words_claim_day_and_night_only_for_those_lines(self, book):
        claims = re.compile(r"24/7|jour et nuit|day and night|día y noche|de día y de noche|24 h")
        for language, words in book["words"].items():
            for name, texts in words["lines"].items():
                for text in texts.values():
                    if claims.search(text):
                        assert book["lines"].get(name, {}).get("always"), (language, name, text)

    def test_free_only_where_the_listing_says_so(self, book, services):
        for words in book["words"].values():
            for name, texts in words["lines"].items():
                for text in texts.values():
                    if re.search(r"gratuit|sans frais|\bfree\b|gratis", text):
                        assert services[book["lines"][name]["service"]]["cost"] == "gratuit", (name, text)

    def test_interpreters_only_where_the_listing_says_so(self, book, services):
        for name, texts in book["words"]["es"]["lines"].items():
            for text in texts.values():
                if "intérprete" in text:
                    assert "interprète" in " ".join(services[book["lines"][name]["service"]]["languages"])

    def test_every_number_said_is_a_number_of_the_table(self, openings):
        known = {number for _, number in numbers()}
        for case, lines in openings:
            assert set(read_numbers(lines)) <= known, case
            rest = NUMBER.sub("", "\n".join(lines))
            rest = re.sub(r"24/7|\b8 h\b|\b72 h(?:eures|ours|oras)?\b|\b18\b|1 866 APPELLE|\b2\b", "", rest)
            assert not re.search(r"\d", rest), (case, rest)

    def test_988_is_never_given(self, openings):
        assert not any("988" in line for _, lines in openings for line in lines if "988-2" not in line)


class TestShape:
    def test_urgence_opens_with_911(self, openings):
        for case, lines in openings:
            if case[-1] or case[0][0] in URGENT_KINDS:
                assert "911" in lines[0], case

    def test_crise_gives_its_number_in_the_first_two_lines(self, openings):
        for case, lines in openings:
            assert read_numbers(lines[:2]), case

    def test_at_most_three_lines_with_numbers_and_none_twice(self, openings):
        for case, lines in openings:
            assert sum(bool(NUMBER.search(line)) for line in lines) <= MAX_LINES, (case, lines)
            assert len(set(lines)) == len(lines), (case, lines)
            said = read_numbers(lines)
            assert len(set(said)) == len(said), (case, lines)

    def test_lines_are_short(self, openings):
        for case, lines in openings:
            assert len(lines) <= 7, (case, lines)
            assert all(0 < len(line) <= 160 for line in lines), (case, lines)

    def test_one_breath_of_empathy(self, openings):
        breaths = re.compile(
            r"bien fait|faites bien|pas ta faute|jamais ta faute|Merci d|inquiétant"
            r"|did right|are right|not your fault|worrying|iciste bien|ace bien|izo bien|tu culpa|preocupante"
        )
        for case, lines in openings:
            assert sum(bool(breaths.search(line)) for line in lines) <= 1, (case, lines)

    def test_overdose_says_what_saves(self):
        for profile in PROFILES:
            for channel in CHANNELS:
                said = " ".join(opening(verdict("surdose_medical"), profile, channel))
                assert "naloxone" in said.lower()
                assert "avec elle" in said.lower()
                assert re.search(
                    "pas d'accusation pour possession simple|Possession simple: pas d'accusation", said
                )
                assert "le côté" in said or "le flanc" in said

    def test_overdose_says_no_more_of_the_law_than_what_it_covers(self):
        for language in LANGUAGES:
            for profile in PROFILES:
                for channel in CHANNELS:
                    said = " ".join(opening(verdict("surdose_medical", language=language), profile, channel))
                    assert re.search(r"(?i)possession|posesión|solo tener droga", said)
                    assert not re.search(r"protège qui|law protects|ley protege", said)

    def test_after_an_assault_care_is_quick_and_asks_no_complaint(self):
        said = {"fr": "plainte ou non", "en": "complaint or not", "es": "con o sin denuncia|denunciar o no"}
        for language, complaint in said.items():
            for profile in ("personne", "proche", "intervenant"):
                for channel in CHANNELS:
                    lines = opening(verdict("agression_sexuelle", language=language), profile, channel)
                    text = " ".join(lines)
                    assert re.search(r"\b72 h", text), (language, profile, channel)
                    assert re.search(f"(?i){complaint}", text), (language, profile, channel)
                    if channel != "sms":
                        assert re.search(r"\b(VIH|HIV)\b", text), (language, profile)

    def test_violence_now_tells_what_to_do_when_she_cannot_talk(self):
        for channel in CHANNELS:
            said = opening(verdict("violence_en_cours"), "personne", channel)
            assert "Si tu ne peux pas parler" in said[0]
            assert "laisse la ligne ouverte" in said[0]

    def test_strangulation_is_examined(self):
        for channel in CHANNELS:
            said = " ".join(opening(verdict("violence", urgent=True), "personne", channel))
            assert "serré le cou" in said


def signed_openings():
    """(what it is, verdict, lines): every kind a sign comes with, for everyone, on the web and by SMS."""
    told = [
        ((STRANGULATION, THROAT), ("violence",)),
        ((STRANGULATION, THROAT), ("violence_en_cours",)),
        ((STRANGULATION, THROAT), ("violence", "mineure")),
        ((STRANGULATION, THROAT, UNTAKEN), ("surdose_medical", "violence")),
        ((STRANGER,), ("violence_en_cours",)),
        ((STRANGER,), ("violence_en_cours", "mineure")),
        ((STRANGER,), ("violence_en_cours", "suicide")),
        ((STRANGER,), ("violence_en_cours", "surdose_medical")),
        ((UNTAKEN,), ("surdose_medical",)),
        ((UNTAKEN,), ("surdose_medical", "violence")),
        ((UNTAKEN,), ("suicide_imminent", "surdose_medical")),
        ((MISSING,), ("mineure",)),
        ((MISSING,), ("violence",)),
        ((MISSING,), ("violence_en_cours", "mineure")),
        ((MISSING,), ("traite", "mineure")),
        *(((sign,), (kind,)) for sign in (AT_WORK, CONTROLLED) for kind in ("violence", "violence_en_cours")),
        ((CONTROLLED,), ("violence", "traite")),
        ((AT_WORK,), ("violence", "mineure")),
    ]
    who = [(profile, age) for profile in PROFILES for age in (None, 16)]
    for (signs, kinds), language, (profile, age), channel in itertools.product(
        told, LANGUAGES, who, ("web", "sms")
    ):
        group = tuple(kind for kind in KINDS if kind in kinds)
        said = Verdict(level_of(group), group, signs, language)
        lines = opening(said, profile, channel, age=age, region="07", at=DAY)
        yield (group, profile, age, "07", DAY.hour, channel, language, signs), said, lines


class TestSigns:
    EXAMINED: ClassVar = {"fr": "à l'urgence", "en": "hospital", "es": "urgencias"}
    NALOXONE: ClassVar = re.compile("naloxone|naloxona", re.I)
    PEOPLE: ClassVar = {
        "fr": "là où il y a du monde",
        "en": "where there are people",
        "es": "donde haya gente",
    }

    @pytest.fixture(scope="class")
    def signed(self):
        return list(signed_openings())

    @pytest.fixture(scope="class")
    def without_the_file(self, tmp_path_factory):
        """What the built-in table would say: a text lost would bring it in silence."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(replies, "PATH", tmp_path_factory.mktemp("nothing") / "gone.yml")
            return {case: lines for case, _, lines in signed_openings()}

    def test_no_sign_falls_back_on_the_built_in_words(self, signed, without_the_file):
        for case, _, lines in signed:
            assert lines != without_the_file[case], case

    def test_an_urgence_opens_with_911_and_every_number_is_known(self, signed):
        known = {number for _, number in numbers()}
        for case, said, lines in signed:
            assert set(read_numbers(lines)) <= known, case
            assert read_numbers(lines[:2]), case
            # The 911 may come back in a step; other lines to call stay few.
            others = [line for line in lines if set(read_numbers((line,))) - {"911"}]
            assert len(others) <= MAX_LINES - (said.level == URGENCE), (case, lines)
            assert len(lines) <= 7, (case, lines)
            assert all(0 < len(line) <= 180 for line in lines), (case, lines)
            if said.level == URGENCE:
                assert "911" in lines[0], case

    def test_an_sms_is_two_segments_of_gsm7_with_its_number_in_the_first(self, signed):
        for case, _, lines in signed:
            if case[5] == "sms":
                text = "\n".join(lines)
                assert set(text) <= TestSms.GSM7, (case, set(text) - TestSms.GSM7)
                assert len(text) <= SMS_SEPTETS, (case, len(text))
                first = NUMBER.search(text)
                assert first is not None, case
                assert first.end() <= 153, (case, text)

    def test_tone(self, signed):
        tu = re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt'", re.I)
        for case, _, lines in signed:
            for line in lines:
                assert not TestTone.FORBIDDEN.search(line), (case, line)
                assert not TestTone.POLICE.search(line), (case, line)
                if case[6] == "fr" and case[1] in ("personne", "amie"):
                    assert not re.search(r"\bvous\b|\bvotre\b|\w+ez\b(?<!chez)", line), (case, line)
                elif case[6] == "fr":
                    assert not tu.search(line), (case, line)

    def test_a_changed_throat_is_examined_today_and_short_breath_is_911(self, signed):
        for case, _, lines in signed:
            if THROAT not in case[-1]:
                continue
            steps = [line for line in lines if re.search(self.EXAMINED[case[6]], line)]
            assert len(steps) == 1, (case, lines)
            assert "911" in steps[0], (case, steps)
            assert not self.NALOXONE.search(" ".join(lines)), (case, lines)
            assert POISON not in read_numbers(lines), case

    def test_followed_by_a_stranger_she_goes_where_people_are(self, signed):
        for case, _, lines in signed:
            if STRANGER in case[-1]:
                said = " ".join(lines)
                assert re.search(self.PEOPLE[case[6]], said), (case, lines)
                assert VIOLENCE not in read_numbers(lines), case

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_a_stranger_hides_no_other_danger(self, channel):
        both = Verdict(URGENCE, ("violence_en_cours", "surdose_medical"), (STRANGER,), "fr")
        lines = opening(both, "personne", channel, region="07", at=DAY)
        assert POISON in read_numbers(lines)
        assert "naloxone" in " ".join(lines).lower() or channel == "sms"
        child = Verdict(URGENCE, ("violence_en_cours", "enfant_en_danger"), (STRANGER,), "fr")
        assert DPJ_OUTAOUAIS in read_numbers(opening(child, "personne", channel, region="07", at=DAY))

    @pytest.mark.parametrize("channel", ["web", "sms"])
    @pytest.mark.parametrize("kinds", [("mineure",), ("violence",), ("violence_en_cours", "mineure")])
    def test_of_somebody_missing_the_police_no_address_and_no_shelter(self, kinds, channel):
        told = Verdict(level_of(kinds), kinds, (MISSING,), "fr")
        lines = opening(told, "proche", channel, region="07", at=DAY)
        text = " ".join(lines)
        assert "911" in lines[0]
        assert "numéro de dossier" in lines[0]
        assert "adresse" not in text
        assert VIOLENCE not in text
        assert TEL_JEUNES not in text
        assert (DPJ_OUTAOUAIS in text) is ("mineure" in kinds)
        # She who writes of herself is not the one who is looked for.
        assert "dossier" not in " ".join(opening(told, "personne", channel, region="07", at=DAY))

    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_of_a_boss_or_a_pimp_the_line_against_trafficking_is_first(self, language, channel):
        def given(kinds, *signs, before=()):
            told = Verdict(level_of(kinds), kinds, signs, language)
            lines = opening(told, "personne", channel, region="07", at=DAY, before=before)
            return [number for number in read_numbers(lines) if number != "911"]

        assert given(("violence",), AT_WORK) == [TRAFFICKING]
        assert given(("violence_en_cours",), AT_WORK) == [TRAFFICKING]
        assert given(("violence",), CONTROLLED) == [TRAFFICKING, VIOLENCE]
        assert given(("violence", "traite"), CONTROLLED) == [TRAFFICKING, VIOLENCE]
        assert given(("violence",), before=("traite",))[0] == TRAFFICKING
        assert given(("violence",))[0] == VIOLENCE

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("channel", CHANNELS)
    @pytest.mark.parametrize("profile", PROFILES)
    def test_nothing_taken_leaves_out_the_poison_centre_alone(self, profile, channel, language):
        body = Verdict(URGENCE, ("surdose_medical",), (UNTAKEN,), language)
        lines = opening(body, profile, channel, region="07", at=DAY)
        assert read_numbers(lines) == ["911"]
        if channel != "sms":
            assert self.NALOXONE.search(" ".join(lines))
        taken = opening(verdict("surdose_medical", language=language), profile, channel, region="07", at=DAY)
        assert read_numbers(taken) == ["911", POISON]

    @pytest.mark.parametrize("channel", CHANNELS)
    def test_beside_a_suicide_only_what_was_swallowed_brings_the_poison_centre(self, channel):
        kinds = ("suicide_imminent", "surdose_medical")
        untaken = opening(Verdict(URGENCE, kinds, (UNTAKEN,), "fr"), "personne", channel, region="07", at=DAY)
        assert read_numbers(untaken) == ["911", SUICIDE, SUICIDE_TEXT]
        taken = Verdict(URGENCE, kinds[:1], (SWALLOWED,), "fr")
        lines = opening(taken, "personne", channel, region="07", at=DAY)
        assert read_numbers(lines) == SEVERAL[kinds]


def test_no_key_of_the_file_stands_twice():
    """YAML keeps the last of two equal keys without a word: the first text would be lost."""

    def keys(node):
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            assert len(set(names)) == len(names), (node.start_mark.line + 1, names)
            for _, value in node.value:
                keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                keys(value)

    keys(yaml.compose(replies.PATH.read_text("utf-8")))


class TestTone:
    FORBIDDEN = re.compile(
        r"victime|prostitu|proxén|pimp|escorte|client|calme-toi|calmez-vous|du calme|calm down|c[aá]lmate"
        r"|text(e|ez|er)? (le|au) 911|pourquoi|aurais dû|auriez dû|tu dois|vous devez|il faut que"
        r"|promet|garanti|ne t'inquiète pas|don't worry|no te preocupes|víctima|victim\b|tout ira bien",
        re.I,
    )
    POLICE = re.compile(r"\bpolic", re.I)

    def test_nothing_that_blames_promises_or_labels(self, openings):
        for case, lines in openings:
            for line in lines:
                assert not self.FORBIDDEN.search(line), (case, line)
                assert not self.POLICE.search(line), (case, line)

    def test_tu_to_her_vous_to_the_others(self, openings):
        tu = re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt'", re.I)
        for case, lines in openings:
            if case[6] != "fr":
                continue
            for line in lines:
                if case[1] in ("personne", "amie"):
                    assert not re.search(r"\bvous\b|\bvotre\b|\w+ez\b(?<!chez)", line), (case, line)
                else:
                    assert not tu.search(line), (case, line)

    def test_usted_to_the_others_in_spanish(self, openings):
        for case, lines in openings:
            if case[6] == "es" and case[1] != "personne":
                for line in lines:
                    assert not re.search(
                        r"\b(tú|tu|te|ti|puedes|ponla)\b|(?<!quien )\bllama\b", line, re.I
                    ), (case, line)


class TestSms:
    GSM7 = frozenset(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
    )

    @pytest.fixture(scope="class")
    def texts(self, openings):
        return {"\n".join(lines): case for case, lines in openings if case[5] == "sms"}

    def test_basic_gsm7_only(self, texts):
        for text, case in texts.items():
            assert set(text) <= self.GSM7, (case, set(text) - self.GSM7)

    def test_an_independent_codec_agrees(self, texts):
        gsm0338 = pytest.importorskip("gsm0338", reason="the independent GSM codec is not installed")
        codec = gsm0338.Codec()
        for text in texts:
            assert len(codec.encode(text)[0]) == len(text)

    def test_two_segments_and_the_number_in_the_first(self, texts):
        for text, case in texts.items():
            assert len(text) <= SMS_SEPTETS, (case, len(text))
            first = NUMBER.search(text)
            assert first is not None, case
            assert first.end() <= 153, (case, text)

    def test_one_kind_by_sms_loses_no_number(self, openings):
        for (group, *who, channel, language, urgent), lines in openings:
            # The North's four numbers leave an urgence no room: there 911 and the step come first.
            if channel == "sms" and len(group) == 1 and language == "fr" and not (urgent and who[2] == "10"):
                web = opening(
                    verdict(*group, urgent=urgent),
                    who[0],
                    "web",
                    age=who[1],
                    region=who[2],
                    at=DAY.replace(hour=who[3]),
                )
                said = read_numbers(lines)
                expected = [number for number in read_numbers(web) if number != "911" or number in said]
                assert said == expected, (group, who)

    def test_the_gravest_line_is_never_the_one_left_out(self, openings):
        web = {(*case[:5], *case[6:]): lines for case, lines in openings if case[5] == "web"}
        for case, lines in openings:
            if case[5] == "sms":
                assert read_numbers(lines)[:1] == read_numbers(web[(*case[:5], *case[6:])])[:1], case

    def test_no_link_and_no_name_that_tells_the_subject(self, texts):
        telling = re.compile(
            r"https?:|www\.|\.ca\b|\.com\b|violence|sexuel|traite|exploit|viol\b|trafficking|trata", re.I
        )
        for text, case in texts.items():
            assert not telling.search(text), (case, text)


class TestWhenTheFileCannotBeRead:
    @pytest.fixture(params=["missing", "not yaml", "a list", "a text lost", "a number lost", "an order lost"])
    def damaged(self, request, tmp_path, monkeypatch, book):
        path = tmp_path / "replies.yml"
        if request.param == "not yaml":
            path.write_text("words: [", "utf-8")
        elif request.param == "a list":
            path.write_text("- 1", "utf-8")
        elif request.param != "missing":
            hurt = copy.deepcopy(book)
            if request.param == "a text lost":
                del hurt["words"]
            elif request.param == "a number lost":
                hurt["lines"] = {}
            else:
                del hurt["order"]
            path.write_text(yaml.safe_dump(hurt, allow_unicode=True), "utf-8")
        monkeypatch.setattr(replies, "PATH", path)

    @pytest.mark.usefixtures("damaged")
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_built_in_numbers_answer(self, kind, request):
        first = {**ADULT, "mineure": [KIDS], "enfant_en_danger": ["811"]}[kind][0]
        for profile in PROFILES:
            for channel in CHANNELS:
                for language in LANGUAGES:
                    said = opening(verdict(kind, language=language), profile, channel, at=DAY)
                    assert read_numbers(said)[0] in (first, ADULT.get(kind, [first])[0], "911")
                    if kind in URGENT_KINDS:
                        assert "911" in said[0]
                    if channel == "sms":
                        assert len("\n".join(said)) <= SMS_SEPTETS
                        assert set("\n".join(said)) <= TestSms.GSM7

    def test_missing_file_table(self, tmp_path, monkeypatch, caplog):
        monkeypatch.setattr(replies, "PATH", tmp_path / "gone.yml")
        expected = {
            "violence_en_cours": ["911", VIOLENCE],
            "suicide_imminent": ["911", SUICIDE],
            "surdose_medical": ["911"],
            "suicide": [SUICIDE, "911"],
            "violence": [VIOLENCE, "911"],
            "agression_sexuelle": [SEXUAL, "911"],
            "traite": [TRAFFICKING, "911"],
            "mineure": [KIDS, "911"],
            "enfant_en_danger": ["811", "911"],
        }
        # Where a server was started in this process, records are emptied at creation (bot/privacy/logs.py).
        factory = logging.getLogRecordFactory()
        logging.setLogRecordFactory(logging.LogRecord)
        with caplog.at_level(logging.ERROR):
            for kind in KINDS:
                assert read_numbers(opening(verdict(kind), "personne", "sms")) == expected[kind]
        logging.setLogRecordFactory(factory)
        assert "FileNotFoundError" in caplog.text
        assert closing_question(verdict("violence")) == "Es-tu en danger en ce moment?"

    def test_built_in_numbers_are_those_of_the_file(self, tmp_path, monkeypatch):
        reviewed = set(numbers())
        monkeypatch.setattr(replies, "PATH", tmp_path / "gone.yml")
        assert set(numbers()) <= reviewed

    def test_the_file_answers_again_once_it_is_back(self, tmp_path, monkeypatch):
        whole, path = replies.PATH, tmp_path / "replies.yml"
        monkeypatch.setattr(replies, "PATH", path)
        before = opening(verdict("suicide"), "personne", "web")
        path.write_bytes(whole.read_bytes())
        assert SUICIDE_TEXT not in read_numbers(before)
        assert SUICIDE_TEXT in read_numbers(opening(verdict("suicide"), "personne", "web"))


class TestTheTablesWouldSeeAChange:
    """Each mutation of the file must break a table above: what is not seen here is not held."""

    def change(self, tmp_path, monkeypatch, book):
        path = tmp_path / "changed.yml"
        # JSON is YAML, and is written at once.
        path.write_text(json.dumps(book, ensure_ascii=False), "utf-8")
        monkeypatch.setattr(replies, "PATH", path)

    def said(self, kind):
        return read_numbers(opening(verdict(kind), "personne", "web", region="07", at=DAY, age=16))

    @pytest.mark.parametrize("kind", YOUNG)
    def test_order(self, kind, tmp_path, monkeypatch, book):
        lane = book["order"][kind]["young"]
        lane.reverse()
        if kind in ("suicide_imminent", "surdose_medical", "violence_en_cours"):
            lane.remove(
                "urgence"
            )  # 911 opens an urgence whatever the order says; the rest must still be seen
            if len(lane) < 2:
                lane.clear()
        self.change(tmp_path, monkeypatch, book)
        assert self.said(kind) != YOUNG[kind]

    @pytest.mark.parametrize("line", ["suicide", "violence", "sexuelle", "traite", "tel_jeunes"])
    def test_number(self, line, tmp_path, monkeypatch, book):
        book["lines"][line]["phone"] = "1 800 555-0100"
        self.change(tmp_path, monkeypatch, book)
        assert [kind for kind in YOUNG if self.said(kind) != YOUNG[kind]]


class TestClosingQuestion:
    def test_asked_after_a_crise_only(self):
        assert closing_question(verdict("violence")) == "Es-tu en danger en ce moment?"
        assert (
            closing_question(verdict("violence"), "proche")
            == "Est-ce que quelqu'un est en danger en ce moment?"
        )
        other = [closing_question(verdict("violence", language=one), "amie") for one in ("fr", "en")]
        assert other == ["Est-elle en danger en ce moment?", "Is someone in danger right now?"]
        assert closing_question(verdict("violence_en_cours")) is None
        assert closing_question(Verdict(NONE)) is None

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_fits_an_sms(self, language):
        for profile in PROFILES:
            question = closing_question(verdict("traite", language=language), profile)
            assert question is not None
            assert set(question) <= TestSms.GSM7
