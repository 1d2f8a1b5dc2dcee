"""What the desk keeps beside the listings: their history, imports that wait, pairs that are no duplicates."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Text

from directory.models.base import Base, UtcDateTime, identifier

ACTIONS = ("add", "edit", "verify", "close", "reopen", "note", "merge", "import", "proposal", "undo")


class ListingChange(Base):
    """One change of one listing: the whole record before and after, as the project's format has it (JSON).

    ``before`` is NULL where the listing was added, ``after`` where it was removed. Changes made together
    share ``batch``. ``undoes`` is the id of the entry this one takes back. ``slug`` is no foreign key: the
    history outlives the listing.
    """

    __tablename__ = "listing_change"
    __table_args__ = (
        CheckConstraint(
            "action IN ('add', 'edit', 'verify', 'close', 'reopen', 'note', 'merge', 'import', 'proposal', "
            "'undo')",
            name="action",
        ),
    )

    id = Column(Integer, primary_key=True, autoincrement=True)
    batch = Column(String(36), nullable=False, index=True)
    slug = Column(String(120), nullable=False, index=True)
    at = Column(UtcDateTime, nullable=False)
    actor = Column(String(40), nullable=False)
    role = Column(String(20), nullable=False)
    action = Column(String(10), nullable=False)
    reason = Column(Text, nullable=False, default="")
    before = Column(Text)
    after = Column(Text)
    undoes = Column(Integer)


class ImportDraft(Base):
    """A file of listings that was read and checked and waits for a yes; forgotten after a day."""

    __tablename__ = "import_draft"

    id = identifier()
    actor = Column(String(40), nullable=False)
    created_at = Column(UtcDateTime, nullable=False)
    file_name = Column(String(120), nullable=False)
    records = Column(Text, nullable=False)


class NotDuplicate(Base):
    """Two listings that look alike and were found to be different; ``first`` comes before ``second``."""

    __tablename__ = "not_duplicate"

    first = Column(String(120), primary_key=True)
    second = Column(String(120), primary_key=True)
    decided_at = Column(UtcDateTime, nullable=False)
    decided_by = Column(String(40), nullable=False)
