"""What the trained engine makes of messages as they are typed; hostile ones included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation.turn import Assistant
from bot.evaluation.commands import understand

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.engine


async def test_a_texto_with_a_need_a_wish_and_a_place(assistant: Assistant) -> None:
    understood, _ = await understand(
        assistant._engine, "chu tanné jveux pu faire sa, ya tu une place ou dormir à sherby"
    )
    assert understood.intent == "demander_ressource"
    assert "hebergement" in understood.needs
    assert understood.place is not None
    assert (understood.place["name"], understood.place["region"]) == ("Sherbrooke", "05")


async def test_personal_data_is_gone_before_anything_is_understood(assistant: Assistant) -> None:
    _, redacted = await understand(assistant._engine, "je m'appelle Cindy Lavertu, mon cell 514 555-0199")
    assert "Lavertu" not in redacted
    assert "0199" not in redacted


HOSTILE = {
    "zalgo": "h̷̛̦e̸l̶p̵ " * 40,
    "emoji": "😭" * 1000,
    "mixed scripts": "аide моi привет 你好 مرحبا" * 20,
    "zero width": "a\u200bi\u200bd\u200be" * 50,
    "right to left": "\u202e aide moi \u202c" * 30,
    "lone surrogates": "\ud83d aide \udc00",
    "one long word": "a" * 5000,
    "digits": "1" * 1000,
    "command": "/restart",
    "json": '/saluer{"place": "x"}',
    "nothing": "",
    "control": "\x00\x01\x02",
    "quotes": "'" * 1000,
    "repeated numbers": "cinq cent " * 200,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_messages_are_understood_as_something(assistant: Assistant, text: str) -> None:
    understood, _ = await understand(assistant._engine, text)
    assert understood.intent
    assert 0.0 <= understood.confidence <= 1.0


@pytest.mark.e2e
def test_analyse_reads_and_writes_jsonl(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "je cherche un avocat à Val-d'Or, j'ai 31 ans"},
        {"id": "2", "text": "c'est pour ma fille"},
        {"id": 3, "text": ""},
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "analyse"],
        cwd=ROOT,
        input="\n".join(json.dumps(row) for row in rows) + "\n",
        env={**os.environ, "SENTIER_DATABASE_URL": f"sqlite:///{tmp_path / 'directory.db'}"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["1", "2", 3]
    first = answers[0]
    assert " ".join(first) == (
        "id text intent confidence safety needs place age profile populations language redacted"
    )
    assert (first["intent"], first["needs"], first["age"]) == ("demander_ressource", ["juridique"], 31)
    assert first["place"] == {"name": "Val-d'Or", "region": "08", "ambiguous": []}
    assert first["safety"] == {"level": "aucun", "kinds": []}
    assert answers[1]["profile"] == "proche"


@pytest.mark.e2e
def test_analyse_names_the_line_it_cannot_read() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "analyse"],
        cwd=ROOT,
        input='{"id": 1, "text": "allo"}\nnot json\n',
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 2
    assert "Line 2" in ended.stderr
    assert "Traceback" not in ended.stderr
