"""The one way a listing changes: checked, written, kept before and after, audited, in one transaction."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.desk.records import Record, load_services, text_of, version_of
from directory.desk.secrecy import forget_address, without_address
from directory.errors import ListingChanged, ListingRefused, ListingUnknown
from directory.exchange.rows import Problem, problems_of
from directory.indexing import bring_up_to_date
from directory.models import Account, ListingChange, Location, Organization, Service, stable_id
from directory.models.desk import ACTIONS
from directory.records import ensure_taxonomies, put_record, record_of

__all__ = ["ACTIONS", "Applied", "Change", "Target", "apply"]


@dataclass(frozen=True)
class Target:
    """What one listing should become.

    ``record``: in the project's own format; a field left out stays as it is; None removes the listing.
    ``version``: `version_of` the listing that was looked at; None writes over whatever stands.
    ``undoes``: the history entry this takes back.
    """

    slug: str
    record: Record | None
    version: str | None = None
    undoes: int | None = None


@dataclass(frozen=True)
class Change:
    """What somebody wants to do, to one listing or to several at once; all or nothing.

    ``action`` is one of `ACTIONS`. `to_json` and `from_json` let it wait in a table.
    """

    action: str
    targets: tuple[Target, ...]

    @classmethod
    def of(cls, action: str, slug: str, record: Record | None, version: str | None = None) -> Change:
        """A change of one listing."""
        return cls(action, (Target(slug, record, version),))

    @property
    def slugs(self) -> tuple[str, ...]:
        """The listings it touches."""
        return tuple(target.slug for target in self.targets)

    @property
    def about(self) -> str:
        """What the audit trail names: the listing, or how many."""
        return self.slugs[0] if len(self.targets) == 1 else f"{len(self.targets)} fiches"

    def to_json(self) -> str:
        """As text."""
        return json.dumps(
            {"action": self.action, "targets": [vars(target) for target in self.targets]}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str) -> Change:
        """Undo `to_json`."""
        document = json.loads(text)
        return cls(document["action"], tuple(Target(**target) for target in document["targets"]))


Wanted = tuple[Target, Record | None, Record | None]
"""(target, listing before, whole record wanted)."""


@dataclass(frozen=True)
class Applied:
    """What was done: the history entries, one for each listing that really changed."""

    batch: str
    entries: tuple[ListingChange, ...]


def apply(session: Session, change: Change, actor: str, role: str, reason: str = "") -> Applied:
    """Write ``change``; ``actor`` is a username, ``role`` what it acts as, ``reason`` a few words.

    Each listing that changes gets a history entry and stands in the referral index when this returns, so
    that refer() in the same transaction sees it; the audit trail gets one entry. Raises ListingRefused (with
    every problem), ListingChanged (somebody was quicker), ListingUnknown (nothing there to remove).
    """
    if change.action not in ACTIONS:
        raise ValueError(f"{change.action} is no action of the desk")
    wanted = _checked(session, change)
    batch = str(uuid.uuid4())
    ensure_taxonomies(session)
    written = _written(session, wanted)
    entries = []
    for target, before, _ in wanted:
        after = written.get(target.slug)
        if text_of(before) == text_of(after):
            continue
        entry = ListingChange(
            batch=batch,
            slug=target.slug,
            at=datetime.now(UTC),
            actor=actor[:40],
            role=role[:20],
            action=change.action,
            reason=reason.strip(),
            before=text_of(before),
            after=text_of(after),
            undoes=target.undoes,
        )
        session.add(entry)
        entries.append(entry)
    session.flush()
    secret = {target.slug for target, before, _ in wanted if _is_secret(before)}
    for entry in entries:
        after = written.get(entry.slug)
        if entry.slug in secret:
            entry.reason = without_address(entry.reason)
        elif after is not None and after["address_confidential"]:
            forget_address(session, entry.slug)
    if entries:
        about = entries[0].slug if len(entries) == 1 else f"{len(entries)} fiches"
        # The reason stands in the history alone, from where an address can be taken out.
        audit.record(session, actor, role, f"fiche:{change.action}", about, f"lot {batch[:8]}")
        session.flush()
    return Applied(batch, tuple(entries))


def _is_secret(record: Record | None) -> bool:
    """Whether the address of a listing is confidential, and kept nowhere in it."""
    return record is not None and bool(record["address_confidential"]) and not record["addresses"]


def _checked(session: Session, change: Change) -> list[Wanted]:
    """Return (target, listing before, whole record wanted) for each target, or raise with every problem."""
    problems: list[Problem] = []
    wanted: list[Wanted] = []
    standing = {one.slug: record_of(one) for one in load_services(session, change.slugs)}
    seen: set[str] = set()
    for row, target in enumerate(change.targets, 1):
        before = standing.get(target.slug)
        if target.version is not None and target.version != version_of(before):
            raise ListingChanged(
                f"The listing {target.slug} was changed by somebody else since it was read: look at it again."
            )
        if target.record is None:
            if before is None:
                raise ListingUnknown(f"There is no listing {target.slug}.")
            record = None
        else:
            record = {**(before or {}), **target.record, "id": target.slug}
            problems += problems_of(record, row)
        if target.slug in seen:
            problems.append(
                Problem(row, target.slug, "its id stands twice.", "Son identifiant est là deux fois.")
            )
        seen.add(target.slug)
        wanted.append((target, before, record))
    if problems:
        raise ListingRefused(tuple(problems))
    return wanted


def _written(session: Session, wanted: list[Wanted]) -> dict[str, Record]:
    """Put or remove each listing; return those that stand as a later reader finds them."""
    slugs = [target.slug for target, _, _ in wanted]
    # Held here so that the parts of a service are not read one collection at a time.
    services = load_services(session, slugs)
    former = {one.organization_id for one in services}
    for target, _, record in wanted:
        if record is None:
            _remove(session, target.slug)
        else:
            put_record(session, record)
    session.flush()
    services = load_services(session, slugs)
    for key in former - {one.organization_id for one in services}:
        _drop_bare_organization(session, key)
    bring_up_to_date(session)
    return {one.slug: record_of(one) for one in services}


def _remove(session: Session, slug: str) -> None:
    service = session.execute(select(Service).where(Service.slug == slug)).scalar_one()
    place = session.get(Location, stable_id("location", slug))
    session.delete(service)
    session.flush()
    if place is not None:
        session.delete(place)
        session.flush()


def _drop_bare_organization(session: Session, key: str) -> None:
    """Remove an organization that was only the name on a listing that is gone from it."""
    used: Sequence[Any] = (
        session.execute(
            select(func.count()).select_from(Service).where(Service.organization_id == key)
        ).scalar_one(),
        session.execute(
            select(func.count()).select_from(Account).where(Account.organization_id == key)
        ).scalar_one(),
    )
    organization = session.get(Organization, key)
    if organization is None or any(used):
        return
    said = (
        organization.description,
        organization.email,
        organization.website,
        organization.alternate_name,
        organization.parent_organization_id,
        organization.tax_id,
        organization.uri,
    )
    if not any(said):
        session.delete(organization)
        session.flush()
