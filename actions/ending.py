"""Leaving, forgetting, starting again."""

from __future__ import annotations

from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import case_of, menu_buttons, say
from actions.talk import ActionNotUnderstood
from bot.conversation.case import CONFIDED, HERSELF

SURE = 0.7
"""Least confidence at which the model may end a conversation. On the messages held out for measuring, those
that must leave are heard at 0.8 and above; "chu dehors pis y fait frette", heard at 0.6, was wiped."""


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
    """She must stop now: end without a goodbye that shows, and forget.

    The words that always mean it come with certainty (bot/conversation/commands.py). A guess of the model is
    not enough to wipe a conversation: below SURE it asks like any message that is not understood.
    """

    response = "utter_leave"
    signal = "leave"

    def name(self) -> str:
        """As in domain.yml."""
        return "action_leave"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Leaves, or asks."""
        intent = (tracker.latest_message or {}).get("intent") or {}
        if float(intent.get("confidence") or 0.0) < SURE:
            return ActionNotUnderstood().run(dispatcher, tracker, domain)
        return super().run(dispatcher, tracker, domain)


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
            SlotSet("told", [what for what in case.told if what not in (CONFIDED, HERSELF)]),
            SlotSet("asked", "need"),
            SlotSet("asked_times", 1),
        ]
