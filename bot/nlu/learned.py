"""What the encoder was taught about understanding (bot/safety/teaching), for the training of components."""

from __future__ import annotations

from pathlib import Path

from bot.errors import TrainingFailed
from bot.safety.data import DATA_FOLDER
from bot.safety.encoder import LEARNED_FILE, EncoderFileError, Head


def learned_file() -> Path:
    """The file of it. Raises TrainingFailed without one: a model of n-grams alone would understand less."""
    path = DATA_FOLDER / LEARNED_FILE
    if not path.is_file():
        raise TrainingFailed(f"{path} is not there: what the encoder learned comes with the project's data.")
    return path


def learned_head(question: str) -> Head:
    """What it answers to `question` ("intent", "need", "profile"); raises TrainingFailed."""
    try:
        return Head.read(learned_file(), question)
    except EncoderFileError as problem:
        raise TrainingFailed(str(problem)) from problem
