"""What keeping the referral paths needs: paths saved from the console, and changes held back by one.

Staff only: a saved path is written by a caseworker about an invented person, never a conversation.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Text

from directory.models.base import Base, UtcDateTime

WAITING, ACCEPTED, REFUSED = "retenu", "accepté", "refusé"


class SavedPath(Base):
    """``document`` is one path as in the YAML files, as JSON; ``pinned`` its pinned result or None."""

    __tablename__ = "saved_path"

    id = Column(String(80), primary_key=True)
    document = Column(Text, nullable=False)
    pinned = Column(Text)
    saved_at = Column(UtcDateTime, nullable=False)
    saved_by = Column(String(40), nullable=False)


class HeldChange(Base):
    """A change of the directory that would change paths, waiting for somebody to accept it with a word why.

    ``payload`` is whatever the module that made the change needs to make it later, as JSON; ``differences``
    the paths it changes (directory.paths.gate), as JSON.
    """

    __tablename__ = "held_change"
    __table_args__ = (CheckConstraint("state IN ('retenu', 'accepté', 'refusé')", name="state"),)

    id = Column(Integer, primary_key=True, autoincrement=True)
    kind = Column(String(40), nullable=False)
    target = Column(String(200), nullable=False)
    summary = Column(Text, nullable=False)
    payload = Column(Text, nullable=False)
    differences = Column(Text, nullable=False)
    state = Column(String(10), nullable=False, default=WAITING, index=True)
    held_at = Column(UtcDateTime, nullable=False)
    held_by = Column(String(40), nullable=False)
    held_role = Column(String(20), nullable=False)
    reason = Column(Text, nullable=False, default="")
    decided_at = Column(UtcDateTime)
    decided_by = Column(String(40))
    decided_role = Column(String(20))
    why = Column(Text)
