"""What is counted, and its French names. Anything outside these lists is refused: no free text slips in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.veille.errors import CountInvalid
from directory.vocabulary import vocabulary

OUTCOMES: Mapping[str, str] = {
    "near": "un service de sa région",
    "line": "une ligne ou un service provincial seulement",
    "far": "un service d'une autre région seulement",
    "none": "rien",
}
"""What the first answer to a need showed, the best of it. A need asked has exactly one of these."""
UNMET = ("far", "none")
"""Outcomes that make a gap: she would have to go to another region, or nowhere."""

PROBLEMS: Mapping[str, str] = {
    "full": "pas de place",
    "refused": "refusée par le service",
    "dead": "numéro qui ne répond pas",
    "other": "autre difficulté",
    "exhausted": "plus rien d'autre à proposer",
}
"""What she said of a service that was shown; `exhausted`: she asked for others and none was left."""

DANGER = "danger"
"""The measure whose subject is a kind of danger instead of a need."""
DANGERS: Mapping[str, str] = {
    "violence_en_cours": "violence en ce moment",
    "suicide_imminent": "suicide imminent",
    "surdose_medical": "surdose ou urgence médicale",
    "suicide": "idées suicidaires",
    "violence": "violence",
    "agression_sexuelle": "agression sexuelle",
    "traite": "traite, contrôle",
    "mineure": "mineure exploitée",
    "enfant_en_danger": "enfant en danger",
}
"""The kinds of bot/safety, in its order (tests/directory/veille compares them)."""

CHANNELS: Mapping[str, str] = {"web": "web", "sms": "texto"}
PROFILES: Mapping[str, str] = {
    "personne": "personne concernée",
    "proche": "proche",
    "intervenant": "intervenante",
    "acheteur": "acheteur",
}
UNSAID = ""
"""The region of somebody who did not say it, or who is outside of Québec."""
UNSAID_LABEL = "Région non dite"


@dataclass(frozen=True)
class Event:
    """One thing that happened: `measure` is an outcome, a problem or DANGER; `region` None when not said.

    Raises CountInvalid for a word outside the vocabulary.
    """

    measure: str
    subject: str
    region: str | None
    channel: str
    profile: str

    def __post_init__(self) -> None:
        """Check every word."""
        words = vocabulary()
        subjects = DANGERS if self.measure == DANGER else words.needs
        if (
            (self.measure != DANGER and self.measure not in OUTCOMES and self.measure not in PROBLEMS)
            or self.subject not in subjects
            or (self.region is not None and self.region not in words.regions)
            or self.channel not in CHANNELS
            or self.profile not in PROFILES
        ):
            raise CountInvalid("Only words of the vocabulary are counted, never a text.")

    def along(self) -> tuple[tuple[str, str], ...]:
        """The event seen along each axis by itself: (axis, value)."""
        return (("region", self.region or UNSAID), ("channel", self.channel), ("profile", self.profile))


def region_names() -> dict[str, str]:
    """Return the name of each region by code, the unsaid one last."""
    return {**vocabulary().regions, UNSAID: UNSAID_LABEL}
