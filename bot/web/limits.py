"""What the public side refuses before anything is read: other hosts, too much, too fast, too slow, too many.

Whoever is refused still gets the numbers: it may be a woman in danger behind the same address as a flood. No
address is kept: it is counted for a minute under a digest whose key is drawn anew every ten minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import html
import ipaddress
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.bodies import MAX_BODY
from bot.privacy.keys import Keys
from bot.privacy.sealing import handle_of
from bot.privacy.store import MemoryStore, Store, StoreDown
from bot.web.errors import Refused, with_numbers
from bot.web.headers import HEADERS, content_policy
from bot.web.paths import MACHINES, SMS, is_for_programs
from bot.web.settings import BadSetting

HOSTS_VARIABLE = "SENTIER_HOSTS"
PROXY_VARIABLE = "SENTIER_PROXY"
ADDRESS_VARIABLE = "SENTIER_RATE_ADDRESS"
CONVERSATION_VARIABLE = "SENTIER_RATE_CONVERSATION"

BODY_SECONDS = 10.0
"""For the whole body: a message is a few kilobytes, even on a bad line."""
MOST_AT_ONCE = 256
"""Requests being answered in one process. Who has not sent all of theirs is not among them: 256 that send a
letter a second would leave no room for anybody else."""
MINUTE = 60.0
KEY_SECONDS = 600.0
READS = 4
"""Pages an address may read for each message it may send."""

_DOOR = "sentier.limits"
"""Where a request says which Limits it came through."""
_NOT_COUNTED = (*MACHINES, "/static/", "/favicon.ico", SMS)
"""Gateways are known by their secret, and bring everybody's messages from one address."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LimitSettings:
    """`hosts`: names we answer to, all when empty. `proxies`: addresses and networks whose X-Forwarded-For is
    believed. `per_address`, `per_conversation`: messages a minute, 0 for no limit."""

    hosts: frozenset[str] = frozenset()
    proxies: tuple[str, ...] = ()
    per_address: int = 120
    per_conversation: int = 30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> LimitSettings:
        """The settings; raises BadSetting, a sentence that says what to write instead."""
        values = os.environ if environment is None else environment
        hosts = [host.casefold() for host in values.get(HOSTS_VARIABLE, "").replace(",", " ").split()]
        if any("/" in host or (":" in host and not host.startswith("[")) for host in hosts):
            raise BadSetting(
                f"{HOSTS_VARIABLE} lists the names people type, without https:// or port, such as "
                "exemple.org,www.exemple.org."
            )
        proxies = values.get(PROXY_VARIABLE, "").replace(",", " ").split()
        for proxy in proxies:
            try:
                ipaddress.ip_network(proxy, strict=False)
            except ValueError as problem:
                raise BadSetting(
                    f"{PROXY_VARIABLE} lists the addresses of the proxies in front, such as 127.0.0.1 or "
                    "10.0.0.0/8."
                ) from problem
        return cls(
            frozenset(hosts),
            tuple(proxies),
            _number(values, ADDRESS_VARIABLE, cls.per_address),
            _number(values, CONVERSATION_VARIABLE, cls.per_conversation),
        )


def _number(values: Mapping[str, str], variable: str, usual: int) -> int:
    given = values.get(variable, "").strip() or str(usual)
    if not given.isdecimal() or int(given) > 1_000_000:
        raise BadSetting(f"{variable} is a number of messages a minute, 0 for no limit.")
    return int(given)


