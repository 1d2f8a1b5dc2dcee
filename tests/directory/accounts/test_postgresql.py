"""Accounts, proposals and notes on a real PostgreSQL: the schema goes up, down and up; same answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pyotp
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bench.refer_postgresql import private_server
from directory.accounts import sessions
from directory.accounts.accounts import add_account, disable, sign_in
from directory.accounts.roles import PARTENAIRE, RESPONSABLE
from directory.database import MIGRATIONS, Database, create_database
from directory.errors import SignInRefused
from directory.follow_up import notes, open_note
from directory.models import Account, AuditEntry, Organization, Proposal
from directory.proposals import add, decide
from directory.records import ensure_taxonomies
from tests.directory.conftest import listing, write
from tests.postgresql import or_skip

pytestmark = pytest.mark.e2e
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PASSWORD = "quatre mots sans lien"
BY = {"actor": "serveur", "actor_role": "serveur"}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the secrets of codes: every machine that shares a PostgreSQL has it."""
    monkeypatch.setenv("SENTIER_TOTP_KEY", "k" * 32)


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with or_skip(private_server()) as url:
        made = create_database(url)
        made.migrate()
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        for step, to in ((command.downgrade, "0003"), (command.upgrade, "head")):
            with made.engine.begin() as connection:
                config.attributes["connection"] = connection
                step(config, to)
        with made.session() as session:
            ensure_taxonomies(session)
        write(made, listing("refuge"))
        yield made
        made.close()


def test_in_out_and_closed(database: Database) -> None:
    with database.session() as session:
        made = add_account(session, "rosalie", PASSWORD, RESPONSABLE, at=NOW, **BY)
    code = pyotp.TOTP(made.totp_secret).at(NOW)
    with database.session() as session:
        account = sign_in(session, "rosalie", PASSWORD, code, NOW)
        token = sessions.open_session(session, account, NOW).token
    with database.session() as session:
        assert sessions.known(session, token, NOW) is not None
        with pytest.raises(SignInRefused):
            sign_in(session, "rosalie", PASSWORD, code, NOW)
    with database.session() as session:
        disable(session, "rosalie", at=NOW, **BY)
    with database.session() as session:
        assert sessions.known(session, token, NOW) is None
        trail = list(session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars())
    assert trail == ["compte créé", "connexion", "compte désactivé"]


def test_a_partner_without_an_organization_is_refused(database: Database) -> None:
    def stored() -> None:
        with database.session() as session:
            session.add(
                Account(username="paule", password_hash="x", totp_secret="x", role=PARTENAIRE, created_at=NOW)
            )

    with pytest.raises(IntegrityError):
        stored()


def test_proposals_and_notes(database: Database) -> None:
    with database.session() as session:
        organization = session.execute(select(Organization.id)).scalars().first()
        one = add(session, "refuge", "note", "Une note.", date(2026, 11, 20), organization)
        decide(session, one.id, accept=True, reason="Vu.", at=NOW, amended="Une autre.")
        kept = session.get(Proposal, one.id)
        assert kept is not None
        assert (kept.state, kept.amended_text) == ("acceptée", "Une autre.")
        for what, due in (("sans date", None), ("tard", date(2027, 1, 1)), ("tôt", date(2026, 12, 1))):
            open_note(
                session,
                region="07",
                need=None,
                what=what,
                who="CISSS",
                due_on=due,
                at=NOW,
                actor="ines",
                role=RESPONSABLE,
            )
        assert [note.what for note in notes(session)] == ["tôt", "tard", "sans date"]
