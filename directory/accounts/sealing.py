"""The secrets of sign-in codes, sealed: whoever has the database (or a backup) alone can make no code.

The key is outside of the database: `SENTIER_TOTP_KEY`, or a file (`SENTIER_TOTP_KEY_FILE`; for SQLite by
itself `totp.key` beside the database, mode 600, made at the first need). Several keys may stand there, one a
line (separated by commas in the variable): the first seals, all open, so that a key can be replaced.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.errors import TotpKeyUnusable
from directory.models.account import Account

KEY_VARIABLE = "SENTIER_TOTP_KEY"
FILE_VARIABLE = "SENTIER_TOTP_KEY_FILE"
FILE_NAME = "totp.key"
SHORTEST = 32
"""Characters of a key."""
_MARK = "v1."
_NONCE_BYTES = 12
# The key of a database in memory lives as long as it does.
_of_memory: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


@dataclass(frozen=True)
class Opened:
    """A secret in base32; ``stale``: it stands in the database unsealed, or sealed with an older key."""

    secret: str
    stale: bool


def is_sealed(stored: str) -> bool:
    """Whether a secret as it is stored is sealed."""
    return stored.startswith(_MARK)


def seal(session: Session, account_id: str, secret: str) -> str:
    """The secret as it is stored, bound to its account (AES-256-GCM); makes the key file when there is none.

    Raises TotpKeyUnusable.
    """
    nonce = os.urandom(_NONCE_BYTES)
    key = _keys(session, make=True)[0]
    body = AESGCM(key).encrypt(nonce, secret.encode(), _bound_to(account_id))
    return _MARK + base64.urlsafe_b64encode(nonce + body).decode()


def unseal(session: Session, account: Account) -> Opened:
    """The secret of an account; raises TotpKeyUnusable when no key at hand opens it."""
    stored = str(account.totp_secret)
    if not is_sealed(stored):
        return Opened(stored, stale=True)
    packed = base64.urlsafe_b64decode(stored.removeprefix(_MARK))
    for number, key in enumerate(_keys(session, make=False)):
        try:
            plain = AESGCM(key).decrypt(
                packed[:_NONCE_BYTES], packed[_NONCE_BYTES:], _bound_to(str(account.id))
            )
        except InvalidTag:
            continue
        return Opened(plain.decode(), stale=number > 0)
    raise TotpKeyUnusable(
        f"No key at hand opens the sign-in secret of {account.username}: put the key back ({KEY_VARIABLE} or "
        f"{FILE_VARIABLE}), or give the account a new secret with sentier users renew {account.username}."
    )


def seal_again(session: Session) -> tuple[int, list[str]]:
    """Seal every secret with the first key; return how many were written, and the names none opens."""
    written, lost = 0, []
    for account in session.execute(select(Account).order_by(Account.username)).scalars():
        try:
            opened = unseal(session, account)
        except TotpKeyUnusable:
            lost.append(str(account.username))
            continue
        if opened.stale:
            account.totp_secret = seal(session, str(account.id), opened.secret)
            written += 1
    session.flush()
    return written, lost


def _bound_to(account_id: str) -> bytes:
    return b"sentier totp\0" + account_id.encode()


def _keys(session: Session, *, make: bool) -> list[bytes]:
    words = [word for word in re.split(r"[\s,]+", _text(session, make=make)) if word]
    if not words or any(len(word) < SHORTEST for word in words):
        raise TotpKeyUnusable(
            f"The key of the sign-in secrets has {SHORTEST} characters or more (openssl rand -hex 32)."
        )
    return [HKDF(SHA256(), 32, None, b"sentier totp key").derive(word.encode()) for word in words]


def _text(session: Session, *, make: bool) -> str:
    """The keys as they are written down."""
    if given := os.environ.get(KEY_VARIABLE, "").strip():
        return given
    named = os.environ.get(FILE_VARIABLE, "").strip()
    if named:
        return _read(Path(named))
    bind: Any = session.get_bind()
    engine = getattr(bind, "engine", bind)
    if engine.dialect.name != "sqlite":
        raise TotpKeyUnusable(
            f"The sign-in secrets need a key that every machine has: set {KEY_VARIABLE} (openssl rand -hex "
            f"32) or {FILE_VARIABLE}."
        )
    database = engine.url.database
    if not database or database == ":memory:":
        return _of_memory.setdefault(engine, secrets.token_urlsafe(32))
    file = Path(database).parent / FILE_NAME
    if make and not file.exists():
        _write(file)
    return _read(file)


def _read(file: Path) -> str:
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o007:
            raise TotpKeyUnusable(f"Everybody on this machine can read the key {file}: chmod 600 {file}.")
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no text"
        raise TotpKeyUnusable(
            f"The key of the sign-in secrets, {file}, cannot be read: {reason}. Put it back, or give each "
            "account a new secret with sentier users renew."
        ) from problem


def _write(file: Path) -> None:
    """A new key; one that another process made at the same moment is left alone."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "w", encoding="ascii") as unfinished:
            unfinished.write(f"{secrets.token_urlsafe(32)}\n")
            unfinished.flush()
            os.fsync(unfinished.fileno())
        try:
            os.link(name, file)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as problem:
        raise TotpKeyUnusable(
            f"The key of the sign-in secrets cannot be written to {file}: {problem.strerror}. "
            f"Set {KEY_VARIABLE} or {FILE_VARIABLE}."
        ) from problem
