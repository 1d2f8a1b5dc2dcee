"""What is kept outside this process is sealed with a key that only the person's side holds.

For the web the key comes from the conversation's token, which nobody but her browser has between two
messages; for SMS from her number and a secret of the operator. The shared memory alone reveals nothing, and
what was sealed with a token she dropped can be read by nobody any more.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE_BYTES = 12
MOST_BYTES = 2_000_000
"""Of one conversation, unpacked: a hundred times the largest seen."""


@dataclass(frozen=True)
class Handle:
    """A conversation as its holder knows it: `identity` names it, `key` (32 bytes) opens what is kept."""

    identity: str
    key: bytes = field(repr=False)


def handle_of(token: str) -> Handle:
    """The handle of a conversation whose holder has `token`."""
    return Handle(
        hashlib.sha256(b"sentier conversation\0" + token.encode()).hexdigest()[:40],
        hashlib.sha256(b"sentier key\0" + token.encode()).digest(),
    )


def seal(handle: Handle, plain: bytes) -> bytes:
    """`plain` compressed and encrypted (AES-256-GCM), bound to the name it is kept under."""
    nonce = os.urandom(_NONCE_BYTES)
    packed = zlib.compress(plain, 1)
    return _VERSION + nonce + AESGCM(handle.key).encrypt(nonce, packed, handle.identity.encode())


def unseal(handle: Handle, sealed: bytes) -> bytes | None:
    """What `seal` was given; None for anything else: another key, another name, another version, damage."""
    if sealed[:1] != _VERSION:
        return None
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        packed = AESGCM(handle.key).decrypt(nonce, body, handle.identity.encode())
        reader = zlib.decompressobj()
        plain = reader.decompress(packed, MOST_BYTES)
    except (InvalidTag, ValueError, zlib.error):
        return None
    return plain if reader.eof else None
