"""Which of several wordings is said: one that this conversation has not just heard.

Rasa draws at random, so the same sentence may come twice running, and a caseworker who tries a path may
read another text than the woman after her. Here the first wording not yet heard is said, then the one heard
longest ago: nothing repeats while there is a choice, and the same talk always gives the same words. A line
that only says that she was read (FILLERS) never comes twice: the choices that go with it stand alone then.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation.domain import Responses
from bot.conversation.domain import responses as present_responses
from bot.conversation.engine_thread import let_go
from bot.conversation.messages import ANSWER
from bot.conversation.placewords import without_asking_town
from bot.conversation.precise import precise_need
from bot.conversation.questions import asks
from bot.conversation.tongues import tongue_of
from bot.privacy.conversations import Conversations

ANSWERED_BEFORE = "utter_answered_before"
"""Said in the place of an answer in words that she has read: her second question was a narrower one."""
_LISTENED = "utter_raconter"
"""The same where she asked nothing, but told more of it."""
FILLERS: dict[str, str | None] = {
    "utter_exprimer_detresse": _LISTENED,
    _LISTENED: None,
    "utter_listening": None,
}
"""Responses that answer nothing, each with the one whose wordings are left when its own were all heard."""
_ANSWERS = (ANSWER, "utter_demander_", "utter_call_")
"""Responses that answer in words: in French, they are introduced to whoever writes in another language."""
_GO_ON = "utter_listening"
"""Said only where nothing else was in the same turn: two such lines in one reply sound like a form."""


class PresentWords(TemplatedNaturalLanguageGenerator):
    """Rasa's generator with the words of the present domain.yml (or `words`): the model holds none.

    Named in endpoints.yml too, for `rasa shell`. Raises BadDomain in a sentence.
    """

    def __init__(
        self,
        endpoint_config: Any = None,  # noqa: ARG002 - Rasa hands over both
        domain: Any = None,  # noqa: ARG002
        words: Responses | None = None,
    ) -> None:
        self._words = present_responses() if words is None else words

    @property
    def responses(self) -> Responses:
        """Name of a response -> its variations."""
        return self._words

    @responses.setter
    def responses(self, _: Responses) -> None:
        """Rasa hands over those of the model's domain, which are empty."""


class FreshWords(PresentWords):
    """The responses, chosen by what was said before instead of at random."""

    def __init__(self, conversations: Conversations, words: Responses | None = None) -> None:
        super().__init__(words=words)
        self._conversations = conversations

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response `utter_action` in words not just heard; None when there is none."""
        if utter_action not in self.responses:
            return None
        slots = tracker.current_slot_values()
        held = self._conversations.get(tracker.sender_id)
        spoken = held.spoken if held else ()
        tongue = tongue_of(slots)
        own = tongue.responses if tongue else {}

        def suiting(name: str) -> list[dict[str, Any]]:
            filtered = ResponseVariationFilter(own if name in own else self.responses)
            found: list[dict[str, Any]] = filtered.responses_for_utter_action(name, output_channel, slots)
            return found

        suitable = suiting(utter_action)
        if not suitable:
            return None
        if utter_action.startswith(ANSWER) and not _chosen(tracker) and _all_heard(suitable, spoken):
            instead = ANSWERED_BEFORE if _asks(tracker) else _LISTENED
            suitable = suiting(instead) if instead in self.responses else suitable
        elif utter_action in FILLERS:
            after = FILLERS[utter_action]
            if after is not None and after in self.responses and _all_heard(suitable, spoken):
                suitable = suiting(after)
            if _all_heard(suitable, spoken) or (utter_action == _GO_ON and _has_spoken(tracker)):
                return {"text": ""}
        chosen = fresh(suitable, spoken)
        if held is not None and not let_go():
            text = str(chosen.get("text"))
            held.say(text)
        chosen = copy.deepcopy(chosen)
        if _place_serves(utter_action, slots):
            chosen["text"] = without_asking_town(str(chosen.get("text") or ""))
        if tongue is not None:
            kwargs |= {name: words for name, words in tongue.filling(slots).items() if name in kwargs}
        filled: dict[str, Any] = self._fill_response(chosen, slots, **kwargs)
        if tongue is not None and utter_action.startswith(_ANSWERS) and utter_action not in own:
            said_first = fresh([{"text": one} for one in tongue.introduces], spoken)["text"]
            if held is not None and not let_go():
                held.say(said_first)
            filled["text"] = f"{said_first}\n{filled['text']}"
        return filled


def _chosen(tracker: DialogueStateTracker) -> bool:
    """Whether a choice was made: whoever asks for a text by its title may read it again."""
    message = tracker.latest_message
    # What needs no model is certain (choices.certain_parse); what one reads never is.
    return message is not None and message.intent.get("confidence") == 1.0


def _place_serves(utter_action: str, slots: Mapping[str, Any]) -> bool:
    """Whether an answer need not ask for the town: it was said, and what follows searches there or asks which
    region. An answer that no search follows keeps its question."""
    if not (utter_action.startswith(ANSWER) and slots.get("place")):
        return False
    return precise_need(utter_action.removeprefix(ANSWER)) != ""


def _asks(tracker: DialogueStateTracker) -> bool:
    """Whether the last message asks."""
    message = tracker.latest_message
    return message is not None and asks(message.text or "")


def _has_spoken(tracker: DialogueStateTracker) -> bool:
    """Whether something was said already in answer to the last message."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, BotUttered) and event.text:
            return True
    return False


def _all_heard(variations: Sequence[dict[str, Any]], spoken: Sequence[str]) -> bool:
    return all(str(one.get("text")) in spoken for one in variations)


def fresh(variations: Sequence[dict[str, Any]], spoken: Sequence[str]) -> dict[str, Any]:
    """The first of `variations` whose text is not in `spoken`, else the one spoken longest ago."""
    heard = {text: place for place, text in enumerate(spoken)}
    return min(variations, key=lambda variation: heard.get(str(variation.get("text")), -1))
