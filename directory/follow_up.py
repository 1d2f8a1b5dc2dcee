"""Notes of who will do what about a need or a region: shared between organizations, dated, signed by role."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from directory.accounts import audit
from directory.accounts.roles import LABELS, PARTENAIRE
from directory.errors import FollowUpInvalid, FollowUpRefused, FollowUpUnknown
from directory.models import Organization
from directory.models.follow_up import DONE, DROPPED, FOLLOW_UP_STATES, TO_DO, FollowUp, FollowUpEntry
from directory.vocabulary import vocabulary

MAX_WORDS = 1000
MAX_WHO = 200
"""Characters."""
MAX_OPEN = 500
"""More open notes than any table of concertation reads."""
MAX_ENTRIES = 200
CLOSED = (DONE, DROPPED)


def signature(session: Session, role: str, organization_id: str | None) -> str:
    """How a line is signed: the role, and for a partner the name of the organization; never a person."""
    if role != PARTENAIRE:
        return LABELS[role]
    organization = session.get(Organization, organization_id) if organization_id else None
    return f"{LABELS[role]}, {organization.name}" if organization is not None else LABELS[role]


def notes(
    session: Session, *, region: str = "", need: str = "", closed: bool = False, limit: int = 500
) -> list[FollowUp]:
    """The open notes, those due first in front; with the closed ones when `closed`; filters are exact."""
    wanted = select(FollowUp).options(selectinload(FollowUp.entries))
    if region:
        wanted = wanted.where(FollowUp.region == region)
    if need:
        wanted = wanted.where(FollowUp.need == need)
    if not closed:
        wanted = wanted.where(FollowUp.state.notin_(CLOSED))
    # NULL comes first in SQLite and last in PostgreSQL: said here.
    ordered = wanted.order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.opened_at, FollowUp.id)
    return list(session.execute(ordered.limit(limit)).scalars())


def open_note(
    session: Session,
    *,
    region: str | None,
    need: str | None,
    what: str,
    who: str,
    due_on: date | None,
    at: datetime,
    actor: str,
    role: str,
    organization_id: str | None = None,
) -> FollowUp:
    """Write a note; `region` (code) or `need` or both say what it is about. `at` is aware.

    `what` and `who` must come without personal data: take it out before. Raises FollowUpInvalid.
    """
    what, who, known = what.strip(), who.strip(), vocabulary()
    region, need = region or None, need or None
    if (region is None and need is None) or (region and region not in known.regions):
        raise FollowUpInvalid("A note is about a region, a need, or both.")
    if need and need not in known.needs:
        raise FollowUpInvalid("A note is about a region, a need, or both.")
    if not 0 < len(what) <= MAX_WORDS or not 0 < len(who) <= MAX_WHO:
        raise FollowUpInvalid(
            f"A note says what will be done (at most {MAX_WORDS} characters) and by whom (at most {MAX_WHO})."
        )
    count = select(func.count()).select_from(FollowUp).where(FollowUp.state.notin_(CLOSED))
    if session.execute(count).scalar_one() >= MAX_OPEN:
        raise FollowUpInvalid(f"{MAX_OPEN} notes are open already: close some first.")
    note = FollowUp(
        region=region,
        need=need,
        what=what,
        who=who,
        due_on=due_on,
        state=TO_DO,
        organization_id=organization_id,
        opened_at=at,
    )
    note.entries.append(
        FollowUpEntry(at=at, signed=signature(session, role, organization_id), words="Note ouverte.")
    )
    session.add(note)
    session.flush()
    audit.record(session, actor, role, "suivi ouvert", note.id, " ".join(filter(None, (region, need))))
    return note


def note_of(session: Session, identity: str) -> FollowUp:
    """The note of that id; raises FollowUpUnknown."""
    found = session.get(FollowUp, identity)
    if found is None:
        raise FollowUpUnknown("There is no such note.")
    return cast(FollowUp, found)


def may_steer(note: FollowUp, role: str, organization_id: str | None) -> bool:
    """Whether this role may change state and date: the directory's people, and the partner that opened it."""
    return role != PARTENAIRE or (organization_id is not None and note.organization_id == organization_id)


def add_line(
    session: Session,
    identity: str,
    *,
    words: str = "",
    state: str | None = None,
    due_on: date | None = None,
    at: datetime,
    actor: str,
    role: str,
    organization_id: str | None = None,
) -> FollowUp:
    """Add a dated, signed line to a note, and change its state or date when they differ.

    Anyone may add words; state and date are for `may_steer`. Raises FollowUpUnknown, FollowUpInvalid (nothing
    said, too long, unknown state) or FollowUpRefused.
    """
    note = note_of(session, identity)
    words = words.strip()
    if state is not None and state not in FOLLOW_UP_STATES:
        raise FollowUpInvalid(f"A note is {', '.join(FOLLOW_UP_STATES)}.")
    if len(words) > MAX_WORDS:
        raise FollowUpInvalid(f"A line has at most {MAX_WORDS} characters.")
    changed = []
    if state is not None and state != note.state:
        changed.append(f"{note.state} → {state}")
    if due_on is not None and due_on != note.due_on:
        changed.append(f"pour le {due_on.isoformat()}")
    if changed and not may_steer(note, role, organization_id):
        raise FollowUpRefused("Only the directory's people and who opened a note change its state or date.")
    if not words and not changed:
        raise FollowUpInvalid("A line says something, or changes the state or the date.")
    if len(note.entries) >= MAX_ENTRIES:
        raise FollowUpInvalid(f"A note has at most {MAX_ENTRIES} lines: open another one.")
    note.state = state or note.state
    note.due_on = due_on or note.due_on
    told = f"[{', '.join(changed)}]" if changed else ""
    note.entries.append(
        FollowUpEntry(
            at=at,
            signed=signature(session, role, organization_id),
            words=" ".join(filter(None, (told, words))),
        )
    )
    audit.record(session, actor, role, "suivi complété", note.id, ", ".join(changed))
    session.flush()
    return note
