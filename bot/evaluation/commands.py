"""The commands about understanding: `sentier train`, `analyse`, `evaluate`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from bot.conversation.engine import Engine
from bot.conversation.training import ROOT, model_path
from bot.conversation.understanding import Understanding
from bot.errors import SentierError
from bot.privacy.conversations import Conversations
from bot.privacy.logs import configure_logging
from bot.privacy.redaction import redact
from bot.safety.french import clean
from bot.setup import console, prepare_models, start_engine

HELD_OUT = Path("data/evaluation")


class BadRow(SentierError):
    """A line of the input is not what the command reads."""


def read_jsonl(
    stream: TextIO, name: str, required: tuple[str, ...] = ("id", "text")
) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL stream; raises BadRow with the line number at the first that is none."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise BadRow(f"Line {number} of {name} is not JSON.") from problem
        if not isinstance(row, dict) or any(key not in row for key in required):
            raise BadRow(f"Line {number} of {name} must be an object with {', '.join(required)}.")
        if not isinstance(row["text"], str):
            raise BadRow(f"Line {number} of {name}: text must be a string.")
        yield row


async def understand(engine: Engine, text: str) -> tuple[Understanding, str]:
    """What is understood of `text` as a person typed it, and the redacted text that was read."""
    redacted = redact(clean(text)).text
    return Understanding.from_parse(await engine.parse(redacted or " ")), redacted


def analyse_stream(source: TextIO, target: TextIO, explain: bool) -> None:
    """One line out for each line in, same id."""
    configure_logging("ERROR")
    prepare_models()
    engine = start_engine(Conversations())
    try:
        for row in read_jsonl(source, "standard input"):
            understood, redacted = asyncio.run(understand(engine, row["text"]))
            answer = {"id": row["id"], "text": row["text"], **understood.to_json(), "redacted": redacted}
            if explain:
                from bot.nlu.shared import shared_detector

                answer["safety"] = {
                    **answer["safety"],
                    "reasons": list(shared_detector().assess(redacted).reasons),
                }
            target.write(json.dumps(answer, ensure_ascii=False) + "\n")
            target.flush()
    finally:
        engine.stop()


def check_data(most: int) -> None:
    """Prints what a second reader should look at; `most` lines under each heading."""
    from bot.evaluation.data_check import problems, read_held_out
    from bot.safety.teaching.asked import ASKED_FOLDER, read_asked

    examples = read_asked(ROOT / ASKED_FOLDER)
    console.print(f"{len(examples)} training messages, {len({e.voice for e in examples})} voices")
    for heading, sentences in problems(examples, read_held_out(ROOT / HELD_OUT)).items():
        console.print(f"[bold]{heading}[/bold] ({len(sentences)})")
        for sentence in sentences[:most]:
            console.print(f"  {sentence}", markup=False, soft_wrap=True)


def train_everything(force: bool) -> None:
    """Trains what the present data needs and prints the held-out scores."""
    configure_logging("ERROR")
    there = model_path(ROOT).exists()
    if there and not force:
        console.print("The model of the present data is there already (train anew with --force).")
    prepare_models(engine_anew=force or not there)
    files = sorted((ROOT / HELD_OUT).glob("*.jsonl"))
    if files:
        evaluate_files(files, None)


def evaluate_files(files: list[Path], out: Path | None) -> None:
    """Prints scores for each file, by its format; see bot/evaluation/scores.py."""
    from bot.evaluation.scores import evaluate_file

    configure_logging("ERROR")
    prepare_models()
    engine = start_engine(Conversations())
    try:
        for file in files:
            try:
                with file.open(encoding="utf-8") as stream:
                    rows = list(read_jsonl(stream, str(file)))
            except OSError as problem:
                raise SentierError(f"{file} cannot be read: {problem.strerror}.") from problem
            evaluate_file(engine, file.stem, rows, out)
    finally:
        engine.stop()
