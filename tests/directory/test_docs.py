"""docs/directory.md names what there is: every command, path, value and setting; its counts are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from directory.cli import directory_app
from directory.database import URL_VARIABLE
from directory.exchange.rows import problems_of
from directory.hsds.openapi import document
from directory.models import ACCESS_ATTRIBUTES, ACCESS_MODES, CONFIDENCES, GENDERS, VISIBILITIES
from directory.starter import read_starter
from tests.directory.conftest import listing

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "directory.md").read_text(encoding="utf-8")
POLICY = (ROOT / "docs" / "repertoire.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(get_command(directory_app).commands))  # type: ignore[attr-defined]
def test_every_command_is_told(command: str) -> None:
    assert f"sentier directory {command}" in TEXT


@pytest.mark.parametrize("path", sorted(document("https://exemple.org/hsds")["paths"]))
def test_every_path_is_told(path: str) -> None:
    assert f"/hsds{path}" in TEXT


def test_every_parameter_is_told() -> None:
    told = set(re.findall(r"`(\w+)(?:=\w+)?`", TEXT))
    for operations in document("https://exemple.org/hsds")["paths"].values():
        for parameter in operations["get"].get("parameters", ()):
            name = parameter.get("name")
            assert name in (None, "id", "full_service") or name in told, name


@pytest.mark.parametrize(
    "word", [URL_VARIABLE, *ACCESS_ATTRIBUTES, *ACCESS_MODES, *CONFIDENCES, *GENDERS, *VISIBILITIES]
)
def test_every_value_is_told(word: str) -> None:
    assert f"`{word}`" in TEXT


def test_three_fields_are_enough_for_a_listing() -> None:
    short = {"id": "neuf", "name": "Neuf", "areas": listing("neuf")["areas"]}
    assert not list(problems_of(short, 1))


def test_counts_of_the_policy_are_those_of_the_data() -> None:
    listings = read_starter()
    assert f"Les {len(listings)} fiches" in POLICY
    for confidence, word in (("high", "haute"), ("medium", "moyenne"), ("low", "basse")):
        assert re.search(
            rf"\b{sum(1 for o in listings if o['confidence'] == confidence)} .{{0,25}}{word}", POLICY
        )
    silent = sum(1 for one in listings if not one["phones"])
    unknown = sum(1 for one in listings if not one["opening_hours"])
    assert f"{silent} n'ont pas de numéro" in POLICY
    assert f"de {unknown} fiches" in POLICY
    assert f"{silent} of {len(listings)} have no number, and for {unknown}" in TEXT
