"""Training the engine: which model belongs to the present data, and making it when there is none."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import yaml

from bot.conversation.domain import DOMAIN, without_words
from bot.conversation.integrity import seal_model
from bot.errors import TrainingFailed
from bot.safety.training import TEXT_CODE

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path("models")
MODEL_VARIABLE = "SENTIER_MODEL"
_SOURCES = ("config.yml",)
_FOLDERS = ("data/nlu", "data/stories", "bot/nlu")
_CODE = tuple(f"bot/safety/{name}" for name in (*TEXT_CODE, "encoder.py", "meaning.py", "stems.py"))
_LEARNED = ("data/safety/encoder/learned.npz", "data/safety/encoder/fitted.npz")


def fingerprint(root: Path = ROOT) -> str:
    """Twelve hex digits of everything that decides the trained model."""
    digest = hashlib.sha256(version("rasa").encode())
    digest.update(json.dumps(without_words(root / DOMAIN.name)).encode())
    files = [root / name for name in (*_SOURCES, *_CODE, *_LEARNED)]
    for folder in _FOLDERS:
        files += sorted(path for path in (root / folder).rglob("*") if path.suffix in (".yml", ".py"))
    for path in files:
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def model_path(root: Path = ROOT) -> Path:
    """Where the model of the present data is, or would be; SENTIER_MODEL names another file."""
    if chosen := os.environ.get(MODEL_VARIABLE):
        return Path(chosen)
    return root / MODELS / f"sentier-{fingerprint(root)}.tar.gz"


def train(root: Path = ROOT, say: Callable[[str], None] = print) -> Path:
    """Trains the Rasa model of the present data; returns its path. Raises TrainingFailed in a sentence."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.engine.exceptions import GraphComponentException
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    target = model_path(root)
    previous = Path.cwd()
    try:
        # Component names in config.yml are import paths from the project root.
        os.chdir(root)
        with tempfile.TemporaryDirectory() as folder:
            domain = Path(folder) / DOMAIN.name
            domain.write_text(yaml.safe_dump(without_words(root / DOMAIN.name)), encoding="utf-8")
            result = rasa_train(
                domain=str(domain),
                config="config.yml",
                training_files=["data/nlu", "data/stories"],
                output=str(MODELS),
                fixed_model_name=target.name.removesuffix(".tar.gz"),
                force_training=True,
            )
    except GraphComponentException as problem:
        # A component says in a sentence why it cannot be trained; Rasa wraps it.
        if isinstance(problem.__cause__, TrainingFailed):
            raise problem.__cause__ from problem
        raise
    except RasaException as problem:
        raise TrainingFailed(f"Rasa could not train: {type(problem).__name__}: {problem}") from problem
    finally:
        os.chdir(previous)
    if result.model is None or not target.exists():
        raise TrainingFailed("Rasa ended without a model; run `rasa train` to see why.")
    seal_model(target)
    for old in (root / MODELS).glob("sentier-*"):
        if not old.name.startswith(target.name.removesuffix(".tar.gz")):
            old.unlink()
    say(f"Model {target.name} written.")
    return target
