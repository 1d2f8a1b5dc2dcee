"""Proposals as pages show them, and what accepting one may change in its listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.web.centre.corrections import KIND_LABELS as PUBLIC_LABELS
from directory.models import Organization, Proposal, ProposalStep, Service
from directory.models.proposal import HELD, NEW, NEW_SERVICE, NOTE
from directory.proposals import steps_of

KIND_LABELS = {
    **PUBLIC_LABELS,
    NOTE: "Une note pour le répertoire",
    NEW_SERVICE: "Un service qui manque au répertoire",
}
"""Kind as stored -> what a page says."""
_STEPS = {NEW: "rouverte, le changement de la fiche est refusé", HELD: "acceptée, en attente des parcours"}
_DEFUNCT = "defunct"


@dataclass(frozen=True)
class Shown:
    """A proposal as a page shows it. `listing`: the name of the listing, None when it is gone or missing."""

    id: str
    slug: str
    listing: str | None
    kind: str
    label: str
    text: str
    amended: str | None
    state: str
    created_on: Any
    source: str
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    held_change: int | None
    steps: tuple[ProposalStep, ...]

    @property
    def state_label(self) -> str:
        """The state in words."""
        if self.state == NEW and self.steps:
            return "rouverte"
        return state_words(self.state, amended=bool(self.amended))

    @property
    def told(self) -> list[tuple[datetime, str, str, str]]:
        """(when, what happened, which function, why), oldest first; nothing when the decision says it."""
        if len(self.steps) < 2:
            return []
        return [(step.at, _STEPS.get(step.state, step.state), step.by, step.reason) for step in self.steps]


def state_words(state: str, *, amended: bool = False) -> str:
    """A state as a page says it."""
    if state == HELD:
        return _STEPS[HELD]
    return "acceptée avec changements" if amended else state


def shown_of(session: Session, found: Sequence[Proposal]) -> list[Shown]:
    """Proposals with the names of their listings and organizations and their steps, in three queries."""
    slugs = {one.service_slug for one in found}
    ids = {one.organization_id for one in found if one.organization_id}
    steps = steps_of(session, [one.id for one in found])
    listings = {
        row.slug: row.name
        for row in session.execute(select(Service.slug, Service.name).where(Service.slug.in_(slugs)))
    }
    sources = {
        row.id: row.name
        for row in session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(ids)))
    }
    return [
        Shown(
            one.id,
            one.service_slug,
            listings.get(one.service_slug),
            one.kind,
            KIND_LABELS[one.kind],
            one.text,
            one.amended_text,
            one.state,
            one.created_on,
            sources.get(one.organization_id, "Partenaire") if one.organization_id else "Public",
            one.decided_at,
            one.decided_by,
            one.reason,
            one.held_change,
            tuple(steps.get(one.id, ())),
        )
        for one in found
    ]


def accepted_fields(record: dict[str, Any], what: str, number: str) -> dict[str, Any] | None:
    """What accepting changes in the listing `record`, or None for nothing: `what` comes from the form."""
    phones = [dict(phone) for phone in record.get("phones") or []]
    if what == "ajouter" and number:
        return {"phones": [*phones, {"number": number, "type": "voice"}]}
    if what.startswith("remplacer:") and number:
        old = what.partition(":")[2]
        if any(phone["number"] == old for phone in phones):
            return {
                "phones": [
                    {**phone, "number": number} if phone["number"] == old else phone for phone in phones
                ]
            }
    if what == "disparu":
        return {"status": _DEFUNCT}
    return None
