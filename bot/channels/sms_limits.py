"""Who writes, without keeping who: daily keys, messages seen, rates. All in memory, all bounded."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.privacy.conversations import IDLE_SECONDS

KEY_SECONDS = 24 * 3600
PER_MINUTE = 12
PER_HOUR = 60
SEEN_SECONDS = 15 * 60
"""How long a gateway may repeat a message: Kannel gives up after minutes, Twilio after seconds."""
MOST_SEEN = 20_000
MOST_SENDERS = 20_000

Clock = Callable[[], float]


def is_phone(sender: str) -> bool:
    """True for a number a person writes from; short codes and named senders are machines, never answered."""
    return re.fullmatch(r"\+?[\d\s().-]{7,24}", sender) is not None and 7 <= len(digits(sender)) <= 15


def digits(sender: str) -> str:
    """The digits of a number, a North American one with its 1: the same phone whatever the gateway writes."""
    only = re.sub(r"\D", "", sender)
    return f"1{only}" if len(only) == 10 else only


class Senders:
    """Names a sender by HMAC-SHA256 of the number, under a key made in memory each day and never written.

    The number itself is not kept. Yesterday's key lives half an hour more, for the conversation under way
    when the day turns; after that nobody, we included, can tell that two identities were one phone.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._since = clock()
        self._previous: bytes | None = None

    def identity(self, sender: str, lives: Callable[[str], bool]) -> str:
        """The name of `sender`; `lives` tells whether a conversation goes on under a name."""
        age = self._clock() - self._since
        if age >= KEY_SECONDS:
            # After more than a day and a half hour of silence nothing goes on under the old key.
            self._previous = self._key if age < KEY_SECONDS + IDLE_SECONDS else None
            self._key, self._since = secrets.token_bytes(32), self._clock()
        elif age >= IDLE_SECONDS:
            self._previous = None
        if self._previous is not None:
            before = _name(self._previous, sender)
            if lives(before):
                return before
        return _name(self._key, sender)


def _name(key: bytes, sender: str) -> str:
    return "sms-" + hmac.new(key, digits(sender).encode(), hashlib.sha256).hexdigest()[:40]


class Seen:
    """Message ids of the last minutes, so that what a gateway repeats is answered once."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[bytes, float] = OrderedDict()

    def first_time(self, gateway: str, message_id: str) -> bool:
        """True at the first call for this id within SEEN_SECONDS; an empty id is always new."""
        now = self._clock()
        while self._held and next(iter(self._held.values())) < now - SEEN_SECONDS:
            self._held.popitem(last=False)
        if not message_id:
            return True
        # A digest: ids of some gateways are long, and bounded memory must mean bounded bytes.
        name = hashlib.sha256(f"{gateway}\0{message_id}".encode()).digest()
        if name in self._held:
            return False
        self._held[name] = now
        if len(self._held) > MOST_SEEN:
            self._held.popitem(last=False)
        return True

    def forget(self, gateway: str, message_id: str) -> None:
        """Lets a message whose answer never left be answered when it comes again."""
        self._held.pop(hashlib.sha256(f"{gateway}\0{message_id}".encode()).digest(), None)


class Pace(Enum):
    """Whether a sender may be answered."""

    FINE = "fine"
    TOO_FAST = "too fast, to be told so"
    TOLD = "too fast, told already"


@dataclass
class _Pace:
    times: deque[float] = field(default_factory=lambda: deque(maxlen=PER_HOUR))
    told: bool = False


class Rates:
    """At most PER_MINUTE and PER_HOUR messages a sender; the first over the limit is to be told."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, _Pace] = OrderedDict()

    def pace(self, identity: str) -> Pace:
        """Counts one message of `identity`."""
        now = self._clock()
        held = self._held.pop(identity) if identity in self._held else _Pace()
        self._held[identity] = held
        times = held.times
        while len(self._held) > MOST_SENDERS:
            self._held.popitem(last=False)
        while times and times[0] <= now - 3600:
            times.popleft()
        if len(times) >= PER_HOUR or sum(moment > now - 60 for moment in times) >= PER_MINUTE:
            pace = Pace.TOLD if held.told else Pace.TOO_FAST
            held.told = True
            return pace
        times.append(now)
        held.told = False
        return Pace.FINE
