"""Only the models that were trained here are loaded: a model file names the classes to import, so it is code.

`sentier train` writes the SHA-256 of each model beside it. A model without one, or with another one, is not
loaded. Whoever can change a model may change what lies beside it too: SENTIER_MODEL_SHA256 pins the sum from
outside (deploy/ keeps it with the configuration, not with the models).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import EngineUnavailable

PIN_VARIABLE = "SENTIER_MODEL_SHA256"
SEAL = "seal.sha256"
"""In a folder of model files: their sums, as sha256sum writes them."""


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, 64 hex digits. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sum_file(model: Path) -> Path:
    """Where the sum of `model` stands."""
    return model.with_suffix(".sha256")


def seal_model(model: Path) -> None:
    """Writes the sum of a model just trained. Raises OSError."""
    sum_file(model).write_text(sum_of(model) + "\n", encoding="ascii")


def check_model(model: Path, environment: Mapping[str, str] | None = None) -> None:
    """Raises EngineUnavailable, in a sentence, when `model` is not the file that was trained."""
    values = os.environ if environment is None else environment
    pinned = values.get(PIN_VARIABLE, "").strip().lower()
    beside = sum_file(model)
    try:
        wanted = pinned or beside.read_text(encoding="ascii").split()[0].lower()
    except (OSError, UnicodeDecodeError, IndexError) as problem:
        raise EngineUnavailable(
            f"The model {model.name} has no checksum ({beside.name}), so nobody knows who made it. "
            "Delete it and run `sentier train`; or, if you trained it, write its SHA-256 there."
        ) from problem
    try:
        found = sum_of(model)
    except OSError as problem:
        raise EngineUnavailable(f"The model {model} cannot be read: {problem.strerror}.") from problem
    if not hmac.compare_digest(found, wanted):
        against = PIN_VARIABLE if pinned else beside.name
        raise EngineUnavailable(
            f"The model {model.name} is not the one that was trained: its checksum is not that of {against}. "
            "Delete it and run `sentier train`."
        )


def seal_folder(folder: Path) -> None:
    """Writes the sums of all files of `folder` just trained. Raises OSError."""
    lines = [f"{sum_of(file)}  {file.name}" for file in _files(folder)]
    unfinished = folder / f".{SEAL}"
    unfinished.write_text("\n".join(lines) + "\n", encoding="utf-8")
    unfinished.replace(folder / SEAL)


def is_sealed(folder: Path) -> bool:
    """Whether every file of `folder` is the one that was sealed, none more and none less."""
    try:
        lines = (folder / SEAL).read_text(encoding="utf-8").splitlines()
        wanted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        return wanted == {file.name: sum_of(file) for file in _files(folder)}
    except (OSError, UnicodeDecodeError):
        return False


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name.lstrip(".") != SEAL)
