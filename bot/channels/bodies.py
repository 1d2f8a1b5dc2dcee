"""Reading what a request brings, never more than it may."""

from __future__ import annotations

from starlette.requests import Request

MAX_BODY = 64 * 1024
"""Bytes of a request of the web; a message is at most a few thousand characters."""


class BodyTooLong(ValueError):
    """More bytes than a request may bring."""


async def read_body(request: Request, most: int = MAX_BODY) -> bytes:
    """The raw body; raises BodyTooLong over `most` bytes, without reading the rest."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise BodyTooLong(f"The body is longer than {most} bytes.")
    return bytes(body)
