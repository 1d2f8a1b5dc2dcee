"""Organizations, services and the places where they are given (HSDS 3.1 names)."""

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
    ForeignKeyConstraint,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import relationship

from directory.models.base import OURS, Base, UtcDateTime, identifier

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
CONFIDENCES = ("high", "medium", "low")
VISIBILITIES = ("public", "professionals", "hidden")
GENDERS = ("toutes", "femmes", "hommes")
COVERAGES = ("regions", "province", "canada", "outside_quebec")
ACCESS_MODES = ("unconditional", "appointment", "referral", "waiting_list")

# What lowers or raises a threshold for somebody who leaves in the night with nothing: each is yes,
# no or unknown (NULL). The keys are those of Query.access.
ACCESS_ATTRIBUTES = (
    "drug_use_accepted",
    "women_only",
    "trans_women_welcome",
    "night_arrival",
    "children",
    "pets",
    "no_papers",
    "barred_accepted",
    "wheelchair",
    "not_ready_welcome",
    "indigenous_led",
    "anonymous",
    "confidential",
    "sms",
    "chat",
)


def _one_of(column: str, values: tuple[str, ...]) -> Any:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Organization(Base):
    """Who gives the service."""

    __tablename__ = "organization"

    id = identifier()
    name = Column(String(300), nullable=False)
    alternate_name = Column(String(300))
    description = Column(Text, nullable=False, default="")
    email = Column(String(200))
    website = Column(String(500))
    tax_status = Column(String(200))
    tax_id = Column(String(100))
    year_incorporated = Column(Integer)
    legal_status = Column(String(200))
    logo = Column(String(500))
    uri = Column(String(500))
    parent_organization_id = Column(String(36), ForeignKey("organization.id"))

    services = relationship("Service", back_populates="organization", order_by="Service.slug")


class Service(Base):
    """One thing an organization offers to somebody, with who may use it and how sure we are."""

    __tablename__ = "service"
    __table_args__ = (
        _one_of("status", STATUSES),
        _one_of("confidence", CONFIDENCES),
        _one_of("visibility", VISIBILITIES),
        _one_of("genders", GENDERS),
        _one_of("coverage", COVERAGES),
        CheckConstraint("minimum_age IS NULL OR minimum_age BETWEEN 0 AND 120", name="minimum_age"),
        CheckConstraint("maximum_age IS NULL OR maximum_age BETWEEN 0 AND 120", name="maximum_age"),
        CheckConstraint(
            "minimum_age IS NULL OR maximum_age IS NULL OR minimum_age <= maximum_age", name="ages"
        ),
    )

    id = identifier()
    slug = Column(String(120), nullable=False, unique=True, info=OURS)
    organization_id = Column(String(36), ForeignKey("organization.id"), nullable=False, index=True)
    name = Column(String(300), nullable=False)
    alternate_name = Column(String(300))
    description = Column(Text)
    url = Column(String(500))
    email = Column(String(200))
    status = Column(String(20), nullable=False, default="active")
    interpretation_services = Column(Text)
    application_process = Column(Text)
    fees_description = Column(Text)
    eligibility_description = Column(Text)
    minimum_age = Column(Integer)
    maximum_age = Column(Integer)
    assured_date = Column(Date)
    alert = Column(Text)
    last_modified = Column(UtcDateTime)

    # Ours: what refer() needs and HSDS has no word for.
    genders = Column(String(10), nullable=False, default="toutes", info=OURS)
    populations_only = Column(JSON, nullable=False, default=list, info=OURS)
    coverage = Column(String(20), nullable=False, default="regions", info=OURS)
    municipality = Column(String(120), info=OURS)
    sector = Column(String(120), info=OURS)
    confidence = Column(String(10), nullable=False, default="medium", info=OURS)
    visibility = Column(String(15), nullable=False, default="public", info=OURS)
    exit_specialised = Column(Boolean, nullable=False, default=False, server_default=false(), info=OURS)
    same_line_as = Column(String(120), info=OURS)
    chat_url = Column(String(500), info=OURS)
    address_confidential = Column(Boolean, nullable=False, default=False, server_default=false(), info=OURS)
    access_mode = Column(String(20), info=OURS)
    closed_from = Column(Date, info=OURS)
    closed_until = Column(Date, info=OURS)
    closure_reason = Column(Text, info=OURS)
    page_date = Column(String(120), info=OURS)
    editor_notes = Column(Text, info=OURS)
    conflicts = Column(JSON, nullable=False, default=list, info=OURS)
    decisions = Column(JSON, nullable=False, default=list, info=OURS)
    drug_use_accepted = Column(Boolean, info=OURS)
    women_only = Column(Boolean, info=OURS)
    trans_women_welcome = Column(Boolean, info=OURS)
    night_arrival = Column(Boolean, info=OURS)
    children = Column(Boolean, info=OURS)
    pets = Column(Boolean, info=OURS)
    no_papers = Column(Boolean, info=OURS)
    barred_accepted = Column(Boolean, info=OURS)
    wheelchair = Column(Boolean, info=OURS)
    not_ready_welcome = Column(Boolean, info=OURS)
    indigenous_led = Column(Boolean, info=OURS)
    anonymous = Column(Boolean, info=OURS)
    confidential = Column(Boolean, info=OURS)
    sms = Column(Boolean, info=OURS)
    chat = Column(Boolean, info=OURS)

    organization = relationship("Organization", back_populates="services")
    phones = relationship(
        "Phone", cascade="all, delete-orphan", order_by="Phone.position", foreign_keys="Phone.service_id"
    )
    schedules = relationship(
        "Schedule",
        cascade="all, delete-orphan",
        order_by="Schedule.position",
        foreign_keys="Schedule.service_id",
    )
    service_areas = relationship("ServiceArea", cascade="all, delete-orphan", order_by="ServiceArea.position")
    languages = relationship(
        "Language",
        cascade="all, delete-orphan",
        order_by="Language.position",
        foreign_keys="Language.service_id",
    )
    contacts = relationship("Contact", cascade="all, delete-orphan", order_by="Contact.position")
    additional_urls = relationship("Url", cascade="all, delete-orphan", order_by="Url.position")
    required_documents = relationship(
        "RequiredDocument", cascade="all, delete-orphan", order_by="RequiredDocument.position"
    )
    cost_options = relationship("CostOption", cascade="all, delete-orphan", order_by="CostOption.position")
    service_at_locations = relationship(
        "ServiceAtLocation",
        back_populates="service",
        cascade="all, delete-orphan",
        order_by="ServiceAtLocation.id",
    )
    attributes = relationship(
        "Attribute",
        primaryjoin="Service.id == foreign(Attribute.link_id)",
        cascade="all, delete-orphan",
        order_by="Attribute.position",
    )
    sources = relationship("Source", cascade="all, delete-orphan", order_by="Source.position")
    verifications = relationship(
        "Verification",
        cascade="all, delete-orphan",
        order_by="Verification.verified_on, Verification.position",
    )


