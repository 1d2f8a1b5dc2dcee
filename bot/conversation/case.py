"""What is known of one person's request, to and from Rasa slots; and what to do next with it.

Nothing here knows Rasa: slots are a plain mapping. Needs stand in the directory's order of urgency: what is
said of them comes in the order of the services.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from bot.safety.replies import ADULT_AGE
from directory.vocabulary import vocabulary

NEEDS_OF_DANGER: Mapping[str, tuple[str, ...]] = {
    "violence_en_cours": ("violence_conjugale",),
    "violence": ("violence_conjugale",),
    "agression_sexuelle": ("violence_sexuelle",),
    "traite": ("traite",),
    "suicide_imminent": ("suicide_detresse",),
    "suicide": ("suicide_detresse",),
    "surdose_medical": ("dependances",),
    "mineure": ("protection_jeunesse",),
    "enfant_en_danger": ("protection_jeunesse",),
}
"""What to offer when she tells a danger and asks for nothing else."""

NEEDS_OF_PROFILE: Mapping[str, tuple[str, ...]] = {
    "proche": ("soutien_proches",),
    "intervenant": ("soutien_intervenants",),
    "acheteur": ("acheteurs",),
}
"""What the person behind each door most likely comes for, proposed when they say nothing else."""

NEEDS_FOR_ANYONE = frozenset({"information_generale"})
CONFIDED = "confided"
"""Among what a case has `told`: she told what weighs, a feeling, a story, a danger."""
HERSELF = "herself"
"""Among what a case has `told`: that it is her own life, in so many words."""
KNOWN = "known"
"""Among what a case has `told`: that a relative, a worker or a buyer writes, and no guess changes it."""
A_MAN = "man"
"""Among what a case has `told`: that he is a man, in so many words."""
AWAY = "away"
"""Among what a case has `told`: that she wants nothing where she lives, for everybody knows everybody."""
_PLACE_ASKED = "place_asked"
_WITHOUT = "without"
_GUESSED = "guessed"
"""Among what a case has `told`, with a number or a need: how often the place was asked, what she wants none
of, what was only guessed and how many messages ago."""
_INSTEAD = {"entraide": "ecoute", "sante_psychologique": "ecoute"}
"""What is sought for who refuses the usual help: no group, no therapist, but somebody to talk to."""
_OTHERS_HELP = frozenset({"juridique"})
"""Needs for which others than those she refuses are of help: no lawyer, but who goes to court with her."""
MESSAGES_OF_A_GUESS = 3
"""After so many messages on something else, what was only guessed is spoken of no more."""
WRITER = "writer"
"""Whose a place is: of whoever writes about another woman."""
HELPED = "helped"
"""Whose a place is: of the woman that the help is for."""


@dataclass(frozen=True)
class Place:
    """A place as understood: `region` is an official two-digit code, None when unknown or ambiguous.

    `whose`: WRITER or HELPED where the two of them were told apart.
    """

    name: str
    region: str | None = None
    outside: bool = False
    ambiguous: tuple[str, ...] = ()
    whose: str | None = field(default=None, compare=False)

    @classmethod
    def from_slot(cls, value: Any) -> Place | None:
        """The place of a slot value, None for an empty or foreign one."""
        if not isinstance(value, Mapping) or not value.get("name"):
            return None
        return cls(
            str(value["name"]),
            value.get("region"),
            bool(value.get("outside")),
            tuple(value.get("ambiguous") or ()),
            value.get("whose"),
        )

    def to_slot(self) -> dict[str, Any]:
        """The slot value, JSON."""
        slot = {
            "name": self.name,
            "region": self.region,
            "outside": self.outside,
            "ambiguous": list(self.ambiguous),
        }
        return slot if self.whose is None else {**slot, "whose": self.whose}


Asked = Literal["need", "place", "search", "person", "feeling", "unclear", "answered"]
"""What the last question was about; "answered": nothing was asked after an answer in words."""


class Step(StrEnum):
    """The one thing to do next."""

    ASK_NEED = "ask_need"
    ASK_PLACE = "ask_place"
    ASK_WHICH_PLACE = "ask_which_place"
    SAY_OUTSIDE = "say_outside"
    REFER = "refer"


@dataclass(frozen=True)
class Case:
    """The request so far. `needs` wait for an answer; `last_needs` had theirs."""

    needs: tuple[str, ...] = ()
    last_needs: tuple[str, ...] = ()
    place: Place | None = None
    """Where services are sought."""
    other_place: Place | None = None
    """Where the other one is, when somebody in one town writes about a woman in another."""
    other_needs: tuple[str, ...] = ()
    """What was sought there last."""
    place_declined: bool = False
    age: int | None = None
    profile: str = "personne"
    populations: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    """What she needs to be let in: her children with her, no papers… (directory.models.ACCESS_ATTRIBUTES)."""
    language: str | None = None
    shown: tuple[str, ...] = ()
    last_shown: tuple[str, ...] = ()
    asked: Asked | None = None
    asked_times: int = 0
    told: tuple[str, ...] = ()
    """What is said once in a conversation and has been: "minor", "language:en"; CONFIDED of hers."""
    feeling: str | None = None
    """What the last message says she feels (feelings.FEELINGS), None when it names nothing."""
    circumstance: str | None = None
    """What it tells of her life, by its meaning (data/answers/heard), None when it tells none of them."""

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Case:
        """The case that slots describe; anything missing is empty. What is known of the other place stands
        in the slot of the place."""
        place = slots.get("place")
        beside = place if isinstance(place, Mapping) else {}
        return cls(
            needs=tuple(slots.get("needs") or ()),
            last_needs=tuple(slots.get("last_needs") or ()),
            place=Place.from_slot(place),
            other_place=Place.from_slot(beside.get("other")),
            other_needs=tuple(beside.get("other_needs") or ()),
            place_declined=bool(slots.get("place_declined")),
            age=slots.get("age"),
            profile=slots.get("profile") or "personne",
            populations=tuple(slots.get("populations") or ()),
            access=tuple(slots.get("access") or ()),
            language=slots.get("language"),
            shown=tuple(slots.get("shown") or ()),
            last_shown=tuple(slots.get("last_shown") or ()),
            asked=slots.get("asked"),
            asked_times=int(slots.get("asked_times") or 0),
            told=tuple(slots.get("told") or ()),
            feeling=slots.get("feeling"),
            circumstance=slots.get("circumstance"),
        )

    def slots(self) -> dict[str, Any]:
        """The slot values of this case."""
        return {
            "needs": list(self.needs),
            "last_needs": list(self.last_needs),
            "place": self._place_slot(),
            "place_declined": self.place_declined,
            "age": self.age,
            "profile": self.profile,
            "populations": list(self.populations),
            "access": list(self.access),
            "language": self.language,
            "shown": list(self.shown),
            "last_shown": list(self.last_shown),
            "asked": self.asked,
            "asked_times": self.asked_times,
            "told": list(self.told),
            "feeling": self.feeling,
            "circumstance": self.circumstance,
        }

    def _place_slot(self) -> dict[str, Any] | None:
        if self.place is None:
            return None
        if self.other_place is None:
            return self.place.to_slot()
        beside = {"other": self.other_place.to_slot(), "other_needs": list(self.other_needs)}
        return {**self.place.to_slot(), **beside}

    def add_needs(self, needs: tuple[str, ...]) -> Case:
        """With `needs` added, most urgent first, none twice."""
        merged = list(dict.fromkeys([*self.needs, *needs]))
        return replace(self, needs=tuple(sorted(merged, key=vocabulary().urgency_of)))

    def wishing(self, access: tuple[str, ...]) -> Case:
        """With `access` among what she needs to be let in, none twice."""
        return replace(self, access=tuple(dict.fromkeys([*self.access, *access])))

    def ask(self, question: Asked) -> Case:
        """Having asked `question`; `asked_times` counts how often in a row."""
        times = self.asked_times + 1 if self.asked == question else 1
        after = replace(self, asked=question, asked_times=times)
        return after.noting(_PLACE_ASKED, [str(self.place_asked + 1)]) if question == "place" else after

    @property
    def place_asked(self) -> int:
        """How often the place was asked in the whole talk."""
        return int((*self.noted(_PLACE_ASKED), "0")[0])

    def place_unasked(self, before: Case) -> Case:
        """Having asked the place as often as `before`: a question of this turn that is not shown."""
        return self.noting(_PLACE_ASKED, before.noted(_PLACE_ASKED))

    @property
    def refused(self) -> frozenset[str]:
        """The needs whose usual help she wants none of."""
        return frozenset(self.noted(_WITHOUT))

    def refusing(self, needs: Iterable[str]) -> Case:
        """With the usual help for `needs` refused: what is sought instead, or nothing of it."""
        refused = frozenset(needs) - self.refused
        if not refused:
            return self
        sought = {
            need: _INSTEAD.get(need, need if need in _OTHERS_HELP else "") if need in refused else need
            for need in (*self.needs, *self.last_needs)
        }
        return replace(
            self.noting(_WITHOUT, [*self.noted(_WITHOUT), *sorted(refused)]),
            needs=tuple(dict.fromkeys(sought[need] for need in self.needs if sought[need])),
            last_needs=tuple(dict.fromkeys(sought[need] for need in self.last_needs if sought[need])),
        )

    def wanting(self, needs: Iterable[str]) -> Case:
        """With the help for `needs` no longer refused: she asks for it."""
        again = frozenset(needs)
        return self.noting(_WITHOUT, [need for need in self.noted(_WITHOUT) if need not in again])

    @property
    def guesses(self) -> dict[str, int]:
        """The needs that were only guessed, each with how many messages ago."""
        noted = (one.rpartition(":") for one in self.noted(_GUESSED))
        return {need: int(age) for need, _, age in noted}

    def guessing(self, needs: Iterable[str]) -> Case:
        """With `needs` as mere guesses: heard by a model alone, or in a message that asked for nothing."""
        return self._with_guesses({**self.guesses, **dict.fromkeys(needs, 0)})

    def a_message_later(self, named: Iterable[str] = ()) -> Case:
        """Before what a new message adds. `named`: the needs that it names: they are no guesses, and what was
        only guessed yields to them; a guess that nothing took up is forgotten after a while."""
        named = frozenset(named)
        if named:
            return self.without_guesses(kept=named)
        older = {need: age + 1 for need, age in self.guesses.items()}
        gone = frozenset(need for need, age in older.items() if age >= MESSAGES_OF_A_GUESS)
        return self._with_guesses(older).without_guesses(kept=frozenset(older) - gone, settled=False)

    def without_guesses(self, *, kept: frozenset[str] = frozenset(), settled: bool = True) -> Case:
        """Without the needs that were only guessed, save those `kept`; `settled`: guesses no more."""
        gone = frozenset(self.guesses) - kept
        left = {} if settled else {need: age for need, age in self.guesses.items() if need in kept}
        return replace(
            self._with_guesses(left),
            needs=tuple(need for need in self.needs if need not in gone),
            last_needs=tuple(need for need in self.last_needs if need not in gone),
        )

    def _with_guesses(self, guesses: Mapping[str, int]) -> Case:
        return self.noting(_GUESSED, [f"{need}:{age}" for need, age in guesses.items()])

    def noted(self, what: str) -> tuple[str, ...]:
        """What is noted under the name `what` among what is `told`."""
        return tuple(one.partition(":")[2] for one in self.told if one.startswith(f"{what}:"))

    def noting(self, what: str, values: Iterable[str]) -> Case:
        """With `values` in the place of what was noted under the name `what`."""
        others = (one for one in self.told if not one.startswith(f"{what}:"))
        return replace(self, told=(*others, *(f"{what}:{value}" for value in values)))

    def at(self, place: Place) -> Case:
        """With `place`, given or corrected. Services shown for another place are no longer the last ones."""
        moved = self.place is not None and place != self.place
        return replace(self, place=place, place_declined=False, last_shown=() if moved else self.last_shown)

    def without_place(self, name: str | None = None, *, declined: bool = False) -> Case:
        """With the place of that name forgotten, or all that is known of places; what was sought is sought
        again without it. `declined`: no other is to be asked for."""
        if name is not None and self.other_place is not None and self.place is not None:
            kept = self.place if name == self.other_place.name else self.other_place
            return replace(self.at(kept), other_place=None, other_needs=()).reopened()
        alone = replace(self, place=None, other_place=None, other_needs=(), last_shown=())
        return replace(alone, place_declined=declined).reopened()

    def reopened(self) -> Case:
        """A new place or age after an answer means: the same needs, again, there."""
        return replace(self, needs=self.last_needs) if not self.needs and self.last_needs else self

    @property
    def under_age(self) -> bool:
        """Whether the age told is that of a minor."""
        return self.age is not None and self.age < ADULT_AGE

    @property
    def region(self) -> str | None:
        """The region where she is, None when it is not known."""
        return self.place.region if self.place is not None else None

    @property
    def shown_before(self) -> tuple[str, ...]:
        """What was shown before the services on the screen."""
        return self.shown[: len(self.shown) - len(self.last_shown)]

    @property
    def confided(self) -> bool:
        """Whether she told what weighs, in this message or before."""
        return CONFIDED in self.told

    @property
    def under_way(self) -> bool:
        """Whether something was told, asked for or shown: a message is then a part of her talk."""
        return self.confided or bool(self.needs or self.last_needs or self.last_shown)

    def has_told(self, what: str) -> Case:
        """With `what` among the things that are said once."""
        return self if what in self.told else replace(self, told=(*self.told, what))

    def answered(self, shown: tuple[str, ...]) -> Case:
        """With the waiting needs answered by the services of ids `shown`."""
        # Those shown now stand last, even when they were shown before: `shown_before` tells them apart.
        everything = (*dict.fromkeys(self.shown), *shown)
        return replace(
            self,
            needs=(),
            last_needs=self.needs or self.last_needs,
            shown=everything,
            last_shown=shown,
            asked=None,
            asked_times=0,
        )


def next_step(case: Case) -> Step:
    """The one thing to do next for `case`: need first, then place, then services."""
    if not case.needs:
        return Step.ASK_NEED
    if case.place is None:
        return Step.REFER if case.place_declined or not _needs_a_place(case) else Step.ASK_PLACE
    if case.place.outside:
        return Step.SAY_OUTSIDE
    if case.place.region is None:
        return Step.REFER if case.place_declined else Step.ASK_WHICH_PLACE
    return Step.REFER


def _needs_a_place(case: Case) -> bool:
    return not set(case.needs) <= NEEDS_FOR_ANYONE
