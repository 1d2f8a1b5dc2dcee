"""Twilio, and gateways that speak its language (SignalWire, Plivo's bridge…): answers in the same response.

https://www.twilio.com/docs/messaging/guides/webhook-request, https://www.twilio.com/docs/usage/security.
No credential to send with is needed: the answer is TwiML, and nothing is ever sent first.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.bodies import BodyTooLong
from bot.channels.sms import Incoming, SmsDesk
from bot.channels.sms_gateways import SmsNotConfigured, read_body, required
from bot.channels.sms_limits import SEEN_SECONDS
from bot.channels.sms_words import UNAVAILABLE
from bot.privacy.conversations import Busy

PATH = "/sms/twilio"
ANSWER_SECONDS = 10.0
"""Twilio gives up at 15 s and would then send nothing."""
MOST_ANSWERS = 5_000

_PORTS = {"https": 443, "http": 80}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

logger = logging.getLogger(__name__)


def routes(desk: SmsDesk, environment: Mapping[str, str]) -> list[Route]:
    """`POST /sms/twilio` and `/sms/twilio/fallback`; raises SmsNotConfigured without token or public URL."""
    token = required(environment, "SENTIER_TWILIO_TOKEN", "twilio")
    public = required(environment, "SENTIER_PUBLIC_URL", "twilio").rstrip("/")
    if urlsplit(public).scheme not in _PORTS or not urlsplit(public).hostname:
        raise SmsNotConfigured("SENTIER_PUBLIC_URL must be the address people see, like https://example.org.")
    hook = _Hook(desk, token, public + PATH)
    return [
        Route(PATH, hook.message, methods=["POST"]),
        Route(f"{PATH}/fallback", fallback, methods=["GET", "POST"]),
    ]


async def fallback(request: Request) -> Response:  # noqa: ARG001
    """What Twilio fetches when the main address fails: the numbers. The same document may live elsewhere."""
    return twiml([UNAVAILABLE])


def twiml(texts: Iterable[str]) -> Response:
    """A TwiML document that sends each text as one SMS."""
    said = "".join(f"<Message>{escape(_NOT_XML.sub('', text))}</Message>" for text in texts)
    document = f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>'
    return Response(document, media_type="application/xml")


def signature(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """What Twilio writes in X-Twilio-Signature for a form posted to `url`.

    HMAC-SHA1 of the address, then every field, empty ones too, in the order of their names.
    """
    told = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()).decode()


def is_genuine(token: str, url: str, fields: Iterable[tuple[str, str]], given: str) -> bool:
    """Whether `given` signs the form for `url`, the usual port written or not, as Twilio may do either."""
    listed = list(fields)
    answers = [
        hmac.compare_digest(signature(token, one, listed).encode(), given.encode())
        for one in _with_ports(url)
    ]
    return any(answers)


def _with_ports(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    bare = urlunsplit(parts._replace(netloc=host))
    port = parts.port or _PORTS.get(parts.scheme)
    return tuple(dict.fromkeys((url, bare, urlunsplit(parts._replace(netloc=f"{host}:{port}")))))


@dataclass
class _Answer:
    """The answer to one MessageSid, kept until it has surely left."""

    at: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    texts: list[str] | None = None
    left: bool = False


class _Hook:
    def __init__(self, desk: SmsDesk, token: str, url: str) -> None:
        self._desk = desk
        self._token = token
        self._url = url
        self._answers: OrderedDict[str, _Answer] = OrderedDict()

    async def message(self, request: Request) -> Response:
        """One SMS: parse, verify, dedupe, hand over, answer."""
        try:
            body = await read_body(request)
            # Not the framework's parser: it may drop empty fields, and Twilio signs them.
            fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body))
        except BodyTooLong:
            return Response(status_code=413)
        except ValueError:
            return Response(status_code=400)
        query = request.url.query
        url = f"{self._url}?{query}" if query else self._url
        if not is_genuine(self._token, url, fields, request.headers.get("x-twilio-signature", "")):
            logger.warning("signature_refused")
            return Response(status_code=403)
        form = dict(fields)
        if not form.get("From"):
            return Response(status_code=400)
        answer = self._answer(form.get("MessageSid") or form.get("SmsSid") or "")
        async with answer.lock:
            if answer.left:
                return twiml([])
            if answer.texts is None:
                answer.texts = await self._ask(form)
            # When Twilio no longer listens it asks again, and then this same answer goes out.
            answer.left = not await request.is_disconnected()
            texts = answer.texts
            if answer.left:
                answer.texts = []
            return twiml(texts)

    async def _ask(self, form: Mapping[str, str]) -> list[str]:
        media = form.get("NumMedia", "0")
        sid = form.get("MessageSid") or form.get("SmsSid") or ""
        incoming = Incoming(form["From"], form.get("Body", ""), int(media) if media.isdecimal() else 0, sid)
        try:
            return await asyncio.wait_for(self._in_turn(incoming), ANSWER_SECONDS)
        except (TimeoutError, Busy):
            logger.error("turn_timed_out")
            return [UNAVAILABLE]

    async def _in_turn(self, incoming: Incoming) -> list[str]:
        async with self._desk.line(incoming.sender):
            return await self._desk.answer(incoming)

    def _answer(self, sid: str) -> _Answer:
        now = time.monotonic()
        while self._answers and next(iter(self._answers.values())).at < now - SEEN_SECONDS:
            self._answers.popitem(last=False)
        if not sid:
            return _Answer(now)
        if sid not in self._answers:
            self._answers[sid] = _Answer(now)
            if len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
        return self._answers[sid]
