"""`sentier users` as someone on the server types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from directory.accounts.cli import users_app
from directory.database import create_database
from directory.errors import AccountInvalid, PasswordRefused
from tests.directory.conftest import listing, write

PASSWORD = "quatre mots sans lien"


@pytest.fixture
def url(tmp_path: Path) -> str:
    made = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    made.migrate()
    from directory.records import ensure_taxonomies

    with made.session() as session:
        ensure_taxonomies(session)
    write(made, listing("refuge"))
    made.close()
    return made.url


def run(url: str, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(users_app, [*words, "--database", url], input=typed)


def test_adding_asks_twice_and_shows_the_secret_once(url: str) -> None:
    result = run(url, "add", "rosalie", "--role", "responsable", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.strip().startswith("otpauth://totp/Sentier:rosalie?secret=")
    assert PASSWORD not in result.output
    secret = result.stdout.split("secret=")[1].split("&")[0]
    assert secret not in run(url, "list").output


def test_a_password_from_a_pipe(url: str) -> None:
    words = ("add", "ines", "--role", "intervenante", "--password-stdin")
    assert run(url, *words, typed=f"{PASSWORD}\n").exit_code == 0
    refused = run(url, "add", "autre", "--role", "intervenante", "--password-stdin", typed="court\n")
    assert isinstance(refused.exception, PasswordRefused)


def test_there_is_no_option_for_a_password(url: str) -> None:
    result = run(url, "add", "ines", "--role", "intervenante", "--password", PASSWORD)
    assert result.exit_code == 2
    assert run(url, "add", "ines", "--role", "reine", "--password-stdin", typed=PASSWORD).exit_code == 2


def test_listing_disabling_renewing(url: str) -> None:
    run(url, "add", "ines", "--role", "intervenante", "--password-stdin", typed=PASSWORD)
    partner = ("add", "paule", "--role", "partenaire", "--organization", "Organisme", "--password-stdin")
    assert run(url, *partner, typed=PASSWORD).exit_code == 0
    lines = run(url, "list").stdout.splitlines()
    assert lines[0].split() == ["ines", "intervenante", "active"]
    assert lines[1].split() == ["paule", "partenaire", "active", "Organisme"]
    renewed = run(url, "renew", "ines", "--password-stdin", typed=PASSWORD)
    assert renewed.stdout.startswith("otpauth://")
    assert "sessions are ended" in run(url, "disable", "ines").stdout
    assert "disabled 20" in run(url, "list").stdout
    assert isinstance(run(url, "disable", "ines").exception, AccountInvalid)
