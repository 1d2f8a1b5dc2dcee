"""Rasa's own commands work on this project as everyone knows them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation.training import model_path

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.e2e, pytest.mark.engine]


def rasa(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs `rasa …` in the project; reports and results go to `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.usefixtures("assistant")  # so that there is a model
def test_the_stories_are_predicted(tmp_path: Path) -> None:
    ended = rasa(
        "test", "core", "--stories", "tests/stories", "--model", str(model_path()), "--out", str(tmp_path),
        "--fail-on-prediction-errors", folder=tmp_path,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]


def test_the_data_is_valid(tmp_path: Path) -> None:
    ended = rasa("data", "validate", "--max-history", "3", folder=tmp_path)
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert "conflict" not in ended.stdout.lower().replace("no story structure conflicts", "")
