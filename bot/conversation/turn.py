"""One turn: a message in, a reply out. In the only safe order: limit, redact, danger, understand, answer.

The danger verdict and its reply need neither the engine, nor the database, nor the actions: whatever of these
fails or hangs, the opening lines go out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from bot.conversation.choices import chosen_by_number, parse_of_choice
from bot.conversation.fallback import unavailable
from bot.conversation.messages import BotMessage, Choice, Reply
from bot.privacy.conversations import Conversation, Conversations
from bot.privacy.redaction import redact
from bot.safety import Context, Detector, Verdict
from bot.safety.french import MAX_LENGTH, clean
from bot.safety.replies import opening
from bot.safety.verdict import LEVELS

ENGINE_SECONDS = 1.8
"""How long a person waits for the engine before the numbers go out without it."""
ENGINE_SECONDS_IN_DANGER = 0.8
"""The same when the message tells a danger."""

MAX_READ = 8_000
"""Characters of a message that are read for danger; the engine reads the first MAX_LENGTH."""
OVERLAP = 150

logger = logging.getLogger(__name__)


class UnknownConversation(LookupError):
    """There is no such conversation: never opened, forgotten or expired."""


class EmptyMessage(ValueError):
    """Nothing readable was written."""


class ChoiceNotOffered(ValueError):
    """The choice is not among those of the last reply."""


class Answers(Protocol):
    """What a turn asks of the engine."""

    async def handle(
        self, identity: str, text: str, channel: str, parse_data: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """The engine's messages in answer to one message."""


class Assistant:
    """The whole of a turn, for every channel."""

    def __init__(self, engine: Answers | None, detector: Detector, conversations: Conversations) -> None:
        self._engine = engine
        self._detector = detector
        self.conversations = conversations

    async def answer(
        self, identity: str, text: str | None = None, choice: str | None = None, at: datetime | None = None
    ) -> Reply:
        """The reply to `text`, or to the offered choice of id `choice`.

        Raises UnknownConversation, EmptyMessage or ChoiceNotOffered, each a sentence.
        """
        held = self.conversations.get(identity)
        if held is None:
            raise UnknownConversation("This conversation is over or was never opened; open a new one.")
        parse_data, message, verdict = self._read(held, text, choice)
        danger = verdict.level != "aucun"
        said = await self._ask_engine(identity, held, message, parse_data, danger)
        held = self.conversations.get(identity) or held
        reply = _reply(said) if said is not None else Reply((unavailable(),))
        if reply.trace.get("repeat") and held.last_reply is not None:
            reply = held.last_reply
        if danger:
            reply = replace(reply, messages=(self._danger_message(verdict, held, at), *reply.messages))
        self._remember(identity, held, reply, verdict)
        return reply

    def _read(
        self, held: Conversation, text: str | None, choice: str | None
    ) -> tuple[Mapping[str, Any] | None, str, Verdict]:
        """What was answered: parse data of a choice, or redacted text; and the verdict on it."""
        offered = dict(held.offered)
        message = ""
        if choice is None:
            whole = redact(clean(text or "", limit=MAX_READ)).text
            if not whole.strip():
                raise EmptyMessage("The message is empty.")
            message = whole[:MAX_LENGTH]
            choice = chosen_by_number(message, held.offered)
        elif choice not in offered:
            raise ChoiceNotOffered("This choice was not offered in the last reply.")
        if choice is not None:
            title = offered[choice]
            return parse_of_choice(choice, title), title, Verdict("aucun", (), (), "fr")
        context = Context(pending_question=held.pending_question, open_kinds=held.open_kinds)
        return None, message, self._assess(whole, context)

    def _assess(self, whole: str, context: Context) -> Verdict:
        """The gravest verdict on any stretch of a message: a danger at the end of a long one counts."""
        parts = [whole[start : start + MAX_LENGTH] for start in range(0, len(whole), MAX_LENGTH - OVERLAP)]
        verdicts = [self._detector.assess(part, context) for part in parts]
        return max(verdicts, key=lambda verdict: LEVELS.index(verdict.level))

    async def _ask_engine(
        self,
        identity: str,
        held: Conversation,
        message: str,
        parse_data: Mapping[str, Any] | None,
        danger: bool,
    ) -> list[dict[str, Any]] | None:
        """The engine's messages, or None when it is down, fails or takes too long."""
        if self._engine is None:
            return None
        limit = ENGINE_SECONDS_IN_DANGER if danger else ENGINE_SECONDS
        try:
            said = await asyncio.wait_for(
                self._engine.handle(identity, message, held.channel, parse_data), limit
            )
        except asyncio.TimeoutError:
            logger.error("The engine did not answer within %.1f s.", limit)
            return None
        except Exception as problem:  # the one place where any failure of the engine becomes an answer
            logger.error("The engine failed: %s.", type(problem).__name__)
            return None
        return said or None

    def _danger_message(self, verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
        slots: Mapping[str, Any] = (held.engine or {}).get("slots") or {}
        place = slots.get("place") or {}
        lines = opening(
            verdict,
            str(slots.get("profile") or "personne"),
            held.channel,
            age=slots.get("age"),
            region=place.get("region"),
            at=at,
        )
        return BotMessage("\n".join(lines), safety={"level": verdict.level, "kinds": list(verdict.kinds)})

    def _remember(self, identity: str, held: Conversation, reply: Reply, verdict: Verdict) -> None:
        if reply.forget or reply.leave:
            self.conversations.forget(identity)
            return
        held.offered = tuple((choice.id, choice.title) for choice in reply.choices())
        held.last_reply = reply
        if verdict.kinds:
            held.open_kinds = tuple(dict.fromkeys([*held.open_kinds, *verdict.kinds]))


def _reply(said: list[dict[str, Any]]) -> Reply:
    """The engine's messages as ours."""
    messages: list[BotMessage] = []
    signals: dict[str, Any] = {}
    for message in said:
        custom = message.get("custom") or {}
        signals.update({name: custom[name] for name in ("forget", "leave", "repeat") if custom.get(name)})
        text = "\n".join(part for part in [message.get("text") or "", *custom.get("notes", [])] if part)
        choices = tuple(Choice(button["payload"], button["title"]) for button in message.get("buttons") or [])
        services = tuple(custom.get("services") or ())
        if text or choices or services:
            messages.append(BotMessage(text, choices, services))
    return Reply(
        tuple(messages), forget=bool(signals.get("forget")), leave=bool(signals.get("leave")), trace=signals
    )
