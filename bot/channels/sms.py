"""One SMS in, the SMS that answer it out: what is the same for every gateway.

A phone may be read by someone else. So the first answer names no subject and asks whether the moment is good;
what she wrote is kept and answered once she says yes, or writes on (bot/channels/sms_kept.py). A danger is
answered at once, always. After half an hour of silence whoever writes begins anew, and nothing said before
comes back.

The number lives only in the variables of the answer under way: a conversation is known by an HMAC of it
(`Senders`). Nothing is logged here but counts.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from bot.channels import gsm
from bot.channels.sms_kept import is_bare, is_worth_nothing, with_kept, without
from bot.channels.sms_limits import Clock, Pace, Rates, Seen, Senders, is_phone
from bot.channels.sms_text import MOST_SEGMENTS, Page, danger_text, pages
from bot.channels.sms_words import (
    FIRST_WORDS_IN,
    FORGOTTEN,
    GO_ON,
    GO_ON_ABROAD,
    HELP,
    HIDDEN,
    HIDDEN_BEFORE,
    NO_PICTURES,
    NOT_911,
    NOT_NOW_IN,
    NOTHING_MORE,
    NOTHING_READ,
    RESTARTED,
    SAFE_QUESTION_IN,
    STOPPED,
    TOO_MANY,
    UNAVAILABLE,
    WHO_IN_DANGER,
    WHO_WORDS_IN,
    Word,
    asks_good_moment,
    asks_who,
    greeting_language,
    is_911,
    reserved,
    says_no,
    says_yes,
)
from bot.conversation.danger_held import language_held
from bot.conversation.memory import messages_from_json
from bot.conversation.messages import BotMessage, Choice, Reply
from bot.conversation.reception import KEPT_ANSWERS
from bot.conversation.turn import Assistant, EmptyMessage
from bot.privacy.keys import Keys
from bot.privacy.redaction import redact
from bot.privacy.store import Store
from bot.safety.french import clean
from bot.safety.verdict import URGENT_KINDS

CHANNEL = "sms"
LINE_SECONDS = 60.0
"""How long a message waits for those of the same phone before it: they may be waiting for the gateway."""

_TWO_DIGITS = re.compile(r"\b\d{2}\b")
"""An age, most often: no answer to the first question, which has two choices."""

_NAME = "nom"
"""Of what is hidden (bot/privacy/redaction.py), what nobody could be called back with."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Incoming:
    """One SMS received, its parts joined. `sender` is the number as the gateway writes it; `media` counts the
    pictures and sounds that came with it; `message_id` is the same when the gateway brings it again."""

    sender: str
    text: str
    media: int = 0
    message_id: str = field(default="", compare=False)


class _Gate(Enum):
    """Whether she has said that the moment is good."""

    NEW = "never asked"
    ASKED = "asked"
    REFUSED = "not a good moment"
    OPEN = "good moment"


class _Hidden(Enum):
    """Whether something personal that she wrote was hidden."""

    NOTHING = "nothing"
    UNTOLD = "hidden, not told"
    TOLD = "told"


