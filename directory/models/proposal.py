"""What somebody says is wrong in a listing, waiting for a person to read it. Never shown, never exported."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Text

from directory.models.base import Base, UtcDateTime, identifier

KINDS = ("numéro", "heures", "fermé", "autre")
"""What the public may say."""
NOTE, NEW_SERVICE = "note", "nouveau"
PARTNER_KINDS = (*KINDS, NOTE, NEW_SERVICE)
"""What a partner may say besides: a note for those who keep the directory, a service that is missing."""
NEW, HELD, ACCEPTED, REFUSED = "nouvelle", "retenue", "acceptée", "refusée"
STATES = (NEW, HELD, ACCEPTED, REFUSED)
"""``HELD``: accepted, but its change of the listing changes paths and waits for a second decision."""


class Proposal(Base):
    """``text`` holds no personal data of its sender; nothing says who that was, nor at what time of day.

    ``service_slug`` is no foreign key: a proposal outlives the listing it speaks of; it is empty for a
    service that is missing. ``organization_id``: the partner it comes from, NULL for the public.
    ``decided_by`` names a function ("responsable du répertoire"), never a person. ``amended_text``: what was
    accepted instead of ``text``. ``held_change``: the number of the held change it waits for (directory.
    paths.held), no foreign key. ``change_batch``: the change of the listing that accepting it made.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('numéro', 'heures', 'fermé', 'autre', 'note', 'nouveau')", name="kind"),
        CheckConstraint("state IN ('nouvelle', 'retenue', 'acceptée', 'refusée')", name="state"),
        CheckConstraint("length(text) <= 1000", name="text_length"),
    )

    id = identifier()
    service_slug = Column(String(120), nullable=False, index=True)
    kind = Column(String(10), nullable=False)
    text = Column(Text, nullable=False)
    state = Column(String(10), nullable=False, default=NEW, index=True)
    created_on = Column(Date, nullable=False)
    organization_id = Column(String(36), index=True)
    decided_at = Column(UtcDateTime)
    decided_by = Column(String(80))
    reason = Column(Text)
    amended_text = Column(Text)
    held_change = Column(Integer, index=True)
    change_batch = Column(String(36))


class ProposalStep(Base):
    """One thing that became of a proposal. ``state``: what it was from then on; ``by`` names a function."""

    __tablename__ = "proposal_step"

    id = Column(Integer, primary_key=True, autoincrement=True)
    proposal_id = Column(String(36), ForeignKey("proposal.id"), nullable=False, index=True)
    at = Column(UtcDateTime, nullable=False)
    state = Column(String(10), nullable=False)
    by = Column(String(80), nullable=False)
    reason = Column(Text, nullable=False)
