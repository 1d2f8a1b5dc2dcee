"""`sentier chat`: a conversation in the terminal, through the same turn as every other channel."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from bot.conversation.messages import BotMessage
from bot.conversation.referrals import shared_database
from bot.conversation.rehearsal import Rehearsal, rehearsing
from bot.conversation.rendering import plain_text
from bot.conversation.turn import Assistant, EmptyMessage, UnknownConversation
from bot.nlu.shared import shared_detector
from bot.privacy.conversations import Conversations, conversation_id
from bot.privacy.dumps import leave_no_dumps
from bot.privacy.logs import configure_logging
from bot.setup import prepare_directory, prepare_models, start_engine

GREETING = (
    "Allo. Ici, pas besoin de dire ton nom. De quoi as-tu besoin, et dans quelle ville ou région es-tu?"
)


def run(trace: bool) -> None:
    """Reads lines from standard input until it ends or the person leaves."""
    configure_logging("ERROR")
    leave_no_dumps()
    prepare_directory(shared_database())
    prepare_models()
    conversations = Conversations()
    engine = start_engine(conversations)
    assistant = Assistant(engine, shared_detector(), conversations)
    try:
        talk(assistant, trace)
    finally:
        engine.stop()


def talk(assistant: Assistant, trace: bool) -> None:
    """The conversation itself; with `trace`, what each turn understood stands before its reply."""
    conversations = assistant.conversations
    identity = conversation_id(conversations.open("terminal"))
    show(BotMessage(GREETING), 0)
    while True:
        try:
            text = input("> ")
        except (EOFError, KeyboardInterrupt):
            break
        try:
            with rehearsing() as rehearsal:
                reply = asyncio.run(assistant.answer(identity, text=text))
        except EmptyMessage:
            continue
        except UnknownConversation:
            identity = conversation_id(conversations.open("terminal"))
            continue
        if trace:
            for line in understood(rehearsal):
                # Not Rich's print: it would read [square brackets] as markup and break long lines.
                print(line, flush=True)
        offered = 0
        for message in reply.messages:
            show(message, offered)
            offered += len(message.choices)
        if reply.leave:
            break
        if reply.forget:
            identity = conversation_id(conversations.open("terminal"))


def understood(rehearsal: Rehearsal) -> Iterator[str]:
    """What the turn itself used, one JSON object a line: the danger read, then each message as understood.

    A message that needed no engine was not parsed; a separate action server does not tell what it was given.
    """
    for verdict in rehearsal.verdicts:
        safety = {"level": verdict.level, "kinds": verdict.kinds, "reasons": verdict.reasons}
        yield json.dumps({"safety": safety}, ensure_ascii=False)
    for parsed in rehearsal.parses:
        shown = {key: parsed[key] for key in ("intent", "entities") if key in parsed}
        yield json.dumps(shown, ensure_ascii=False)


def show(message: BotMessage, offered: int) -> None:
    """Prints one message as plain text; choices are numbered after the `offered` ones before it."""
    print(plain_text(message, first_number=offered + 1), flush=True)
    print(flush=True)
