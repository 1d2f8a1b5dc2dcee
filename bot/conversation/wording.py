"""Which of several wordings is said: one that this conversation has not just heard.

Rasa draws at random, so the same sentence may come twice running, and a caseworker who tries a path may
read another text than the woman after her. Here the first wording not yet heard is said, then the one heard
longest ago: nothing repeats while there is a choice, and the same talk always gives the same words.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation.engine_thread import let_go
from bot.privacy.conversations import Conversations

REMEMBERED = 40
"""Wordings remembered per conversation; all are sentences of domain.yml, none a person's."""


class FreshWords(TemplatedNaturalLanguageGenerator):
    """Rasa's responses, chosen by what was said before instead of at random."""

    def __init__(self, conversations: Conversations) -> None:
        super().__init__({})
        self._conversations = conversations

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response `utter_action` in words not just heard; None when there is none."""
        if utter_action not in self.responses:
            return None
        slots = tracker.current_slot_values()
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not suitable:
            return None
        held = self._conversations.get(tracker.sender_id)
        chosen = fresh(suitable, held.spoken if held else ())
        if held is not None and not let_go():
            text = str(chosen.get("text"))
            held.spoken = (*(one for one in held.spoken if one != text), text)[-REMEMBERED:]
        filled: dict[str, Any] = self._fill_response(copy.deepcopy(chosen), slots, **kwargs)
        return filled


def fresh(variations: Sequence[dict[str, Any]], spoken: Sequence[str]) -> dict[str, Any]:
    """The first of `variations` whose text is not in `spoken`, else the one spoken longest ago."""
    heard = {text: place for place, text in enumerate(spoken)}
    return min(variations, key=lambda variation: heard.get(str(variation.get("text")), -1))
