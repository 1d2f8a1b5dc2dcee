"""Training writes what loading reads, once per change of the data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.safety.data import data_of
from bot.safety.detector import Detector
from bot.safety.training import FINGERPRINT_FILE, TrainingDataMissing, model_folder, train, train_if_needed


@pytest.fixture
def few(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a model that learns in no time and knows nothing: what is tested is the files."""
    folder = tmp_path_factory.mktemp("few")
    shutil.copytree(small_data, folder, dirs_exist_ok=True)
    lines = (folder / "voix_p01.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "voix_p01.jsonl").write_text("".join(lines[:60]), encoding="utf-8")
    (folder / "voix_s01.jsonl").unlink()
    return folder


def test_model_of_two_voices_loads(small_model: Path) -> None:
    assert Detector.load(small_model).status()["model"]
    assert (small_model / FINGERPRINT_FILE).is_file()


def test_trained_once_per_change_of_the_data(few: Path, tmp_path: Path) -> None:
    shutil.copytree(few, data_of(tmp_path))
    assert train_if_needed(tmp_path, dry_run=True)
    assert not model_folder(tmp_path).exists()
    assert train_if_needed(tmp_path)
    assert not train_if_needed(tmp_path)
    with (data_of(tmp_path) / "voix_p01.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert train_if_needed(tmp_path, dry_run=True)


def test_without_encoder_says_so_and_trains(few: Path, tmp_path: Path) -> None:
    said: list[str] = []
    train(few, tmp_path, said.append)
    assert any("without sentence meaning" in words for words in said)
    assert Detector.load(tmp_path).status() == {"rules": True, "model": True, "meaning": False}


def test_nothing_to_train_on(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataMissing, match="no labelled messages"):
        train(tmp_path, tmp_path / "out")
