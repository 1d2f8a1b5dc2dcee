"""How often something was asked, by week. Never a text, a conversation, or a time finer than the week.

A row is one count along ONE axis (region, channel or profile). The axes are never crossed: the table cannot
say from which region a relative wrote by SMS, not even to who holds the database.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Text

from directory.models.base import Base


class VeilleCount(Base):
    """``week`` is the Monday of an ISO week; ``value`` is empty for a region that was not said."""

    __tablename__ = "veille_count"
    __table_args__ = (
        CheckConstraint("axis IN ('region', 'channel', 'profile')", name="axis"),
        CheckConstraint("n > 0", name="positive"),
    )

    week = Column(Date, primary_key=True)
    measure = Column(String(12), primary_key=True)
    subject = Column(String(30), primary_key=True)
    axis = Column(String(8), primary_key=True)
    value = Column(String(12), primary_key=True)
    n = Column(Integer, nullable=False)


class VeilleRelease(Base):
    """What was published of a period, as published: made once, so that two readings never differ.

    ``period`` is a season and how many of its three parts are over: "2026-automne/2".
    """

    __tablename__ = "veille_release"

    period = Column(String(20), primary_key=True)
    made_on = Column(Date, nullable=False)
    content = Column(Text, nullable=False)