class Limits:
    """ASGI middleware around the whole public side. With a `store`, several processes count together."""

    def __init__(
        self,
        app: ASGIApp,
        settings: LimitSettings,
        store: Store | None = None,
        secret: bytes | None = None,
    ) -> None:
        self.app = app
        self._settings = settings
        self._here = MemoryStore()
        self._store = store or self._here
        self._keys = Keys(store, secret)
        self._at_once = 0
        self._told: dict[int, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._at_the_door(scope) or await self._too_fast(scope)
        if refusal is not None:
            self.tell(refusal.status_code)
            await _page(scope, refusal)(scope, receive, send)
            return
        scope[_DOOR] = self
        counted = False

        def whole() -> None:
            nonlocal counted
            if not counted:
                if self._at_once >= MOST_AT_ONCE and scope["path"] not in MACHINES:
                    raise _too_many()
                self._at_once += 1
                counted = True

        if not _has_body(scope):
            counted = True
            self._at_once += 1
        try:
            await self.app(scope, _Patient(receive, whole), send)
        finally:
            self._at_once -= counted

    def tell(self, status: int) -> None:
        """To the log, each status once a minute.

        A flood must not fill it, a wrong list of hosts or proxies must show.
        """
        now = time.monotonic()
        if now - self._told.get(status, -MINUTE) >= MINUTE:
            self._told[status] = now
            logger.warning("request_refused", extra={"status": status})

    def _at_the_door(self, scope: Scope) -> Refused | None:
        headers, path = Headers(scope=scope), scope["path"]
        machine = path in MACHINES
        if self._settings.hosts and not machine and _host(headers) not in self._settings.hosts:
            sentence = with_numbers("Cette adresse n'est pas la nôtre.")
            return Refused(421, "wrong_host", sentence)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return Refused(413, "too_long", with_numbers("Le message est trop long."), _CLOSE)
        if self._at_once >= MOST_AT_ONCE and not machine:
            return _too_many()
        return None

    async def _too_fast(self, scope: Scope) -> Refused | None:
        """A refusal when the address or the conversation sent too much in the last minute."""
        path: str = scope["path"]
        if path.startswith(_NOT_COUNTED):
            return None
        windows: list[tuple[str, float]] = []
        most: list[int] = []
        reads = scope["method"] in ("GET", "HEAD", "OPTIONS")
        address = _address(scope)
        if address is not None and self._settings.per_address:
            key, _ = await self._keys.keys("address", KEY_SECONDS)
            name = hmac.new(key, address, hashlib.sha256).hexdigest()[:32]
            windows.append((f"rate:{'read' if reads else 'write'}:{name}", MINUTE))
            most.append(self._settings.per_address * (READS if reads else 1))
        token = Headers(scope=scope).get("authorization", "").partition(" ")[2].strip()
        if token and path.startswith("/api/messages") and self._settings.per_conversation:
            windows.append(_talk(token))
            most.append(self._settings.per_conversation)
        return TooFast() if await self._over(windows, most) else None

    async def says_too_much(self, token: str) -> bool:
        """Counts one message of the conversation of `token`; whether it said too much in the last minute."""
        most = self._settings.per_conversation
        return bool(token and most) and await self._over([_talk(token)], [most])

    async def _over(self, windows: list[tuple[str, float]], most: list[int]) -> bool:
        if not windows:
            return False
        try:
            counts = await self._store.count(windows)
        except StoreDown:
            counts = await self._here.count(windows)
        return any(count > limit for count, limit in zip(counts, most, strict=True))


class TooFast(Refused):
    """Too many messages in a minute."""

    def __init__(self) -> None:
        sentence = with_numbers("C'est un peu vite pour moi. Attends une minute, puis réessaie.")
        super().__init__(429, "too_fast", sentence, {"retry-after": str(int(MINUTE))})


async def at_an_easy_pace(request: Request, token: str) -> None:
    """Counts a message whose token stands in its body, where the door does not look; raises TooFast.

    Nothing is counted when no Limits stands in front.
    """
    door = request.scope.get(_DOOR)
    if isinstance(door, Limits) and await door.says_too_much(token):
        refusal = TooFast()
        door.tell(refusal.status_code)
        raise refusal


def _talk(token: str) -> tuple[str, float]:
    return f"rate:talk:{handle_of(token).identity}", MINUTE


_CLOSE = {"connection": "close"}


def _too_many() -> Refused:
    sentence = with_numbers("Beaucoup de monde écrit en même temps. Réessaie dans un instant.")
    return Refused(503, "too_many", sentence, {"retry-after": "2"})


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


class _Patient:
    """Reads the body for BODY_SECONDS at most; then raises Refused (408) where the body is read.

    `whole` is called when all of it is here, and may refuse too.
    """

    def __init__(self, receive: Receive, whole: Callable[[], None]) -> None:
        self._receive = receive
        self._whole = whole
        self._until = asyncio.get_running_loop().time() + BODY_SECONDS
        self._more = True

    async def __call__(self) -> Message:
        if not self._more:
            return await self._receive()
        left = self._until - asyncio.get_running_loop().time()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, left))
        except TimeoutError as late:
            self._more = False
            sentence = with_numbers("La connexion est trop lente pour ce message. Réessaie.")
            raise Refused(408, "too_slow", sentence, _CLOSE) from late
        self._more = message["type"] == "http.request" and bool(message.get("more_body"))
        if not self._more:
            self._whole()
        return message


def _host(headers: Headers) -> str:
    host = headers.get("host", "").casefold()
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _address(scope: Scope) -> bytes | None:
    """What an address is counted by: itself, the /64 of an IPv6 one; None for this machine itself.

    A proxy on this machine that SENTIER_PROXY does not name would make everybody one address.
    """
    client = scope.get("client")
    if not client:
        return None
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    return address.packed[:8] if address.version == 6 else address.packed


def _page(scope: Scope, refusal: Refused) -> Response:
    """The refusal as JSON for programs, as a bare page for people: nothing else of ours needs to work."""
    headers = {**HEADERS, "content-security-policy": content_policy(), **(refusal.headers or {})}
    if is_for_programs(scope["path"]):
        body = json.dumps(
            {"error": {"code": refusal.code, "message": refusal.detail}}, ensure_ascii=False
        ).encode()
        return Response(body, refusal.status_code, headers, "application/json")
    page = (
        '<!doctype html><html lang="fr-CA"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Un instant</title>'
        f'<p>{html.escape(refusal.detail)}</p><p><a href="tel:911">911</a> <a href="tel:811">811</a></p>'
    )
    return Response(page, refusal.status_code, headers, "text/html; charset=utf-8")
