"""Measures of whole conversations: `python -m bot.evaluation.conversations [FOLDER]` (tests/conversations).

Plays every conversation of the YAML files with the trained assistant and prints: turns to the first services,
share of replies that repeat the one before, share not understood, words and sentences of the replies.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation.messages import Reply
from bot.privacy.conversations import conversation_id
from directory.yamlfile import read_yaml

if TYPE_CHECKING:
    from bot.conversation.turn import Assistant

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "conversations"
LONG_SENTENCE = 25
"""Words from which a sentence is long for somebody tired."""
NOT_UNDERSTOOD = re.compile(
    r"pas (?:bien )?compris|pas saisi|ne comprends pas|pas encore clair|veux bien comprendre"
)
_NUMBER = re.compile(r"(?:1[ -])?\d{3}[ -]\d{3}-\d{4}")


@dataclass
class Talk:
    """One conversation as it went. `first_services`: the turn, from 1; None when there were none."""

    name: str
    replies: list[Reply] = field(default_factory=list)
    first_services: int | None = None


@dataclass(frozen=True)
class Measures:
    """What is printed; shares between 0 and 1, lengths in words."""

    talks: int
    replies: int
    turns_to_services: float
    most_turns_to_services: int
    repeated: float
    not_understood: float
    words: float
    long_sentences: tuple[str, ...]


def scripts(folder: Path = FOLDER) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(name, channel, messages) of every conversation in the YAML files of `folder`."""
    for file in sorted(folder.glob("*.yml")):
        for entry in read_yaml(file):
            said = tuple(str(turn["say"]) for turn in entry["turns"])
            yield f"{file.stem}: {entry['name']}", str(entry.get("channel", "web")), said


async def play(assistant: Assistant, name: str, channel: str, messages: Sequence[str]) -> Talk:
    """The conversation as the assistant answers it."""
    talk = Talk(name)
    identity = conversation_id(assistant.conversations.open(channel))
    for number, message in enumerate(messages, 1):
        reply = await assistant.answer(identity, text=message)
        talk.replies.append(reply)
        if talk.first_services is None and any(one.services for one in reply.messages):
            talk.first_services = number
        if reply.leave or reply.forget:
            break
    return talk


def own_words(reply: Reply) -> str:
    """What the assistant says itself: no service, no choice."""
    return "\n".join(message.text for message in reply.messages if message.text)


def measure(talks: Sequence[Talk]) -> Measures:
    """The measures of conversations already played; raises ValueError without any reply."""
    replies = [reply for talk in talks for reply in talk.replies]
    if not replies:
        raise ValueError("There is no conversation to measure.")
    pairs = [(a, b) for talk in talks for a, b in zip(talk.replies, talk.replies[1:], strict=False)]
    # "Répète" is asked for; the same reply to anything else is a broken machine.
    repeated = [1 for a, b in pairs if own_words(a) == own_words(b) and a is not b]
    first = [talk.first_services for talk in talks if talk.first_services is not None]
    sentences = {
        sentence.strip()
        for reply in replies
        for sentence in re.split(r"(?<=[.?!:])\s+|\n", _NUMBER.sub("NUMERO", own_words(reply)))
        if len(sentence.split()) > LONG_SENTENCE
    }
    lost = [reply for reply in replies if NOT_UNDERSTOOD.search(own_words(reply))]
    return Measures(
        talks=len(talks),
        replies=len(replies),
        turns_to_services=statistics.mean(first) if first else 0.0,
        most_turns_to_services=max(first, default=0),
        repeated=len(repeated) / len(replies),
        not_understood=len(lost) / len(replies),
        words=statistics.mean(len(own_words(reply).split()) for reply in replies),
        long_sentences=tuple(sorted(sentences)),
    )


def report(measures: Measures) -> str:
    """The measures in lines."""
    lines = [
        f"conversations                    {measures.talks}",
        f"replies                          {measures.replies}",
        "turns to the first services      "
        f"{measures.turns_to_services:.2f} (most {measures.most_turns_to_services})",
        f"replies that repeat the last     {measures.repeated:.1%}",
        f"replies « not understood »       {measures.not_understood:.1%}",
        f"words of a reply, its own        {measures.words:.0f}",
        f"sentences over {LONG_SENTENCE} words          {len(measures.long_sentences)}",
    ]
    return "\n".join([*lines, *(f"  {sentence}" for sentence in measures.long_sentences)])


def main(folder: Path = FOLDER) -> None:
    """Plays and prints."""
    from bot.setup import quiet_environment

    quiet_environment()
    from bot.conversation.referrals import shared_database
    from bot.conversation.turn import Assistant, Patience
    from bot.nlu.shared import shared_detector
    from bot.privacy.conversations import Conversations
    from bot.privacy.logs import configure_logging
    from bot.setup import prepare_directory, prepare_models, start_engine

    configure_logging("ERROR")
    prepare_directory(shared_database())
    prepare_models()
    conversations = Conversations()
    engine = start_engine(conversations)
    assistant = Assistant(engine, shared_detector(), conversations, patience=Patience.of(30.0))

    async def play_all() -> list[Talk]:
        return [await play(assistant, *script) for script in scripts(folder)]

    print(report(measure(asyncio.run(play_all()))))
    engine.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
