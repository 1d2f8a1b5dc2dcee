"""The audit trail: written in the same transaction as the change it tells of, never changed afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from directory.errors import AuditUnchangeable
from directory.models.account import AuditEntry

SERVER = "serveur"
"""Who acts, and in which role, when a command does: someone with access to the server."""
PAGE = 50
"""Entries on one page of the journal."""
_LONGEST_TARGET = 200
_LONGEST_DETAIL = 2000


def record(session: Session, actor: str, role: str, action: str, target: str, detail: str = "") -> None:
    """Add an entry to `session`: `actor` (a username) in `role` did `action` to `target` (an identifier).

    `detail` says more in a few words; never a text of a person who asked for help. Too long ones are cut.
    """
    session.add(
        AuditEntry(
            at=datetime.now(UTC),
            actor=actor[:40],
            role=role[:20],
            action=action[:60],
            target=target[:_LONGEST_TARGET],
            detail=detail[:_LONGEST_DETAIL],
        )
    )


def entries(session: Session, *, page: int = 1, actor: str = "", target: str = "") -> tuple[list[Any], int]:
    """One page of entries, newest first, and how many there are in all; filters are exact or empty."""
    wanted = select(AuditEntry)
    if actor:
        wanted = wanted.where(AuditEntry.actor == actor)
    if target:
        wanted = wanted.where(AuditEntry.target == target)
    total = session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    ordered = wanted.order_by(AuditEntry.id.desc()).limit(PAGE).offset((max(page, 1) - 1) * PAGE)
    return list(session.execute(ordered).scalars()), int(total)


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(mapper: Any, connection: Any, target: Any) -> None:  # noqa: ARG001
    """No code of ours rewrites the trail, not even by mistake."""
    raise AuditUnchangeable("An entry of the audit trail is never changed nor removed.")
