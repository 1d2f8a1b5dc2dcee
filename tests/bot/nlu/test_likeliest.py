"""The likeliest answers to a question of many, by what was fitted on the encoder's vectors."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.errors import EngineUnavailable
from bot.nlu import likeliest
from bot.nlu.likeliest import LikeliestAnswers
from bot.nlu.messages import VECTOR
from bot.safety.encoder import Head
from bot.safety.stems import content_stems

HEAD = Head(
    ("", "plainte_delai", "plainte_duree"),
    np.zeros(2, dtype=np.float32),
    np.asarray([[0.0, 8.0, 0.0], [0.0, 0.0, 8.0]], dtype=np.float32),
    np.asarray([2.0, 0.0, 0.0], dtype=np.float32),
)

WORDS = np.asarray(
    ["", *(" ".join(content_stems(text)) for text in ("un délai pour la plainte", "la durée"))]
)


@pytest.fixture
def storage(tmp_path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture
def trained(storage: LocalModelStorage, monkeypatch: pytest.MonkeyPatch) -> LikeliestAnswers:
    """As a training keeps it and a server loads it."""
    monkeypatch.setattr(likeliest, "fitted_head", {"precise": (HEAD, WORDS)}.__getitem__)
    resource = LikeliestAnswers({"question": "precise"}, storage, Resource("precise")).train(TrainingData())
    return LikeliestAnswers.load({"question": "precise"}, storage, resource, None)  # type: ignore[arg-type]


def _heard(
    classifier: LikeliestAnswers, vector: list[float] | None, text: str = "quelle durée pour une plainte"
) -> list[dict[str, object]]:
    message = Message({"text": text})
    message.set(VECTOR, None if vector is None else np.asarray(vector, dtype=np.float32))
    classifier.process([message])
    return message.get("precise")  # type: ignore[no-any-return]


def test_the_likeliest_first_with_chances_that_make_one(trained: LikeliestAnswers) -> None:
    found = _heard(trained, [0.0, 1.0])
    assert [one["key"] for one in found] == ["plainte_duree", "", "plainte_delai"]
    assert sum(float(str(one["confidence"])) for one in found) == pytest.approx(1.0)
    assert _heard(trained, [0.0, 0.0])[0]["key"] == ""


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("les DURÉES?", ["plainte_duree", ""]),
        ("je porte plainte", ["", "plainte_delai"]),
        ("faut-tu que j'y dise ou que j'attende", [""]),
        ("", [""]),
    ],
)
def test_an_answer_needs_one_word_of_its_wordings(
    trained: LikeliestAnswers, text: str, keys: list[str]
) -> None:
    found = _heard(trained, [0.0, 1.0], text)
    assert [one["key"] for one in found] == keys
    assert sum(float(str(one["confidence"])) for one in found) == pytest.approx(1.0)


def test_without_a_vector_nothing_is_said(trained: LikeliestAnswers) -> None:
    assert _heard(trained, None) is None


def test_a_lost_file_is_a_sentence(storage: LocalModelStorage) -> None:
    with storage.write_to(Resource("precise")) as folder:
        (folder / "other").write_bytes(b"")
    with pytest.raises(EngineUnavailable, match="answers by meaning cannot be read"):
        LikeliestAnswers.load({"question": "precise"}, storage, Resource("precise"), None)  # type: ignore[arg-type]
