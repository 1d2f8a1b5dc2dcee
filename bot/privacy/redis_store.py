"""The store that several processes and machines share: Redis 6 or newer, without persistence.

A call waits `ANSWER_SECONDS` at most. After a failure nobody waits for `PAUSE_SECONDS`: a person in danger
must not pay for a server that is down. Then the next call tries again, and all goes on by itself.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import redis
from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import RedisError

from bot.errors import SharedMemoryUnusable
from bot.privacy.store import STALE_SECONDS, Leaving, Place, StoreDown

URL_VARIABLE = "SENTIER_REDIS_URL"
SECRET_VARIABLE = "SENTIER_SECRET"  # noqa: S105 - the name of a variable
SECRET_LENGTH = 32
ANSWER_SECONDS = 0.5
PAUSE_SECONDS = 1.0
MOST_CONNECTIONS = 64
PREFIX = "sentier:"

T = TypeVar("T")
logger = logging.getLogger(__name__)

_NOW = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)\n"
# The line is a list; beside it, when each who stands in it was last heard of.
_STAND = (
    _NOW
    + """
if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 0 then redis.call('RPUSH', KEYS[2], ARGV[1]) end
redis.call('HSET', KEYS[3], ARGV[1], now)
redis.call('PEXPIRE', KEYS[2], 30000)
redis.call('PEXPIRE', KEYS[3], 30000)
while true do
  local head = redis.call('LINDEX', KEYS[2], 0)
  if head == ARGV[1] then return {1, redis.call('GET', KEYS[1])} end
  if not head then redis.call('RPUSH', KEYS[2], ARGV[1])
  else
    -- A clock set back makes everyone seem heard of later than now: as good as silent.
    local heard = tonumber(redis.call('HGET', KEYS[3], head) or '0')
    if math.abs(now - heard) <= tonumber(ARGV[2]) then return {0, false} end
    redis.call('LPOP', KEYS[2])
    redis.call('HDEL', KEYS[3], head)
  end
end
"""
)
_BEAT = (
    _NOW
    + """
if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[3], ARGV[1], now)
redis.call('PEXPIRE', KEYS[2], 30000)
redis.call('PEXPIRE', KEYS[3], 30000)
return redis.call('LINDEX', KEYS[2], 0) == ARGV[1] and 1 or 0
"""
)
_LEAVE = """
local mine = redis.call('LINDEX', KEYS[2], 0) == ARGV[1]
if ARGV[2] == 'drop' then redis.call('DEL', KEYS[1])
elseif mine and ARGV[2] == 'make' then redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
elseif mine and ARGV[2] == 'save' then redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4], 'XX') end
redis.call('LREM', KEYS[2], 1, ARGV[1])
redis.call('HDEL', KEYS[3], ARGV[1])
return mine and 1 or 0
"""
_COUNT = """
local counts = {}
for place, name in ipairs(KEYS) do
  counts[place] = redis.call('INCR', name)
  if counts[place] == 1 then redis.call('PEXPIRE', name, ARGV[place]) end
