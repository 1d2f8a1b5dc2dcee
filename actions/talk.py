"""What is said when no service is asked for: yes, no, menu, refusing, not knowing, stopping, forgetting."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import Button, button, case_of, changed, need_buttons, region_buttons, say
from actions.referral import advance, show_services
from bot.conversation.case import Case


class _CaseAction(Action, ABC):
    """An action that is a function of the case: `respond` speaks and returns the case after it."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Slot events for what changed."""
        before = case_of(tracker)
        return changed(before, self.respond(dispatcher, before))

    @abstractmethod
    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Speaks, and returns the case after it."""


def menu_buttons(profile: str) -> list[Button]:
    """The menu of a door: its needs, and a human being."""
    return [*need_buttons(profile), button("human", "Parler à une vraie personne")]


class ActionMenu(_CaseAction):
    """What can be asked here."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_menu"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """The menu, with numbered choices."""
        say(dispatcher, "utter_menu", menu_buttons(case.profile))
        return case.ask("need")


class ActionAffirm(_CaseAction):
    """Yes: to the question asked last; otherwise goes on."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_affirm"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Goes on with the case."""
        if case.asked == "search" and case.last_needs and not case.needs:
            case = replace(case, needs=case.last_needs)
        return advance(dispatcher, case)


class ActionDeny(_CaseAction):
    """No: to the question asked last; a correction in the same message was already noted."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_deny"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """A place asked for and refused is not asked again; else goes on or offers the menu."""
        if case.asked == "place" and case.place is None:
            return advance(dispatcher, replace(case, place_declined=True))
        if case.needs and case.asked != "search":
            return advance(dispatcher, case)
        say(dispatcher, "utter_ok", menu_buttons(case.profile))
        return replace(case, needs=(), asked="need", asked_times=1)


class ActionDecline(_CaseAction):
    """She prefers not to answer: the question is dropped and the talk goes on without it."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_decline"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Province-wide services without a place; a person to talk to without a need."""
        if case.needs:
            say(dispatcher, "utter_declined")
            return advance(dispatcher, replace(case, place_declined=True))
        say(dispatcher, "utter_declined", menu_buttons(case.profile))
        return replace(
            case, place_declined=case.place_declined or case.asked == "place", asked=None, asked_times=0
        )


class ActionUnsure(_CaseAction):
    """She does not know: choices for the question asked; the second time, a person to talk to."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_unsure"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Helps with the question asked."""
        if case.asked == "place" and case.needs:
            say(dispatcher, "utter_ask_place_again", region_buttons())
            return case.ask("place")
        after = case.ask("unsure")
        if after.asked_times == 1:
            say(dispatcher, "utter_unsure", menu_buttons(case.profile))
            return after
        return show_services(dispatcher, replace(after, needs=("ecoute",)), "utter_human")


class ActionHuman(_CaseAction):
    """A real person to talk to, now."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_human"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Lines that answer, near her when a place is known. Waiting needs keep waiting."""
        waiting = case.needs
        need = "soutien_proches" if case.profile == "proche" else "ecoute"
        after = show_services(dispatcher, replace(case, needs=(need,)), "utter_human")
        return replace(after, needs=tuple(other for other in waiting if other != need))


class ActionAfterFeeling(_CaseAction):
    """After a feeling or a story: no interrogation; what it asked is answered, else a gentle opening."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_after_feeling"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Goes on with waiting needs, or offers two doors."""
        if case.needs:
            return advance(dispatcher, case)
        say(
            dispatcher,
            "utter_feeling_next",
            [button("human", "Parler à quelqu'un"), button("menu", "Chercher de l'aide")],
        )
        return replace(case, asked=None, asked_times=0)


class ActionAfterAnswer(Action):
    """After an answer in words: one next step, a service for that subject."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_after_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Offers to search for what the question was about."""
        before = case_of(tracker)
        entities = (tracker.latest_message or {}).get("entities") or []
        needs = tuple(str(e["value"]) for e in entities if e.get("entity") == "need")
        if before.needs:
            return changed(before, advance(dispatcher, before))
        buttons = (
            [button("search", "Oui, cherche"), button("menu", "Autre chose")]
            if needs
            else [button("human", "Parler à une vraie personne"), button("menu", "Autre chose")]
        )
        say(dispatcher, "utter_answer_next" if needs else "utter_answer_next_person", buttons)
        return changed(
            before, replace(before, last_needs=needs or before.last_needs, asked="search", asked_times=1)
        )


class ActionNotUnderstood(_CaseAction):
    """Not sure: what was understood is used; else choices; the second time a person's number and the menu."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_not_understood"

    def respond(self, dispatcher: CollectingDispatcher, case: Case) -> Case:
        """Asks with numbered choices instead of guessing."""
        if case.needs:
            return advance(dispatcher, case)
        after = case.ask("not_understood")
        if after.asked_times == 1:
            say(dispatcher, "utter_not_understood", menu_buttons(case.profile))
            return after
        return show_services(dispatcher, replace(after, needs=("ecoute",)), "utter_not_understood_again")


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
    """From the beginning, with nothing known."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_start_again"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Empties the slots and asks what would help."""
        profile = case_of(tracker).profile
        say(dispatcher, "utter_start_again", need_buttons(profile))
        return [AllSlotsReset()]
