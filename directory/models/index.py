"""The narrow table refer() reads: one row for each need and area of a service, facts beside it.

It repeats facts of other tables so that a referral is one range scan on one index, whatever the size of
the directory. ``directory.indexing`` writes it in the same transaction as the facts; nothing else may.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, text

from directory.models.base import Base


class ReferralRow(Base):
    """``area`` is a region code, QC (all Québec), CA (all Canada) or XX (Canada but Québec).

    ``within`` narrows a region: "|mrc:Papineau|mun:Ripon|"; NULL when the whole region is served.
    ``tags`` holds every need of the service, ``populations`` those it is for, as "|a|b|".
    """

    __tablename__ = "referral_index"
    __table_args__ = (
        Index("ix_referral_index_service_id", "service_id"),
        Index("ix_referral_index_slug", "slug"),
        # In a big city the freshest listings of a need come straight out of these, in order.
        Index(
            "ix_referral_index_town",
            "need",
            "area",
            "municipality",
            "reach",
            "verified_on",
            "slug",
        ),
        Index(
            "ix_referral_index_awake",
            "need",
            "area",
            "opening_hours",
            "reach",
            "municipality",
            "verified_on",
            "slug",
        ),
        Index(
            "ix_referral_index_exit",
            "need",
            "area",
            sqlite_where=text("exit_specialised = 1"),
            postgresql_where=text("exit_specialised"),
        ),
        # SQLite keeps the rows in the order of the key: those of one need in one area lie together.
        {"sqlite_with_rowid": False},
    )

    need = Column(String(40), primary_key=True)
    area = Column(String(2), primary_key=True)
    service_id = Column(String(36), ForeignKey("service.id"), primary_key=True)
    within = Column(String(1000))
    slug = Column(String(120), nullable=False)
    status = Column(String(20), nullable=False)
    visibility = Column(String(15), nullable=False)
    confidence = Column(String(10), nullable=False)
    genders = Column(String(10), nullable=False)
    minimum_age = Column(Integer)
    maximum_age = Column(Integer)
    tags = Column(String(1000), nullable=False)
    populations = Column(String(200), nullable=False)
    populations_only = Column(String(200), nullable=False)
    languages = Column(String(200), nullable=False)
    access = Column(String(400), nullable=False)
    exit_specialised = Column(Boolean, nullable=False)
    reach = Column(Integer, nullable=False)
    same_line_as = Column(String(120))
    municipality = Column(String(120))
    home_region = Column(String(2))
    latitude = Column(Float)
    longitude = Column(Float)
    coord_quality = Column(String(1))
    opening_hours = Column(String(500))
    zone = Column(String(40), nullable=False)
    verified_on = Column(Date)
    closed_from = Column(Date)
    closed_until = Column(Date)
