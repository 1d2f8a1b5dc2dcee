"""One person's messages played through the whole assistant, with what a caseworker wants to see of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.channels import gsm
from bot.channels.sms_text import danger_text, pages
from bot.conversation.case import Case, Place
from bot.conversation.messages import Reply
from bot.conversation.rehearsal import Rehearsal, rehearsing
from bot.conversation.rendering import service_lines
from bot.conversation.turn import Assistant
from bot.conversation.understanding import Understanding
from bot.privacy.conversations import conversation_id
from bot.safety import Verdict
from directory.paths.model import CONVERSATION, Outcome, Path, Persona
from directory.paths.running import case_of, judged, outcome_of
from directory.refer import Query, Referral
from directory.refer.jsonl import resolve


@dataclass(frozen=True)
class Turn:
    """One message and what came of it. `understood` is None when the message needed no reading (a choice, the
    engine was down); `sms`: the reply as SMS, each text with its number of segments."""

    said: str
    reply: Reply
    verdict: Verdict | None
    understood: Understanding | None
    referrals: tuple[tuple[Query, Referral], ...]

    @property
    def shown(self) -> tuple[Query, Referral] | None:
        """The question to the directory whose services stand in the reply, with its answer; None without."""
        if self.referrals and any(message.services for message in self.reply.messages):
            return self.referrals[-1]
        return None

    @property
    def sms(self) -> tuple[tuple[str, int], ...]:
        """The reply as SMS once the moment is known to be good: (text, segments), SUITE by SUITE."""
        opening = [message for message in self.reply.messages if message.safety]
        rest = [message for message in self.reply.messages if not message.safety]
        texts = [*(danger_text(message) for message in opening), *(page.text for page in pages(rest))]
        return tuple((text, gsm.size(text).segments) for text in texts)

    def texts(self) -> Iterable[str]:
        """Everything she reads in the reply."""
        for message in self.reply.messages:
            yield message.text
            for service in message.services:
                yield "\n".join(service_lines(service))


async def play(
    assistant: Assistant,
    persona: Persona,
    words: Sequence[str],
    *,
    told: bool = False,
    channel: str | None = None,
) -> list[Turn]:
    """The turns of `words` as `persona` at her instant; `told`: what is known of her is known from the start.

    The conversation is forgotten at the end, and nothing of it is counted. `channel`: another than hers.
    """
    conversations = assistant.conversations
    identity = conversation_id(conversations.open(channel or persona.channel))
    turns = []
    try:
        if told:
            _tell(assistant, identity, persona)
        for said in words:
            with rehearsing(persona.at) as rehearsal:
                reply = await assistant.answer(identity, text=said, at=persona.at)
            turns.append(_turn(said, reply, rehearsal))
            if reply.leave or reply.forget:
                break
    finally:
        conversations.forget(identity)
    return turns


def _turn(said: str, reply: Reply, rehearsal: Rehearsal) -> Turn:
    parse = rehearsal.parses[-1] if rehearsal.parses else None
    return Turn(
        said=said,
        reply=reply,
        verdict=rehearsal.verdicts[-1] if rehearsal.verdicts else None,
        understood=Understanding.from_parse(parse) if parse else None,
        referrals=tuple(rehearsal.referrals),
    )


def _tell(assistant: Assistant, identity: str, persona: Persona) -> None:
    """Fills the slots of a conversation that has not begun with what the persona says of herself."""
    from bot.conversation.seeding import begun_with

    held = assistant.conversations.get(identity)
    if held is None:
        return
    match = resolve(persona.place)
    place = None
    if match is not None:
        ambiguous = tuple(choice.region for choice in match.ambiguous)
        place = Place(match.name, match.region, match.outside, ambiguous)
    case = Case(
        place=place,
        age=persona.age,
        profile=persona.profile,
        populations=persona.populations,
        language=persona.language,
    )
    held.engine = begun_with(case.slots())


def outcome(path: Path, turns: Sequence[Turn]) -> Outcome:
    """What a path gave, judged: the last referral that was shown, the dangers and the texts of all turns."""
    shown = next((turn.shown for turn in reversed(turns) if turn.shown), None)
    if shown is None:
        found = Outcome(path.id, CONVERSATION)
    else:
        query, referral = shown
        found = replace(outcome_of(path, case_of(query), referral), level=CONVERSATION)
    return judged(
        path,
        replace(
            found,
            danger=tuple(dict.fromkeys(kind for turn in turns for kind in kinds_of(turn))),
            texts=tuple(text for turn in turns for text in turn.texts()),
        ),
    )


def kinds_of(turn: Turn) -> tuple[str, ...]:
    """The kinds of danger that one message told."""
    return turn.verdict.kinds if turn.verdict is not None and turn.verdict.danger else ()


async def run(assistant: Assistant, paths: Iterable[Path]) -> list[Outcome]:
    """Every path played and judged, in order."""
    found = []
    for path in paths:
        turns = await play(assistant, path.persona, path.words, told=path.told)
        found.append(outcome(path, turns))
    return found
