"""The domain in two: without its words for training, its words for speaking."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from bot.conversation.domain import DOMAIN, BadDomain, responses, without_words
from bot.conversation.training import ROOT, fingerprint
from bot.conversation.wording import PresentWords


@pytest.fixture(scope="module")
def usual() -> Domain:
    return Domain.load(str(DOMAIN))


def test_the_words_are_those_that_rasa_reads(usual: Domain) -> None:
    assert responses() == usual.responses


def test_the_domain_without_words_is_the_same_otherwise(usual: Domain) -> None:
    bare = Domain.from_dict(without_words())
    assert {
        text for variations in bare.responses.values() for one in variations for text in one.values()
    } == {""}
    expected, found = usual.as_dict(), bare.as_dict()
    assert list(found.pop("responses")) == list(expected.pop("responses"))
    assert found == expected
    assert bare.action_names_or_texts == usual.action_names_or_texts


def test_the_words_of_the_model_are_never_said(usual: Domain) -> None:
    words = PresentWords(None, usual)
    words.responses = {"utter_bonjour": [{"text": ""}]}
    assert words.responses == responses()


def test_words_decide_no_model_and_the_rest_does(tmp_path: Path) -> None:
    for part in ("config.yml", "data", "bot"):
        (tmp_path / part).symlink_to(ROOT / part)

    def decided_by(change: str, instead: str) -> str:
        text = DOMAIN.read_text(encoding="utf-8")
        assert change in text
        (tmp_path / "domain.yml").write_text(text.replace(change, instead), encoding="utf-8")
        return fingerprint(tmp_path)

    assert decided_by("text:", "text:") == decided_by('text: "', 'text: "Bonjour. ') == fingerprint()
    assert decided_by("intents:\n", "intents:\n- another\n") != fingerprint()


@pytest.mark.parametrize("content", ["responses: [", "- a\n", "slots: {}\n", "responses: a\n"])
def test_a_domain_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "domain.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadDomain, match=r"^domain\.yml (cannot be read|holds no responses)"):
        responses(path)
    with pytest.raises(BadDomain, match="cannot be read"):
        responses(tmp_path / "none" / "domain.yml")