@dataclass
class _Thread:
    """What this channel remembers of one conversation, inside it and for as long as it lives."""

    gate: _Gate = _Gate.NEW
    held_back: tuple[BotMessage, ...] = ()
    """What answers her first words, until the moment is good."""
    waiting: tuple[Page, ...] = ()
    """Pages that SUITE brings."""
    hidden: _Hidden = _Hidden.NOTHING
    """Whether something personal was hidden, and whether she was told."""
    language: str = "fr"
    """In which the first question is asked."""
    first_words: str = ""
    """What she wrote first, redacted, while it has no answer: the next message may be the rest of it."""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> _Thread:
        """The thread that `to_json` described; a new one for an empty state."""
        if not state:
            return cls()
        return cls(
            _Gate(state["gate"]),
            messages_from_json(state["held_back"]),
            tuple(
                Page(text, tuple(Choice(name, title) for name, title in choices))
                for text, choices in state["waiting"]
            ),
            _Hidden(state.get("hidden", _Hidden.NOTHING.value)),
            str(state.get("language", "fr")),
            str(state.get("first_words", "")),
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it: several processes may share it."""
        return {
            "gate": self.gate.value,
            "held_back": [{**message.to_json(), "answer": message.answer} for message in self.held_back],
            "waiting": [
                (page.text, [(choice.id, choice.title) for choice in page.choices]) for page in self.waiting
            ],
            "hidden": self.hidden.value,
            "language": self.language,
            "first_words": self.first_words,
        }


class SmsDesk:
    """Answers SMS for all gateways. Processes that share `store` and `secret` answer together."""

    def __init__(
        self,
        assistant: Assistant,
        clock: Clock = time.monotonic,
        store: Store | None = None,
        secret: bytes | None = None,
    ) -> None:
        self._assistant = assistant
        # Processes that share a store agree on the time of day only.
        keys = Keys(store, secret, time.time) if store is not None else Keys(clock=clock)
        self._senders = Senders(assistant.conversations, keys)
        self._rates = Rates(clock, store)
        self._stopped = Seen(clock, store)
        self._lost: set[str] = set()
        self.seen = Seen(clock, store)

    @asynccontextmanager
    async def line(self, sender: str) -> AsyncIterator[None]:
        """Where one phone is answered and its answers sent: first come, first answered."""
        handle = await self._senders.handle(sender)
        hold = self._assistant.conversations.hold(handle, CHANNEL, patience=LINE_SECONDS)
        async with hold as held:
            if held.lost:
                self._lost.add(handle.identity)
            try:
                yield
            finally:
                self._lost.discard(handle.identity)

    async def answer(self, incoming: Incoming) -> list[str]:
        """The SMS to send back, in order, each ready to send; none when silence is the answer.

        Call it under `line(incoming.sender)`. At most three segments in all.
        """
        if not is_phone(incoming.sender):
            return []
        identity = (await self._senders.handle(incoming.sender)).identity
        word = reserved(incoming.text)
        if word is Word.STOP:
            return await self._stop(identity)
        conversation = self._assistant.conversations.get(identity)
        if conversation is None:
            await self._stopped.forget(CHANNEL, identity)
        elif incoming.message_id:
            for known, reply in conversation.answered:
                if known == incoming.message_id:
                    return [message.text for message in reply.messages]
        pace = await self._rates.pace(identity)
        if word is Word.FORGET:
            self._forget(identity)
            return [FORGOTTEN] if pace is Pace.FINE else []
        if pace is Pace.TOLD:
            return []
        if pace is Pace.TOO_FAST:
            # Once, like the answer: a flood fills no log.
            logger.warning("rate_limited")
            return [TOO_MANY]
        if identity in self._lost:
            return await self._without_memory(identity, incoming)
        conversation = self._assistant.conversations.ensure(identity, CHANNEL)
        thread = _Thread.of(conversation.channel_state)
        texts = await self._texts(identity, thread, incoming, word)
        texts = self._with_notice(identity, thread, incoming.text, texts)
        self._keep(identity, thread, incoming.message_id, texts)
        return texts

    def _keep(self, identity: str, thread: _Thread, message_id: str, texts: Sequence[str]) -> None:
        """What this turn changed, and what it answered: a gateway that asks again gets the same."""
        conversation = self._assistant.conversations.get(identity)
        if conversation is None:
            return
        conversation.channel_state = thread.to_json()
        if message_id:
            reply = Reply(tuple(BotMessage(text) for text in texts))
            conversation.answered = (*conversation.answered, (message_id, reply))[-KEPT_ANSWERS:]

    def _with_notice(self, identity: str, thread: _Thread, text: str, texts: list[str]) -> list[str]:
        """`texts`, and once that something personal was hidden: at once, or as soon as there is room.

        Later it must be worth it: a first name brings nobody to wait for a call.
        """
        if thread.hidden is _Hidden.TOLD:
            return texts
        found = {finding.type for finding in redact(clean(text)).found}
        fresh = bool(found)
        if found - {_NAME}:
            thread.hidden = _Hidden.UNTOLD
        # Later it is for her alone: whoever asks who this is learns nothing of what she wrote.
        due = fresh or (thread.hidden is _Hidden.UNTOLD and thread.gate is _Gate.OPEN)
        if not due or not _room_after(texts) or self._assistant.conversations.get(identity) is None:
            return texts
        thread.hidden = _Hidden.TOLD
        return [*texts, HIDDEN if fresh else HIDDEN_BEFORE]

    async def _without_memory(self, identity: str, incoming: Incoming) -> list[str]:
        """What was said before cannot be reached: a danger is answered, the numbers stand for the rest."""
        try:
            reply = await self._assistant.answer(identity, text=incoming.text)
        except EmptyMessage:
            return [UNAVAILABLE]
        return [danger_text(message) for message in reply.messages if message.safety] or [UNAVAILABLE]

    # ---- One message.

    async def _texts(
        self, identity: str, thread: _Thread, incoming: Incoming, word: Word | None
    ) -> list[str]:
        text = incoming.text
        if word is Word.HELP:
            return [HELP]
        if is_911(text):
            return [NOT_911]
        if word is Word.RESTART:
            return await self._restart(identity, thread)
        if not text.strip():
            return [NO_PICTURES if incoming.media else NOTHING_READ]
        at_risk = self._life_at_risk(identity)
        if at_risk and thread.gate is not _Gate.OPEN and asks_who(text):
            return [WHO_IN_DANGER]
        # While life may be at risk, whatever she writes is for the assistant, which says the 911 again.
        if thread.gate is not _Gate.OPEN and not at_risk and not self._asked_about_danger(identity):
            if says_yes(text) and thread.gate is not _Gate.NEW:
                return self._open(identity, thread)
            if says_no(text) and thread.gate is not _Gate.NEW:
                thread.gate = _Gate.REFUSED
                return [NOT_NOW_IN[thread.language]]
            goes_on = thread.gate is _Gate.ASKED and _TWO_DIGITS.search(text) is not None
            if asks_who(text) or not (goes_on or any(character.isalpha() for character in text)):
                # A lone digit answers a question nobody remembers: the first words are enough.
                thread.gate = _Gate.ASKED
                words = WHO_WORDS_IN if asks_who(text) else FIRST_WORDS_IN
                return [words[thread.language]]
        if word is Word.MORE:
            return self._more(identity, thread)
        try:
            reply = await self._reply(identity, text, word)
        except EmptyMessage:
            return [NO_PICTURES if incoming.media else NOTHING_READ]
        if thread.gate is _Gate.ASKED and thread.first_words and is_bare(reply.messages):
            reply = await self._read_as_one(identity, thread.first_words, text)
        return self._say(identity, thread, reply, text)

    async def _read_as_one(self, identity: str, first: str, then: str) -> Reply:
        """The reply to two messages as to one: neither said enough alone ("chu morte", "de fatigue")."""
        conversation = self._assistant.conversations.ensure(identity, CHANNEL)
        # As if neither was written; what was counted and said before stays so.
        conversation.engine, conversation.last_reply = None, None
        return await self._assistant.answer(identity, text=f"{first} {then}")

    async def _reply(self, identity: str, text: str, word: Word | None) -> Reply:
        if word is not Word.MENU:
            return await self._assistant.answer(identity, text=text)
        self._offer(identity, (Choice("menu", "Menu"),))
        return await self._assistant.answer(identity, choice="menu")

    def _offer(self, identity: str, choices: Sequence[Choice]) -> None:
        """Makes a digit mean what the screen shows, which may be one page of a longer list."""
        conversation = self._assistant.conversations.get(identity)
        if conversation is not None:
            conversation.offered = tuple((choice.id, choice.title) for choice in choices)

    def _say(self, identity: str, thread: _Thread, reply: Reply, text: str) -> list[str]:
        """The texts of the reply to `text`: a danger alone and first, then what three segments hold."""
        if reply.leave or reply.forget:
            self._forget(identity)
            return [FORGOTTEN] if reply.forget else [page.text for page in pages(reply.messages)[:1]]
        opening = [message for message in reply.messages if message.safety]
        dangers = [danger_text(message) for message in opening]
        asked = tuple(choice for message in opening for choice in message.choices)
        new = tuple(one for one in reply.messages if not one.safety)
        asks_first = thread.gate in (_Gate.NEW, _Gate.REFUSED)
        if asks_first and not dangers:
            new = without(new, reply.heard)
        if asks_first:
            alone = not (dangers or thread.held_back) and is_worth_nothing(new)
            thread.first_words = redact(clean(text)).text if alone else ""
        rest = with_kept(new, thread.held_back, reply.heard, in_danger=bool(dangers))
        thread.held_back = ()
        if asks_first:
            thread.gate, thread.held_back = _Gate.ASKED, rest
            self._offer(identity, asked)
            thread.language = self._language(identity, text)
            question = SAFE_QUESTION_IN[thread.language]
            if not dangers:
                return [f"{reply.heard} {question}" if reply.heard else FIRST_WORDS_IN[thread.language]]
            # One question at a time: that of the danger goes first.
            return dangers if asked or not _room_after(dangers) else [*dangers, question]
        # She goes on without answering the first question: she is writing, so the moment is good.
        if thread.gate is _Gate.ASKED and not dangers:
            rest = _greeted(rest) or (BotMessage(self._go_on(identity, thread)),)
        thread.gate, thread.first_words = _Gate.OPEN, ""
        if asked:
            rest = tuple(replace(message, choices=()) for message in rest)
        room = _room_after(dangers)
        if not room:
            # What finds no place now comes with the next answer, or at SUITE.
            thread.held_back = rest
        said = [*dangers, *self._show(identity, thread, pages(rest, room or MOST_SEGMENTS), room)]
        if asked:
            self._offer(identity, asked)
        return said

    def _open(self, identity: str, thread: _Thread) -> list[str]:
        thread.gate, thread.first_words = _Gate.OPEN, ""
        kept = _greeted(thread.held_back)
        thread.held_back = ()
        return self._show(identity, thread, pages(kept)) or [self._go_on(identity, thread)]

    async def _restart(self, identity: str, thread: _Thread) -> list[str]:
        gate = thread.gate
        self._forget(identity)
        self._assistant.conversations.ensure(identity, CHANNEL)
        thread.held_back, thread.waiting, thread.first_words = (), (), ""
        if gate is not _Gate.OPEN:
            thread.gate = _Gate.ASKED
            return [FIRST_WORDS_IN[thread.language]]
        reply = await self._reply(identity, "", Word.MENU)
        return self._show(identity, thread, pages((BotMessage(RESTARTED), *reply.messages)))

    def _more(self, identity: str, thread: _Thread) -> list[str]:
        if thread.gate is not _Gate.OPEN and not self._life_at_risk(identity):
            thread.gate = _Gate.ASKED
            return [FIRST_WORDS_IN[thread.language]]
        if thread.gate is not _Gate.OPEN:
            # No first question beside a danger: its "1" would say that the danger is over.
            thread.gate = _Gate.OPEN
            thread.waiting = pages(thread.held_back)
        if not thread.waiting:
            return [NOTHING_MORE]
        thread.held_back = ()
        return self._show(identity, thread, thread.waiting)

    def _show(
        self, identity: str, thread: _Thread, made: Sequence[Page], room: int = MOST_SEGMENTS
    ) -> list[str]:
        """The first page if there is room for it; the others wait for SUITE."""
        shown, thread.waiting = (made[:1], tuple(made[1:])) if room else ((), tuple(made))
        self._offer(identity, [choice for page in shown for choice in page.choices])
        return [page.text for page in shown]

    # ---- What is known of a phone.

    def _forget(self, identity: str) -> None:
        self._assistant.conversations.forget(identity)

    async def _stop(self, identity: str) -> list[str]:
        """One acknowledgement; then silence until something else is written."""
        self._forget(identity)
        return [STOPPED] if await self._stopped.first_time(CHANNEL, identity) else []

    def _asked_about_danger(self, identity: str) -> bool:
        """Whether "oui" now means a danger: then it is for the detector, not for the first question."""
        conversation = self._assistant.conversations.get(identity)
        return conversation is not None and conversation.pending_question is not None

    def _life_at_risk(self, identity: str) -> bool:
        """Whether an urgence told before is still open."""
        conversation = self._assistant.conversations.get(identity)
        return conversation is not None and bool(set(conversation.open_kinds) & set(URGENT_KINDS))

    def _language(self, identity: str, text: str) -> str:
        """The language of the first question: that of the talk, else that in which `text` greets."""
        conversation = self._assistant.conversations.get(identity)
        held = language_held(conversation) if conversation is not None else "fr"
        return held if held in GO_ON_ABROAD else greeting_language(text)

    def _go_on(self, identity: str, thread: _Thread) -> str:
        return GO_ON_ABROAD.get(thread.language) or GO_ON[self._says_vous(identity)]

    def _says_vous(self, identity: str) -> bool:
        conversation = self._assistant.conversations.get(identity)
        slots = ((conversation.engine if conversation else None) or {}).get("slots") or {}
        return (slots.get("profile") or "personne") != "personne"


def _room_after(said: list[str]) -> int:
    """Segments left in a turn that says these first."""
    return max(0, MOST_SEGMENTS - sum(gsm.size(text).segments for text in said))


def _greeted(messages: Sequence[BotMessage]) -> tuple[BotMessage, ...]:
    """`messages` without a greeting that asks again whether the moment is good."""
    return tuple(message for message in messages if not asks_good_moment(message.text))
