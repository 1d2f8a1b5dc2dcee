"""Codes of six digits that change every 30 seconds (RFC 6238), as every authenticator application makes."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

ISSUER = "Sentier"
SECONDS = 30
_DRIFT = 1
"""Steps before and after the present one that are good: clocks differ, and typing takes time."""


def new_secret() -> str:
    """A fresh secret of 160 bits, base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, username: str) -> str:
    """The otpauth:// address that an authenticator application reads; it holds the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def accepted_step(secret: str, code: str, at: datetime) -> int | None:
    """The 30-second step that `code` belongs to around the aware instant `at`, or None when it is wrong.

    Every candidate is compared, so that the time taken says nothing.
    """
    code = "".join(code.split())
    now = int(at.timestamp()) // SECONDS
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        right = pyotp.TOTP(secret).at(step * SECONDS)
        if hmac.compare_digest(right.encode(), code.encode()):
            found = step
    return found
