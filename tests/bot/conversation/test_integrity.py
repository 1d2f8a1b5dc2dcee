"""Another file than the one that was trained is not loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.engine import Engine
from bot.conversation.integrity import check_model, is_sealed, seal_folder, seal_model, sum_file, sum_of
from bot.errors import EngineUnavailable
from bot.privacy.conversations import Conversations


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "sentier-0123456789ab.tar.gz"
    path.write_bytes(b"a model")
    return path


def test_the_trained_one_is_accepted(model: Path) -> None:
    seal_model(model)
    check_model(model, {})
    assert sum_file(model).name == "sentier-0123456789ab.tar.sha256"


@pytest.mark.parametrize("beside", ["0" * 64, "", "\n", "é", "a model"])
def test_another_is_refused(model: Path, beside: str) -> None:
    sum_file(model).write_text(beside, encoding="utf-8")
    with pytest.raises(EngineUnavailable, match="sentier train"):
        check_model(model, {})


def test_one_changed_after_training_is_refused(model: Path) -> None:
    seal_model(model)
    model.write_bytes(b"a modem")
    with pytest.raises(EngineUnavailable, match="not the one that was trained"):
        check_model(model, {})


def test_one_without_a_sum_is_refused(model: Path) -> None:
    with pytest.raises(EngineUnavailable, match="no checksum"):
        check_model(model, {})


def test_the_pin_of_the_configuration_wins(model: Path) -> None:
    seal_model(model)
    check_model(model, {"SENTIER_MODEL_SHA256": sum_of(model).upper()})
    with pytest.raises(EngineUnavailable, match="SENTIER_MODEL_SHA256"):
        check_model(model, {"SENTIER_MODEL_SHA256": "0" * 64})


def test_the_engine_does_not_open_it(model: Path) -> None:
    engine = Engine(model, Conversations())
    with pytest.raises(EngineUnavailable, match="no checksum"):
        engine.start()
    assert not engine.ready
    engine.stop()


def test_a_folder_is_sealed_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    assert not is_sealed(tmp_path)
    seal_folder(tmp_path)
    assert is_sealed(tmp_path)
    (tmp_path / "c").write_bytes(b"3")
    assert not is_sealed(tmp_path)
    (tmp_path / "c").unlink()
    assert is_sealed(tmp_path)
    (tmp_path / "b").write_bytes(b"changed")
    assert not is_sealed(tmp_path)
    (tmp_path / "b").unlink()
    assert not is_sealed(tmp_path)
    assert not is_sealed(tmp_path / "absent")
