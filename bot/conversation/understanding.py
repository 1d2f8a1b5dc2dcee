"""What is understood of one message, in the shape of `sentier analyse` (design, "The commands")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.nlu.messages import AGE, LANGUAGE, NEED, PLACE, POPULATION, PROFILE, full_intent

POPULATIONS = ("jeunes", "autochtones", "immigrantes", "lgbtq", "avec_enfants", "handicap", "ainees")


@dataclass(frozen=True)
class Understanding:
    """One message understood. `place` is `{"name", "region", "ambiguous"}` or None."""

    intent: str
    confidence: float
    safety: Mapping[str, Any]
    needs: tuple[str, ...]
    place: Mapping[str, Any] | None
    age: int | None
    profile: str
    populations: tuple[str, ...]
    language: str

    @classmethod
    def from_parse(cls, parse: Mapping[str, Any]) -> Understanding:
        """Reads Rasa's parse data."""
        entities = parse.get("entities") or []

        def values(name: str) -> list[Any]:
            return [entity["value"] for entity in entities if entity["entity"] == name]

        # A place outside Québec matters to the conversation (the national line answers), but is no place
        # of the directory.
        place = None
        for entity in entities:
            if entity["entity"] == PLACE and not entity.get("outside"):
                place = {
                    "name": entity["value"],
                    "region": entity.get("region"),
                    "ambiguous": list(entity.get("ambiguous") or []),
                }
        ranking = parse.get("intent_ranking") or [parse.get("intent") or {}]
        intent = full_intent(parse)
        confidence = next(
            (item.get("confidence", 0.0) for item in ranking if item.get("name") == intent.split("/")[0]), 0.0
        )
        return cls(
            intent=intent,
            confidence=round(float(confidence), 4),
            safety=parse.get("safety") or {"level": "aucun", "kinds": []},
            needs=tuple(values(NEED)),
            place=place,
            age=next(iter(values(AGE)), None),
            profile=next(iter(values(PROFILE)), "personne"),
            populations=tuple(name for name in POPULATIONS if name in values(POPULATION)),
            language=next(iter(values(LANGUAGE)), "fr"),
        )

    def to_json(self) -> dict[str, Any]:
        """The fields of `sentier analyse` besides id, text and redacted."""
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "safety": dict(self.safety),
            "needs": list(self.needs),
            "place": dict(self.place) if self.place else None,
            "age": self.age,
            "profile": self.profile,
            "populations": list(self.populations),
            "language": self.language,
        }
