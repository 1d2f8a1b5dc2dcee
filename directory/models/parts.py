"""What hangs on a service: phones, hours, areas, languages, contacts, links, papers, costs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    false,
)
from sqlalchemy.orm import relationship

from directory.models.base import OURS, Base, identifier


def _owner(table: str = "service", *, nullable: bool = True) -> Any:
    return Column(String(36), ForeignKey(f"{table}.id"), index=True, nullable=nullable)


def _position() -> Any:
    """Order inside the parent: the first phone is the one to call first."""
    return Column(Integer, nullable=False, default=0, info=OURS)


class Phone(Base):
    """A number, as it should be shown; ``type`` is voice, sms, fax or tty.

    ``region_codes`` says for which regions the number answers, when one listing carries a number per region.
    """

    __tablename__ = "phone"

    id = identifier()
    service_id = _owner()
    location_id = _owner("location")
    organization_id = _owner("organization")
    contact_id = _owner("contact")
    number = Column(String(40), nullable=False, index=True)
    extension = Column(Integer)
    type = Column(String(20), default="voice")
    description = Column(Text)
    confidence = Column(String(10), info=OURS)
    to_confirm = Column(Boolean, nullable=False, default=False, server_default=false(), info=OURS)
    region_codes = Column(JSON, nullable=False, default=list, info=OURS)
    position = _position()


class Schedule(Base):
    """Opening hours. ``opening_hours`` is OSM syntax, or empty when the text is not clear enough."""

    __tablename__ = "schedule"

    id = identifier()
    service_id = _owner()
    location_id = _owner("location")
    valid_from = Column(Date)
    valid_to = Column(Date)
    dtstart = Column(Date)
    until = Column(Date)
    freq = Column(String(10))
    interval = Column(Integer)
    byday = Column(String(60))
    bymonthday = Column(String(60))
    opens_at = Column(String(20))
    closes_at = Column(String(20))
    description = Column(Text)
    schedule_link = Column(String(500))
    attending_type = Column(String(50))
    notes = Column(Text)
    opening_hours = Column(String(500), info=OURS)
    position = _position()


class ServiceArea(Base):
    """Where the people served live; ``extent_type``: country, province, region, mrc, municipality or text.

    ``extent``: CA, QC, XX (Canada but Québec), a region code ("07"), "07/Papineau" for a part of a region.
    """

    __tablename__ = "service_area"
    __table_args__ = (
        CheckConstraint(
            "extent_type IS NULL OR extent_type IN "
            "('country', 'province', 'region', 'mrc', 'municipality', 'text')",
            name="extent_type",
        ),
    )

    id = identifier()
    service_id = _owner()
    name = Column(String(200))
    description = Column(Text)
    extent = Column(String(200))
    extent_type = Column(String(20))
    uri = Column(String(500))
    position = _position()


class Language(Base):
    """A language spoken; ``code`` is ISO 639-1 when there is one."""

    __tablename__ = "language"

    id = identifier()
    service_id = _owner()
    location_id = _owner("location")
    phone_id = _owner("phone")
    name = Column(String(120))
    code = Column(String(10))
    note = Column(Text)
    position = _position()


class Contact(Base):
    """A person or office to speak to about the listing (never somebody who was helped)."""

    __tablename__ = "contact"

    id = identifier()
    service_id = _owner()
    organization_id = _owner("organization")
    location_id = _owner("location")
    name = Column(String(200))
    title = Column(String(200))
    department = Column(String(200))
    email = Column(String(200))
    position = _position()

    phones = relationship("Phone", cascade="all, delete-orphan", foreign_keys="Phone.contact_id")


class Url(Base):
    """A further address on the web."""

    __tablename__ = "url"

    id = identifier()
    service_id = _owner()
    organization_id = _owner("organization")
    label = Column(String(200))
    url = Column(String(500), nullable=False)
    position = _position()


class RequiredDocument(Base):
    """A paper the service asks for."""

    __tablename__ = "required_document"

    id = identifier()
    service_id = _owner()
    document = Column(String(300))
    uri = Column(String(500))
    position = _position()


class CostOption(Base):
    """What it costs; ``option`` is the words shown ("gratuit")."""

    __tablename__ = "cost_option"

    id = identifier()
    service_id = _owner(nullable=False)
    valid_from = Column(Date)
    valid_to = Column(Date)
    option = Column(String(300))
    currency = Column(String(3))
    amount = Column(Float)
    amount_description = Column(Text)
    position = _position()


class Accessibility(Base):
    """What a place offers to people with reduced mobility."""

    __tablename__ = "accessibility"

    id = identifier()
    location_id = _owner("location")
    description = Column(Text)
    details = Column(Text)
    url = Column(String(500))
