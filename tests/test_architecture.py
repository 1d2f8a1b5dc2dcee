"""Who may import whom. The safety detector and the directory must work when everything else is broken."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from directory.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ("rasa", "rasa_sdk", "tensorflow", "torch")
"""Libraries that not every room may import: heavy, or gone when the engine is broken."""
ROOMS: Mapping[str, tuple[str, ...]] = {
    "bot/safety": (),
    "bot/safety/teaching": ("bot/safety", "torch"),
    "directory": (),
    "bot/errors.py": (),
    "bot/privacy": ("bot/errors.py",),
    "bot/nlu": ("bot/safety", "directory", "bot/errors.py", "rasa"),
    "bot/conversation": (
        "bot/safety", "directory", "bot/errors.py", "bot/privacy", "bot/nlu", "rasa", "rasa_sdk",
    ),
    "actions": ("bot/safety", "directory", "bot/nlu", "bot/conversation", "rasa_sdk"),
    "bot/setup.py": (
        "bot/safety", "directory", "bot/errors.py", "bot/privacy", "bot/nlu", "bot/conversation",
    ),
    "bot/channels": (
        "bot/safety", "bot/errors.py", "bot/privacy", "bot/nlu", "bot/conversation", "bot/setup.py",
    ),
    "bot/paths": (
        "bot/safety", "directory", "bot/privacy", "bot/nlu", "bot/conversation", "bot/setup.py",
        "bot/channels",
    ),
    "bot/web": (
        "bot/safety", "directory", "bot/errors.py", "bot/privacy", "bot/nlu", "bot/conversation",
        "bot/setup.py", "bot/channels", "bot/paths",
    ),
    "bot/evaluation": (
        "bot/safety", "bot/safety/teaching", "directory", "bot/errors.py", "bot/privacy", "bot/nlu",
        "bot/conversation", "bot/setup.py",
    ),
    "bench": (
        "bot/safety", "bot/safety/teaching", "directory", "bot/privacy", "bot/nlu", "bot/conversation",
        "bot/setup.py", "bot/channels", "rasa", "rasa_sdk",
    ),
    "bot/cli.py": (
        "bot/safety", "directory", "bot/errors.py", "bot/setup.py", "bot/channels", "bot/paths", "bot/web",
        "bot/evaluation", "bench",
    ),
}  # fmt: skip
"""What each room imports, of the project and of ENGINE: from rooms above it only, so nothing goes round."""


def _imports(file: Path) -> set[str]:
    """Full names: "from a.b import c" may mean the module a.b.c."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}, line {node.lineno}: a relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _room(path: str) -> str | None:
    """The narrowest room that holds `path`, a file or the name of a module with slashes."""
    held = [
        room for room in ROOMS if f"{path.removesuffix('.py')}/".startswith(f"{room.removesuffix('.py')}/")
    ]
    return max(held, key=len, default=None)


def _files() -> Iterator[Path]:
    for folder in ("bot", "actions", "directory", "bench"):
        yield from sorted((ROOT / folder).rglob("*.py"))


@lru_cache(maxsize=1)
def _used() -> Mapping[str, Mapping[str, list[str]]]:
    """Room -> room or library that it imports -> where."""
    used: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file in _files():
        path = file.relative_to(ROOT).as_posix()
        room = _room(path)
        if room is None:
            assert path == "bot/__init__.py", f"{path} is in no room"
            continue
        for name in _imports(file):
            first = name.split(".")[0]
            other = first if first in ENGINE else _room(name.replace(".", "/"))
            if other not in (None, room):
                used[room][other].append(f"{path} imports {name}")
    return used


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_what_it_may(room: str) -> None:
    used = _used()[room]
    assert not [place for other in used.keys() - set(ROOMS[room]) for place in used[other]]


@pytest.mark.parametrize("room", ROOMS)
def test_no_leave_is_given_that_nobody_needs(room: str) -> None:
    assert set(ROOMS[room]) == set(_used()[room])


def test_no_import_goes_round() -> None:
    above: set[str] = set(ENGINE)
    for room, others in ROOMS.items():
        assert set(others) <= above, room
        above.add(room)


def test_the_developer_guide_holds_the_same_table() -> None:
    text = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
    section = text.partition("\n## Rooms\n")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "`" in line
    ]
    told = {
        room.strip("`"): set(re.findall(r"`([^`]+)`", imports))
        for room, _, imports in (row for row in rows if len(row) == 3)
    }
    assert told == {room: set(others) for room, others in ROOMS.items()}
    assert list(told) == list(ROOMS)


def test_only_the_engines_components_decide_its_fingerprint() -> None:
    """All of bot/nlu does (bot/conversation/training.py): a tool there would train every server anew."""
    config = read_yaml(ROOT / "config.yml")
    named = [entry["name"] for part in ("importers", "pipeline", "policies") for entry in config[part]]
    waiting = {name.rpartition(".")[0].replace(".", "/") for name in named if name.startswith("bot.nlu.")}
    needed: set[str] = set()
    while waiting:
        module = waiting.pop()
        needed.add(module)
        names = {name.replace(".", "/") for name in _imports(ROOT / f"{module}.py")}
        # "bot.nlu.age.find_age" is in the module bot.nlu.age.
        modules = {name if (ROOT / f"{name}.py").is_file() else name.rpartition("/")[0] for name in names}
        waiting |= {name for name in modules if name.startswith("bot/nlu/")} - needed
    held = {
        path.relative_to(ROOT).with_suffix("").as_posix() for path in (ROOT / "bot" / "nlu").rglob("*.py")
    }
    assert needed == held - {"bot/nlu/__init__"}


def test_one_gazetteer_serves_a_process() -> None:
    """25 MB each: only bench/plain, a program of its own, reads another."""
    reading = [
        file.relative_to(ROOT).as_posix()
        for file in _files()
        if "Gazetteer.load(" in file.read_text(encoding="utf-8")
    ]
    assert reading == ["directory/places/gazetteer.py", "bench/plain/actions.py", "bench/plain/project.py"]
