"""Several workers on a real PostgreSQL: none of their counts is lost, and they publish the same numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from bench.refer_postgresql import private_server
from directory.database import Database, create_database
from directory.models import VeilleCount, VeilleRelease
from directory.veille.publication import make
from directory.veille.statements import ASKED, TOTAL
from directory.veille.weeks import Period, Season
from tests.e2e.conftest import ROOT
from tests.postgresql import or_skip

pytestmark = pytest.mark.e2e

WORKERS, TURNS = 4, 50
PERIOD = Period(Season(2026, 3), 2)
TODAY = date(2026, 11, 28)
# A worker: its own buffer, turns of several conversations, a flush after each few, as fast as it can.
WORKER = """
import random, sys
from datetime import datetime, timezone
from bot.conversation.counts import COUNTED, Counts
from bot.privacy.conversations import Conversation
from directory.database import create_database

seed, turns = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
counts = Counts(create_database(), lambda: datetime(2026, 11, 18, 12, tzinfo=timezone.utc))
needs = ["hebergement", "juridique", "dependances", "ecoute", "traite"]
for turn in range(turns):
    held = Conversation("web", engine={"slots": {"place": {"region": "07"}, "profile": "personne"}})
    chance.shuffle(needs)
    counts.turn(held, ("violence", "traite"), [{"custom": {COUNTED: [["near", need] for need in needs]}}])
    if turn % 3 == 0:
        assert counts.flush(), "the database did not take the counts"
counts.stop()
assert counts.waiting() == {}
"""
MAKER = """
from datetime import date
from directory.database import create_database
from directory.veille.publication import make
from directory.veille.weeks import Period, Season
print(sorted(make(create_database(), Period(Season(2026, 3), 2), date(2026, 11, 28)).shown.items()))
"""


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """A migrated database on a private server."""
    with or_skip(private_server()) as url:
        made = create_database(url)
        made.migrate()
        yield made
        made.close()


def _run(database: Database, program: str, *arguments: str) -> subprocess.Popen[str]:
    import os

    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "SENTIER_DATABASE_URL": database.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_workers_count_at_once_adds_up(database: Database) -> None:
    workers = [_run(database, WORKER, str(seed), str(TURNS)) for seed in range(WORKERS)]
    for worker in workers:
        _, problems = worker.communicate(timeout=300)
        assert worker.returncode == 0, problems
    with database.session() as session:
        rows = {
            (row.measure, row.subject, row.axis, row.value): row.n
            for row in session.execute(select(VeilleCount.__table__))
        }
    assert len(rows) == 7 * 3
    assert set(rows.values()) == {WORKERS * TURNS}


def test_two_that_publish_at_once_publish_the_same(database: Database) -> None:
    makers = [_run(database, MAKER) for _ in range(2)]
    said = []
    for maker in makers:
        out, problems = maker.communicate(timeout=400)
        assert maker.returncode == 0, problems
        said.append(out)
    assert said[0] == said[1]
    with database.session() as session:
        assert session.query(VeilleRelease).count() == 1
    assert make(database, PERIOD, TODAY).number(ASKED, TOTAL, "07") == WORKERS * TURNS * 5
