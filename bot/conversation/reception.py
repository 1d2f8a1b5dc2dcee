"""One message of a conversation, whoever brings it: in its turn, once, and answered whatever happens.

A message may come with an id. The reply is kept beside the conversation, in the same write as what the turn
changed: when the answer was lost on its way and the message is sent again, either it was answered and the
same reply goes out, or nothing of it was kept and it is answered now.
"""

from __future__ import annotations

import re

from bot.conversation.fallback import forgetful, unavailable
from bot.conversation.messages import Reply
from bot.conversation.turn import Assistant, ChoiceNotOffered
from bot.privacy.sealing import Handle

KEPT_ANSWERS = 3
_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)


def is_message_id(given: str) -> bool:
    """Whether `given` can name a message: up to 80 letters, digits and ._:-"""
    return _ID.fullmatch(given) is not None


async def receive(
    assistant: Assistant,
    handle: Handle,
    channel: str,
    *,
    text: str | None = None,
    choice: str | None = None,
    message_id: str = "",
) -> Reply:
    """The reply to `text` or `choice` in the conversation of `handle`.

    Raises what `Assistant.answer` raises, and Busy when messages before it are not answered in time. When
    what was said before cannot be reached, she is answered as if nothing was, with the numbers.
    """
    # Surely: a reply whose message would be forgotten is not given, since it will be sent again.
    async with assistant.conversations.hold(handle, channel, surely=True) as held:
        if held.lost:
            return await _without_memory(assistant, handle.identity, text, choice)
        reply = await answer_once(assistant, handle.identity, text=text, choice=choice, message_id=message_id)
    return _told(reply) if held.lost else reply


async def answer_once(
    assistant: Assistant,
    identity: str,
    *,
    text: str | None = None,
    choice: str | None = None,
    message_id: str = "",
) -> Reply:
    """As `receive`, for a conversation that is held already."""
    conversation = assistant.conversations.get(identity)
    if message_id and conversation is not None:
        for known, reply in conversation.answered:
            if known == message_id:
                return reply  # type: ignore[no-any-return]
    reply = await assistant.answer(identity, text=text, choice=choice)
    conversation = assistant.conversations.get(identity)
    if message_id and conversation is not None:
        conversation.answered = (*conversation.answered, (message_id, reply))[-KEPT_ANSWERS:]
    return reply


async def _without_memory(assistant: Assistant, identity: str, text: str | None, choice: str | None) -> Reply:
    try:
        reply = await assistant.answer(identity, text=text, choice=choice)
    except ChoiceNotOffered:
        return Reply((unavailable(),))
    return _told(reply)


def _told(reply: Reply) -> Reply:
    """`reply`, and that it will not be remembered, with the numbers; on leaving, nothing more is shown."""
    if reply.leave or reply.forget or unavailable() in reply.messages:
        return reply
    return Reply((*reply.messages, forgetful()), trace=reply.trace)
