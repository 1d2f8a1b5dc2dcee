"""Needs as the label rules want them: many in a request, elsewhere only what is plain."""

from __future__ import annotations

from typing import cast

import pytest
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifiers import NeedClassifier
from bot.nlu.messages import NEED

THRESHOLD = 0.24


def needs(intent: str, sure: float, chances: dict[str, float]) -> list[str]:
    """What is written on a message of that intent when the model gives these chances."""
    message = Message({"text": "un message"})
    name, _, key = intent.partition("/")
    message.set("intent", {"name": name, "confidence": sure})
    if key:
        message.set("response_selector", {name: {"response": {"intent_response_key": intent}}})
    # Nothing is stored or loaded here.
    classifier = NeedClassifier({"threshold": THRESHOLD}, cast(ModelStorage, None), Resource("needs"))
    best_first = dict(sorted(chances.items(), key=lambda item: -item[1]))
    classifier.apply(message, best_first)
    return sorted(found["value"] for found in message.get("entities") or [] if found["entity"] == NEED)


def test_a_request_says_every_need_above_the_threshold() -> None:
    chances = {"hebergement": 0.9, "juridique": 0.3, "ecoute": 0.2}
    assert needs("demander_ressource", 0.99, chances) == ["hebergement", "juridique"]


def test_a_request_says_at_least_the_likeliest() -> None:
    assert needs("demander_ressource", 0.99, {"hebergement": 0.1, "ecoute": 0.05}) == ["hebergement"]


@pytest.mark.parametrize("intent", ["signaler_danger", "parler_comme_intervenant", "question/vivre_apres"])
def test_elsewhere_a_need_must_be_plain(intent: str) -> None:
    assert needs(intent, 0.99, {"hebergement": 0.5}) == []
    assert needs(intent, 0.99, {"hebergement": 0.9}) == ["hebergement"]


def test_where_no_intent_is_sure_a_need_may_be_less_plain() -> None:
    assert needs("signaler_danger", 0.3, {"argent_dettes": 0.5}) == ["argent_dettes"]


def test_a_question_carries_its_subject_and_what_is_plain() -> None:
    chances = {"juridique": 0.05, "argent_dettes": 0.5, "immigration": 0.9}
    assert needs("question/loi_prostitution", 1.0, chances) == ["immigration", "juridique"]


def test_a_question_on_children_is_about_the_likelier_of_both() -> None:
    chances = {"protection_jeunesse": 0.6, "parentalite": 0.4}
    assert needs("question/garde_enfants_dpj", 1.0, chances) == ["protection_jeunesse"]


def test_small_talk_asks_for_nothing() -> None:
    assert needs("saluer", 0.4, {"hebergement": 0.95}) == []


def test_who_pays_and_who_leaves_are_not_one_person() -> None:
    chances = {"acheteurs": 0.8, "sortie_prostitution": 0.6}
    assert needs("demander_ressource", 1.0, chances) == ["acheteurs"]
