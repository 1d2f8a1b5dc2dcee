"""Passwords: argon2id with the library's parameters (RFC 9106, low memory), and what is asked of a new one.

Length is what counts (NIST SP 800-63B, 5.1.1.2): no rule about digits or signs, no forced change.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.errors import PasswordRefused

SHORTEST, LONGEST = 12, 200
"""Characters. The upper bound keeps a sign-in from hashing a book."""
_FEWEST_DIFFERENT = 5
_hasher = PasswordHasher()
# Each hash takes 64 MiB for a tenth of a second: a crowd at the door must not take all the memory.
_AT_ONCE = threading.BoundedSemaphore(2)


def _same_form(password: str) -> bytes:
    """The same keys typed on another machine may give another form of an accented letter."""
    return unicodedata.normalize("NFKC", password).encode()


def check_password(password: str, username: str) -> None:
    """Raise PasswordRefused, with a reason code, when `password` may not be chosen by `username`."""
    if len(password) < SHORTEST:
        raise PasswordRefused("short", f"A password has at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise PasswordRefused("long", f"A password has at most {LONGEST} characters.")
    plain = password.casefold()
    if len(set(plain)) < _FEWEST_DIFFERENT or username.casefold() in plain or "sentier" in plain:
        raise PasswordRefused(
            "guessable",
            "This password is among the first anyone would try: no username, no name of the program, "
            f"and at least {_FEWEST_DIFFERENT} different characters.",
        )


def hash_password(password: str) -> str:
    """The argon2id string to keep."""
    with _AT_ONCE:
        return _hasher.hash(_same_form(password))


def password_matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of the hash `kept`; as slow when there is no such account (None)."""
    try:
        with _AT_ONCE:
            _hasher.verify(kept or _nobody(), _same_form(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The hash that stands for accounts that do not exist."""
    return _hasher.hash(b"nobody has this account")
