"""Long SMS that a gateway hands over part by part, joined again (3GPP TS 23.040 §9.2.3.24)."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

PATIENCE_SECONDS = 20.0
"""How long to wait for a missing part; then what came is answered."""
MOST_WAITING = 2_000
MOST_PARTS = 10

Part = tuple[int, int, int]
"""(reference, total, number): `number` from 1 to `total`."""


def part_of(header: str) -> Part | None:
    """The part that a user data header in hexadecimal describes ("050003CC0201"), or None."""
    try:
        data = bytes.fromhex(header.replace("%", "").strip())
    except ValueError:
        return None
    place = 1
    while place + 1 < len(data):
        element, length = data[place], data[place + 1]
        value = data[place + 2 : place + 2 + length]
        if (element, length, len(value)) in ((0x00, 3, 3), (0x08, 4, 4)):
            total, number = value[-2], value[-1]
            if 1 < total <= MOST_PARTS and 1 <= number <= total:
                return int.from_bytes(value[:-2], "big"), total, number
        place += 2 + length
    return None


@dataclass
class _Waiting:
    texts: dict[int, str] = field(default_factory=dict)
    complete: asyncio.Event = field(default_factory=asyncio.Event)


class Joiner:
    """Holds parts for seconds, in memory. The first part to come waits for the others and brings them all."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._waiting: OrderedDict[tuple[str, int, int], _Waiting] = OrderedDict()

    async def join(self, sender: str, text: str, part: Part | None) -> str | None:
        """The whole text, once all parts came or patience ended; None for the parts another call brings."""
        if part is None:
            return text
        reference, total, number = part
        key = (sender, reference, total)
        held = self._waiting.get(key)
        if held is not None:
            held.texts[number] = text
            if len(held.texts) == total:
                held.complete.set()
            return None
        held = self._waiting[key] = _Waiting({number: text})
        if len(self._waiting) > MOST_WAITING:
            # Answered now, with what there is.
            self._waiting.popitem(last=False)[1].complete.set()
        try:
            await asyncio.wait_for(held.complete.wait(), self._patience)
        except TimeoutError:
            pass
        finally:
            if self._waiting.get(key) is held:
                del self._waiting[key]
        return "".join(held.texts[index] for index in sorted(held.texts))
