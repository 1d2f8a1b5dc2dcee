"""How often a message gets the answer, or the sentence that takes it up, which is its own: on new wordings.

The precise questions (`asks`) and the circumstances (`tells`) that are heard by their meaning. Each message
is taken as the first of a talk: read by the engine, then by what the conversation makes of it
(bot/conversation/second_reading.py, taking_up.py). Format: data/evaluation/README.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.case import Case
from bot.conversation.chances import chances_of
from bot.conversation.engine import Engine
from bot.conversation.precise import precise_need
from bot.conversation.second_reading import reread
from bot.conversation.taking_up import circumstance_meant, circumstance_told
from bot.safety.evaluation import Share


async def answers_given(engine: Engine, texts: Sequence[str]) -> list[str]:
    """The key of the precise answer that each of `texts` would get, "" for none."""
    return [_key_of(reread(await engine.parse(text), Case())) for text in texts]


def _key_of(parse: Mapping[str, Any]) -> str:
    if parse["intent"]["name"] != "question":
        return ""
    selected = parse["response_selector"]["question"]["response"]["intent_response_key"]
    key = str(selected).removeprefix("question/")
    return key if precise_need(key) is not None else ""


async def taken_up_as(engine: Engine, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The circumstance that each of `rows` is heard to tell, by words or by meaning, "" for none."""
    found = []
    for row in rows:
        text, profile = str(row["text"]), str(row.get("profile") or "personne")
        told = circumstance_told(text, profile)
        chances = chances_of(await engine.parse(text), "told")
        found.append(told.id if told else circumstance_meant(chances, profile) or "")
    return found


def report_precise(
    engine: Engine, name: str, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    """The lines to print, and the messages that got another answer than theirs, with both keys."""
    given = asyncio.run(answers_given(engine, [str(row["text"]) for row in rows]))
    said = ("its own answer", "another precise answer", "a precise answer where none is asked")
    return _report(f"{name} (precise questions, {len(rows)} messages)", said, "asks", rows, given)


def report_told(engine: Engine, name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """The same for what messages tell."""
    given = asyncio.run(taken_up_as(engine, rows))
    said = ("its own sentence", "another sentence", "a sentence where none is told")
    return _report(f"{name} (circumstances told, {len(rows)} messages)", said, "tells", rows, given)


def _report(
    title: str, said: tuple[str, str, str], note: str, rows: Sequence[Mapping[str, Any]], given: Sequence[str]
) -> tuple[list[str], list[str]]:
    pairs = list(zip(rows, given, strict=True))
    wanting = [(str(row[note]), key) for row, key in pairs if row[note]]
    others = [key for row, key in pairs if not row[note]]
    own, another, false = said
    lines = [
        title,
        f"  {own}: {Share(sum(wanted == key for wanted, key in wanting), len(wanting))}",
        f"  {another}: {Share(sum(key not in ('', wanted) for wanted, key in wanting), len(wanting))}",
        f"  {false}: {Share(sum(bool(key) for key in others), len(others))}",
    ]
    wrong = [f"{row['id']} {row[note] or '-'} -> {key or '-'}" for row, key in pairs if row[note] != key]
    return lines, wrong
