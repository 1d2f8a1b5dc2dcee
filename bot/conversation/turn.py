"""One turn: a message in, a reply out. In the only safe order: limit, redact, danger, understand, answer.

The danger verdict and its reply need neither the engine, nor the database, nor the actions: whatever of these
fails or hangs, the opening lines go out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.conversation.choices import (
    DANGER_NO,
    DANGER_OVER,
    DANGER_YES,
    chosen_by_number,
    chosen_by_words,
    parse_of_choice,
)
from bot.conversation.commands import FORGET, LEAVE, beyond_thanks, command_of
from bot.conversation.composing import reply_of
from bot.conversation.danger import adds_nothing, in_case, in_doubt, open_reply, says_anew, still_911
from bot.conversation.danger_answered import (
    denies_what_was_heard,
    does_not_know_of_danger,
    is_over,
    says_no_and_more,
    says_not_now,
)
from bot.conversation.danger_beside import beside, holds, is_lost, opened_by, shows_services
from bot.conversation.danger_heard import ENDS
from bot.conversation.danger_held import (
    gave_urgent_lines,
    in_her_language,
    in_urgence,
    language_held,
    slots_of,
    untaken,
)
from bot.conversation.danger_stay import own_topic, stay
from bot.conversation.danger_sure import as_adult, by_model_alone, confirmed, unsure
from bot.conversation.fallback import unavailable
from bot.conversation.messages import Reply
from bot.conversation.placewords import names_a_spot
from bot.conversation.rehearsal import current
from bot.conversation.taking_up import taken_up
from bot.conversation.watch import Unwatched, Watch, watched
from bot.privacy.conversations import Conversation, Conversations
from bot.privacy.redaction import redact
from bot.safety import Context, Detector, Verdict
from bot.safety.conversation import (
    nobody_comes,
    says_little,
    takes_back,
)
from bot.safety.french import MAX_LENGTH, clean
from bot.safety.verdict import CRISIS, UNTAKEN, URGENCE, ordered

if TYPE_CHECKING:
    from bot.conversation.counts import Counts


@dataclass(frozen=True)
class Patience:
    """Seconds that a person waits for the engine before the numbers go out without it."""

    usual: float = 1.8
    in_danger: float = 0.8

    @classmethod
    def of(cls, seconds: float) -> Patience:
        """For whoever looks at what is said, not how fast."""
        return cls(seconds, seconds)


MAX_READ = 8_000
"""Characters of a message that are read for danger; the engine reads the first MAX_LENGTH."""


_NOTHING = Verdict("aucun", (), (), "fr")
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
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """The engine's messages in answer to one message; `known` is what the turn has read of it already."""


@dataclass(frozen=True)
class _Heard:
    """A message as read before the engine. `parse`: what it means when that needs no model; `still_open`: the
    dangers open after it; `now`: she said that the danger is at this moment; `command`: its intent when the
    words always mean that; `known`: what the engine need not read again; `unsure`: the danger is barely
    heard, so her own subject goes on after its numbers; `quiet`: its lines were said already and this message
    adds nothing to them; `doubt`: whoever speaks for somebody else does not know whether it is now;
    `own_words`: what it tells of the open danger is answered by itself, and nothing else is said."""

    message: str
    verdict: Verdict
    still_open: tuple[str, ...]
    parse: Mapping[str, Any] | None = None
    now: bool = False
    command: str | None = None
    known: Mapping[str, Any] | None = None
    unsure: bool = False
    quiet: bool = False
    doubt: bool = False
    own_words: bool = False


