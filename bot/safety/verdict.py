"""What the danger detector says about one message, and what it may know of the conversation."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "aucun"
CRISIS = "crise"
URGENCE = "urgence"
LEVELS = (NONE, CRISIS, URGENCE)
"""From the mildest to the gravest."""

URGENT_KINDS = ("violence_en_cours", "suicide_imminent", "surdose_medical")
"""Life or limb at risk now."""
CRISIS_KINDS = ("suicide", "violence", "agression_sexuelle", "traite", "mineure", "enfant_en_danger")
"""No hand on her now, but a line open day and night must come first."""
KINDS = URGENT_KINDS + CRISIS_KINDS
"""The order in which kinds stand in a verdict: the gravest first."""

STRANGULATION = "sign:strangulation"
"""A reason beside a violence told: hours or days later the neck is still to be examined."""

SWALLOWED = "sign:swallowed"
"""A reason beside a suicide under way: she took something, and the poison centre can tell what to do."""

UNTAKEN = "sign:nothing taken"
"""A reason beside an emergency of the body: no word of anything taken, so the poison centre is no help."""

THROAT = "sign:throat"
"""A reason beside a strangling told now or before: voice, swallowing or breath have changed since."""

STRANGER = "sign:stranger"
"""A reason beside being followed: by somebody she does not know, in the street."""

IMPLIES = {"violence_en_cours": "violence", "suicide_imminent": "suicide"}
"""A graver kind -> the milder one that is not said beside it."""


@dataclass(frozen=True)
class Verdict:
    """What a message says about danger.

    `level` is one of LEVELS; `kinds` follow the order of KINDS, empty when level is "aucun"; `reasons` are
    names of what fired ("rule:suicide/envie_de_mourir", "model:violence 0.93"), never words of the message;
    `language` is "fr", "en" or "es".
    """

    level: str = NONE
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    language: str = "fr"

    @property
    def danger(self) -> bool:
        """True when a reviewed safety reply must open the answer."""
        return self.level != NONE


@dataclass(frozen=True)
class Context:
    """What the conversation knows before this message.

    `pending_question`: "danger" when the bot has just asked whether she is in danger at this moment (or any
    question whose "oui" means so); None otherwise. `open_kinds`: the dangers she has told and not yet said to
    be over, as `Detector.still_open` gave them after the message before.
    """

    pending_question: str | None = None
    open_kinds: tuple[str, ...] = ()


def ordered(kinds: set[str]) -> tuple[str, ...]:
    """`kinds` in the order of KINDS, without those that a graver one already says."""
    implied = {IMPLIES[kind] for kind in kinds if kind in IMPLIES}
    return tuple(kind for kind in KINDS if kind in kinds and kind not in implied)


def level_of(kinds: tuple[str, ...], *, urgent: bool = False) -> str:
    """The level that `kinds` carry; `urgent` raises it (an infant alone at this moment)."""
    if not kinds:
        return NONE
    return URGENCE if urgent or any(kind in URGENT_KINDS for kind in kinds) else CRISIS
