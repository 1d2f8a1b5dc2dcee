"""The way to services: ask what is missing, refer, give others, react to a service that failed her."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import button, case_of, changed, need_buttons, region_buttons, say, skip_button
from bot.conversation.case import Case, Step, next_step
from bot.conversation.referrals import cards, find_services


def advance(dispatcher: CollectingDispatcher, case: Case) -> Case:
    """Says the one next thing for `case` and returns the case as it stands after it."""
    step = next_step(case)
    if step is Step.ASK_NEED:
        after = case.ask("need")
        say(
            dispatcher,
            "utter_ask_need" if after.asked_times == 1 else "utter_ask_need_again",
            need_buttons(case.profile),
        )
        return after
    if step is Step.ASK_PLACE:
        after = case.ask("place")
        if after.asked_times == 1:
            say(dispatcher, "utter_ask_place", [skip_button()])
        else:
            say(dispatcher, "utter_ask_place_again", region_buttons())
        return after
    if step is Step.ASK_WHICH_PLACE:
        ambiguous = case.place.ambiguous if case.place else ()
        say(
            dispatcher,
            "utter_ask_place_which" if ambiguous else "utter_ask_place_again",
            region_buttons(ambiguous),
        )
        return case.ask("place")
    return show_services(dispatcher, case, "utter_outside" if step is Step.SAY_OUTSIDE else "utter_refer")


def show_services(
    dispatcher: CollectingDispatcher, case: Case, response: str, exclude: frozenset[str] = frozenset()
) -> Case:
    """Shows services for `case` under `response`; says so when there is none left."""
    referral = find_services(case, exclude=exclude)
    shown = cards(referral)
    if exclude and not referral.services:
        say(dispatcher, "utter_no_more", [button("menu", "Autre chose")])
        return replace(case, asked=None, asked_times=0)
    buttons = [button("more", "Autres services"), button("menu", "Autre chose")]
    dispatcher.utter_message(
        response=response,
        json_message={"services": [dict(service) for service in shown], "notes": list(referral.notes)},
        buttons=buttons,
    )
    return case.answered(tuple(str(service["id"]) for service in shown))


class ActionRefer(Action):
    """Asks for what is missing, one question at a time, or refers."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_refer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Advances the case."""
        before = case_of(tracker)
        return changed(before, advance(dispatcher, _reopened(before)))


def _reopened(case: Case) -> Case:
    """A new place or age after an answer means: the same needs, again, there."""
    return replace(case, needs=case.last_needs) if not case.needs and case.last_needs else case


class ActionMoreServices(Action):
    """Other services for the last needs."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_more_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Shows the next services, never one already shown."""
        before = case_of(tracker)
        if not before.last_needs:
            return changed(before, advance(dispatcher, before))
        return changed(before, show_services(dispatcher, before, "utter_more", frozenset(before.shown)))


class ActionReportProblem(Action):
    """A number that does not answer, no place, a refusal: apology, then the next services."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_report_problem"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Shows what else there is."""
        before = case_of(tracker)
        if not before.last_needs and not before.needs:
            say(dispatcher, "utter_problem_unknown", need_buttons(before.profile))
            return changed(before, before.ask("need"))
        return changed(before, show_services(dispatcher, before, "utter_problem", frozenset(before.shown)))
