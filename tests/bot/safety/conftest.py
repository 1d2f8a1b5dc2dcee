"""A small danger model trained once, on real examples, for the tests that need one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.safety.data import DATA_FOLDER
from bot.safety.detector import Detector
from bot.safety.model import DECISION_FILE
from bot.safety.training import train
from tests.detector import rules_only as without_a_model


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of two voices and the measured weights, a stricter threshold for so small a model."""
    folder = tmp_path_factory.mktemp("safety-data")
    for name in ("voix_p01.jsonl", "voix_s01.jsonl"):
        (folder / name).write_bytes((DATA_FOLDER / name).read_bytes())
    decisions = json.loads((DATA_FOLDER / DECISION_FILE).read_text(encoding="utf-8"))
    decisions["alone"]["danger"] = 0.4
    (folder / DECISION_FILE).write_text(json.dumps({"alone": decisions["alone"]}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small_model(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model trained on `small_data`."""
    folder = tmp_path_factory.mktemp("safety-model")
    train(small_data, folder)
    return folder


@pytest.fixture(scope="session")
def detector(small_model: Path) -> Detector:
    """Rules and n-grams."""
    return Detector.load(small_model)


@pytest.fixture(scope="session")
def rules_only() -> Detector:
    """What answers on a machine where nothing was trained."""
    return without_a_model()
