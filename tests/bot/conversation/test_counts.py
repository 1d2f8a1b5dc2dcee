"""What a turn counts: words of the vocabulary, once per conversation; and how counts reach the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation import counts
from bot.conversation.counts import COUNTED, BadVeilleSetting, Counts, is_on
from bot.conversation.rehearsal import rehearsing
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversation, Conversations, conversation_id
from directory.database import Database, create_database
from directory.models import VeilleCount
from directory.veille.errors import CountInvalid
from directory.veille.measures import Event
from tests.bot.conversation.test_turn import StubEngine
from tests.detector import rules_only

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
ASKED: dict[str, Any] = {"text": "Voici.", "custom": {COUNTED: [["near", "hebergement"]]}}
SLOTS = {"place": {"name": "Gatineau", "region": "07"}, "profile": "proche"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = create_database(f"sqlite:///{tmp_path / 'counts.db'}")
    made.migrate()
    yield made
    made.close()


def counted(database: Database | None = None) -> Counts:
    return Counts(database, lambda: NOW)


def conversation(channel: str = "web") -> Conversation:
    return Conversation(channel, engine={"slots": SLOTS})


def rows(database: Database) -> dict[tuple[Any, ...], int]:
    with database.session() as session:
        found = session.execute(select(VeilleCount.__table__))
        return {tuple(row)[:-1]: row.n for row in found}


def test_a_need_is_seen_along_each_axis_and_never_across() -> None:
    held, kept = conversation("sms"), counted()
    kept.turn(held, (), [ASKED])
    assert kept.waiting() == {
        (MONDAY, "near", "hebergement", "region", "07"): 1,
        (MONDAY, "near", "hebergement", "channel", "sms"): 1,
        (MONDAY, "near", "hebergement", "profile", "proche"): 1,
    }


def test_one_woman_who_repeats_counts_once() -> None:
    held, kept = conversation(), counted()
    for outcome in ("near", "none", "near"):
        said = [{"custom": {COUNTED: [[outcome, "hebergement"], ["full", "hebergement"]]}}]
        kept.turn(held, ("violence",), said)
    regions = {key[1:3]: n for key, n in kept.waiting().items() if key[3] == "region"}
    assert regions == {("near", "hebergement"): 1, ("full", "hebergement"): 1, ("danger", "violence"): 1}


@pytest.mark.parametrize("channel", ["terminal", "banc", ""])
def test_only_people_who_ask_for_help_are_counted(channel: str) -> None:
    kept = counted()
    kept.turn(conversation(channel), ("violence",), [ASKED])
    assert kept.waiting() == {}


@pytest.mark.parametrize(
    "said",
    [
        {"custom": {COUNTED: [["near", "je m'appelle Josée"]]}},
        {"custom": {COUNTED: [["mon chum me bat", "hebergement"]]}},
        {"custom": {COUNTED: [["danger", "hebergement"]]}},
        {"custom": {COUNTED: "texte"}},
        {"custom": {COUNTED: [["near"]]}},
    ],
)
def test_free_text_is_never_counted(said: dict[str, Any]) -> None:
    held, kept = conversation(), counted()
    kept.turn(held, (), [said])
    assert kept.waiting() == {}
    assert held.counted == ()


def test_a_place_is_a_region_or_nothing() -> None:
    with pytest.raises(CountInvalid, match="vocabulary"):
        Event("near", "hebergement", "J9X 1A1", "web", "personne")


async def test_the_turn_counts_a_danger_even_when_the_engine_is_down() -> None:
    kept = counted()
    assistant = Assistant(None, rules_only(), Conversations(), kept)
    identity = conversation_id(assistant.conversations.open("web"))
    for _ in range(2):
        await assistant.answer(identity, text="mon chum me bat")
    assert kept.waiting()[MONDAY, "danger", "violence", "region", ""] == 1


async def test_a_rehearsal_counts_nothing() -> None:
    kept = counted()
    assistant = Assistant(StubEngine(ASKED), rules_only(), Conversations(), kept)
    identity = conversation_id(assistant.conversations.open("web"))
    with rehearsing():
        await assistant.answer(identity, text="mon chum me bat, je cherche une place")
    assert kept.waiting() == {}


def test_batches_add_up_in_the_database(database: Database) -> None:
    one, other = counted(database), counted(database)
    for kept in (one, other, one):
        kept.turn(conversation(), (), [ASKED])
        assert kept.flush()
    assert rows(database)[MONDAY, "near", "hebergement", "region", "07"] == 3
    assert one.waiting() == {}


def test_a_database_that_is_down_loses_nothing(tmp_path: Path) -> None:
    broken = create_database(f"sqlite:///{tmp_path / 'none.db'}")
    kept = counted(broken)
    kept.turn(conversation(), (), [ASKED])
    assert not kept.flush()
    kept.turn(conversation(), (), [ASKED])
    assert kept.waiting()[MONDAY, "near", "hebergement", "region", "07"] == 2
    broken.migrate()
    assert kept.flush()
    assert rows(broken)[MONDAY, "near", "hebergement", "region", "07"] == 2
    broken.close()


def test_what_waits_is_bounded() -> None:
    kept = Counts(None, lambda: NOW, most=4)
    kept.turn(conversation(), ("violence", "suicide", "traite"), [ASKED])
    assert len(kept.waiting()) == 4


def test_stopping_writes_what_waits(database: Database) -> None:
    kept = counted(database)
    kept.start(seconds=60)
    kept.turn(conversation(), (), [ASKED])
    kept.stop()
    assert sum(rows(database).values()) == 3


def test_a_week_is_the_finest_time(database: Database) -> None:
    for day in (23, 26, 29):
        # The last hours of a Sunday in Québec are Monday already in UTC.
        at = datetime(2026, 11, day, 4 if day == 23 else 12, tzinfo=UTC)
        kept = Counts(database, lambda at=at: at)
        kept.turn(conversation(), (), [ASKED])
        kept.flush()
    weeks = {key[0]: n for key, n in rows(database).items() if key[3] == "region"}
    assert weeks == {date(2026, 11, 16): 1, MONDAY: 2}


def _service(*codes: str, needs: tuple[str, ...] = ("hebergement",)) -> Any:
    return SimpleNamespace(region_codes=codes, needs=needs)


@pytest.mark.parametrize(
    ("services", "line", "region", "outcome"),
    [
        ([_service("07"), _service()], None, "07", "near"),
        ([_service("06", "07")], None, "07", "near"),
        ([_service("06"), _service()], None, "07", "far"),
        ([_service()], None, "07", "line"),
        ([], _service(), "07", "line"),
        ([_service("07", needs=("ecoute",))], _service(needs=("ecoute",)), "07", "none"),
        ([], None, "07", "none"),
        ([_service("06")], None, None, "line"),
        ([], None, None, "none"),
    ],
)
def test_what_was_found(services: list[Any], line: Any, region: str | None, outcome: str) -> None:
    referral: Any = SimpleNamespace(services=services, line=line)
    assert counts.answered(referral, ["hebergement"], region) == [[outcome, "hebergement"]]


def test_the_switch() -> None:
    assert is_on({})
    assert is_on({"SENTIER_VEILLE": "on"})
    assert not is_on({"SENTIER_VEILLE": " OFF "})
    with pytest.raises(BadVeilleSetting):
        is_on({"SENTIER_VEILLE": "peut-être"})
