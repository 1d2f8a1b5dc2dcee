"""What must be there before the assistant can answer: the directory, the danger model, the engine's model.

Each step says what it does; long ones show progress. Nothing is done twice for the same data.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
_PARTS = {"safety": "the danger detector", "engine": "the engine"}
"""What is trained, and its name in sentences."""

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


def prepare_models(*, engine_anew: bool = False) -> None:
    """Trains what the present data has no model for: the danger detector, the engine, both at once.

    With `engine_anew` the engine's model is trained even when it is there. Raises TrainingFailed, or
    EngineUnavailable when SENTIER_MODEL names a file that is not there.
    """
    parts = []
    if not _has_safety():
        parts.append("safety")
    path = model_path(ROOT)
    if not path.exists() and not engine_anew and MODEL_VARIABLE in os.environ:
        raise EngineUnavailable(f"There is no model at {path}; unset {MODEL_VARIABLE} or train one there.")
    if engine_anew or not path.exists():
        parts.append("engine")
    if parts:
        names = " and ".join(_PARTS[part] for part in parts)
        console.print(f"[bold]Training {names} (minutes, once).[/bold]")
        _train_apart(parts)


def _has_safety() -> bool:
    from bot.safety.training import FINGERPRINT_FILE, model_folder, train_if_needed

    folder = model_folder(ROOT)
    if train_if_needed(ROOT, dry_run=True):
        return False
    if not is_sealed(folder):
        # Not the files that were trained: made anew.
        (folder / FINGERPRINT_FILE).unlink(missing_ok=True)
        return False
    return True


def _train_apart(parts: Sequence[str]) -> None:
    """Trains each of `parts` in a process of its own: what training loads and needs ends with it.

    Raises TrainingFailed; the process has said why.
    """
    running = {
        part: subprocess.Popen([sys.executable, "-m", "bot.setup", part], cwd=ROOT)  # noqa: S603
        for part in parts
    }
    try:
        for part, process in running.items():
            if process.wait():
                raise TrainingFailed(f"Training {_PARTS[part]} did not end well; the lines above say why.")
            console.print(f"[green]✓[/green] {_PARTS[part].capitalize()}: trained")
    finally:
        for process in running.values():
            process.terminate()
            process.wait()


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


def start_engine(conversations: Conversations) -> Engine:
    """The engine, loaded from the model that `prepare_models` made; raises EngineUnavailable without it."""
    path = model_path(ROOT)
    if not path.exists():
        raise EngineUnavailable(f"There is no model at {path}: run `sentier train`.")
    engine = Engine(path, conversations)
    with step("Engine: loading the model"):
        engine.start()
    # What was loaded stays as long as the process: the collector need not walk through it during a turn.
    gc.collect()
    gc.freeze()
    return engine


def _train(part: str) -> None:
    """What a process started by `_train_apart` does."""
    from bot.privacy.logs import configure_logging
    from bot.safety.training import model_folder, train_if_needed

    quiet_environment()
    # Rasa explains every rule; and that the detector, trained beside, is not there yet troubles nobody.
    configure_logging("ERROR")
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
