"""What was asked, found, or failed: counted once per conversation, by week, without a word of anyone.

Actions say what happened beside their messages (`answered`, `happened`); the turn adds the channel, the
profile and the dangers; counts wait in memory and go to the database in batches (directory/veille). While the
database is down they keep waiting, up to `MOST_WAITING` rows; a person never waits for it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SentierError
from bot.privacy.conversations import Conversation
from directory.database import Database
from directory.errors import DirectoryError
from directory.refer import Referral
from directory.veille.errors import CountInvalid
from directory.veille.measures import DANGER, OUTCOMES, Event
from directory.veille.store import Key, add
from directory.veille.weeks import monday

VARIABLE = "SENTIER_VEILLE"
COUNTED = "counted"
"""Under this key of a message's `custom`: pairs of a measure and a need."""
_CHANNELS: Mapping[str, str] = {"web": "web", "page": "web", "sms": "sms"}
"""The channels people write on -> what is counted. Others (the terminal) are not people asking for help."""
FLUSH_SECONDS = 60.0
MOST_WAITING = 20_000
"""Rows kept while the database is away, more than three weeks can fill. Further ones are lost."""

logger = logging.getLogger(__name__)


class BadVeilleSetting(SentierError):
    """SENTIER_VEILLE is neither on nor off."""


def is_on(environment: Mapping[str, str] | None = None) -> bool:
    """Whether counting is on, as it is unless SENTIER_VEILLE=off; raises BadVeilleSetting."""
    given = (os.environ if environment is None else environment).get(VARIABLE, "").strip().casefold()
    if given not in ("", "on", "off"):
        raise BadVeilleSetting(f"{VARIABLE} is on or off.")
    return given != "off"


# ---- What the actions say.


def answered(referral: Referral, needs: Iterable[str], region: str | None) -> list[list[str]]:
    """What the answer to `needs` in `region` found, [outcome, need] each, to go under COUNTED."""
    return [[_outcome(referral, need, region), need] for need in needs]


def happened(problem: str, needs: Iterable[str]) -> list[list[str]]:
    """What went wrong (one of PROBLEMS) with services for `needs`, [problem, need] each."""
    return [[problem, need] for need in needs]


def _outcome(referral: Referral, need: str, region: str | None) -> str:
    """The best of what was shown for `need`. The line counts only where it is for that need."""
    shown = [*referral.services, *([referral.line] if referral.line is not None else [])]
    serving = [service for service in shown if need in service.needs]
    if region is not None and any(region in service.region_codes for service in serving):
        return "near"
    elsewhere = any(service.region_codes for service in serving)
    if elsewhere and region is not None:
        return "far"
    if serving:
        # Who said no region is sent to no region: what she gets answers for the whole province.
        return "line"
    return "none"


# ---- What the turn counts.


class Counts:
    """The counts of this process. Safe to use from several threads; `clock` gives an aware instant."""

    def __init__(
        self,
        database: Database | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST_WAITING,
    ) -> None:
        self._database = database
        self._clock = clock
        self._most = most
        self._waiting: dict[Key, int] = {}
        self._lock = threading.Lock()
        # One flush at a time: what is being written is not in `_waiting`.
        self._writing = threading.Lock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def turn(
        self, held: Conversation, kinds: Iterable[str], said: Sequence[Mapping[str, Any]] | None
    ) -> None:
        """Counts what one turn brought that this conversation had not brought before.

        `kinds`: dangers of the message; `said`: the engine's messages, None when it was down. Never raises.
        """
        channel = _CHANNELS.get(held.channel)
        if channel is None:
            return
        slots: Mapping[str, Any] = (held.engine or {}).get("slots") or {}
        region = (slots.get("place") or {}).get("region")
        profile = slots.get("profile") or "personne"
        for measure, subject in _happened(kinds, said or ()):
            once = f"{'asked' if measure in OUTCOMES else measure}:{subject}"
            if once in held.counted:
                continue
            try:
                self.note(Event(measure, subject, region, channel, profile))
            except CountInvalid as problem:
                # An action server of another version: its word is not counted, whatever it is.
                logger.error("count_refused", exc_info=problem)
                continue
            held.counted = (*held.counted, once)

    def note(self, event: Event) -> None:
        """Counts one event in the present week."""
        week = monday(self._clock())
        self._put_back({(week, event.measure, event.subject, *seen): 1 for seen in event.along()})

    def waiting(self) -> dict[tuple[date, str, str, str, str], int]:
        """The rows that are not in the database yet."""
        with self._lock:
            return dict(self._waiting)

    def _put_back(self, rows: Mapping[Key, int]) -> None:
        with self._lock:
            for key, n in rows.items():
                if key in self._waiting or len(self._waiting) < self._most:
                    self._waiting[key] = self._waiting.get(key, 0) + n

    # ---- To the database.

    def flush(self) -> bool:
        """Writes what waits; returns False, everything still waiting, when the database does not take it."""
        if self._database is None:
            return False
        with self._writing:
            with self._lock:
                rows, self._waiting = self._waiting, {}
            if not rows:
                return True
            try:
                with self._database.session() as session:
                    add(session, rows)
            except (DirectoryError, SQLAlchemyError, OSError) as problem:
                self._put_back(rows)
                logger.error("counts_waiting", exc_info=problem)
                return False
            return True

    def start(self, seconds: float = FLUSH_SECONDS) -> None:
        """Flushes every `seconds` in a thread, until `stop`."""
        self._over.clear()
        self._thread = threading.Thread(target=self._run, args=(seconds,), name="veille", daemon=True)
        self._thread.start()

    def _run(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            self.flush()

    def stop(self) -> None:
        """Ends the thread and flushes a last time."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None
        self.flush()


def _happened(kinds: Iterable[str], said: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """(measure, subject) of what a turn brought. A danger comes from the turn alone, never from an action."""
    yield from ((DANGER, kind) for kind in kinds)
    for message in said:
        pairs = (message.get("custom") or {}).get(COUNTED)
        for pair in pairs if isinstance(pairs, (list, tuple)) else ():
            if isinstance(pair, (list, tuple)) and len(pair) == 2 and pair[0] != DANGER:
                yield str(pair[0]), str(pair[1])
