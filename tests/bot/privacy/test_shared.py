"""Conversations of several processes: the same for all, one turn at a time, even when the store is down."""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields

import pytest

from bot.conversation.memory import pack, unpack
from bot.conversation.messages import BotMessage, Choice, Reply
from bot.privacy import conversations as module
from bot.privacy.conversations import Busy, Conversation, Conversations
from bot.privacy.sealing import handle_of
from bot.privacy.shared import SharedConversations
from bot.privacy.store import STALE_SECONDS, MemoryStore, StoreDown


class Fragile(MemoryStore):
    """A store that can be down."""

    down = False

    def __getattribute__(self, name: str):
        if name in ("get", "put", "add", "delete", "count", "stand", "beat", "leave") and Fragile.down:

            async def fails(*arguments: object) -> None:
                raise StoreDown("down")

            return fails
        return super().__getattribute__(name)


@pytest.fixture
def store():
    Fragile.down = False
    yield Fragile()
    Fragile.down = False


@pytest.fixture
def one(store) -> SharedConversations:
    return SharedConversations(store, pack, unpack)


@pytest.fixture
def other(store) -> SharedConversations:
    return SharedConversations(store, pack, unpack)


async def said(conversations: Conversations, token: str) -> tuple[str, ...] | None:
    handle = handle_of(token)
    async with conversations.hold(handle, "web"):
        held = conversations.get(handle.identity)
        return held.spoken if held else None


async def say(conversations: Conversations, token: str, word: str, seconds: float = 0) -> None:
    handle = handle_of(token)
    async with conversations.hold(handle, "web"):
        held = conversations.get(handle.identity)
        assert held is not None
        before = held.spoken
        await asyncio.sleep(seconds)
        held.spoken = (*before, word)


async def test_what_one_process_heard_the_other_knows_and_neither_keeps(one, other) -> None:
    token = await one.begin("web")
    await say(one, token, "a")
    await say(other, token, "b")
    assert await said(one, token) == ("a", "b")
    assert one.identities() == other.identities() == []


async def test_turns_sent_at_once_to_two_processes_go_one_after_the_other(one, other) -> None:
    token = await one.begin("web")
    await asyncio.gather(
        *((say(process, token, str(number), 0.03)) for number, process in enumerate((one, other) * 4))
    )
    spoken = await said(one, token)
    assert spoken is not None
    assert sorted(spoken) == [str(number) for number in range(8)]


@pytest.mark.parametrize("shared", [False, True])
async def test_one_that_waits_too_long_is_told(store, shared, monkeypatch) -> None:
    conversations = SharedConversations(store, pack, unpack) if shared else Conversations()
    second = SharedConversations(store, pack, unpack) if shared else conversations
    token = await conversations.begin("web")
    slow = asyncio.create_task(say(conversations, token, "a", 0.5))
    await asyncio.sleep(0.05)
    with pytest.raises(Busy):
        async with second.hold(handle_of(token), "web", patience=0.1):
            pytest.fail("it was not alone")
    await slow
    assert await said(second, token) == ("a",)


async def test_one_that_stood_still_is_passed_and_says_so(one, other, store) -> None:
    token = await one.begin("web")
    handle = handle_of(token)
    clock = store._clock

    async def stand_still() -> None:
        async with one.hold(handle, "web", surely=True):
            held = one.get(handle.identity)
            assert held is not None
            held.spoken = ("lost",)
            store._clock = lambda: clock() + STALE_SECONDS + 1
            await say(other, token, "kept")
            # It moves again, and says that it is there.
            await asyncio.sleep(STALE_SECONDS / 2)

    with pytest.raises(Busy):
        await stand_still()
    assert await said(other, token) == ("kept",)


async def test_unknown_and_ended_conversations_do_not_live(one, other) -> None:
    assert await said(one, "never opened") is None
    token = await one.begin("web")
    assert await one.knows(handle_of(token).identity)
    await other.end(handle_of(token).identity)
    assert await said(one, token) is None
    assert not await one.knows(handle_of(token).identity)


