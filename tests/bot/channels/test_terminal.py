"""The conversation in the terminal, over a stub engine: what `--trace` shows is what the turn used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels import terminal
from bot.channels.terminal import talk
from bot.conversation.rendering import service_lines
from directory.database import Database
from tests.bot.paths.stub import assistant_over
from tests.directory.conftest import starter

__all__ = ["starter"]


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """What somebody types, then the end of the input."""
    waiting: Iterator[str] = iter(lines)

    def read(prompt: str) -> str:
        try:
            return next(waiting)
        except StopIteration as end:
            raise EOFError from end

    monkeypatch.setattr("builtins.input", read)


def traced(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_the_trace_is_of_the_message_as_the_turn_read_it(
    starter: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant, engine = assistant_over(starter)
    typed(monkeypatch, "où dormir, mon numéro 819 555-0100")
    talk(assistant, trace=True)
    danger, parsed = traced(capsys.readouterr().out)
    assert danger["safety"]["level"] == "aucun"
    assert parsed["entities"] == [{"entity": "need", "value": "hebergement"}]
    # The engine heard the message once, and without the number.
    assert len(engine.asked) == 1
    assert "555" not in engine.asked[0]


def test_the_trace_of_a_danger_says_why(
    starter: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant, _ = assistant_over(starter)
    typed(monkeypatch, "je veux mourir", "", "efface tout", "allo")
    talk(assistant, trace=True)
    output = capsys.readouterr().out
    assert "1 866 277-3553" in output
    safety = traced(output)[0]["safety"]
    assert (safety["level"], safety["kinds"]) == ("crise", ["suicide"])
    assert safety["reasons"]


def test_a_listing_checked_long_ago_says_so() -> None:
    service = {
        "name": "Maison",
        "phones": [],
        "reasons": [],
        "verified": "pas vérifié depuis plus de 90 jours",
    }
    assert service_lines(service) == ["• Maison", "    pas vérifié depuis plus de 90 jours"]
    assert service_lines({**service, "verified": None}) == ["• Maison"]


def test_without_trace_only_the_conversation_is_shown(
    starter: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant, _ = assistant_over(starter)
    typed(monkeypatch, "où dormir")
    talk(assistant, trace=False)
    output = capsys.readouterr().out
    assert "Voici des services." in output
    assert traced(output) == []


def test_the_engine_stops_whatever_happens(monkeypatch: pytest.MonkeyPatch, starter: Database) -> None:
    class Engine:
        stopped = False

        def stop(self) -> None:
            self.stopped = True

    def broken(*given: object) -> None:
        raise ZeroDivisionError

    engine = Engine()
    monkeypatch.setattr(terminal, "shared_database", lambda: starter)
    monkeypatch.setattr(terminal, "shared_detector", lambda: None)
    monkeypatch.setattr(terminal, "start_engine", lambda conversations: engine)
    for name in ("prepare_directory", "prepare_models", "leave_no_dumps", "configure_logging"):
        monkeypatch.setattr(terminal, name, lambda *given: None)
    monkeypatch.setattr(terminal, "talk", broken)
    with pytest.raises(ZeroDivisionError):
        terminal.run(trace=False)
    assert engine.stopped
