"""The way to services: ask what is missing, refer, give others, react to a service that failed her."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.dispatch import (
    CaseAction,
    Heard,
    help_button,
    human_button,
    menu_button,
    menu_buttons,
    need_buttons,
    region_buttons,
    say,
    service_buttons,
    skip_button,
    somebody_button,
)
from bot.conversation import counts
from bot.conversation.case import AWAY, Case, Step, next_step
from bot.conversation.danger_beside import digits_of
from bot.conversation.placewords import keeps_away
from bot.conversation.plainwords import needs_named, needs_refused, situations
from bot.conversation.referrals import cards, find_services, where_sought, who_answers
from bot.conversation.rehearsal import current
from bot.conversation.vocabulary import what
from bot.safety.french import fold
from bot.safety.replies import numbers
from directory.refer import Referral

MOST_OPEN_QUESTIONS = 2
"""Times the need is asked in the open before choices alone are offered, once the place is known."""
MOST_PLACE_QUESTIONS = 2
"""Asked this often in a talk, the place is no longer asked: the answer is for the whole province."""
MOST_PLACES_TRIED = 3
"""The same, in a row, for who gives places that are not understood: the last time with the regions."""

_PERSON_NEED = {"proche": "soutien_proches", "intervenant": "soutien_intervenants"}
"""Whom a relative or a professional talks to; the others, a listening line."""

_NO_TOWN_NEEDED = frozenset({"ecoute"})
_ABSENCES = frozenset({"far", "related", "nothing", "general"})
"""Notes of the directory on what a region has not."""
_BESIDE_A_DANGER = "utter_refer_near"
_PLACE = "place"
_WHICH = "which"
"""Among what a case has `told`, with the name: that several places have it, and which one was asked."""
_LEAVING = "sortie_prostitution"
_ELSEWHERE = re.compile(
    r"\b(?:autre|autres|changer de|une autre) (?:region|ville|coin|secteur|place|endroit)\b|\bailleurs\b"
)
_PROBLEMS = (
    (
        "refused",
        re.compile(r"refus|barr(?:e|ee|ees)\b|veulent pas|voulu|mis[e]? dehors|critere|eligible|accept"),
    ),
    ("full", re.compile(r"\bplace|\bplein|complet|\bfull\b|liste|attente|\blit")),
    (
        "dead",
        re.compile(r"numero|repond|boite vocale|ligne|marche|service|raccroch|ferme|existe"),
    ),
)


def advance(
    dispatcher: CollectingDispatcher, case: Case, *, tried: bool = False, response: str = "utter_refer"
) -> Case:
    """Says the one next thing for `case` and returns the case as it stands after it.

    `tried`: she answered the question of the place and no place was found in it. `response` introduces the
    services when that is what comes.
    """
    step = next_step(case)
    if step is Step.ASK_NEED:
        if case.place is not None and case.confided and not case.last_needs:
            # She told what weighs, then where she is: a menu would ask her to begin again.
            return person_lines(dispatcher, case, "utter_human")
        return _ask_need(dispatcher, case)
    if step in (Step.ASK_PLACE, Step.ASK_WHICH_PLACE):
        return _ask_place(dispatcher, case, tried)
    return show_services(dispatcher, case, "utter_outside" if step is Step.SAY_OUTSIDE else response)


def _ask_need(dispatcher: CollectingDispatcher, case: Case) -> Case:
    after = case.ask("need")
    told = case.confided and case.profile == "personne" and after.asked_times == 1
    # To who told what weighs, a menu of eight lines would not have listened: two doors first.
    buttons = [somebody_button(), help_button()] if told else need_buttons(case.profile)
    if case.place is not None and after.asked_times <= MOST_OPEN_QUESTIONS:
        say(dispatcher, "utter_ask_need_here", buttons, place=case.place.name)
    elif after.asked_times > 1:
        say(dispatcher, "utter_ask_need_again", menu_buttons(case.profile))
    else:
        say(dispatcher, "utter_ask_need", buttons)
    return after


def _ask_place(dispatcher: CollectingDispatcher, case: Case, tried: bool) -> Case:
    after = case.ask("place")
    enough = after.asked_times > MOST_PLACES_TRIED if tried else case.place_asked >= MOST_PLACE_QUESTIONS
    if enough and not (case.place is not None and case.place.ambiguous):
        return show_services(dispatcher, replace(case, place_declined=True), "utter_refer_anyway")
    codes = case.place.ambiguous if case.place else ()
    if case.place is not None and codes:
        which = f"{_WHICH}:{case.place.name}"
        if which in case.told:
            # It was asked, and she spoke of something else: what helps anywhere goes on without it.
            return show_services(dispatcher, replace(case, place_declined=True), "utter_refer_anyway")
        after = after.has_told(which)
        say(dispatcher, "utter_ask_place_which", region_buttons(codes))
    elif tried and after.asked_times == MOST_PLACES_TRIED:
        say(dispatcher, "utter_ask_place_again", region_buttons())
    elif tried or case.place is not None:
        say(dispatcher, "utter_ask_place_unknown", [skip_button()])
    else:
        named = what(case.needs or case.last_needs, case.refused)
        say(dispatcher, "utter_ask_place", [skip_button()], what=named)
    return after


def show_services(
    dispatcher: CollectingDispatcher,
    case: Case,
    response: str,
    *,
    again: bool = False,
    nothing: str = "utter_no_more",
    line_first: bool = False,
    problem: str | None = None,
) -> Case:
    """Shows services for `case` under `response`.

    `again`: none that was shown before; `nothing` is said when none is left; `line_first`: who answers at any
    hour comes first; `problem`: what she says went wrong with the last ones.
    """
    needs = case.needs or case.last_needs
    failed = counts.happened(problem, needs) if problem else []
    referral = find_services(case, exclude=frozenset(case.shown) if again else frozenset())
    seen = case.shown if again else ()
    shown = cards(referral, needs, seen)
    if problem == "dead":
        # A number that she says is dead is not given again, unless it is all there is.
        shown = [service for service in shown if service["id"] not in case.last_shown] or shown
    if line_first or referral.line_first:
        shown = sorted(shown, key=lambda service: not service["line"])
    if response == _BESIDE_A_DANGER:
        # Its lines were just given, and are not shown twice: who stands after them keeps her rank.
        shown = sorted(shown, key=_is_of_a_danger)
    if again and all(service["line"] for service in shown):
        dispatcher.utter_message(
            response=nothing,
            buttons=[human_button(), menu_button()],
            json_message={counts.COUNTED: [*failed, *counts.happened("exhausted", needs)]},
        )
        return replace(case, needs=(), last_needs=needs, asked=None, asked_times=0)
    # More of the same is the same request.
    counted = failed if again else [*failed, *_found(referral, needs, case)]
    unsaid = {"outside"}  # the response itself says it
    if case.place is None:
        if case.place_declined or _PLACE in case.told:
            # Once is enough: she may have her reasons.
            unsaid.add("place")
        else:
            case = case.has_told(_PLACE)
    elif case.place.ambiguous:
        unsaid.add("place")  # the town is named: only its region is to be asked
    if any(service["phones"] and not service["line"] for service in shown):
        # Each of them says where it is: above a list that helps, what is not near is only a cold word.
        unsaid.add("far")
    if set(needs) <= _NO_TOWN_NEEDED:
        # A line listens as well from afar: what is not in her town is no loss to tell her of.
        unsaid |= _ABSENCES
    dispatcher.utter_message(
        response=response,
        json_message={
            "services": [dict(service) for service in shown],
            "notes": [asdict(note) for note in referral.notes if note.kind not in unsaid],
            counts.COUNTED: counted,
        },
        buttons=service_buttons(),
        what=what(needs, case.refused),
        where=where_sought(case),
    )
    return case.answered(tuple(str(service["id"]) for service in shown))


def _is_of_a_danger(service: Mapping[str, Any]) -> bool:
    """Whether a reviewed line of danger gives the number of `service`."""
    reviewed = {digits_of(number) for _, number in numbers()}
    return any(digits_of(str(phone["number"])) in reviewed for phone in service["phones"])


def person_lines(
    dispatcher: CollectingDispatcher, case: Case, response: str, nothing: str = "utter_no_more"
) -> Case:
    """Lines where a person answers, others than those already given. Needs that wait keep waiting."""
    need = _PERSON_NEED.get(case.profile, "ecoute")
    waiting = tuple(other for other in case.needs if other != need)
    # To be listened to, no town is needed: it is not asked for here.
    asking = replace(case, needs=(need,)).has_told("place")
    after = show_services(
        dispatcher,
        asking,
        response,
        again=bool(case.last_shown),
        nothing=nothing,
        line_first=need == "ecoute",
    )
    after = replace(after, told=case.told)
    return replace(after, needs=waiting, asked=None, asked_times=0)


def not_known(dispatcher: CollectingDispatcher, case: Case) -> Case:
    """A question that nothing here answers: that is said, and who can answer it. What waits keeps waiting."""
    who = who_answers(case)
    told = "" if who is None else f"{who['name']}, {who['phones'][0]['number']}"
    say(
        dispatcher,
        "utter_not_known" if told else "utter_not_known_alone",
        [human_button(), menu_button()],
        who=told,
    )
    return case


def _found(referral: Referral, needs: tuple[str, ...], case: Case) -> list[list[str]]:
    """What was found for each need; one that found no room among several is looked for by itself."""
    if current() is not None:
        return []  # a caseworker tries something out: nobody asked for anything
    region = case.region
    found = counts.answered(referral, needs, region)
    for one in found:
        if one[0] == "none" and len(needs) > 1:
            alone = find_services(replace(case, needs=(one[1],)))
            one[0] = counts.answered(alone, [one[1]], region)[0][0]
    return found


class ActionRefer(CaseAction):
    """Asks for what is missing, one question at a time, or refers."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_refer"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Advances the case; the same question again gives what was not shown yet."""
        tried = heard.intent == "donner_lieu" and case.asked == "place"
        case = _within_her_limits(case, heard.text)
        if case.asked == "person" and not case.needs and heard.values("place"):
            # "Veux-tu en parler à quelqu'un?" — a town is a yes.
            return person_lines(dispatcher, case, "utter_human")
        if case.needs and set(case.needs) <= set(case.last_needs) and case.last_shown and not heard.kinds:
            return show_services(dispatcher, case, "utter_more", again=True)
        if not case.needs and case.last_shown and not heard.kinds and _the_same_again(case, heard):
            # The same list once more would be the mark of a broken machine.
            return show_services(dispatcher, case, "utter_more", again=True)
        response = _BESIDE_A_DANGER if heard.kinds else "utter_refer"
        undecided = case.asked == "feeling" and case.last_needs == (_LEAVING,)
        if undecided and not case.needs and not heard.kinds:
            response = "utter_refer_undecided"  # she hesitated, then said where
        after = advance(dispatcher, case.reopened(), tried=tried, response=response)
        # Beside a danger the question of the place is often not shown: it counts as asked once.
        if not heard.kinds:
            return after
        return replace(after.place_unasked(case), asked_times=min(after.asked_times, 1))


def _within_her_limits(case: Case, text: str) -> Case:
    """`case` with the limits that she sets: whom she does not want to see, and that it must not be near."""
    if keeps_away(text):
        case = case.has_told(AWAY)
    return case.wanting(needs_named(text)).refusing(needs_refused(text))


def _the_same_again(case: Case, heard: Heard) -> bool:
    """Whether a request or a place would get only what is on the screen, while there are others to show."""
    if heard.intent not in ("demander_ressource", "donner_lieu"):
        return False
    asked = case.reopened()
    if not {service.id for service in find_services(asked).services} <= set(case.last_shown):
        return False
    others = find_services(asked, exclude=frozenset(case.shown)).services
    return any(service.id not in case.shown for service in others)


class ActionMoreServices(CaseAction):
    """Other services for the last needs, or elsewhere."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_more_services"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Shows the next services, never one already shown."""
        if heard.values("place") or not case.last_needs:
            return advance(dispatcher, case.reopened())
        if _ELSEWHERE.search(fold(heard.text)):
            say(dispatcher, "utter_ask_place_elsewhere", region_buttons())
            return replace(case.reopened(), place=None, last_shown=()).ask("place")
        return show_services(dispatcher, case, "utter_more", again=True)


class ActionReportProblem(CaseAction):
    """A number that does not answer, no place, a refusal: apology, then the next services."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_report_problem"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Counts the problem, without a word of hers, and shows what else there is."""
        if heard.kinds and not case.shown:
            # No service was given yet: what went wrong is something that was done to her.
            return advance(dispatcher, case, response=_BESIDE_A_DANGER)
        folded = fold(heard.text)
        event = next((name for name, pattern in _PROBLEMS if pattern.search(folded)), "other")
        if not case.shown and event != "dead":
            # Nothing was given here: she tells of doors closed elsewhere, and there is nothing to excuse.
            say(dispatcher, "utter_refused_elsewhere")
            named = (*needs_named(heard.text), *situations(heard.text))
            return advance(dispatcher, case.add_needs(named))
        needs = case.needs or case.last_needs
        if not needs:
            say(dispatcher, "utter_problem_unknown", need_buttons(case.profile))
            return case.ask("need")
        response = "utter_problem_number" if event == "dead" else "utter_problem"
        return show_services(
            dispatcher, case, response, again=True, nothing="utter_problem_no_more", problem=event
        )
