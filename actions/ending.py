"""Leaving, forgetting, starting again."""

from __future__ import annotations

from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import case_of, menu_buttons, say


class _Signal(Action, ABC):
    """Says a response and tells the turn what to do with the conversation itself."""

    response = ""
    signal = ""

    @abstractmethod
    def name(self) -> str:
        """As in domain.yml."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """The signal travels beside the text; bot/conversation/turn.py acts on it."""
        dispatcher.utter_message(response=self.response, json_message={self.signal: True})
        return [AllSlotsReset()]


class ActionForget(_Signal):
    """Everything of this conversation is deleted, now."""

    response = "utter_forget"
    signal = "forget"

    def name(self) -> str:
        """As in domain.yml."""
        return "action_forget"


class ActionLeave(_Signal):
    """She must stop now: end without a goodbye that shows, and forget."""

    response = "utter_leave"
    signal = "leave"

    def name(self) -> str:
        """As in domain.yml."""
        return "action_leave"


class ActionStartAgain(Action):
    """From the beginning: nothing of the request is kept, only how the person is spoken to."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_start_again"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Empties the slots and asks what would help."""
        case = case_of(tracker)
        say(dispatcher, "utter_start_again", menu_buttons(case.profile))
        return [
            AllSlotsReset(),
            SlotSet("profile", case.profile),
            SlotSet("language", case.language),
            SlotSet("told", list(case.told)),
            SlotSet("asked", "need"),
            SlotSet("asked_times", 1),
        ]
