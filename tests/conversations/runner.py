"""Reads conversations from YAML and says what in the answers is not as expected. Format: README.md here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.conversation.messages import Reply
from bot.conversation.rehearsal import rehearsing
from bot.conversation.turn import Assistant
from bot.privacy.conversations import conversation_id
from bot.safety.french import fold
from directory.yamlfile import read_yaml

HERE = Path(__file__).parent
KEYS = {
    "services",
    "region",
    "need",
    "no_need",
    "first_line",
    "says",
    "never",
    "danger",
    "kinds",
    "asks",
    "choices",
    "slots",
    "forget",
    "leave",
    "vous",
    "has",
    "same_services",
    "questions",
    "offers",
}


@dataclass(frozen=True)
class Conversation:
    """One conversation of a file: turns of (said or chosen, expectations)."""

    name: str
    channel: str
    turns: tuple[tuple[str, Mapping[str, Any]], ...]
    never: tuple[str, ...] = ()
    referral_within: int | None = None
    known: str | None = None
    """Why it does not go as it should yet; the expectation stays."""
    at: datetime | None = None
    """The instant it takes place, with its offset; now when None."""


@dataclass
class Outcome:
    """What happened: problems in sentences, replies in order, the turn of the first services (from 1)."""

    problems: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    first_referral: int | None = None


def load() -> Iterator[Conversation]:
    """Every conversation of the YAML files beside this one; raises ValueError for a key it does not know."""
    for file in sorted(HERE.glob("*.yml")):
        for entry in read_yaml(file):
            turns = []
            for turn in entry["turns"]:
                expected = dict(turn.get("expect") or {})
                if unknown := set(expected) - KEYS:
                    raise ValueError(
                        f"{file.name}, « {entry['name']} »: unknown expectation {sorted(unknown)}"
                    )
                turns.append((str(turn["say"]), expected))
            yield Conversation(
                name=f"{file.stem}: {entry['name']}",
                channel=entry.get("channel", "web"),
                turns=tuple(turns),
                never=tuple(entry.get("never") or ()),
                referral_within=entry.get("referral_within"),
                known=entry.get("known"),
                at=_instant(file, entry),
            )


def _instant(file: Path, entry: Mapping[str, Any]) -> datetime | None:
    """The `at` of a conversation; without an offset, no clock in Québec would show it: ValueError."""
    if "at" not in entry:
        return None
    at = datetime.fromisoformat(str(entry["at"]))
    if at.tzinfo is None:
        raise ValueError(
            f"{file.name}, « {entry['name']} »: `at` needs an offset (2026-12-02T14:00:00-05:00)"
        )
    return at


async def play(assistant: Assistant, conversation: Conversation, regions: Mapping[str, list[str]]) -> Outcome:
    """Plays a conversation; `regions` maps a service id to the codes of the regions it serves."""
    outcome = Outcome()
    identity = conversation_id(assistant.conversations.open(conversation.channel))
    previous: Reply | None = None
    for number, (said, expected) in enumerate(conversation.turns, 1):
        # As on the test bench: at another instant, the directory and the safety lines follow that clock.
        with rehearsing(conversation.at) if conversation.at else nullcontext():
            reply = await assistant.answer(identity, text=said, at=conversation.at)
        outcome.replies.append(reply)
        if services_of(reply) and outcome.first_referral is None:
            outcome.first_referral = number
        for problem in check(assistant, identity, reply, previous, expected, regions):
            outcome.problems.append(f"turn {number} « {said} »: {problem}\n--- answer:\n{text_of(reply)}")
        words = fold(text_of(reply))
        outcome.problems += [
            f"turn {number} « {said} »: says « {word} », which it never should\n--- answer:\n{text_of(reply)}"
            for word in conversation.never
            if fold(word) in words
        ]
        previous = reply
    limit = conversation.referral_within
    if limit is not None and (outcome.first_referral is None or outcome.first_referral > limit):
        outcome.problems.append(f"no service within {limit} turns (first: {outcome.first_referral})")
    return outcome


def services_of(reply: Reply) -> list[Mapping[str, Any]]:
    """All services of a reply, the line included."""
    return [service for message in reply.messages for service in message.services]


def text_of(reply: Reply) -> str:
    """Everything a person reads in a reply."""
    parts: list[str] = []
    for message in reply.messages:
        parts.append(message.text)
        for service in message.services:
            numbers = " ".join(str(phone["number"]) for phone in service["phones"])
            parts.append(f"[{service['id']}] {service['name']} {numbers} — " + "; ".join(service["reasons"]))
        parts += [f"({choice.title})" for choice in message.choices]
    return "\n".join(part for part in parts if part)


def check(
    assistant: Assistant,
    identity: str,
    reply: Reply,
    previous: Reply | None,
    expected: Mapping[str, Any],
    regions: Mapping[str, list[str]],
) -> Iterator[str]:
    """The problems of one reply, in sentences."""
    text = text_of(reply)
    folded = fold(text)
    services = services_of(reply)
    safety = next((message.safety for message in reply.messages if message.safety), None)
    held = assistant.conversations.get(identity)
    slots: Mapping[str, Any] = (held.engine or {}).get("slots", {}) if held else {}
    if "services" in expected and bool(services) != bool(expected["services"]):
        yield f"services expected: {expected['services']}, found {[service['id'] for service in services]}"
    if "region" in expected and not any(expected["region"] in regions.get(s["id"], []) for s in services):
        yield f"no service of region {expected['region']} among {[service['id'] for service in services]}"
    for wanted in _list(expected.get("has")):
        if wanted not in {service["id"] for service in services}:
            yield f"service {wanted} is missing among {[service['id'] for service in services]}"
    noted = {*(slots.get("needs") or ()), *(slots.get("last_needs") or ())}
    if imagined := noted & set(_list(expected.get("no_need"))):
        yield f"needs that nobody told: {sorted(imagined)}"
    if "need" in expected and not set(_list(expected["need"])) <= noted:
        yield f"needs expected: {expected['need']}, noted: {slots.get('needs')} {slots.get('last_needs')}"
    if "first_line" in expected and expected["first_line"] not in reply.messages[0].text:
        yield f"the reply does not open with {expected['first_line']}"
    for word in _list(expected.get("says")):
        if not re.search(fold(word), folded):
            yield f"« {word} » is not said"
    for word in _list(expected.get("never")):
        if re.search(fold(word), folded):
            yield f"« {word} » is said"
    if "danger" in expected and (safety or {}).get("level", "aucun") != expected["danger"]:
        yield f"danger expected: {expected['danger']}, found {safety}"
    if "kinds" in expected and not set(_list(expected["kinds"])) <= set((safety or {}).get("kinds", [])):
        yield f"kinds expected: {expected['kinds']}, found {safety}"
    if "asks" in expected and slots.get("asked") != expected["asks"]:
        yield f"it should ask {expected['asks']}, it asks {slots.get('asked')}"
    if "choices" in expected and bool(reply.choices()) != bool(expected["choices"]):
        yield f"choices expected: {expected['choices']}"
    for name, value in (expected.get("slots") or {}).items():
        found = slots.get(name)
        if isinstance(value, str) and isinstance(found, Mapping):
            found = found.get("region") if value.isdigit() else found.get("name")
        if found != value:
            yield f"slot {name} expected: {value}, found {found}"
    for signal in ("forget", "leave"):
        if signal in expected and getattr(reply, signal) != expected[signal]:
            yield f"{signal} expected: {expected[signal]}"
    if expected.get("vous") is True and re.search(r"\b(?:tu|ton|ta|tes|toi|t')\b", folded):
        yield "it says tu where it should say vous"
    if expected.get("vous") is False and re.search(r"\b(?:vous|votre|vos)\b", folded):
        yield "it says vous where it should say tu"
    asked = sum(message.text.count("?") for message in reply.messages)
    if "questions" in expected and asked > int(expected["questions"]):
        yield f"it asks {asked} questions, at most {expected['questions']} expected"
    for wanted in _list(expected.get("offers")):
        if wanted not in {choice.id for choice in reply.choices()}:
            yield f"the choice {wanted} is not offered"
    if "same_services" in expected and previous is not None:
        before, now = ({s["id"] for s in services_of(r) if not s.get("line")} for r in (previous, reply))
        if bool(before & now) != bool(expected["same_services"]):
            yield f"the same services again: {sorted(before & now)}"


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
