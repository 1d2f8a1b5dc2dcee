"""The whole detector: verdicts, context, layers that fail alone, hostile strings."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.safety import Context, Detector, Verdict
from bot.safety.model import DECISION_FILE, NGRAMS
from bot.safety.verdict import (
    CRISIS,
    KINDS,
    LEVELS,
    NONE,
    STRANGER,
    STRANGULATION,
    THROAT,
    UNTAKEN,
    URGENCE,
)


def test_danger_has_level_kinds_reasons_and_language(detector: Detector) -> None:
    verdict = detector.assess("mon ex m'a frappée samedi pis j'ai peur de lui")
    assert verdict.level == CRISIS
    assert verdict.kinds == ("violence",)
    assert any(reason.startswith("rule:violence/") for reason in verdict.reasons)
    assert verdict.language == "fr"


@pytest.mark.parametrize(
    "text", ["bonjour", "je cherche un avocat à Gatineau", "merci beaucoup", "", "   ", "?!"]
)
def test_ordinary_message_is_no_danger(detector: Detector, text: str) -> None:
    assert detector.assess(text) == Verdict(language="fr")


def test_reasons_never_quote_the_message(detector: Detector) -> None:
    verdict = detector.assess("mon chum Kevinoux me bat au 12 rue Zébulon")
    assert verdict.danger
    assert not any("kevinoux" in reason.lower() or "bulon" in reason.lower() for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i want to die", "en"),
        ("my boyfriend hits me and took my passport", "en"),
        ("mi esposo me golpea", "es"),
        ("me quitaron los papeles y no puedo salir", "es"),
        ("je veux mourir", "fr"),
        ("he locked me in son condo pis là y cherche son fusil", "fr"),
    ],
)
def test_language_of_the_reply(detector: Detector, text: str, language: str) -> None:
    verdict = detector.assess(text)
    assert verdict.danger
    assert verdict.language == language


def test_graver_kind_stands_alone(rules_only: Detector) -> None:
    kinds = rules_only.assess("je vais me tuer ce soir, je veux mourir").kinds
    assert "suicide_imminent" in kinds
    assert "suicide" not in kinds


def test_infant_alone_is_urgent(rules_only: Detector) -> None:
    verdict = rules_only.assess("elle a laissé le bébé tout seul dans l'appartement")
    assert (verdict.level, verdict.kinds) == (URGENCE, ("enfant_en_danger",))


class TestSigns:
    @pytest.mark.parametrize(
        ("text", "before", "throat"),
        [
            ("ma voix est toute enrouée depuis", ("violence",), True),
            ("j'ai de la misère à manger, la gorge me brûle", ("violence_en_cours",), True),
            ("my voice is hoarse since then", ("violence",), True),
            ("il m'a étranglée hier, j'ai perdu la voix", (), True),
            ("ma voix est toute enrouée depuis", (), False),
            ("j'ai mal au genou depuis", ("violence",), False),
        ],
    )
    def test_a_throat_that_changed_after_violence(
        self, rules_only: Detector, text: str, before: tuple[str, ...], throat: bool
    ) -> None:
        verdict = rules_only.assess(text, Context(open_kinds=before))
        assert (THROAT in verdict.reasons) is throat
        if throat:
            assert STRANGULATION in verdict.reasons
            assert {"violence", "violence_en_cours"} & set(verdict.kinds)

    def test_short_breath_after_a_strangling_is_an_emergency_without_poison(
        self, rules_only: Detector
    ) -> None:
        verdict = rules_only.assess("j'ai de la misère à respirer", Context(open_kinds=("violence",)))
        assert verdict.level == URGENCE
        assert {THROAT, UNTAKEN} <= set(verdict.reasons)

    def test_what_was_taken_stays_an_overdose(self, rules_only: Detector) -> None:
        text = "elle respire mal, elle a pris du fentanyl"
        verdict = rules_only.assess(text, Context(open_kinds=("violence",)))
        assert not {THROAT, UNTAKEN} & set(verdict.reasons)

    @pytest.mark.parametrize(
        ("text", "stranger"),
        [
            ("un homme me suit depuis le dépanneur", True),
            ("chu suivie, un gars que j'ai jamais vu me suit", True),
            ("y'a une auto qui me suit, je suis suivie depuis le pont", True),
            ("quelqu'un me suit", True),
            ("mon ex me suit depuis le dépanneur", False),
            ("quelqu'un me suit, c'est mon ex", False),
            ("y'a un char qui me suit, je suis suivie par mon mari", False),
            ("un client me suit dans la rue", False),
            ("je suis suivie", False),
        ],
    )
    def test_followed_by_a_stranger_and_not_by_an_ex(
        self, rules_only: Detector, text: str, stranger: bool
    ) -> None:
        verdict = rules_only.assess(text)
        assert "violence_en_cours" in verdict.kinds
        assert (STRANGER in verdict.reasons) is stranger

    def test_in_a_long_message_what_was_taken_or_who_is_known_may_stand_elsewhere(
        self, rules_only: Detector
    ) -> None:
        far = " on regardait passer les bateaux au bord de la rivière." * 60
        assert UNTAKEN in rules_only.assess_long("elle respire plus." + far).reasons
        assert UNTAKEN not in rules_only.assess_long("elle respire plus." + far + " le fentanyl").reasons
        assert STRANGER in rules_only.assess_long("quelqu'un me suit." + far).reasons
        assert STRANGER not in rules_only.assess_long("quelqu'un me suit." + far + " mon mari").reasons


class TestConversation:
    ASKED = Context(pending_question="danger")

    @pytest.mark.parametrize(
        "text", ["oui", "Oui.", "ouin", "oui là", "OUI", "yes", "sí", "je sais pas", "mets-en", "un peu"]
    )
    def test_yes_to_the_question_is_a_danger(self, rules_only: Detector, text: str) -> None:
        verdict = rules_only.assess(text, self.ASKED)
        assert verdict.level == URGENCE
        assert verdict.reasons == ("context:confirmed",)

    @pytest.mark.parametrize(
        "text", ["non", "nope", "pas là", "non ça va", "oui non je suis correcte", "pas en ce moment"]
    )
    def test_no_to_the_question_is_none(self, rules_only: Detector, text: str) -> None:
        assert rules_only.assess(text, self.ASKED).level == NONE

    def test_yes_without_the_question_is_none(self, rules_only: Detector) -> None:
        assert rules_only.assess("oui").level == NONE
        assert rules_only.assess("oui", Context(pending_question="place")).level == NONE

    def test_yes_says_the_kind_that_is_open(self, rules_only: Detector) -> None:
        verdict = rules_only.assess("oui", Context("danger", ("suicide",)))
        assert verdict.kinds == ("suicide",)

    def test_danger_stays_open_until_she_says_otherwise(self, rules_only: Detector) -> None:
        verdict = rules_only.assess("mon chum me bat")
        open_kinds = rules_only.still_open("mon chum me bat", verdict)
        assert open_kinds == ("violence",)
        place = rules_only.assess("je suis à Gatineau", Context(open_kinds=open_kinds))
        assert (
            rules_only.still_open("je suis à Gatineau", place, Context(open_kinds=open_kinds)) == open_kinds
        )
        over = "c'est beau, il est parti, je suis en sécurité"
        calm = rules_only.assess(over, Context(open_kinds=open_kinds))
        assert rules_only.still_open(over, calm, Context(open_kinds=open_kinds)) == ()

    @pytest.mark.parametrize(
        ("text", "kinds"),
        [
            ("il me frappe encore, vite", ("violence_en_cours",)),
            ("y me bat encore", ("violence_en_cours",)),
            ("il me frappe toujours", ("violence_en_cours",)),
            ("il m'a encore frappée hier", ("violence",)),
            ("il m'a déjà frappée", ("violence",)),
        ],
    )
    def test_while_he_strikes_what_goes_on_is_of_now(
        self, rules_only: Detector, text: str, kinds: tuple[str, ...]
    ) -> None:
        assert rules_only.assess(text, Context(open_kinds=("violence_en_cours",))).kinds == kinds
        assert rules_only.assess(text).kinds == ("violence",)

    def test_another_danger_closes_nothing(self, rules_only: Detector) -> None:
        text = "il est parti mais je veux mourir"
        before = Context(open_kinds=("violence",))
        verdict = rules_only.assess(text, before)
        assert rules_only.still_open(text, verdict, before) == ("suicide", "violence")


class TestFailsAlone:
    def test_without_model_the_rules_answer(self, rules_only: Detector) -> None:
        assert rules_only.status() == {"rules": True, "model": False, "meaning": False}
        assert ["run `sentier train`" in problem for problem in rules_only.problems] == [True]
        assert rules_only.assess("je veux mourir").kinds == ("suicide",)

    @pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 99}', "\x00\x01"])
    @pytest.mark.parametrize("name", [f"{NGRAMS}.json", f"{NGRAMS}.npz", DECISION_FILE])
    def test_damaged_file_leaves_the_rules(
        self, small_model: Path, tmp_path: Path, name: str, damage: str
    ) -> None:
        for file in small_model.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
        (tmp_path / name).write_text(damage, encoding="utf-8")
        broken = Detector.load(tmp_path)
        assert broken.status() == {"rules": True, "model": False, "meaning": False}
        assert broken.assess("mon chum me bat").kinds == ("violence",)

    def test_decision_of_other_labels_leaves_the_rules(self, small_model: Path, tmp_path: Path) -> None:
        for file in small_model.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
        decisions = json.loads((tmp_path / DECISION_FILE).read_text(encoding="utf-8"))
        decisions["alone"]["bias"] = [0.0]
        (tmp_path / DECISION_FILE).write_text(json.dumps(decisions), encoding="utf-8")
        assert Detector.load(tmp_path).status()["model"] is False

    def test_layer_that_raises_is_left_out_of_the_verdict(
        self, small_model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        detector = Detector.load(small_model)

        def fail(_layer: object, text: str, *_: object, **__: object) -> None:
            raise RuntimeError(text)

        monkeypatch.setattr(type(detector.model), "read", fail)
        assert detector.assess("je veux mourir").kinds == ("suicide",)
        monkeypatch.setattr(type(detector.rules), "find", fail)
        assert detector.assess("je veux mourir").level == NONE
        assert "mourir" not in caplog.text


def _hostile() -> list[str]:
    chance = random.Random(7)
    strings = [
        "\ud800 je veux mourir \udfff",
        "z̸̡̛͙a̶l̴g̵o̷ " * 300,
        "🆘" * 2000,
        "a" * 5000,
        "je veux mourir " * 400,
        "\x00\x01\x02\x1b[31m",
        "‮je veux mourir",
        "j\u200be v\u200be\u200bu\u200bx m\u200bo\u200bu\u200br\u200bi\u200br",
        "((((((((((" * 500,
        "il " * 1600,
        "m a " * 1200,
        "٣١ 漢字 עברית عربى",
        "'" * 3000,
        "<script>alert(1)</script>",
        "%s%n{0}{HE}",
    ]
    for _ in range(60):
        strings.append(
            "".join(
                chr(chance.choice([*range(32, 0x250), *range(0x2000, 0x2100), *range(0x1F300, 0x1F600)]))
                for _ in range(chance.randint(1, 400))
            )
        )
    return strings


@pytest.mark.parametrize("text", _hostile(), ids=lambda text: f"{len(text)} characters")
def test_no_string_raises(detector: Detector, text: str) -> None:
    verdict = detector.assess(text, Context("danger", ("violence",)))
    assert verdict.level in LEVELS
    assert set(verdict.kinds) <= set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "j\u200be v\u200be\u200bu\u200bx m\u200bo\u200bu\u200br\u200bi\u200br",
        "JE VEUX MOURIR!!!!!!",
        "je   veux\n\nmourir",
        "je veux mourir 😭😭😭",
        "\ud800 je veux mourir \udfff",
    ],
)
def test_disguise_does_not_hide_a_danger(rules_only: Detector, text: str) -> None:
    assert rules_only.assess(text).kinds == ("suicide",)


def test_imports_no_engine() -> None:
    """The package stands alone: no Rasa, no TensorFlow, nothing else of the project, even when it answers."""
    code = (
        "import sys\n"
        "from bot.safety import Detector\n"
        "Detector.load(None).assess('je veux mourir')\n"
        "heavy = {'rasa', 'tensorflow', 'spacy', 'sklearn', 'scipy', 'torch'} & set(sys.modules)\n"
        "own = {name for name in sys.modules if name.startswith(('bot.', 'directory', 'actions'))}\n"
        "own = {name for name in own if not name.startswith('bot.safety')}\n"
        "print(sorted(heavy | own))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "[]"
