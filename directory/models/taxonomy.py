"""Taxonomies, their terms, the links to services, and the change record (HSDS ``metadata``)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import relationship

from directory.models.base import OURS, Base, identifier


class Taxonomy(Base):
    """A vocabulary: needs, populations, regions."""

    __tablename__ = "taxonomy"

    id = identifier()
    name = Column(String(200), nullable=False)
    description = Column(Text, nullable=False, default="")
    uri = Column(String(500))
    version = Column(String(50))

    terms = relationship("TaxonomyTerm", back_populates="taxonomy_detail", order_by="TaxonomyTerm.position")


class TaxonomyTerm(Base):
    """One word of a vocabulary; ``code`` is the fixed key of the project."""

    __tablename__ = "taxonomy_term"

    id = identifier()
    code = Column(String(100), index=True)
    name = Column(String(200), nullable=False)
    description = Column(Text, nullable=False, default="")
    parent_id = Column(String(36), ForeignKey("taxonomy_term.id"))
    taxonomy = Column(String(200))
    language = Column(String(10))
    taxonomy_id = Column(String(36), ForeignKey("taxonomy.id"), index=True)
    term_uri = Column(String(500))
    position = Column(Integer, nullable=False, default=0, info=OURS)

    taxonomy_detail = relationship("Taxonomy", back_populates="terms")


class Attribute(Base):
    """Says that a record carries a term; ``link_entity`` is the table of ``link_id``: service here."""

    __tablename__ = "attribute"
    __table_args__ = (Index("ix_attribute_term_link", "taxonomy_term_id", "link_id"),)

    id = identifier()
    link_id = Column(String(36), nullable=False, index=True)
    taxonomy_term_id = Column(String(36), ForeignKey("taxonomy_term.id"), nullable=False)
    link_type = Column(String(50))
    link_entity = Column(String(50), nullable=False, default="service")
    value = Column(String(300))
    label = Column(String(200))
    position = Column(Integer, nullable=False, default=0, info=OURS)

    taxonomy_term = relationship("TaxonomyTerm")


class MetadataEntry(Base):
    """One change to one field: what it was, what it became, by which role, when."""

    __tablename__ = "metadata"

    id = identifier()
    resource_id = Column(String(36), nullable=False, index=True)
    resource_type = Column(String(50), nullable=False)
    last_action_date = Column(String(40), nullable=False)
    last_action_type = Column(String(40), nullable=False)
    field_name = Column(String(100), nullable=False, default="")
    previous_value = Column(Text, nullable=False, default="")
    replacement_value = Column(Text, nullable=False, default="")
    updated_by = Column(String(100), nullable=False, default="")
