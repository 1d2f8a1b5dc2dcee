"""How often the precise question that a message asks gets its answer, on wordings that were not taught.

Each message is taken as the first of a talk: read by the engine, then by what the conversation makes of it
(bot/conversation/second_reading.py). Format: data/evaluation/README.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.case import Case
from bot.conversation.engine import Engine
from bot.conversation.precise import precise_need
from bot.conversation.second_reading import reread
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


def report_precise(
    engine: Engine, name: str, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    """The lines to print, and the messages that got another answer than theirs, with both keys."""
    given = asyncio.run(answers_given(engine, [str(row["text"]) for row in rows]))
    pairs = list(zip(rows, given, strict=True))
    asking = [(str(row["asks"]), key) for row, key in pairs if row["asks"]]
    others = [key for row, key in pairs if not row["asks"]]
    lines = [
        f"{name} (precise questions, {len(rows)} messages)",
        f"  its own answer: {Share(sum(asks == key for asks, key in asking), len(asking))}",
        f"  another precise answer: {Share(sum(key not in ('', asks) for asks, key in asking), len(asking))}",
        f"  a precise answer where none is asked: {Share(sum(bool(key) for key in others), len(others))}",
    ]
    wrong = [f"{row['id']} {row['asks'] or '-'} -> {key or '-'}" for row, key in pairs if row["asks"] != key]
    return lines, wrong
