"""What is missing is trained, both models at once, and a failure says which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot import setup
from bot.errors import EngineUnavailable, TrainingFailed

ENDS_WELL, FAILS, GOES_ON = "pass", "raise SystemExit(2)", "import time; time.sleep(60)"


Popen = subprocess.Popen


class Trainings:
    """Programs of a line each in the place of the trainings."""

    def __init__(self, programs: dict[str, str]) -> None:
        self.programs = programs
        self.started: dict[str, subprocess.Popen[bytes]] = {}

    def __call__(self, command: list[str], cwd: Path) -> subprocess.Popen[bytes]:
        part = command[-1]
        self.started[part] = Popen([sys.executable, "-c", self.programs[part]], cwd=cwd)
        return self.started[part]


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def prepared(programs: dict[str, str], *, safety: bool = False, engine: bool = False) -> Trainings:
        model = tmp_path / "model.tar.gz"
        if engine:
            model.touch()
        trainings = Trainings(programs)
        monkeypatch.setattr(setup, "_has_safety", lambda: safety)
        monkeypatch.setattr(setup, "model_path", lambda _: model)
        monkeypatch.setattr(setup.subprocess, "Popen", trainings)
        return trainings

    monkeypatch.delenv("SENTIER_MODEL", raising=False)
    return prepared


def test_both_are_trained_side_by_side(train, tmp_path: Path) -> None:
    # The first ends only when the second has begun: one after the other, it would fail.
    begun = tmp_path / "begun"
    waits = f"""
import pathlib, time
begun, limit = pathlib.Path({str(begun)!r}), time.monotonic() + 20
while not begun.exists():
    assert time.monotonic() < limit
    time.sleep(0.05)
"""
    trainings = train({"safety": waits, "engine": f"open({str(begun)!r}, 'w')"})
    setup.prepare_models()
    assert [process.returncode for process in trainings.started.values()] == [0, 0]


@pytest.mark.parametrize(
    ("there", "anew", "expected"),
    [
        ({"safety": True, "engine": True}, False, []),
        ({"safety": True}, False, ["engine"]),
        ({"engine": True}, False, ["safety"]),
        ({"safety": True, "engine": True}, True, ["engine"]),
    ],
)
def test_only_what_is_missing_is_trained(train, there, anew, expected) -> None:
    trainings = train({"safety": ENDS_WELL, "engine": ENDS_WELL}, **there)
    setup.prepare_models(engine_anew=anew)
    assert list(trainings.started) == expected


def test_a_failure_says_which_and_stops_the_other(train) -> None:
    trainings = train({"safety": FAILS, "engine": GOES_ON})
    with pytest.raises(TrainingFailed, match="danger detector"):
        setup.prepare_models()
    assert trainings.started["engine"].poll() is not None


def test_a_model_that_was_named_is_not_trained_in_its_place(train, monkeypatch) -> None:
    trainings = train({"engine": ENDS_WELL}, safety=True)
    monkeypatch.setenv("SENTIER_MODEL", "elsewhere.tar.gz")
    with pytest.raises(EngineUnavailable, match="unset SENTIER_MODEL"):
        setup.prepare_models()
    assert trainings.started == {}
