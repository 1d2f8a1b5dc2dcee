"""What a path is: a person, her words, what must come of them, and the result that was pinned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.geography import QUEBEC

# A Tuesday morning: most offices are open. A path that is about the night says so.
USUAL_INSTANT = datetime(2026, 11, 24, 10, 0, tzinfo=QUEBEC)
CHANNELS = ("web", "sms")
# How a path is run: from its case against the directory, or her words through the whole assistant.
REFERRAL, CONVERSATION = "référence", "conversation"
# Services a referral shows.
SHOWN = 3


@dataclass(frozen=True)
class Persona:
    """Who writes. ``who`` is for people; the rest is what the assistant knows or must learn of her.

    ``place`` is a name as the gazetteer knows it or a region code; ``at`` is the instant she writes.
    """

    who: str = ""
    profile: str = "personne"
    age: int | None = None
    place: str | None = None
    populations: tuple[str, ...] = ()
    language: str | None = None
    channel: str = "web"
    at: datetime = USUAL_INSTANT


@dataclass(frozen=True)
class Expected:
    """What a caseworker wants. Empty means: not asked about, save for ``danger``: none may be found then.

    ``services``: all of these among the first ``within``; ``one_of``: at least one of these; ``first``: the
    first is one of these; ``never``: none of these; ``lines``: the line is one of these; ``numbers``: each
    stands somewhere in what she reads, as each text of ``mentions`` does (a service without a verified number
    is named in a note); ``far``: a note says that her region has nothing.
    """

    needs: tuple[str, ...] = ()
    region: str | None = None
    danger: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    within: int = SHOWN
    far: bool | None = None


@dataclass(frozen=True)
class Pinned:
    """What a path gave when it was pinned.

    ``case`` is the question to the directory as `sentier refer` reads it (without the instant), None when the
    words lead to no referral; ``danger`` the kinds found; ``services`` ids in order; ``line`` an id.
    """

    case: Mapping[str, Any] | None = None
    danger: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    line: str | None = None


@dataclass(frozen=True)
class Path:
    """One path. ``told``: what the persona says of herself is known before her first word, as on the bench.

    ``known``: why it does not go as it should yet; it is run and shown, but fails nothing.
    """

    id: str
    title: str
    persona: Persona
    words: tuple[str, ...]
    expected: Expected
    told: bool = False
    known: str | None = None
    source: str = ""
    pinned: Pinned | None = None

    def case(self) -> Mapping[str, Any] | None:
        """The question to the directory: the pinned one, or the one that the persona should lead to."""
        if self.pinned is not None:
            return self.pinned.case
        return self.intended()

    def intended(self) -> Mapping[str, Any] | None:
        """The question her words should lead to; None when no need is expected of them."""
        if not self.expected.needs:
            return None
        persona = self.persona
        case: dict[str, Any] = {"needs": list(self.expected.needs), "profile": persona.profile}
        if persona.place:
            region = self.expected.region
            case["place"] = {"name": persona.place, "region": region} if region else persona.place
        if persona.age is not None:
            case["age"] = persona.age
        if persona.populations:
            case["populations"] = list(persona.populations)
        if persona.language:
            case["language"] = persona.language
        return case


@dataclass(frozen=True)
class Outcome:
    """What a path gave now. ``level`` is "référence" (the directory alone) or "conversation" (the whole way).

    ``danger``, ``numbers``, ``texts`` belong to the conversation alone. ``reasons``: id -> why it was chosen;
    ``rejected``: id -> why not. ``far``: it says that something is not near, or not at all. ``problems`` are
    French sentences, empty when all is as expected.
    """

    path: str
    level: str
    case: Mapping[str, Any] | None = None
    region: str | None = None
    services: tuple[str, ...] = ()
    line: str | None = None
    notes: tuple[str, ...] = ()
    far: bool = False
    danger: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rejected: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether everything expected came."""
        return not self.problems

    def pinned(self) -> Pinned:
        """The outcome as it is pinned."""
        return Pinned(self.case, self.danger, self.services, self.line)
