"""The runner itself, without the engine: what it reads, and at which instant it plays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.messages import BotMessage, Reply
from bot.conversation.rehearsal import current
from bot.privacy.conversations import Conversations
from tests.conversations import runner
from tests.conversations.runner import Conversation, load, play

NIGHT = "2026-12-05T02:00:00-05:00"


class Clocked:
    """An assistant that only keeps the instants it is asked at."""

    def __init__(self) -> None:
        self.conversations = Conversations()
        self.instants: list[tuple[datetime | None, datetime | None]] = []

    async def answer(self, identity: str, text: str, at: datetime | None) -> Reply:
        rehearsal = current()
        self.instants.append((at, rehearsal.at if rehearsal else None))
        return Reply((BotMessage("Bonjour."),))


def written(folder: Path, head: str, monkeypatch: pytest.MonkeyPatch) -> list[Conversation]:
    (folder / "one.yml").write_text(f"- name: a\n  {head}\n  turns:\n  - say: allo\n", encoding="utf-8")
    monkeypatch.setattr(runner, "HERE", folder)
    return list(load())


@pytest.mark.parametrize("value", [f'"{NIGHT}"', NIGHT])
async def test_a_conversation_takes_place_at_its_instant(tmp_path, monkeypatch, value) -> None:
    [conversation] = written(tmp_path, f"at: {value}", monkeypatch)
    assistant: Any = Clocked()
    await play(assistant, conversation, {})
    assert assistant.instants == [(datetime.fromisoformat(NIGHT),) * 2]


async def test_without_an_instant_it_is_a_turn_like_any_other(tmp_path, monkeypatch) -> None:
    [conversation] = written(tmp_path, "channel: web", monkeypatch)
    assistant: Any = Clocked()
    await play(assistant, conversation, {})
    assert assistant.instants == [(None, None)]


def test_an_instant_without_its_offset_is_refused(tmp_path, monkeypatch) -> None:
    with pytest.raises(ValueError, match="offset"):
        written(tmp_path, 'at: "2026-12-05T02:00:00"', monkeypatch)


def test_every_file_can_be_read_and_names_its_conversations_once() -> None:
    names = [conversation.name for conversation in load()]
    assert names
    assert len(set(names)) == len(names)
