"""What must be there before the assistant can answer: the directory, the danger model, the engine's model.

Each step says what it does; long ones show progress. Nothing is done twice for the same data.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.conversation.engine import Engine
from bot.conversation.integrity import is_sealed, seal_folder
from bot.conversation.training import MODEL_VARIABLE, ROOT, model_path, train
from bot.errors import EngineUnavailable, SentierError, TrainingFailed
from bot.privacy.conversations import Conversations
from directory.database import Database
from directory.starter import ensure_starter

console = Console(stderr=True, highlight=False)

QUIET = {
    # Nothing leaves this machine, and TensorFlow (which Rasa imports) keeps its notices to itself.
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SANIC_HOST": "127.0.0.1",
    # Rasa prints a bar per policy otherwise.
    "LOG_LEVEL": "ERROR",
    # A turn is short: threads that spin for each other on two busy cores cost a hundred times what they save.
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
}


def quiet_environment() -> None:
    """Switches telemetry, crash reports and notices off; called first in every entry point."""
    os.environ.update(QUIET)
    # Notices of libraries about their own future; tests see ours all the same (pyproject.toml).
    warnings.simplefilter("ignore")


@contextmanager
def step(words: str) -> Iterator[None]:
    """Shows `words` with a moving mark while the block runs, and a tick after it."""
    with console.status(words):
        yield
    console.print(f"[green]✓[/green] {words}")


def prepare_directory(database: Database) -> None:
    """Migrates the directory's database and loads the starter data at the first start."""
    with step("Directory: opening and loading the starter data"):
        database.migrate()
        ensure_starter(database)


def prepare_safety() -> Path:
    """The folder of the danger model for the present data, trained if there is none."""
    from bot.safety.training import FINGERPRINT_FILE, model_folder, train_if_needed

    folder = model_folder(ROOT)
    if not train_if_needed(ROOT, dry_run=True):
        if is_sealed(folder):
            return folder
        # Not the files that were trained: made anew.
        (folder / FINGERPRINT_FILE).unlink(missing_ok=True)
    with step("Danger detector: training (a minute or less, once per change of its data)"):
        _apart("safety")
    return folder


def _apart(part: str) -> None:
    """Trains `part` in a process of its own: what training loads and needs ends with it.

    Raises TrainingFailed; the process has said why.
    """
    ended = subprocess.run([sys.executable, "-m", "bot.setup", part], cwd=ROOT, check=False)  # noqa: S603
    if ended.returncode:
        raise TrainingFailed("The training did not end well; the lines above say why.")


def train_with_progress() -> None:
    """Trains the engine's model, showing each stage and how much of it is done."""
    from bot.nlu.progress import listening

    with Progress(
        TextColumn("  {task.description:<46}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, share: float) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    bars.update(earlier, completed=1.0)
                tasks[stage] = bars.add_task(stage, total=1.0)
                if not console.is_terminal:
                    console.print(f"  {stage}")
            bars.update(tasks[stage], completed=share)

        with listening(show):
            train(ROOT, lambda words: console.print(f"[green]✓[/green] {words}"))
        for task in tasks.values():
            bars.update(task, completed=1.0)


def prepare_model() -> Path:
    """The engine's model for the present data, trained if there is none."""
    path = model_path(ROOT)
    if not path.exists() and MODEL_VARIABLE in os.environ:
        raise EngineUnavailable(f"There is no model at {path}; unset {MODEL_VARIABLE} or train one there.")
    if not path.exists():
        console.print(
            "[bold]The engine has no model for the present data: training it (minutes, once).[/bold]"
        )
        _apart("engine")
    return path


def start_engine(conversations: Conversations) -> Engine:
    """The engine, loaded."""
    path = prepare_model()
    engine = Engine(path, conversations)
    with step("Engine: loading the model"):
        engine.start()
    # What was loaded stays as long as the process: the collector need not walk through it during a turn.
    gc.collect()
    gc.freeze()
    return engine


def _train(part: str) -> None:
    """What the process started by `_apart` does."""
    from bot.safety.training import model_folder, train_if_needed

    quiet_environment()
    try:
        if part == "safety":
            train_if_needed(ROOT)
            seal_folder(model_folder(ROOT))
        else:
            train_with_progress()
    except SentierError as problem:
        console.print(f"[red]{type(problem).__name__}[/red]: {problem}", soft_wrap=True)
        raise SystemExit(2) from problem


if __name__ == "__main__":
    _train(sys.argv[1])
