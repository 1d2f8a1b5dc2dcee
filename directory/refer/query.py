"""What goes into a referral and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from directory.errors import QueryInvalid
from directory.models import ACCESS_ATTRIBUTES
from directory.places.model import PlaceMatch
from directory.telephone import PhoneOut
from directory.vocabulary import vocabulary

WOMEN = frozenset({"f", "femme", "femmes", "fille", "feminin", "féminin", "female", "woman", "femme trans"})
MEN = frozenset({"h", "m", "homme", "hommes", "garçon", "garcon", "masculin", "male", "man", "homme trans"})


@dataclass(frozen=True)
class Query:
    """A referral question.

    ``needs``, ``profile``, ``populations`` are keys of the vocabulary, ``access`` of ACCESS_ATTRIBUTES.
    ``age`` and ``gender`` are those of the person to be helped; ``gender`` is free ("femme", "homme", other).
    ``at`` is the instant asked about (None: now; without zone: Québec's time). ``exclude`` holds the ids
    already shown. ``language`` is ISO 639-1.
    """

    needs: tuple[str, ...] = ()
    place: PlaceMatch | None = None
    age: int | None = None
    gender: str | None = None
    profile: str = "personne"
    populations: tuple[str, ...] = ()
    language: str | None = None
    access: tuple[str, ...] = ()
    at: datetime | None = None
    limit: int = 3
    exclude: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        words = vocabulary()
        for kind, given, known in (
            ("need", self.needs, words.needs),
            ("population", self.populations, words.populations),
            ("access attribute", self.access, ACCESS_ATTRIBUTES),
            ("profile", (self.profile,), words.profiles),
        ):
            for value in given:
                if value not in known:
                    raise QueryInvalid(f"« {value} » is no known {kind}; the known ones: {', '.join(known)}.")
        if self.age is not None and not 0 <= self.age <= 120:
            raise QueryInvalid(f"An age of {self.age} is not possible: give a number from 0 to 120.")
        if not 0 <= self.limit <= 20:
            raise QueryInvalid(f"A limit of {self.limit} is not possible: give a number from 0 to 20.")

    @property
    def gender_key(self) -> str | None:
        """``femmes``, ``hommes``, ``autre``, or None when nothing was said."""
        if not self.gender or not self.gender.strip():
            return None
        word = self.gender.strip().casefold()
        if word in WOMEN:
            return "femmes"
        return "hommes" if word in MEN else "autre"


@dataclass(frozen=True)
class ReferredService:
    """A service ready to be shown.

    ``distance_km`` is None when it is the person's own town or when coordinates are not sure enough.
    ``open`` is None when hours are unknown; ``next_change`` is aware. ``verified_label`` says in French
    that the listing is old, or is None. ``reasons`` are French phrases without capital or full stop.
    """

    id: str
    name: str
    organization: str
    phones: tuple[PhoneOut, ...]
    description: str | None
    website: str | None
    distance_km: float | None
    open: bool | None
    next_change: datetime | None
    hours_text: str | None
    reasons: tuple[str, ...]
    municipality: str | None
    region_codes: tuple[str, ...]
    cost: str | None
    languages: tuple[str, ...]
    confidential: bool
    verified_label: str | None
    chat_url: str | None = None
    email: str | None = None
    alert: str | None = None
    needs: tuple[str, ...] = ()
    confidence: str = "high"


@dataclass(frozen=True)
class Rejection:
    """A candidate that was not kept; ``reason`` is a French phrase."""

    id: str
    reason: str


NoteKind = Literal[
    "place", "outside", "far", "related", "unverified", "later", "nothing", "general", "north", "night"
]
"""place: where is she; outside: not in Québec; far: none in her region; related: only what comes close;
unverified: a service without a verified number; later: needs not answered yet; nothing: none (more) at all;
general: who can look further; north: the 811 is not everywhere; night: who answers at this hour."""


@dataclass(frozen=True)
class Note:
    """A French sentence that the person must hear beside the services.

    ``discreet`` says it where somebody else may read the screen; None: it is not said there.
    """

    kind: NoteKind
    text: str
    discreet: str | None


@dataclass(frozen=True)
class Referral:
    """The answer: services in order, one line beside them, why the others were left out, what to say.

    ``line_first``: nobody among the services answers
    at this hour but the line does, or none is there for this need first of all: it belongs before them.
    """

    region: str | None
    services: tuple[ReferredService, ...]
    line: ReferredService | None
    rejected: tuple[Rejection, ...]
    notes: tuple[Note, ...]
    line_first: bool = False
