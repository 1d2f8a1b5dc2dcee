"""Names under which components leave findings on a Rasa message; small readers of training data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

ROWS = "sentier_rows"
VECTOR = "sentier_vector"

NEED = "need"
PLACE = "place"
AGE = "age"
PROFILE = "profile"
POPULATION = "population"
ACCESS = "access"
LANGUAGE = "language"
SAFETY = "safety"

FALLBACK = "nlu_fallback"


def text_of(message: Message) -> str:
    """The text of `message`, empty when it has none (an action example)."""
    return str(message.get(TEXT) or "")


def handed_over(message: Message, name: str) -> Any:
    """What a turn of Sentier has read of `message` already (Engine.handle), taken out; None when nothing."""
    metadata = message.get("metadata")
    return metadata.pop(name, None) if metadata else None


def label_of(example: Message) -> str:
    """The intent of a training example, with its response key for a retrieval intent ("question/rechute")."""
    return str(example.get(INTENT_RESPONSE_KEY) or example.get(INTENT))


def full_intent(message: Message | Mapping[str, Any]) -> str:
    """The predicted intent with its response key ("question/rechute"), from a message or from parse data."""
    intent = message.get("intent") or {}
    name = str(intent.get("name") or "")
    if name == FALLBACK:
        # Not sure: the fallback stands first in the ranking, the best guess behind it.
        ranking = message.get("intent_ranking") or []
        name = str(next((item["name"] for item in ranking if item["name"] != FALLBACK), ""))
    selected = (message.get("response_selector") or {}).get(name)
    return str(selected["response"]["intent_response_key"]) if selected else name


def note_of(example: Message) -> dict[str, Any]:
    """The metadata written beside a training example: needs, profile, voice, style, place, age."""
    metadata = example.get("metadata") or {}
    return dict(metadata.get("example") or {})


def entity(name: str, value: Any, start: int, end: int, extractor: str, **more: Any) -> dict[str, Any]:
    """A Rasa entity; `start` and `end` are offsets in the message, equal when the whole message says it."""
    return {"entity": name, "value": value, "start": start, "end": end, "extractor": extractor, **more}


def add_entity(message: Message, found: dict[str, Any]) -> None:
    """Appends an entity to what other components found."""
    message.set("entities", [*message.get("entities", []), found], add_to_output=True)
