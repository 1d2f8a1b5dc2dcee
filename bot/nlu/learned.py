"""What the encoder was taught about understanding (bot/safety/teaching), for the training of components.

With what was fitted on its vectors afterwards (bot/safety/teaching/wordings.py).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import TrainingFailed
from bot.safety.data import DATA_FOLDER
from bot.safety.encoder import FITTED_FILE, LEARNED_FILE, EncoderFileError, Head, name_of

Words = npt.NDArray[np.str_]


def learned_file() -> Path:
    """The file of it. Raises TrainingFailed without one: a model of n-grams alone would understand less."""
    path = DATA_FOLDER / LEARNED_FILE
    if not path.is_file():
        raise TrainingFailed(f"{path} is not there: what the encoder learned comes with the project's data.")
    return path


def learned_head(question: str) -> Head:
    """What it was taught about `question` ("intent", "need", "profile"); raises TrainingFailed."""
    try:
        return Head.read(learned_file(), question)
    except EncoderFileError as problem:
        raise TrainingFailed(str(problem)) from problem


def fitted_head(question: str) -> tuple[Head, Words]:
    """What was fitted about `question` ("precise", "told") for this encoder, and the words of its answers.

    The words: (labels,), the stems of each label's wordings, spaces between. Raises TrainingFailed.
    """
    path = DATA_FOLDER / FITTED_FILE
    try:
        head = Head.read(path, question)
        with np.load(path, allow_pickle=False) as arrays:
            encoder = str(arrays["encoder"])
            words: Words = arrays[f"{question}.words"]
    except (EncoderFileError, KeyError, OSError, ValueError) as problem:
        raise TrainingFailed(f"{problem} Run python -m bot.safety.teaching.wordings.") from problem
    if encoder != name_of(learned_file()):
        raise TrainingFailed(f"{path} is of another encoder; run python -m bot.safety.teaching.wordings.")
    return head, words
