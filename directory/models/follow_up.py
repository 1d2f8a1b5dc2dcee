"""Who will do what about a need or a region, agreed between organizations: shared, dated, signed by role."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import relationship

from directory.models.base import Base, UtcDateTime, identifier

TO_DO, DOING, DONE, DROPPED = "à faire", "en cours", "fait", "abandonné"
FOLLOW_UP_STATES = (TO_DO, DOING, DONE, DROPPED)


class FollowUp(Base):
    """``what`` will be done by ``who`` (an organization or a function, never a person) by ``due_on``.

    About a ``region`` (code), a ``need``, or both. ``organization_id``: the partner that opened it, NULL when
    the directory's own people did.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("state IN ('à faire', 'en cours', 'fait', 'abandonné')", name="state"),
        CheckConstraint("region IS NOT NULL OR need IS NOT NULL", name="about"),
    )

    id = identifier()
    region = Column(String(2), index=True)
    need = Column(String(40), index=True)
    what = Column(Text, nullable=False)
    who = Column(String(200), nullable=False)
    due_on = Column(Date)
    state = Column(String(12), nullable=False, default=TO_DO)
    organization_id = Column(String(36))
    opened_at = Column(UtcDateTime, nullable=False)

    entries = relationship("FollowUpEntry", order_by="FollowUpEntry.id", back_populates="follow_up")


class FollowUpEntry(Base):
    """One dated line under a note. ``signed`` is a role; for a partner with the organization's name."""

    __tablename__ = "follow_up_entry"

    id = Column(Integer, primary_key=True, autoincrement=True)
    follow_up_id = Column(String(36), ForeignKey("follow_up.id"), nullable=False, index=True)
    at = Column(UtcDateTime, nullable=False)
    signed = Column(String(400), nullable=False)
    words = Column(Text, nullable=False)

    follow_up = relationship("FollowUp", back_populates="entries")
