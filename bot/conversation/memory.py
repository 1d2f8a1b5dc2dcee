"""A conversation as bytes, for a memory that several processes share: JSON, nothing that could run.

Another version of the program may have written it: what is not understood is no conversation, and whoever
writes begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.conversation.messages import BotMessage, Choice, Reply
from bot.privacy.conversations import Conversation

VERSION = 2


def pack(conversation: Conversation) -> bytes:
    """`conversation` as bytes."""
    engine = conversation.engine
    body = {
        "version": VERSION,
        "channel": conversation.channel,
        "offered": conversation.offered,
        "last_reply": reply_to_json(conversation.last_reply) if conversation.last_reply else None,
        "open_kinds": conversation.open_kinds,
        "pending_question": conversation.pending_question,
        "of_another": conversation.of_another,
        "spoken": conversation.spoken,
        "counted": conversation.counted,
        "engine": {"events": [_event(one) for one in engine["events"]], "slots": engine["slots"]}
        if engine
        else None,
        "answered": [(key, reply_to_json(reply)) for key, reply in conversation.answered],
        "channel_state": conversation.channel_state,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def unpack(packed: bytes) -> Conversation | None:
    """What `pack` was given; None for anything else. Events of the engine come back as mappings."""
    try:
        body = json.loads(packed)
        if body["version"] != VERSION:
            return None
        return Conversation(
            channel=str(body["channel"]),
            offered=tuple((str(name), str(title)) for name, title in body["offered"]),
            last_reply=reply_from_json(body["last_reply"]) if body["last_reply"] else None,
            open_kinds=tuple(body["open_kinds"]),
            pending_question=body["pending_question"],
            of_another=bool(body["of_another"]),
            spoken=tuple(body["spoken"]),
            counted=tuple(body["counted"]),
            engine=body["engine"],
            answered=tuple((str(key), reply_from_json(reply)) for key, reply in body["answered"]),
            channel_state=body["channel_state"],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A reply whole, with what no channel shows."""
    return {**reply.to_json(), "forget": reply.forget, "leave": reply.leave, "trace": dict(reply.trace)}


def reply_from_json(body: Mapping[str, Any]) -> Reply:
    """The reply of `reply_to_json`."""
    return Reply(
        messages_from_json(body["messages"]), bool(body["forget"]), bool(body["leave"]), dict(body["trace"])
    )


def messages_from_json(bodies: list[Mapping[str, Any]]) -> tuple[BotMessage, ...]:
    """The messages of `BotMessage.to_json`."""
    return tuple(
        BotMessage(
            str(body["text"]),
            tuple(Choice(str(one["id"]), str(one["title"])) for one in body["choices"]),
            tuple(body["services"]),
            body["safety"],
            # Beside what the widget gets, where a channel keeps it (bot/channels/sms.py).
            bool(body.get("answer")),
        )
        for body in bodies
    )


def _event(event: Any) -> Any:
    return event if isinstance(event, Mapping) else event.as_dict()


def _plain(value: Any) -> Any:
    """Numbers of numpy and sets inside what the engine keeps; anything else is left out, not a turn lost."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else None