class Location(Base):
    """A place. ``confidential`` says that its address and coordinates must not exist anywhere.

    ``coord_quality``: A two sources agree, B one gazetteer, C postal code only, D centre of the MRC.
    """

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("id", "confidential"),
        CheckConstraint("location_type IN ('physical', 'postal', 'virtual')", name="location_type"),
        CheckConstraint(
            "coord_quality IS NULL OR coord_quality IN ('A', 'B', 'C', 'D')", name="coord_quality"
        ),
        # A secret place has no coordinates: the database itself refuses them.
        CheckConstraint(
            "NOT confidential OR (latitude IS NULL AND longitude IS NULL)", name="confidential_no_coordinates"
        ),
    )

    id = identifier()
    location_type = Column(String(10), nullable=False, default="physical")
    url = Column(String(500))
    organization_id = Column(String(36), ForeignKey("organization.id"))
    name = Column(String(300))
    alternate_name = Column(String(300))
    description = Column(Text)
    transportation = Column(Text)
    latitude = Column(Float)
    longitude = Column(Float)
    external_identifier = Column(String(200))
    external_identifier_type = Column(String(100))
    coord_quality = Column(String(1), info=OURS)
    confidential = Column(Boolean, nullable=False, default=False, server_default=false(), info=OURS)

    addresses = relationship("Address", cascade="all, delete-orphan", order_by="Address.position, Address.id")
    accessibility = relationship("Accessibility", cascade="all, delete-orphan", order_by="Accessibility.id")
    service_at_locations = relationship("ServiceAtLocation", back_populates="location")


class Address(Base):
    """A civic address; its foreign key carries ``confidential``, so no row can point at a secret place."""

    __tablename__ = "address"
    __table_args__ = (
        ForeignKeyConstraint(
            ["location_id", "location_confidential"],
            ["location.id", "location.confidential"],
            name="fk_address_location",
            # Checked at the end of the transaction: an address may be erased while its place turns secret.
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint(text("NOT location_confidential"), name="not_confidential"),
    )

    id = identifier()
    location_id = Column(String(36), nullable=False, index=True)
    attention = Column(String(200))
    address_1 = Column(String(300), nullable=False)
    address_2 = Column(String(300))
    city = Column(String(120), nullable=False, default="")
    region = Column(String(120))
    state_province = Column(String(50), nullable=False, default="QC")
    postal_code = Column(String(20), nullable=False, default="")
    country = Column(String(2), nullable=False, default="CA")
    address_type = Column(String(10), nullable=False, default="physical")
    location_confidential = Column(Boolean, nullable=False, default=False, server_default=false(), info=OURS)
    position = Column(Integer, nullable=False, default=0, server_default="0", info=OURS)


class ServiceAtLocation(Base):
    """A service given at a location."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id = identifier()
    service_id = Column(String(36), ForeignKey("service.id"), nullable=False)
    location_id = Column(String(36), ForeignKey("location.id"), nullable=False, index=True)
    description = Column(Text)

    service = relationship("Service", back_populates="service_at_locations")
    location = relationship("Location", back_populates="service_at_locations")
