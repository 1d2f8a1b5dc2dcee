"""A message as the model read it by itself, before the conversation has its say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.chances import chances_of
from bot.safety.french import fold
from bot.safety.verdict import URGENCE

FALLBACK = "nlu_fallback"
REQUEST = "demander_ressource"
DETAILS = "demander_details"
LISTENING = ("raconter", "exprimer_detresse", "exprimer_ambivalence")
"""Readings of what is told, not asked."""
NOT_HEARD = frozenset({FALLBACK, "hors_sujet"})
"""Readings in which nothing of ours was understood."""
HEARD_NEED = 0.2
"""Least confidence of a need that counts as heard."""
MOST_WORDS = 9
"""A longer message is not a question about what is on the screen."""
SURE_WORD = 0.8
"""From here the model is believed about a short answer that might be an unknown place."""
NEXT_GUESS = 0.15
"""Least share of the model's next reading when its first cannot be right."""

Reading = tuple[str, dict[str, str]]
"""An intent, and what is found with it: entity -> value."""


class Message:
    """A message as the model read it, with the words of the text."""

    def __init__(self, parse: Mapping[str, Any]) -> None:
        self.parse = parse
        self.text = str(parse.get("text") or "")
        self.folded = fold(self.text)
        self.short = len(self.folded.split()) <= MOST_WORDS
        intent = parse.get("intent") or {}
        self.intent = str(intent.get("name") or "")
        self.confidence = float(intent.get("confidence") or 0.0)

    def share(self, name: str) -> float:
        """The model's share for the intent `name`."""
        ranking = self.parse.get("intent_ranking") or []
        return next((float(one["confidence"]) for one in ranking if one["name"] == name), 0.0)

    def entities(self, name: str) -> list[Mapping[str, Any]]:
        """The entities called `name`."""
        return [one for one in self.parse.get("entities") or [] if one.get("entity") == name]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of danger that it tells."""
        return tuple((self.parse.get("safety") or {}).get("kinds") or ())

    @property
    def urgent(self) -> bool:
        """Whether it tells an urgence."""
        return (self.parse.get("safety") or {}).get("level") == URGENCE

    @property
    def need_heard(self) -> bool:
        """Whether a need is plain enough in the message."""
        needs = self.entities("need")
        return max((float(one.get("confidence_entity", 1.0)) for one in needs), default=0.0) >= HEARD_NEED

    @property
    def answer(self) -> str:
        """The key of the answer in words that a question would get, "" for another reading."""
        selected = (self.parse.get("response_selector") or {}).get("question") or {}
        key = str((selected.get("response") or {}).get("intent_response_key") or "")
        return key if self.intent == "question" else ""

    @property
    def precise(self) -> dict[str, float]:
        """The precise questions that it may ask (data/answers/precise) with their chances; "" for none."""
        return chances_of(self.parse, "precise")

    def next_guess(self) -> str:
        """The reading after the first, or the fallback when the model has no other worth the name."""
        for one in self.parse.get("intent_ranking") or []:
            if one["name"] not in (self.intent, FALLBACK):
                return str(one["name"]) if float(one["confidence"]) >= NEXT_GUESS else FALLBACK
        return FALLBACK