end
return counts
"""


class RedisStore:
    """A store over the server at `url`; nothing is asked of it before the first call."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._clock = clock
        self._down_until = 0.0
        self._client: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._scripts: dict[str, Any] = {}

    async def get(self, name: str) -> bytes | None:
        """What is kept under `name`."""
        found: bytes | None = await self._ask(lambda client: client.get(_key(name)))
        return found

    async def put(self, name: str, value: bytes, seconds: float) -> None:
        """Keeps `value` for `seconds`."""
        await self._ask(lambda client: client.set(_key(name), value, px=_ms(seconds)))

    async def add(self, name: str, value: bytes, seconds: float) -> bool:
        """Keeps `value` unless something is kept; whether it was."""
        return bool(await self._ask(lambda client: client.set(_key(name), value, px=_ms(seconds), nx=True)))

    async def delete(self, name: str) -> bool:
        """Erases; whether there was something."""
        return bool(await self._ask(lambda client: client.delete(_key(name))))

    async def count(self, windows: Sequence[tuple[str, float]]) -> list[int]:
        """Adds one to each and returns the counts."""
        keys = [_key(name) for name, _ in windows]
        counts = await self._run(_COUNT, keys, [_ms(seconds) for _, seconds in windows])
        return [int(count) for count in counts]

    async def stand(self, name: str, who: str) -> Place:
        """Puts `who` in the line before `name`."""
        first, value = await self._run(_STAND, _line(name), [who, _ms(STALE_SECONDS)])
        return Place(bool(first), value)

    async def beat(self, name: str, who: str) -> bool:
        """Says that `who` is still at work."""
        return bool(await self._run(_BEAT, _line(name), [who]))

    async def leave(self, name: str, who: str, then: Leaving, value: bytes = b"", seconds: float = 0) -> bool:
        """Takes `who` out of the line, and does `then`."""
        return bool(await self._run(_LEAVE, _line(name), [who, then.value, value, _ms(seconds)]))

    async def close(self) -> None:
        """Ends the connections."""
        if self._client is not None:
            await self._client.close()
            await self._client.connection_pool.disconnect()
            self._client = None

    # ---- One call.

    async def _run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        def call(client: Any) -> Awaitable[Any]:
            if script not in self._scripts:
                # Sent by its digest; anew by itself after the server restarted and forgot it.
                self._scripts[script] = client.register_script(script)
            return self._scripts[script](keys=keys, args=arguments)  # type: ignore[no-any-return]

        return await self._ask(call)

    async def _ask(self, call: Callable[[Any], Awaitable[T]]) -> T:
        if self._clock() < self._down_until:
            raise StoreDown("The shared memory did not answer a moment ago.")
        try:
            return await asyncio.wait_for(call(self._connected()), ANSWER_SECONDS)
        except (RedisError, OSError) as problem:
            if self._clock() >= self._down_until:
                logger.error("store_failed", exc_info=problem)
            self._down_until = self._clock() + PAUSE_SECONDS
            raise StoreDown("The shared memory does not answer.") from problem

    def _connected(self) -> Any:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            pool = BlockingConnectionPool.from_url(
                self._url,
                max_connections=MOST_CONNECTIONS,
                timeout=ANSWER_SECONDS,
                socket_connect_timeout=ANSWER_SECONDS,
                socket_timeout=ANSWER_SECONDS,
            )
            self._client, self._loop, self._scripts = Redis(connection_pool=pool), loop, {}
        return self._client


def _key(name: str) -> str:
    return PREFIX + name


def _line(name: str) -> list[str]:
    return [_key(name), f"{PREFIX}line:{name}", f"{PREFIX}heard:{name}"]


def _ms(seconds: float) -> int:
    return max(1, int(seconds * 1000))


def opened_store(environment: Mapping[str, str]) -> RedisStore | None:
    """The store of SENTIER_REDIS_URL, whether or not it answers now; None when the variable is empty."""
    url = environment.get(URL_VARIABLE, "").strip()
    return RedisStore(url) if url else None


def shared_store(environment: Mapping[str, str], warn: Callable[[str], None]) -> RedisStore | None:
    """The store of SENTIER_REDIS_URL, which answers now and is set right; None when the variable is empty.

    `warn` is told what in the server's settings may keep conversations longer than they should be. Raises
    SharedMemoryUnusable, a sentence that says what to change; it never repeats the address, whose password
    is nobody's business.
    """
    store = opened_store(environment)
    if store is None:
        return None
    secret_of(environment)
    url = environment[URL_VARIABLE].strip()
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
            _check_forgetful(client, warn)
    except ValueError as problem:
        raise SharedMemoryUnusable(
            f"{URL_VARIABLE} must be an address like redis://127.0.0.1:6379/0, rediss:// for TLS."
        ) from problem
    except redis.exceptions.AuthenticationError as problem:
        raise SharedMemoryUnusable(
            f"The Redis of {URL_VARIABLE} refuses its user or password; write redis://USER:PASSWORD@HOST:6379/0."
        ) from problem
    except (RedisError, OSError) as problem:
        raise SharedMemoryUnusable(
            f"The Redis of {URL_VARIABLE} does not answer ({type(problem).__name__}). Start it, or unset "
            f"{URL_VARIABLE} to keep conversations in this process alone."
        ) from problem
    return store


def secret_of(environment: Mapping[str, str]) -> bytes:
    """The operator's secret that names phones and addresses; raises SharedMemoryUnusable without one."""
    secret = environment.get(SECRET_VARIABLE, "").strip()
    if len(secret) < SECRET_LENGTH:
        raise SharedMemoryUnusable(
            f"With {URL_VARIABLE}, set {SECRET_VARIABLE} to {SECRET_LENGTH} characters or more, the same for "
            "every process: python3 -c 'import secrets; print(secrets.token_urlsafe(32))' makes one."
        )
    return secret.encode()


def _check_forgetful(client: Any, warn: Callable[[str], None]) -> None:
    try:
        kept = {**client.config_get("save"), **client.config_get("appendonly")}
    except RedisError:
        warn(
            "This Redis does not tell its settings: make sure that it writes nothing to disk "
            "(save '' and appendonly no)."
        )
        return
    if str(kept.get("save", "")).strip():
        warn("This Redis writes snapshots to disk: set save '' in its configuration.")
    if kept.get("appendonly") != "no":
        warn("This Redis writes a journal to disk: set appendonly no in its configuration.")
