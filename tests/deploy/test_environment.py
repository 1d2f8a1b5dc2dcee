"""deploy/.env.example names every variable that the code reads, and none else; so do the documents."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "deploy" / ".env.example"
DOCUMENTS = ("docs/developer.md", "docs/integrator.md", "docs/sms.md", "docs/deploy.md")
# Read by scripts/setup only, before there is a server.
NOT_OF_THE_SERVER = {"SENTIER_PYTHON"}
_NAME = re.compile(r"SENTIER_[A-Z0-9]+(?:_[A-Z0-9]+)*")


@lru_cache(maxsize=1)
def read_by_the_code() -> frozenset[str]:
    """Every SENTIER_ word that is a whole string of the code: the name of a variable."""
    found: set[str] = set()
    for folder in ("bot", "directory", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and _NAME.fullmatch(node.value)
                ):
                    found.add(node.value)
    return frozenset(found)


def in_the_example() -> set[str]:
    """The variables that a line of the example sets, commented or not."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return {match[1] for line in lines if (match := re.match(r"#?(SENTIER_[A-Z0-9_]+)=", line))}


def test_the_example_is_the_code() -> None:
    assert in_the_example() == read_by_the_code() - NOT_OF_THE_SERVER


def test_each_is_documented() -> None:
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    missing = {name for name in read_by_the_code() if f"`{name}`" not in text}
    assert missing == set()


def test_the_example_holds_no_secret() -> None:
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        name, _, value = line.lstrip("#").partition("=")
        if name in {"SENTIER_SECRET", "SENTIER_TWILIO_TOKEN", "SENTIER_METRICS_TOKEN"} or "PASSWORD" in name:
            assert value == "", name


def test_other_files_name_no_variable_that_nobody_reads() -> None:
    known = read_by_the_code() | NOT_OF_THE_SERVER | {"SENTIER_UPSTREAM"}
    for file in (ROOT / "deploy").rglob("*"):
        if file.is_file():
            unknown = set(_NAME.findall(file.read_text(encoding="utf-8"))) - known
            assert unknown == set(), file