class Assistant:
    """The whole of a turn, for every channel."""

    def __init__(
        self,
        engine: Answers | None,
        detector: Detector,
        conversations: Conversations,
        counts: Counts | None = None,
        watch: Watch | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Without `counts`, nothing is counted; without `watch`, nothing is measured."""
        self._patience = patience or Patience()
        self._engine = engine
        self._detector = detector
        self._counts = counts
        self._watch = watch or Unwatched()
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
        # A rehearsal on the console's test bench is nobody's turn.
        watch = self._watch if current() is None else Unwatched()
        refusals = (EmptyMessage, ChoiceNotOffered)
        with watched(watch, held.channel, refusals) as turn:
            reply, turn.outcome = await self._answer(identity, held, text, choice, at, watch)
        return reply

    async def _answer(
        self,
        identity: str,
        held: Conversation,
        text: str | None,
        choice: str | None,
        at: datetime | None,
        watch: Watch,
    ) -> tuple[Reply, str]:
        """The reply, and how the turn ended (OUTCOMES of bot/conversation/watch.py)."""
        with watch.stage("read"):
            if len(text or "") > MAX_LENGTH:
                # Read stretch by stretch, up to a second of work: nobody else waits for it.
                heard = await asyncio.to_thread(self._read, held, text, choice)
            else:
                heard = self._read(held, text, choice)
        watch.dangers(heard.verdict.kinds)
        if (rehearsal := current()) is not None:
            rehearsal.verdicts.append(heard.verdict)
        # She is in danger at this moment: the lines, and nothing to wait for.
        with watch.stage("engine"):
            said = [] if heard.now else await self._ask_engine(identity, held, heard)
        held = self.conversations.get(identity) or held
        with watch.stage("compose"):
            reply, asked = self._compose(held, heard, said, at)
        if self._counts is not None and current() is None:
            # What is barely heard is not counted as said.
            counted = () if heard.unsure or heard.quiet else heard.verdict.kinds
            self._counts.turn(held, counted, said)
        self._remember(identity, held, heard, reply, asked)
        return reply, "without_engine" if said is None else "answered"

    def _read(self, held: Conversation, text: str | None, choice: str | None) -> _Heard:
        """What was answered: a choice, a command, or redacted text with its verdict."""
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
            return _chosen(held, choice, offered[choice])
        parse = command_of(message)
        alone = parse or self._engine is None or message.startswith("/")
        embedder = None if alone else self._detector.embedder
        vector = None if embedder is None else embedder.ahead(message)
        context = Context(pending_question=held.pending_question, open_kinds=held.open_kinds)
        assess = self._detector.assess if len(whole) <= MAX_LENGTH else self._detector.assess_long
        verdict = as_adult(assess(whole, context, vector), slots_of(held).get("age"), whole)
        verdict = in_her_language(verdict, held, whole)
        still_open = self._detector.still_open(whole, verdict, context)
        given = gave_urgent_lines(held)
        if given and (says_little(message) or (not verdict.danger and nobody_comes(message))):
            # "Non", "y arrivent pas", to the 911: not the moment for a menu. Once; then where she wants.
            return _Heard(message, _again(held, given), held.open_kinds, now=True)
        sure = verdict.level == URGENCE and not by_model_alone(verdict)
        if not sure and says_not_now(held, message):
            return _Heard(message, _NOTHING, held.open_kinds, parse_of_choice(DANGER_NO, message))
        if not sure and says_no_and_more(held, message, verdict):
            left = takes_back(message, held.open_kinds)
            return _Heard(message, _NOTHING, left, parse_of_choice(DANGER_NO, message))
        if does_not_know_of_danger(held, message, verdict):
            kinds = held.open_kinds or verdict.kinds
            doubted = replace(verdict, level=CRISIS, kinds=kinds)
            return _Heard(message, doubted, ordered({*held.open_kinds, *kinds}), now=True, doubt=True)
        if any(reason.startswith("context:confirmed") for reason in verdict.reasons):
            verdict = confirmed(verdict, held.open_kinds)
            return _Heard(message, verdict, ordered({*still_open, *verdict.kinds}), now=True)
        calm = {"safety": {"level": _NOTHING.level, "kinds": []}, "vector": vector}
        if held.open_kinds and not sure and is_over(held, message, verdict):
            ended = None if _town_waited_for(held, message) else parse_of_choice(DANGER_OVER, message)
            return _Heard(message, _NOTHING, (), ended, known=calm)
        if parse is None and (topic := own_topic(held, message, verdict)):
            left = () if topic in ENDS else held.open_kinds
            if topic in ENDS and _town_waited_for(held, message):
                return _Heard(message, _NOTHING, left, known=calm)
            calm_word = replace(_NOTHING, language=verdict.language)
            return _Heard(message, calm_word, left, now=True, own_words=True)
        if parse is None and denies_what_was_heard(held, message, verdict):
            left = takes_back(message, held.open_kinds)
            return _Heard(message, _NOTHING, left, parse_of_choice(DANGER_NO, message))
        if parse is None and not verdict.danger and (named := chosen_by_words(message, held.offered)):
            parse = parse_of_choice(named, message)
        command = str(parse["intent"]["name"]) if parse else None
        if adds_nothing(verdict, held, message):
            return _Heard(message, verdict, held.open_kinds, parse, command=command, known=calm, quiet=True)
        if unsure(verdict) and not held.open_kinds and held.pending_question is None:
            return _Heard(message, verdict, (), parse, command=command, known=calm, unsure=True)
        known = {"safety": _alone(whole, verdict), "vector": vector}
        if parse is None and (asked := beyond_thanks(message)) != message:
            # What stands beside thanks is read without them, for the model hears little else.
            known["vector"] = None
            return _Heard(asked, verdict, still_open, command_of(asked), known=known)
        return _Heard(message, verdict, still_open, parse, command=command, known=known)

    async def _ask_engine(
        self, identity: str, held: Conversation, heard: _Heard
    ) -> list[dict[str, Any]] | None:
        """The engine's messages, or None when it is down, fails or takes too long."""
        if self._engine is None:
            return _without_engine(heard.command)
        limit = self._patience.in_danger if heard.verdict.danger else self._patience.usual
        try:
            said = await asyncio.wait_for(
                self._engine.handle(identity, heard.message, held.channel, heard.parse, heard.known), limit
            )
        except TimeoutError:
            logger.error("engine_timed_out", extra={"seconds": limit})
            return _without_engine(heard.command)
        except Exception as problem:  # the one place where any failure of the engine becomes an answer
            logger.error("engine_failed", exc_info=problem)
            return _without_engine(heard.command)
        return said or (said if heard.verdict.danger else None)

    def _compose(
        self, held: Conversation, heard: _Heard, said: list[dict[str, Any]] | None, at: datetime | None
    ) -> tuple[Reply, bool]:
        """The whole reply, and whether it asks if she is in danger at this moment."""
        if heard.own_words:
            return Reply((stay(heard.verdict, held, heard.message),)), False
        reply = Reply((unavailable(),)) if said is None else reply_of(said, held)
        if not heard.verdict.danger:
            if reply.trace.get("repeat") and held.last_reply is not None:
                return held.last_reply, held.pending_question == "danger"
            return _without_danger(held, heard, reply, said or (), at), False
        if (reply.leave or reply.forget) and (heard.command or heard.verdict.level != URGENCE):
            # Somebody is coming, or will look: numbers of violence on the screen would be the danger.
            return reply, False
        if heard.doubt:
            return Reply((in_doubt(heard.verdict, held, at),)), False
        if heard.quiet and heard.parse is None and is_lost(held, said or ()):
            return Reply((stay(heard.verdict, held, heard.message),)), False
        if heard.quiet or heard.unsure:
            reply = _taken_up(held, heard, reply, said or ())
        if heard.quiet and reply.messages:
            line = still_911(heard.verdict, held)
            return (reply if line is None else opened_by(line, reply)), False
        if heard.unsure:
            line = in_case(heard.verdict, held, at)
            said_before = bool(reply.messages) and not says_anew(held, line)
            return (reply if said_before else opened_by(line, reply)), False
        opening = open_reply(heard.verdict, held, at, heard.message)
        if said is not None:
            slots = slots_of(held)
            placed = bool((slots.get("place") or {}).get("region"))
            kept = beside(said, heard.verdict, slots.get("last_needs") or (), opening, placed)
            reply = reply_of(kept, held, offer=False) if kept else Reply()
        return opened_by(opening.message, reply), opening.asked

    def _remember(self, identity: str, held: Conversation, heard: _Heard, reply: Reply, asked: bool) -> None:
        if reply.forget or reply.leave:
            self.conversations.forget(identity)
            return
        held.offered = tuple((choice.id, choice.title) for choice in reply.choices())
        held.last_reply = reply
        held.open_kinds = tuple(dict.fromkeys(heard.still_open))
        held.pending_question = "danger" if asked else None


def _town_waited_for(held: Conversation, message: str) -> bool:
    """Whether the town that was asked for comes in the same breath: then her words are read."""
    return slots_of(held).get("asked") == "place" and names_a_spot(message)


def _without_danger(
    held: Conversation,
    heard: _Heard,
    reply: Reply,
    said: Sequence[Mapping[str, Any]],
    at: datetime | None,
) -> Reply:
    """`reply` as it stands when this message tells no danger: one may be open from before."""
    given = gave_urgent_lines(held)
    if given is not None and heard.command is None and holds(given, said):
        return Reply((open_reply(_again(held, given), held, at).message,))
    if heard.parse is None and is_lost(held, said):
        return Reply((stay(heard.verdict, held, heard.message),))
    reply = _taken_up(held, heard, reply, said)
    if heard.parse is None and in_urgence(held) and shows_services(said):
        # The place that she gives brings who is near; what to do now stands before it.
        first = replace(stay(heard.verdict, held, heard.message), choices=())
        return opened_by(first, reply)
    return reply


def _taken_up(held: Conversation, heard: _Heard, reply: Reply, said: Sequence[Mapping[str, Any]]) -> Reply:
    """`reply` with a sentence on what her own words tell; a choice or a command tells nothing."""
    return taken_up(reply, said, held, heard.message, slots_of(held)) if heard.parse is None else reply


def _again(held: Conversation, given: Mapping[str, Any]) -> Verdict:
    """The urgence whose lines were `given` in the reply before, to be said once more in her language."""
    reasons = (UNTAKEN,) if untaken(held) else ()
    return Verdict(URGENCE, tuple(given["kinds"]), reasons, language_held(held))


def _alone(whole: str, verdict: Verdict) -> dict[str, Any] | None:
    """Level and kinds of the message by itself; None when the verdict says more: the engine then reads it."""
    if len(whole) > MAX_LENGTH or any(reason.startswith("context:") for reason in verdict.reasons):
        return None
    sure = not by_model_alone(verdict)
    return {"level": verdict.level, "kinds": list(verdict.kinds), "sure": sure}


def _chosen(held: Conversation, choice: str, title: str) -> _Heard:
    """A choice of the last reply, as if its meaning had been written."""
    if choice == DANGER_YES:
        verdict = confirmed(replace(_NOTHING, language=language_held(held)), held.open_kinds)
        return _Heard(title, verdict, ordered({*held.open_kinds, *verdict.kinds}), now=True)
    if kind := _told_by(choice, held):
        verdict = Verdict(CRISIS, (kind,), (f"choice:{choice}",), language_held(held))
        return _Heard(title, verdict, ordered({*held.open_kinds, kind}), parse_of_choice(choice, title))
    still_open = () if choice == DANGER_OVER else held.open_kinds
    return _Heard(title, _NOTHING, still_open, parse_of_choice(choice, title))


def _told_by(choice: str, held: Conversation) -> str | None:
    """The danger that a choice of the menu tells: "quelqu'un me fait du mal" is not said for nothing."""
    if choice != "need:violence_conjugale" or slots_of(held).get("profile", "personne") != "personne":
        return None
    return None if set(held.open_kinds) & {"violence", "violence_en_cours"} else "violence"


def _without_engine(command: str | None) -> list[dict[str, Any]] | None:
    """Leaving and forgetting need no engine."""
    if command == LEAVE:
        return [{"text": "OK.", "utter_action": "utter_leave", "custom": {"leave": True}}]
    if command == FORGET:
        return [{"text": "C'est effacé ici.", "utter_action": "utter_forget", "custom": {"forget": True}}]
    return None
