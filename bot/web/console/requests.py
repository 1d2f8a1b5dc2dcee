"""Reading what a browser sends to the console: where it comes from, how much, which form."""

from __future__ import annotations

from starlette.datastructures import FormData, Headers
from starlette.requests import Request
from starlette.types import Message

from bot.channels.bodies import MAX_BODY, BodyTooLong, read_body
from bot.privacy.redaction import redact
from bot.safety.french import MAX_LENGTH, clean
from bot.web.errors import Refused

MAX_FIELDS = 400
MAX_FILES = 1


def from_elsewhere(headers: Headers, *, must_say: bool = False) -> bool:
    """Whether a page of another site sent this.

    Every browser since 2020 says where a form comes from; programs do not. `must_say`: who does not say is
    not let in either (signing in, where no session holds a token yet).
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    if origin is not None:
        return origin.partition("://")[2] != headers.get("host", "")
    return must_say and site is None


async def bounded(request: Request, most: int = MAX_BODY) -> Request:
    """The request with its body read, so that it can be read again; raises Refused (413) over `most` bytes.

    What is declared too long is not read at all; what only turns out to be is read no further. A section that
    takes a file says how large it may be.
    """
    too_long = Refused(413, "too_long", f"C'est trop gros : au plus {_size(most)}.")
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > most:
        raise too_long
    try:
        body = await read_body(request, most)
    except BodyTooLong as problem:
        raise too_long from problem

    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, replay)


async def form_of(request: Request, most: int = MAX_BODY) -> FormData:
    """The form of a request that `bounded` returned, parsed once; raises HTTPException (400)."""
    return await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=most)


def text_field(form: FormData, name: str, most: int = 4000) -> str:
    """The first value of a text field without spaces around it, at most `most` characters; "" for a file."""
    value = form.get(name, "")
    return value.strip()[:most] if isinstance(value, str) else ""


def redacted(text: str, most: int = MAX_LENGTH) -> str:
    """`text` on one line without the personal data in it, at most `most` characters before that."""
    return redact(clean(text, most)).text


def redacted_field(form: FormData, name: str, most: int = 4000) -> str:
    """The words of a field, redacted before anything keeps or shows them: for every field people write in.

    They speak of services, never of a woman who was helped. What a listing itself says (its numbers, its
    addresses, its public words) is read with `text_field`. Cut last: half a number is no number to anybody.
    """
    return redacted(text_field(form, name, MAX_BODY), MAX_BODY)[:most].rstrip()


def _size(most: int) -> str:
    return f"{most // 1024} Ko" if most < 1024 * 1024 else f"{most // (1024 * 1024)} Mo"
