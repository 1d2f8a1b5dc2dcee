"""Where a listing comes from and who checked it, when and how."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Text

from directory.models.base import Base, identifier

METHODS = ("public_pages", "phone", "email", "visit", "own_declaration")


class Source(Base):
    """A public page and the words on it that carry the facts."""

    __tablename__ = "source"

    id = identifier()
    service_id = Column(String(36), ForeignKey("service.id"), nullable=False, index=True)
    url = Column(String(1000), nullable=False)
    seen = Column(Text)
    position = Column(Integer, nullable=False, default=0)


class Verification(Base):
    """One check. ``role`` names a function ("intervenante"), never a person."""

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint(
            "method IN ('public_pages', 'phone', 'email', 'visit', 'own_declaration')", name="method"
        ),
    )

    id = identifier()
    service_id = Column(String(36), ForeignKey("service.id"), nullable=False, index=True)
    role = Column(String(80), nullable=False)
    method = Column(String(20), nullable=False)
    verified_on = Column(Date, nullable=False)
    next_due = Column(Date)
    note = Column(Text)
    position = Column(Integer, nullable=False, default=0, server_default="0")
