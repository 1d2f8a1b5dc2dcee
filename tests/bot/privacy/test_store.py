"""What processes share: kept for a time, counted, stood in line for, sealed. Redis too: tests/e2e/chaos."""

from __future__ import annotations

import pytest

from bot.privacy.keys import Keys
from bot.privacy.sealing import Handle, handle_of, seal, unseal
from bot.privacy.store import STALE_SECONDS, Leaving, MemoryStore, StoreDown


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> MemoryStore:
    return MemoryStore(clock)


async def test_what_is_kept_expires_and_can_be_erased(store, clock) -> None:
    await store.put("a", b"1", 10)
    assert await store.get("a") == b"1"
    assert not await store.add("a", b"2", 10)
    clock.now += 11
    assert await store.get("a") is None
    assert await store.add("a", b"2", 10)
    assert await store.delete("a")
    assert not await store.delete("a")


async def test_counts_start_anew_after_their_window(store, clock) -> None:
    assert [await store.count([("a", 60), ("b", 3600)]) for _ in range(3)] == [[1, 1], [2, 2], [3, 3]]
    clock.now += 61
    assert await store.count([("a", 60), ("b", 3600)]) == [1, 4]


async def test_memory_is_bounded_and_what_expired_leaves_by_itself(clock) -> None:
    store = MemoryStore(clock, most=3)
    for name in "abcde":
        await store.put(name, b"", 30)
        await store.count([(name, 30)])
    assert len(store._kept) == len(store._counts) == 3
    clock.now += 120
    await store.put("z", b"", 30)
    assert list(store._kept) == ["z"]
    assert not store._counts


async def test_the_line_is_first_come_first_served(store) -> None:
    assert (await store.stand("a", "one")).first
    assert not (await store.stand("a", "two")).first
    assert not (await store.stand("a", "three")).first
    assert await store.leave("a", "one", Leaving.MAKE, b"said", 60)
    assert not (await store.stand("a", "three")).first
    assert (await store.stand("a", "two")).value == b"said"
    assert not await store.leave("a", "three", Leaving.SAVE, b"lost", 60)
    assert await store.get("a") == b"said"


async def test_who_falls_silent_is_passed_and_writes_no_more(store, clock) -> None:
    await store.put("a", b"before", 600)
    await store.stand("a", "dead")
    await store.stand("a", "next")
    clock.now += STALE_SECONDS + 0.1
    assert (await store.stand("a", "next")).value == b"before"
    assert not await store.leave("a", "dead", Leaving.SAVE, b"late", 60)
    assert await store.leave("a", "next", Leaving.SAVE, b"after", 60)
    assert await store.get("a") == b"after"


async def test_who_was_passed_cannot_come_back_and_undo_the_others(store, clock) -> None:
    await store.put("a", b"before", 600)
    await store.stand("a", "stalled")
    assert await store.beat("a", "stalled")
    clock.now += STALE_SECONDS + 0.1
    await store.stand("a", "next")
    await store.leave("a", "next", Leaving.SAVE, b"after", 60)
    assert not await store.beat("a", "stalled")
    assert not await store.leave("a", "stalled", Leaving.SAVE, b"before, again", 60)
    assert await store.get("a") == b"after"


async def test_what_was_erased_in_mid_turn_stays_erased(store) -> None:
    await store.put("a", b"before", 600)
    await store.stand("a", "one")
    await store.delete("a")
    await store.leave("a", "one", Leaving.SAVE, b"back again", 60)
    assert await store.get("a") is None


# ---- Sealing.


def test_only_the_token_opens_what_was_sealed_with_it() -> None:
    handle, other = handle_of("token"), handle_of("another")
    sealed = seal(handle, "où dormir".encode())
    assert unseal(handle, sealed) == "où dormir".encode()
    assert unseal(other, sealed) is None
    assert unseal(Handle(other.identity, handle.key), sealed) is None
    assert b"dormir" not in sealed


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x02" + b"0" * 40, b"\x01" + b"0" * 400])
def test_anything_else_is_nothing(damage: bytes) -> None:
    assert unseal(handle_of("token"), damage) is None


def test_the_name_gives_neither_token_nor_key() -> None:
    handle = handle_of("token")
    assert handle.key.hex()[:40] != handle.identity
    assert "key" not in repr(handle)


# ---- Keys.


async def test_keys_last_a_period_and_the_one_before_a_while_longer() -> None:
    clock = Clock()
    clock.now = 86_400.0 * 3 + 5_000
    keys = Keys(clock=clock)
    today, before = await keys.keys("sms", 86_400, 1_800)
    assert before is None
    clock.now += 86_400 - 4_000
    tomorrow, yesterday = await keys.keys("sms", 86_400, 1_800)
    assert yesterday == today != tomorrow
    clock.now += 1_800
    assert await keys.keys("sms", 86_400, 1_800) == (tomorrow, None)
    # Nothing of it is left in memory.
    assert len(keys._read) == 1


async def test_a_store_that_forgot_gets_the_key_back_and_one_that_is_down_does_not_stop_us(clock) -> None:
    store = MemoryStore(clock)
    one, other = (Keys(store, b"s" * 32, clock) for _ in range(2))
    before, _ = await one.keys("sms", 86_400)
    assert (await other.keys("sms", 86_400))[0] == before
    store._kept.clear()
    clock.now += 30
    assert (await other.keys("sms", 86_400))[0] == before
    assert (await Keys(store, b"s" * 32, clock).keys("sms", 86_400))[0] == before

    async def down(name: str) -> bytes | None:
        raise StoreDown

    store.get = down  # type: ignore[method-assign]
    clock.now += 30
    assert (await one.keys("sms", 86_400))[0] == before


async def test_the_store_alone_does_not_give_the_key(clock) -> None:
    store = MemoryStore(clock)
    key, _ = await Keys(store, b"s" * 32, clock).keys("sms", 86_400)
    assert key not in [value for value, _ in store._kept.values()]
    assert (await Keys(store, b"t" * 32, clock).keys("sms", 86_400))[0] != key
