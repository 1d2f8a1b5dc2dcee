"""Without what the encoder learned nothing is trained: a weaker model must not be made without a word."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rasa.engine.exceptions import GraphComponentException
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.conversation import training
from bot.errors import TrainingFailed
from bot.nlu import learned
from bot.nlu.classifiers import IntentClassifier, NeedClassifier, ProfileClassifier
from bot.nlu.featurizer import FrenchFeaturizer
from bot.safety.encoder import LEARNED_FILE

NO_STORAGE = cast(ModelStorage, None)


def test_it_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert learned.learned_head("intent").labels


@pytest.mark.parametrize("component", [IntentClassifier, NeedClassifier, ProfileClassifier])
def test_a_classifier_is_not_trained_without_it(
    component: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learned, "DATA_FOLDER", tmp_path)
    with pytest.raises(TrainingFailed, match=r"learned\.npz is not there"):
        component({}, NO_STORAGE, Resource("")).train(TrainingData())


def test_the_featurizer_is_not_trained_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "DATA_FOLDER", tmp_path)
    with pytest.raises(TrainingFailed, match=r"learned\.npz is not there"):
        FrenchFeaturizer({}, NO_STORAGE, Resource("")).train(TrainingData())


def test_a_damaged_file_is_a_sentence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / LEARNED_FILE).parent.mkdir()
    (tmp_path / LEARNED_FILE).write_bytes(b"no archive")
    monkeypatch.setattr(learned, "DATA_FOLDER", tmp_path)
    with pytest.raises(TrainingFailed, match=r"cannot be read in learned\.npz"):
        learned.learned_head("intent")


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (TrainingFailed("What it needs is not there."), TrainingFailed),
        (KeyError("x"), GraphComponentException),
    ],
)
def test_the_sentence_comes_through_rasa(
    cause: Exception, expected: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_: Any) -> None:
        raise GraphComponentException("Error running graph component.") from cause

    for name in ("config.yml", "domain.yml", *training._CODE, *training._LEARNED):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(training.ROOT / name, tmp_path / name)
    monkeypatch.delenv(training.MODEL_VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "rasa.model_training", SimpleNamespace(train=failing))
    with pytest.raises(expected) as caught:
        training.train(tmp_path)
    assert caught.value is cause or caught.value.__cause__ is cause
