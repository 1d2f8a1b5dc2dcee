"""Secrets of sign-in codes at rest: sealed, with a key outside of the database; new keys, lost keys."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from directory.accounts.accounts import add_account, renew, sign_in
from directory.accounts.cli import users_app
from directory.accounts.roles import RESPONSABLE
from directory.accounts.sealing import is_sealed, seal_again
from directory.backup import back_up
from directory.database import Database, create_database
from directory.errors import SignInRefused, TotpKeyUnusable
from directory.models import Account

pytestmark = pytest.mark.usefixtures("quick_hashes")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PASSWORD = "quatre mots sans lien"
BY = {"actor": "serveur", "actor_role": "serveur"}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "totp.key"


@pytest.fixture
def secret(database: Database) -> str:
    """Of the account rosalie."""
    with database.session() as session:
        return add_account(session, "rosalie", PASSWORD, RESPONSABLE, at=NOW, **BY).totp_secret


def stored(database: Database) -> str:
    with database.session() as session:
        return str(session.execute(select(Account.totp_secret)).scalar_one())


def store(database: Database, value: str) -> None:
    with database.session() as session:
        session.execute(update(Account).values(totp_secret=value))


def enter(database: Database, secret: str, minutes: int = 0, password: str = PASSWORD) -> None:
    at = NOW + timedelta(minutes=minutes)
    with database.session() as session:
        sign_in(session, "rosalie", password, pyotp.TOTP(secret).at(at), at)


def test_neither_the_database_nor_a_backup_tells_the_secret_or_the_key(
    database: Database, secret: str, key: Path, tmp_path: Path
) -> None:
    import gzip

    back_up(database, tmp_path / "all.backup")
    whole = (tmp_path / "directory.db").read_bytes() + gzip.decompress((tmp_path / "all.backup").read_bytes())
    assert stored(database).encode() in whole
    assert secret.encode() not in whole
    assert key.read_bytes().strip() not in whole
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    enter(database, secret)


def test_a_secret_kept_before_sealing_opens_and_is_sealed_at_the_next_sign_in(
    database: Database, secret: str
) -> None:
    store(database, secret)
    with pytest.raises(SignInRefused):
        enter(database, secret, password="un autre mot de passe")
    assert stored(database) == secret
    enter(database, secret)
    assert is_sealed(stored(database))
    enter(database, secret, minutes=2)


def test_a_sealed_secret_is_good_for_its_account_alone(database: Database, secret: str) -> None:
    with database.session() as session:
        add_account(session, "autre", PASSWORD, RESPONSABLE, at=NOW, **BY)
        theirs = session.execute(select(Account.totp_secret).where(Account.username == "autre")).scalar_one()
        session.execute(update(Account).where(Account.username == "rosalie").values(totp_secret=theirs))
    with pytest.raises(TotpKeyUnusable):
        enter(database, secret)


@pytest.mark.parametrize("damage", ["gone", "other", "short", "readable"])
def test_a_lost_key_is_said_to_who_has_the_password_alone(
    database: Database, secret: str, key: Path, damage: str
) -> None:
    if damage == "gone":
        key.unlink()
    elif damage == "readable":
        key.chmod(0o644)
    else:
        key.write_text("x" * (8 if damage == "short" else 40), encoding="ascii")
    with pytest.raises(TotpKeyUnusable):
        enter(database, secret)
    with pytest.raises(SignInRefused):
        enter(database, secret, password="un autre mot de passe")
    # Reading makes no new key: the old one may be put back.
    assert key.exists() is (damage != "gone")
    if damage == "gone":
        with database.session() as session:
            new = renew(session, "rosalie", PASSWORD, **BY).totp_secret
        enter(database, new)


def test_a_new_key_before_the_old_one(database: Database, secret: str, key: Path) -> None:
    old = key.read_text(encoding="ascii")
    key.write_text(f"{'n' * 40}\n{old}", encoding="ascii")
    before = stored(database)
    with database.session() as session:
        assert seal_again(session) == (1, [])
        assert seal_again(session) == (0, [])
    assert stored(database) != before
    key.write_text("n" * 40, encoding="ascii")
    enter(database, secret)


def test_the_key_of_the_environment(
    database: Database, monkeypatch: pytest.MonkeyPatch, key: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("SENTIER_TOTP_KEY", "e" * 32)
    with database.session() as session:
        secret = add_account(session, "rosalie", PASSWORD, RESPONSABLE, at=NOW, **BY).totp_secret
    assert not key.exists()
    monkeypatch.delenv("SENTIER_TOTP_KEY")
    with pytest.raises(TotpKeyUnusable):
        enter(database, secret)
    file = tmp_path / "elsewhere"
    file.write_text("e" * 32, encoding="ascii")
    file.chmod(0o600)
    monkeypatch.setenv("SENTIER_TOTP_KEY_FILE", str(file))
    enter(database, secret)


def test_reseal_at_the_command(database: Database, secret: str, key: Path) -> None:
    store(database, secret)
    words = ["--database", database.url]
    assert "1 secrets of codes are not sealed yet" in CliRunner().invoke(users_app, ["list", *words]).output
    done = CliRunner().invoke(users_app, ["reseal", *words])
    assert (done.exit_code, is_sealed(stored(database))) == (0, True)
    assert secret not in done.output
    key.write_text("x" * 40, encoding="ascii")
    lost = CliRunner().invoke(users_app, ["reseal", *words])
    assert lost.exit_code == 1
    assert "rosalie" in lost.output


def test_a_database_that_machines_share_needs_a_key_that_they_share() -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from directory.accounts.sealing import seal

    engine = create_engine("postgresql+psycopg2://nobody@127.0.0.1:1/none", future=True)
    with Session(engine) as session, pytest.raises(TotpKeyUnusable, match="every machine"):
        seal(session, "a", "b")
