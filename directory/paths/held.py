"""Changes held back because they would change paths, until somebody accepts them with a word why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.errors import HeldChangeDecided, HeldChangeUnknown
from directory.models.path import ACCEPTED, REFUSED, WAITING, HeldChange
from directory.paths.comparing import PathDifference

LONGEST_WHY = 500


def hold(
    session: Session,
    *,
    kind: str,
    target: str,
    summary: str,
    payload: Mapping[str, Any],
    differences: Sequence[PathDifference],
    actor: str,
    role: str,
    at: datetime,
    reason: str = "",
) -> HeldChange:
    """Keep a change that was not made, and return it. ``payload`` is JSON that ``accept`` gives back.

    ``kind`` names the module that can make it ("listing"); ``target`` what it is about (an id); ``summary`` a
    French sentence; ``reason`` why its author wants it.
    """
    held = HeldChange(
        kind=kind,
        target=target,
        summary=summary,
        payload=json.dumps(payload, ensure_ascii=False),
        differences=json.dumps([one.to_json() for one in differences], ensure_ascii=False),
        state=WAITING,
        held_at=at,
        held_by=actor,
        held_role=role,
        reason=reason.strip(),
    )
    session.add(held)
    session.flush()
    audit.record(
        session, actor, role, "changement retenu", target, f"n° {held.id}, {len(differences)} parcours"
    )
    return held


def held_changes(session: Session, *, decided: bool = False) -> list[HeldChange]:
    """Those that wait, oldest first; all of them, newest first, when ``decided``."""
    wanted = select(HeldChange)
    if decided:
        wanted = wanted.order_by(HeldChange.id.desc()).limit(100)
    else:
        wanted = wanted.where(HeldChange.state == WAITING).order_by(HeldChange.id)
    return list(session.execute(wanted).scalars())


def held_change(session: Session, number: int) -> HeldChange:
    """The held change of that number; raises :class:`HeldChangeUnknown`."""
    found = session.get(HeldChange, number)
    if found is None:
        raise HeldChangeUnknown(f"There is no held change number {number}.")
    return cast(HeldChange, found)


def differences_of(held: HeldChange) -> list[PathDifference]:
    """The paths that the change would change."""
    return [PathDifference.from_json(one) for one in json.loads(held.differences)]


def accept(session: Session, number: int, *, why: str, actor: str, role: str, at: datetime) -> dict[str, Any]:
    """Accept a held change and return its payload: make the change in the same transaction.

    Raises :class:`HeldChangeUnknown`, and :class:`HeldChangeDecided` when it was decided before or without a
    word why.
    """
    held = _decided(session, number, ACCEPTED, why, actor, role, at)
    return cast(dict[str, Any], json.loads(held.payload))


def refuse(session: Session, number: int, *, why: str, actor: str, role: str, at: datetime) -> None:
    """Refuse a held change: it is never made. Raises as ``accept``."""
    _decided(session, number, REFUSED, why, actor, role, at)


def _decided(
    session: Session, number: int, state: str, why: str, actor: str, role: str, at: datetime
) -> HeldChange:
    held = held_change(session, number)
    why = why.strip()
    if held.state != WAITING:
        raise HeldChangeDecided(
            f"This change was decided before ({held.state} by {held.decided_by}): {held.why}"
        )
    if not why or len(why) > LONGEST_WHY:
        raise HeldChangeDecided(f"A decision has a word why, of at most {LONGEST_WHY} characters.")
    held.state, held.why = state, why
    held.decided_at, held.decided_by, held.decided_role = at, actor, role
    audit.record(session, actor, role, f"changement {state}", held.target, f"n° {held.id} : {why}")
    return held
