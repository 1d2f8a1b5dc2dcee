"""Accounts of those who keep the directory, their sessions on the console, and who changed what.

Staff only: nothing here is about a person who writes to the assistant.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Text, true

from directory.models.base import Base, UtcDateTime, identifier


class Account(Base):
    """``password_hash`` is an argon2id string; ``totp_secret`` is sealed (directory.accounts.sealing).

    ``totp_last_step`` is the last 30-second step whose code was accepted: a code is good once.
    ``organization_id`` ties a partner to an organization; no foreign key, the account outlives the listing.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("role IN ('intervenante', 'responsable', 'partenaire')", name="role"),
        CheckConstraint("role <> 'partenaire' OR organization_id IS NOT NULL", name="partner_organization"),
    )

    id = identifier()
    username = Column(String(40), nullable=False, unique=True)
    password_hash = Column(String(255), nullable=False)
    totp_secret = Column(String(255), nullable=False)
    totp_last_step = Column(Integer, nullable=False, default=0, server_default="0")
    role = Column(String(20), nullable=False)
    organization_id = Column(String(36))
    active = Column(Boolean, nullable=False, default=True, server_default=true())
    created_at = Column(UtcDateTime, nullable=False)
    disabled_at = Column(UtcDateTime)


class ConsoleSession(Base):
    """One browser that is signed in. ``id`` is the SHA-256 of the cookie: a stolen table opens no session."""

    __tablename__ = "console_session"

    id = Column(String(64), primary_key=True)
    account_id = Column(String(36), ForeignKey("account.id"), nullable=False, index=True)
    csrf = Column(String(64), nullable=False)
    opened_at = Column(UtcDateTime, nullable=False)
    seen_at = Column(UtcDateTime, nullable=False)


class AuditEntry(Base):
    """Who did what to what. Rows are only ever added; ``actor`` is a username, ``target`` an identifier."""

    __tablename__ = "audit_entry"

    id = Column(Integer, primary_key=True, autoincrement=True)
    at = Column(UtcDateTime, nullable=False, index=True)
    actor = Column(String(40), nullable=False)
    role = Column(String(20), nullable=False)
    action = Column(String(60), nullable=False)
    target = Column(String(200), nullable=False)
    detail = Column(Text, nullable=False, default="")