async def test_forgetting_inside_a_turn_and_beside_it(one, other) -> None:
    token = await one.begin("web")
    handle = handle_of(token)
    async with one.hold(handle, "web"):
        one.forget(handle.identity)
    assert await said(other, token) is None
    token = await one.begin("web")
    handle = handle_of(token)
    async with one.hold(handle, "web"):
        await other.end(handle.identity)
    assert await said(other, token) is None


async def test_make_opens_one_where_there_is_none(one, other) -> None:
    handle = handle_of("a phone")
    async with one.hold(handle, "sms", make=True):
        assert one.get(handle.identity) is not None
    async with other.hold(handle, "sms"):
        assert other.get(handle.identity) is not None


async def test_while_the_store_is_down_everyone_is_answered_anew_and_nothing_is_kept(one, store) -> None:
    token = await one.begin("web")
    await say(one, token, "before")
    Fragile.down = True
    handle = handle_of(token)
    async with one.hold(handle, "web") as held:
        assert held.lost
        fresh = one.get(handle.identity)
        assert fresh is not None
        assert fresh.spoken == ()
    assert one.identities() == []
    assert await one.begin("web")
    Fragile.down = False
    assert await said(one, token) == ("before",)


async def test_one_ended_while_the_store_was_down_is_erased_when_it_is_back(one, other) -> None:
    token = await one.begin("web")
    Fragile.down = True
    await one.end(handle_of(token).identity)
    Fragile.down = False
    assert await said(one, "another") is None
    assert await said(other, token) is None


async def test_a_store_that_fails_in_mid_turn_does_not_fail_the_turn(one) -> None:
    token = await one.begin("web")
    handle = handle_of(token)
    async with one.hold(handle, "web"):
        Fragile.down = True
    Fragile.down = False
    assert await said(one, token) == ()


async def test_nothing_that_is_stored_can_be_read(one, store) -> None:
    token = await one.begin("web")
    await say(one, token, "canari")
    kept = repr(store._kept)
    assert "canari" not in kept
    assert token not in kept
    assert "spoken" not in kept


async def test_no_lock_is_left_behind(monkeypatch) -> None:
    conversations = Conversations()
    for _ in range(20):
        await said(conversations, await conversations.begin("web"))
    assert len(conversations._turns) <= 1
    assert module.PATIENCE_SECONDS < 2


# ---- Bytes.


def test_every_field_of_a_conversation_is_kept() -> None:
    kept = set(json.loads(pack(Conversation("web"))))
    assert {one.name for one in fields(Conversation)} - {"touched"} <= kept


def test_a_conversation_survives_its_bytes() -> None:
    services = ({"id": "x", "phones": [{"number": "811"}], "open": None},)
    reply = Reply(
        (BotMessage("Voici", (Choice("more", "Autres"),), services, {"level": "crise", "kinds": ["x"]}),),
        trace={"repeat": True},
    )
    whole = Conversation(
        "sms",
        (("more", "Autres"),),
        reply,
        ("violence",),
        "danger",
        ("Bonjour.",),
        {"events": [{"event": "slot", "name": "age", "value": 22}], "slots": {"age": 22}},
        counted=("referred",),
        answered=(("id-1", reply),),
        channel_state={"gate": "open"},
    )
    assert unpack(pack(whole)) == whole
    assert unpack(pack(Conversation("web"))) == Conversation("web")


@pytest.mark.parametrize("bytes_", [b"", b"{}", b"[]", b"null", b'{"version":0}', b"\xff", b"[" * 100_000])
def test_bytes_of_another_version_are_no_conversation(bytes_: bytes) -> None:
    assert unpack(bytes_) is None


def test_what_json_cannot_hold_is_left_out_and_the_turn_is_not_lost() -> None:
    held = Conversation("web", engine={"events": [], "slots": {"a": object(), "b": {1}}})
    again = unpack(pack(held))
    assert again is not None
    assert again.engine == {"events": [], "slots": {"a": None, "b": [1]}}
