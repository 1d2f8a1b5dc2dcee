"""What stands in one reply: no word on what is not near above others that help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.referral import show_services
from bot.conversation import referrals
from bot.conversation.case import Case, Place

TOWNS = (
    None,
    Place("Montréal", "06"),
    Place("Matane", "01"),
    Place("La Tuque", "04"),
    Place("Québec", "03"),
)


@pytest.fixture(scope="module", autouse=True)
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from tests.directory.conftest import copy_starter

    folder: Path = tmp_path_factory.mktemp("list")
    patch = pytest.MonkeyPatch()
    patch.setenv("SENTIER_DATABASE_URL", f"sqlite:///{folder / 'directory.db'}")
    referrals.shared_database.cache_clear()
    copy_starter(referrals.shared_database())
    yield
    patch.undo()
    referrals.shared_database.cache_clear()


def shown(case: Case) -> dict[str, Any]:
    said = CollectingDispatcher()
    show_services(said, case, "utter_refer")
    custom: dict[str, Any] = said.messages[0]["custom"]
    return custom


def test_above_a_list_that_helps_nothing_is_said_of_what_is_not_near() -> None:
    case = Case(needs=("papiers_identite",), place=Place("La Tuque", "04"))
    found = referrals.find_services(case)
    assert any(note.kind == "far" for note in found.notes)
    custom = shown(case)
    assert any(one["phones"] and not one["line"] for one in custom["services"])
    assert "far" not in [note["kind"] for note in custom["notes"]]
    assert custom["services"][0]["reasons"][0] == "partout au Québec"
