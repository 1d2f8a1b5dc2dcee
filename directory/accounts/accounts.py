"""Making, listing, disabling accounts, and checking who signs in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from directory.accounts import audit
from directory.accounts.passwords import check_password, hash_password, password_matches
from directory.accounts.roles import PARTENAIRE, ROLES
from directory.accounts.sealing import Opened, is_sealed, seal, unseal
from directory.accounts.sessions import close_all
from directory.accounts.totp import accepted_step, new_secret
from directory.errors import AccountInvalid, AccountUnknown, SignInRefused, TotpKeyUnusable
from directory.models import Organization
from directory.models.account import Account

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}", re.ASCII)
_NO_SECRET = Opened("A" * 32, stale=False)
"""What a code is compared with when there is no such account."""


@dataclass(frozen=True)
class NewAccount:
    """A made account; `totp_secret` is shown once, to be put into an authenticator application."""

    account: Account
    totp_secret: str


def normal(username: str) -> str:
    """`username` as it is kept: capitals and spaces around it do not count."""
    return username.strip().casefold()


def find(session: Session, username: str) -> Account | None:
    """The account of that name, disabled ones included."""
    wanted = select(Account).where(Account.username == normal(username))
    return cast("Account | None", session.execute(wanted).scalars().first())


def accounts(session: Session) -> list[Account]:
    """Every account, by name."""
    return list(session.execute(select(Account).order_by(Account.username)).scalars())


def organization_named(session: Session, name: str) -> Organization:
    """The organization of that name or id; raises AccountInvalid when there is none, or more than one."""
    name = name.strip()
    by_name = select(Organization).where((Organization.id == name) | (Organization.name == name))
    found = list(session.execute(by_name.limit(2)).scalars())
    if not found:
        # The database's own lower() knows no accents: compared here.
        every = session.execute(select(Organization)).scalars()
        found = [one for one in every if one.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise AccountInvalid(
            f"There is no single organization named « {name} » in the directory: write its name as its "
            "listings show it, or its id."
        )
    return cast(Organization, found[0])


def add_account(
    session: Session,
    username: str,
    password: str,
    role: str,
    *,
    at: datetime,
    actor: str,
    actor_role: str,
    organization: str | None = None,
) -> NewAccount:
    """Make an account; `organization` (name or id) is asked of partners and of nobody else.

    `at` is aware. Raises AccountInvalid (name, role, organization, name taken), PasswordRefused
    or TotpKeyUnusable.
    """
    username = normal(username)
    if not _USERNAME.fullmatch(username):
        raise AccountInvalid(
            "A username has 3 to 40 characters among a-z, 0-9, dot, hyphen and underscore, and begins with a "
            "letter or a digit."
        )
    if role not in ROLES:
        raise AccountInvalid(f"« {role} » is no role: {', '.join(ROLES)}.")
    if (role == PARTENAIRE) != bool(organization):
        raise AccountInvalid(
            f"An account of the role {PARTENAIRE} is tied to an organization, and no other account is."
        )
    tied = organization_named(session, organization).id if organization else None
    if find(session, username) is not None:
        raise AccountInvalid(f"There is an account named {username} already; a name is never given twice.")
    check_password(password, username)
    secret = new_secret()
    identity = str(uuid.uuid4())
    account = Account(
        id=identity,
        username=username,
        password_hash=hash_password(password),
        totp_secret=seal(session, identity, secret),
        totp_last_step=0,
        role=role,
        organization_id=tied,
        active=True,
        created_at=at,
    )
    session.add(account)
    audit.record(session, actor, actor_role, "compte créé", username, role)
    session.flush()
    return NewAccount(account, secret)


def disable(session: Session, username: str, *, at: datetime, actor: str, actor_role: str) -> Account:
    """Close the account, end its sessions now; raises AccountUnknown or AccountInvalid (closed already)."""
    account = find(session, username)
    if account is None:
        raise AccountUnknown(f"There is no account named {normal(username)}: sentier users list shows them.")
    if not account.active:
        raise AccountInvalid(f"The account {account.username} is disabled already.")
    account.active, account.disabled_at = False, at
    close_all(session, account.id)
    audit.record(session, actor, actor_role, "compte désactivé", account.username)
    session.flush()
    return account


def renew(session: Session, username: str, password: str, *, actor: str, actor_role: str) -> NewAccount:
    """Give an account a new password and a new secret (lost telephone, forgotten password); end its sessions.

    Raises AccountUnknown, AccountInvalid (disabled), PasswordRefused or TotpKeyUnusable.
    """
    account = find(session, username)
    if account is None:
        raise AccountUnknown(f"There is no account named {normal(username)}: sentier users list shows them.")
    if not account.active:
        raise AccountInvalid(f"The account {account.username} is disabled, and stays so: make another one.")
    check_password(password, account.username)
    account.password_hash = hash_password(password)
    secret = new_secret()
    account.totp_secret = seal(session, str(account.id), secret)
    # No code of the new secret was used; a step of a clock that was ahead would shut her out for long.
    account.totp_last_step = 0
    close_all(session, account.id)
    audit.record(session, actor, actor_role, "accès renouvelé", account.username)
    session.flush()
    return NewAccount(account, secret)


def sign_in(session: Session, username: str, password: str, code: str, at: datetime) -> Account:
    """The account whose password and code these are; raises SignInRefused, which never says what was wrong.

    Takes as long for a name nobody has. A code is good once: its step is claimed in the database, so two
    requests that race with the same code do not both get in. Raises TotpKeyUnusable when the password is
    right and no key opens the secret of the codes.
    """
    account = _proven(session, username, password, code, at)
    audit.record(session, account.username, account.role, "connexion", account.username)
    return account


def _proven(session: Session, username: str, password: str, code: str, at: datetime) -> Account:
    account = find(session, username)
    matches = password_matches(account.password_hash if account else None, password)
    try:
        opened = unseal(session, account) if account else _NO_SECRET
    except TotpKeyUnusable:
        # Said to nobody who has not shown the password: it would tell which accounts there are.
        if matches and account is not None and account.active:
            raise
        opened = _NO_SECRET
    step = accepted_step(opened.secret, code, at)
    if account is None or not matches or step is None or not account.active:
        raise SignInRefused("The name, the password or the code is not right.")
    claim = (
        update(Account)
        .where(Account.id == account.id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
    )
    if session.execute(claim).rowcount != 1:
        raise SignInRefused("The name, the password or the code is not right.")
    if opened.stale:
        _seal_again(session, account, opened.secret)
    return account


def _seal_again(session: Session, account: Account, secret: str) -> None:
    """Seal a secret that stands there unsealed, or with an older key."""
    try:
        account.totp_secret = seal(session, str(account.id), secret)
    except TotpKeyUnusable:
        # Kept before there was a key, and there is none yet: sentier users list says so, nobody is shut out.
        if is_sealed(str(account.totp_secret)):
            raise


def change_password(
    session: Session, account_id: str, current: str, code: str, new: str, at: datetime
) -> Account:
    """Give the account a new password and end all its sessions; asks for the present one and for a code.

    Raises SignInRefused or PasswordRefused.
    """
    account = cast("Account | None", session.get(Account, account_id))
    if account is None:
        raise AccountUnknown("There is no such account.")
    check_password(new, account.username)
    _proven(session, account.username, current, code, at)
    account.password_hash = hash_password(new)
    close_all(session, account.id)
    audit.record(session, account.username, account.role, "mot de passe changé", account.username)
    session.flush()
    return account
