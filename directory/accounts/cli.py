"""`sentier users`: accounts of the console. A password is never an argument: it would stay in the history."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from directory.accounts.accounts import NewAccount, accounts, add_account, disable, renew
from directory.accounts.audit import SERVER
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.accounts.sealing import is_sealed, seal_again
from directory.accounts.totp import enrolment_uri
from directory.database import Database, create_database
from directory.geography import QUEBEC
from directory.models import Organization
from directory.options import DatabaseOption

users_app = typer.Typer(no_args_is_help=True, help="Accounts of the caseworkers' console.")
PasswordOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, first line.")
]


class Role(StrEnum):
    """What an account may do."""

    intervenante = INTERVENANTE
    responsable = RESPONSABLE
    partenaire = PARTENAIRE


def _opened(url: str | None) -> Database:
    database = create_database(url)
    database.migrate()
    return database


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _show_once(made: NewAccount) -> None:
    typer.echo(enrolment_uri(made.totp_secret, made.account.username))
    typer.echo(
        "This address holds the secret of the six-digit codes and is shown this once: put it, or the words "
        "after secret=, into an authenticator application, and do not send it with the password.",
        err=True,
    )


@users_app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="Name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    organization: Annotated[
        str | None, typer.Option(help="Name or id of the organization of a partenaire.")
    ] = None,
    password_stdin: PasswordOption = False,
    database: DatabaseOption = None,
) -> None:
    """Make an account: asks for its password, prints the otpauth address of its codes once."""
    opened = _opened(database)
    password = _password(password_stdin)
    with opened.session() as session:
        made = add_account(
            session,
            name,
            password,
            role.value,
            at=datetime.now(UTC),
            actor=SERVER,
            actor_role=SERVER,
            organization=organization,
        )
    _show_once(made)


@users_app.command("renew")
def renew_command(
    name: Annotated[str, typer.Argument(help="Name of the account.")],
    password_stdin: PasswordOption = False,
    database: DatabaseOption = None,
) -> None:
    """After a lost telephone or a forgotten password: a new password, a new secret, no session left."""
    opened = _opened(database)
    password = _password(password_stdin)
    with opened.session() as session:
        made = renew(session, name, password, actor=SERVER, actor_role=SERVER)
    _show_once(made)


@users_app.command("list")
def list_command(database: DatabaseOption = None) -> None:
    """List the accounts: name, role, state, organization."""
    with _opened(database).session() as session:
        found = accounts(session)
        for one in found:
            state = "active" if one.active else f"disabled {one.disabled_at.astimezone(QUEBEC).date()}"
            tied = session.get(Organization, one.organization_id) if one.organization_id else None
            name = tied.name if tied else one.organization_id or ""
            typer.echo(f"{one.username:20}  {one.role:12}  {state:19}  {name}".rstrip())
    typer.echo(f"{len(found)} accounts.")
    bare = sum(not is_sealed(one.totp_secret) for one in found)
    if bare:
        typer.echo(f"{bare} secrets of codes are not sealed yet: sentier users reseal.", err=True)


@users_app.command("reseal")
def reseal_command(database: DatabaseOption = None) -> None:
    """Seal the secrets of codes with the first key: after a new key, or for accounts older than sealing."""
    with _opened(database).session() as session:
        written, lost = seal_again(session)
    typer.echo(f"{written} secrets sealed with the first key.")
    if lost:
        typer.echo(f"No key opens those of {', '.join(lost)}: sentier users renew NAME.", err=True)
        raise typer.Exit(1)


@users_app.command("disable")
def disable_command(
    name: Annotated[str, typer.Argument(help="Name of the account.")],
    database: DatabaseOption = None,
) -> None:
    """Close an account for good and end its sessions now."""
    with _opened(database).session() as session:
        made = disable(session, name, at=datetime.now(UTC), actor=SERVER, actor_role=SERVER)
    typer.echo(f"{made.username} is disabled; its sessions are ended.")
