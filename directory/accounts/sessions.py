"""Sessions of the console: a random cookie, kept hashed, that ends after silence or after a day's work.

In the database and not in memory, so that `sentier users disable` ends them from another process.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from directory.models.account import Account, ConsoleSession

IDLE = timedelta(minutes=30)
"""Of silence."""
LONGEST = timedelta(hours=12)
"""However busy."""
SET_BACK = timedelta(minutes=5)
"""Machines may differ by so much; a session last seen later than that was seen by a clock set back since."""
_NOTED_EVERY = timedelta(minutes=1)
"""Not each request needs a write."""


@dataclass(frozen=True)
class Opened:
    """What goes into the cookie, and into the forms."""

    token: str
    csrf: str


@dataclass(frozen=True)
class Known:
    """Who a cookie belongs to. `to_note`: it is time to `note` that the session is in use."""

    account: Account
    csrf: str
    to_note: bool


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account: Account, at: datetime) -> Opened:
    """A new session of `account`, with identifiers nobody has seen before; forgets those that ended."""
    forget_ended(session, at)
    opened = Opened(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    session.add(
        ConsoleSession(
            id=_kept(opened.token), account_id=account.id, csrf=opened.csrf, opened_at=at, seen_at=at
        )
    )
    session.flush()
    return opened


def known(session: Session, token: str, at: datetime) -> Known | None:
    """Whose session `token` is, or None when it ended or never was. Writes nothing."""
    row = cast("ConsoleSession | None", session.get(ConsoleSession, _kept(token)))
    if row is None or at - row.seen_at >= IDLE or at - row.opened_at >= LONGEST:
        return None
    if max(row.seen_at, row.opened_at) - at > SET_BACK:
        # It would live on for as long as the clock was wrong.
        return None
    account = cast("Account | None", session.get(Account, row.account_id))
    if account is None or not account.active:
        return None
    return Known(account, row.csrf, at - row.seen_at >= _NOTED_EVERY)


def note(session: Session, token: str, at: datetime) -> None:
    """Note that the session is in use, so that silence is counted from now."""
    session.execute(update(ConsoleSession).where(ConsoleSession.id == _kept(token)).values(seen_at=at))


def close(session: Session, token: str) -> None:
    """End the session of that cookie."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.id == _kept(token)))


def close_all(session: Session, account_id: str) -> None:
    """End every session of the account."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.account_id == account_id))


def forget_ended(session: Session, at: datetime) -> None:
    """Remove sessions that ended by themselves."""
    session.execute(
        delete(ConsoleSession).where(
            or_(
                ConsoleSession.seen_at <= at - IDLE,
                ConsoleSession.opened_at <= at - LONGEST,
                ConsoleSession.seen_at > at + SET_BACK,
            )
        )
    )
