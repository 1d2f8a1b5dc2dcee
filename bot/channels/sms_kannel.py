"""Kannel: takes an SMS, sends the answer by sendsms, and says 202 when it has left, or after ACCEPT_SECONDS.

Kannel 1.4.5 user guide, chapters 6 and 10. What it does not say and was tried: it repeats a message until 200
or 202 comes back; `%I` in post-url is the same on each repetition; it never chooses a coding (0 spoils "ê");
with X-Kannel-UDH it sends parts as they were cut.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import aiohttp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels import gsm
from bot.channels.bodies import BodyTooLong
from bot.channels.gsm import Coding
from bot.channels.sms import Incoming, SmsDesk
from bot.channels.sms_gateways import SmsNotConfigured, read_body, required
from bot.channels.sms_limits import is_phone
from bot.channels.sms_parts import Joiner, part_of
from bot.channels.sms_words import UNAVAILABLE
from bot.privacy.conversations import Busy

PATH = "/sms/kannel"
SEND_URL = "http://127.0.0.1:13013/cgi-bin/sendsms"
SEND_SECONDS = 10.0
RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0)
"""Waits between attempts when sendsms is down; then the answer is given up and forgotten."""
ACCEPT_SECONDS = 8.0
"""How long Kannel waits for our 202: less than its own http-timeout of 10 s."""
MOST_AT_ONCE = 500
"""Messages under way; past that Kannel is told 503 and keeps the next ones itself."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """Where and how to send; from the environment by `settings`."""

    secret: str
    user: str
    password: str
    url: str = SEND_URL
    sender: str = ""
    retry_seconds: Sequence[float] = RETRY_SECONDS


def settings(environment: Mapping[str, str]) -> Settings:
    """The settings; raises SmsNotConfigured for one that is missing or makes no sense."""
    url = environment.get("SENTIER_KANNEL_URL", "").strip() or SEND_URL
    if not url.startswith(("http://", "https://")):
        raise SmsNotConfigured(f"SENTIER_KANNEL_URL must be an address like {SEND_URL}.")
    secret = required(environment, "SENTIER_KANNEL_SECRET", "kannel")
    if len(secret) < 16:
        raise SmsNotConfigured("SENTIER_KANNEL_SECRET must be 16 characters or longer: it is the only lock.")
    return Settings(
        secret,
        required(environment, "SENTIER_KANNEL_USER", "kannel"),
        required(environment, "SENTIER_KANNEL_PASSWORD", "kannel"),
        url,
        environment.get("SENTIER_KANNEL_FROM", "").strip(),
    )


def routes(desk: SmsDesk, environment: Mapping[str, str]) -> list[Route]:
    """`POST /sms/kannel?secret=…&id=%I`."""
    return [Route(PATH, KannelHook(desk, settings(environment)).message, methods=["POST"])]


class KannelHook:
    """One Kannel: parse, verify, dedupe, hand over, answer."""

    def __init__(self, desk: SmsDesk, chosen: Settings) -> None:
        self._desk = desk
        self._settings = chosen
        self._joiner = Joiner()
        self._under_way: set[asyncio.Task[None]] = set()

    async def message(self, request: Request) -> Response:
        """202 for whatever needs no repetition, 503 when there is too much to do, 403 without the secret."""
        given = request.query_params.get("secret", "")
        if not hmac.compare_digest(given.encode(), self._settings.secret.encode()):
            logger.warning("signature_refused")
            return Response(status_code=403)
        try:
            body = await read_body(request)
        except BodyTooLong:
            return Response(status_code=202)  # an error would bring it back
        if len(self._under_way) >= MOST_AT_ONCE:
            return Response(status_code=503)
        sender = request.headers.get("x-kannel-from", "").strip()
        to = request.headers.get("x-kannel-to", "").strip()
        if is_phone(sender) and sender != to:
            text = decoded(body, request.headers.get("content-type", ""))
            part = part_of(request.headers.get("x-kannel-udh", ""))
            message_id = request.query_params.get("id", "")
            task = asyncio.create_task(self._answer(Incoming(sender, text, message_id=message_id), to, part))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            # 202 means that it is answered: if this process dies before, Kannel brings it to another. When
            # the way out is slow or a part is late, the answer goes on behind the 202, and dies with us.
            await asyncio.wait({task}, timeout=ACCEPT_SECONDS)
        return Response(status_code=202)

    async def _answer(self, incoming: Incoming, to: str, part: tuple[int, int, int] | None) -> None:
        sender, message_id = incoming.sender, incoming.message_id
        try:
            whole = await self._joiner.join(sender, incoming.text, part)
            if whole is None:
                return
            async with self._desk.line(sender):
                if await self._desk.seen.holds("kannel", message_id):
                    return
                await self._answer_in_turn(replace(incoming, text=whole), to)
                # Only now: what dies with this process before is brought again, and answered.
                await self._desk.seen.first_time("kannel", message_id)
        except Busy:
            logger.error("turn_timed_out")
            await self._send(sender, to, UNAVAILABLE)
        except Exception as problem:  # the last line, behind a 202: a person who wrote gets the numbers
            logger.error("turn_failed", exc_info=problem)
            await self._send(sender, to, UNAVAILABLE)

    async def _answer_in_turn(self, incoming: Incoming, to: str) -> None:
        for said in await self._desk.answer(incoming):
            if not await self._send(incoming.sender, to, said):
                return

    async def _send(self, phone: str, to: str, text: str) -> bool:
        """Sends one SMS in its parts, in order; False when sendsms would not take it."""
        parts = gsm.split(text)
        reference = secrets.randbelow(256)
        for number, part in enumerate(parts, 1):
            # Cut by us, at a space: a phone that does not join parts still shows whole words and numbers.
            header = f"050003{reference:02X}{len(parts):02X}{number:02X}" if len(parts) > 1 else ""
            if not await self._post(phone, to, part, gsm.coding_of(text), header):
                return False
        return True

    async def _post(self, phone: str, to: str, text: str, coding: Coding, header: str) -> bool:
        """One call of sendsms, repeated while it is down. Neither text nor password is ever in an address."""
        headers = {
            "X-Kannel-Username": self._settings.user,
            "X-Kannel-Password": self._settings.password,
            "X-Kannel-From": self._settings.sender or to,
            "X-Kannel-To": phone,
            "X-Kannel-Coding": "0" if coding is Coding.GSM7 else "2",
            "Content-Type": "text/plain; charset=UTF-8",
        }
        if header:
            headers["X-Kannel-UDH"] = header
        timeout = aiohttp.ClientTimeout(total=SEND_SECONDS)
        attempts = 0
        for wait in (*self._settings.retry_seconds, None):
            attempts += 1
            try:
                async with (
                    aiohttp.ClientSession(timeout=timeout) as session,
                    session.post(self._settings.url, data=text.encode(), headers=headers) as response,
                ):
                    status = response.status
            except (TimeoutError, aiohttp.ClientError):
                status = 0
            if status in (200, 202):
                return True
            if 400 <= status < 500:  # refused for good: repeating changes nothing
                break
            if wait is not None:
                await asyncio.sleep(wait)
        logger.error("sms_failed", extra={"attempts": attempts, "status": status})
        return False


def decoded(body: bytes, content_type: str) -> str:
    """The text of a message in the charset that Kannel says; UTF-8 when it says none or one nobody knows."""
    parts = [part.strip() for part in content_type.split(";")]
    named = [part.partition("=")[2].strip("\"' ") for part in parts if part.lower().startswith("charset=")]
    try:
        return body.decode(named[0] if named else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
