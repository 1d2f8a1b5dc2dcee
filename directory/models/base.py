"""The declarative base, column types and identifiers shared by every table."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, MetaData, String
from sqlalchemy.orm import declarative_base
from sqlalchemy.types import TypeDecorator

# Names for every constraint, so that alembic can drop them on SQLite and PostgreSQL alike.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))

# The namespace of every identifier derived from a stable word: the same slug gives the same UUID on
# every machine, so that two installations agree about a service without talking to each other.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://sentier.quebec/annuaire")

# Marks a column that HSDS does not define: the HSDS writers leave it out.
OURS: dict[str, bool] = {"ours": True}


def stable_id(*words: str) -> str:
    """Return the UUID (text, 36 characters) that belongs to ``words`` for ever."""
    return str(uuid.uuid5(NAMESPACE, "/".join(words)))


class UtcDateTime(TypeDecorator):
    """An aware datetime, stored in UTC; SQLite would otherwise drop the offset silently."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A datetime without a time zone cannot be stored: say which zone it is in.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def identifier() -> Any:
    """Return a fresh primary key column: a UUID as text, as HSDS wants it."""
    return Column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
