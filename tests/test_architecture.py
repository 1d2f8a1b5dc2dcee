"""Who may import whom. The safety detector and the directory must work when everything else is broken."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RULES = {
    "bot/safety": ("rasa", "rasa_sdk", "tensorflow", "torch", "actions", "directory", "bot"),
    "directory": ("rasa", "rasa_sdk", "tensorflow", "actions", "bot"),
    "bot/privacy": ("rasa", "rasa_sdk", "tensorflow", "actions", "directory"),
    "bot/channels": ("rasa", "rasa_sdk", "tensorflow"),
    "bot/web": ("rasa", "rasa_sdk", "tensorflow"),
}
# The command that teaches the encoder (half an hour, by hand) trains a network; nothing that answers a person
# imports it.
EXEMPT = {("bot/safety/teaching", "torch")}
# A package may always import itself.
OWN = {"bot/safety": "bot.safety", "bot/privacy": "bot.privacy", "directory": "directory"}


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("package", RULES)
def test_imports(package: str) -> None:
    own = OWN.get(package)
    for file in (ROOT / package).rglob("*.py"):
        for name in _imports(file):
            if own and (name == own or name.startswith(own + ".")):
                continue
            first = name.split(".")[0]
            if (str(file.parent.relative_to(ROOT)), first) in EXEMPT:
                continue
            assert first not in RULES[package], f"{file.relative_to(ROOT)} imports {name}"
