"""`sentier chat`: a conversation in the terminal, through the same turn as every other channel."""

from __future__ import annotations

import asyncio
import json

from bot.conversation.messages import BotMessage
from bot.conversation.referrals import shared_database
from bot.conversation.rendering import plain_text
from bot.conversation.turn import Assistant, EmptyMessage, UnknownConversation
from bot.nlu.shared import shared_detector
from bot.privacy.conversations import Conversations, conversation_id
from bot.privacy.dumps import leave_no_dumps
from bot.privacy.logs import configure_logging
from bot.setup import console, prepare_directory, prepare_models, start_engine

GREETING = (
    "Allo. Ici, pas besoin de dire ton nom. De quoi as-tu besoin, et dans quelle ville ou région es-tu?"
)


def run(trace: bool) -> None:
    """Reads lines from standard input until it ends or the person says goodbye by an empty line twice."""
    configure_logging("ERROR")
    leave_no_dumps()
    prepare_directory(shared_database())
    prepare_models()
    conversations = Conversations()
    engine = start_engine(conversations)
    assistant = Assistant(engine, shared_detector(), conversations)
    identity = conversation_id(conversations.open("terminal"))
    show(BotMessage(GREETING), 0)
    while True:
        try:
            text = input("> ")
        except (EOFError, KeyboardInterrupt):
            break
        try:
            reply = asyncio.run(assistant.answer(identity, text=text))
        except EmptyMessage:
            continue
        except UnknownConversation:
            identity = conversation_id(conversations.open("terminal"))
            continue
        if trace:
            parsed = asyncio.run(engine.parse(text))
            console.print(
                json.dumps(
                    {k: parsed[k] for k in ("intent", "entities", "safety") if k in parsed},
                    ensure_ascii=False,
                )
            )
        offered = 0
        for message in reply.messages:
            show(message, offered)
            offered += len(message.choices)
        if reply.leave:
            break
        if reply.forget:
            identity = conversation_id(conversations.open("terminal"))
    engine.stop()


def show(message: BotMessage, offered: int) -> None:
    """Prints one message as plain text; choices are numbered after the `offered` ones before it."""
    print(plain_text(message, first_number=offered + 1), flush=True)
    print(flush=True)
