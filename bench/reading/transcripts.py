"""Plays the talks of talks.yml and prints them as one reads them aloud.

    .venv/bin/python -m bench.reading.transcripts [words of a name …] > transcripts.md

Through the whole assistant: the web turn as plain text, SMS as the segments that would be sent.
Nothing is judged here: a person reads, with the ten questions of docs/reading.md.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from directory.yamlfile import read_yaml

if TYPE_CHECKING:
    from bot.channels.sms import SmsDesk
    from bot.conversation.turn import Assistant

TALKS = Path(__file__).with_name("talks.yml")
SECONDS = 60.0
"""Seconds for the engine: what is said is read here, not how fast."""


@dataclass(frozen=True)
class Script:
    """Who writes, by which channel, and what, message by message."""

    who: str
    channel: str
    said: tuple[str, ...]


def scripts(path: Path = TALKS) -> tuple[Script, ...]:
    """The talks of the YAML file at `path`; raises ValueError for two of the same name."""
    found = tuple(
        Script(entry["who"], entry.get("channel", "web"), tuple(str(one) for one in entry["say"]))
        for entry in read_yaml(path)
    )
    names = [script.who for script in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"Two talks have the same name: {', '.join(twice)}.")
    return found


async def by_web(assistant: Assistant, said: Sequence[str]) -> list[str]:
    """What is read after each message of `said`, until the talk is over."""
    from bot.conversation.rendering import plain_text
    from bot.privacy.conversations import conversation_id

    identity, read = conversation_id(assistant.conversations.open("web")), []
    for message in said:
        reply = await assistant.answer(identity, text=message)
        lines, first = [], 1
        for one in reply.messages:
            lines.append(plain_text(one, first))
            first += len(one.choices)
        read.append("\n\n".join(lines))
        if reply.forget or reply.leave:
            break
    return read


async def by_sms(desk: SmsDesk, said: Sequence[str], sender: str) -> list[str]:
    """The SMS that answer each message of `said`."""
    from bot.channels.sms import Incoming

    return ["\n\n".join(await desk.answer(Incoming(sender, message))) for message in said]


def written(script: Script, read: Sequence[str]) -> Iterator[str]:
    """One talk as lines of Markdown: her words in bold, the answer quoted."""
    yield f"## {script.who} ({script.channel})\n"
    for message, answer in zip(script.said, read, strict=False):
        yield f"**— {message}**\n"
        yield from (f"> {line}" for line in answer.split("\n"))
        yield ""


def main(wanted: Sequence[str] = ()) -> None:
    """Prints the talks whose name holds any of `wanted`, or all."""
    from bot.privacy.logs import configure_logging
    from bot.setup import prepare_directory, prepare_models, quiet_environment, start_engine

    quiet_environment()
    # What answers danger and forgetting is not to be written beside the transcripts.
    configure_logging("CRITICAL")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SENTIER_DATABASE_URL"] = f"sqlite:///{folder}/directory.db"
        from bot.channels.sms import SmsDesk
        from bot.conversation.referrals import shared_database
        from bot.conversation.turn import Assistant, Patience
        from bot.nlu.shared import shared_detector
        from bot.privacy.conversations import Conversations

        prepare_directory(shared_database())
        prepare_models()
        conversations = Conversations()
        engine = start_engine(conversations)
        assistant = Assistant(engine, shared_detector(), conversations, patience=Patience.of(SECONDS))

        async def play() -> None:
            for number, script in enumerate(scripts()):
                if wanted and not any(word in script.who for word in wanted):
                    continue
                if script.channel == "sms":
                    read = await by_sms(SmsDesk(assistant), script.said, f"+1514555{number:04}")
                else:
                    read = await by_web(assistant, script.said)
                print("\n".join(written(script, read)))

        asyncio.run(play())
        engine.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
