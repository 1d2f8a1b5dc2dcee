"""What is said when no service is asked for: greeting, yes, no, menu, refusing, not knowing, a person."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.details import ActionServiceDetails, speaks_of_rank
from actions.dispatch import (
    Button,
    CaseAction,
    Heard,
    help_button,
    human_button,
    menu_button,
    menu_buttons,
    region_buttons,
    say,
    service_buttons,
    somebody_button,
)
from actions.referral import advance, not_known, person_lines
from bot.conversation.at_once import asks_for_a_language
from bot.conversation.case import NEEDS_OF_PROFILE, Case
from bot.conversation.needs_abroad import needs_abroad
from bot.conversation.placewords import may_be_a_place
from bot.conversation.plainwords import is_silence
from bot.conversation.questions import asks
from bot.conversation.referrals import where
from bot.conversation.telling_on import LEAST_WORDS_TOLD, asks_who_reads
from bot.conversation.vocabulary import what
from bot.conversation.who_writes import names_a_relative
from bot.safety.french import fold

_WHAT_WOULD_HELP = ("need", "unclear")
"""Questions with the menu: what she asks for is not known yet."""
_ACCEPTS = re.compile(
    r"\b(?:aider\w*|aide moi|veu[xt] bien|aimerais|voudrais|volontiers|s'il (?:te|vous) plait|svp|stp)\b"
)
"""A yes that takes what was offered, not an "ok" that closes."""
_FINE = re.compile(
    r"\b(?:chu|chui|jsuis|suis) (?:\w+ )?(?:correcte?|ok|bien)\b|\bca va(?: bien)?\b"
    r"|\b(?:juste|seulement) (?:\w+ )?(?:brulee?|fatiguee?|tannee?|epuisee?|videe?|melangee?)\b"
)
_WILL_NOT_SAY = re.compile(r"\b(?:dis|dire|dirai|repond\w*|laisse\w*)\b")


class ActionGreet(CaseAction):
    """Hello: with choices, except by SMS, where somebody else may read them."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_greet"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """In the middle of a request, the request goes on."""
        if case.needs:
            return advance(dispatcher, case)
        if asks_for_a_language(heard.text):
            if f"language:{case.language}" in case.told:
                return case  # the line in her language answers; a menu in French would take it back
            say(dispatcher, "utter_ask_need", [human_button(), menu_button()])
            return replace(case, asked="need", asked_times=1)
        say(dispatcher, "utter_saluer", [] if heard.channel == "sms" else first_choices(case, heard))
        return replace(case, asked="need", asked_times=1)


class ActionMenu(CaseAction):
    """What can be asked here."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_menu"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """The menu, with numbered choices."""
        say(dispatcher, "utter_menu", menu_buttons(case.profile))
        return replace(case, asked="need", asked_times=1)


class ActionAffirm(CaseAction):
    """Yes: to the question asked last; otherwise goes on."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_affirm"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Goes on with the case; a place or a need in the same breath counts first."""
        if heard.asks_something:
            return advance(dispatcher, case.reopened())
        if case.asked == "feeling" and case.needs and heard.is_certain:
            return advance(dispatcher, case)  # "Chercher de l'aide", chosen
        if case.asked == "answered" and _ACCEPTS.search(fold(heard.text)):
            # The answer ended on who helps to find the words: she takes it, and here are the first ones.
            say(
                dispatcher,
                "utter_call_script",
                what=what(case.last_needs or ("ecoute",)),
                where=where(case.place),
            )
            return replace(case, asked="need", asked_times=1)
        if case.asked in ("person", "feeling"):
            return person_lines(dispatcher, case, "utter_human")
        if case.asked == "search" and not case.needs:
            return advance(dispatcher, case.reopened())
        if case.confided and not (case.needs or case.last_needs):
            return person_lines(dispatcher, case, "utter_human")
        if case.needs or not (case.last_shown or case.asked == "answered"):
            return advance(dispatcher, case)
        # She has what she asked for: the two choices that always stand, not the whole menu once more.
        say(dispatcher, "utter_ok")
        return replace(case, asked="need", asked_times=1)


class ActionDeny(CaseAction):
    """No: to the question asked last; a correction in the same message was already noted."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_deny"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """A place asked for and refused is not asked again; else goes on, or stays there without a menu."""
        if heard.values("danger"):
            if case.last_shown and not case.needs:
                say(dispatcher, "utter_safe_now", service_buttons())
                return replace(case, asked=None, asked_times=0)
            say(dispatcher, "utter_safe_now")
            return advance(dispatcher, replace(case, asked=None, asked_times=0))
        if heard.asks_something:
            return advance(dispatcher, case.reopened())
        if case.asked == "place" and (case.needs or case.last_needs):
            say(dispatcher, "utter_declined")
            return advance(dispatcher, replace(case.reopened(), place_declined=True))
        if case.needs and case.asked not in ("search", "person", "feeling"):
            return advance(dispatcher, case)
        if _wants_nothing(case) and not case.needs and "merci" not in fold(heard.text):
            return _a_number_all_the_same(dispatcher, case)
        # What was only proposed (a way out, to somebody who hesitates) is not what her next place asks for.
        kept = case.last_needs if case.last_shown or case.asked != "feeling" else ()
        if _FINE.search(fold(heard.text)):
            # She says how she is: nothing to choose, and nothing to ask.
            say(dispatcher, "utter_raconter", [human_button()])
            return replace(case, needs=(), last_needs=kept, asked="feeling", asked_times=1)
        say(dispatcher, "utter_ok")
        return replace(case, needs=(), last_needs=kept, asked="need", asked_times=1)


class ActionDecline(CaseAction):
    """She prefers not to answer: the question is dropped and the talk goes on without it."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_decline"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Province-wide services without a place; without a need, nothing is asked again."""
        if case.needs:
            say(dispatcher, "utter_declined")
            return advance(dispatcher, replace(case, place_declined=True))
        if case.asked is None and case.last_shown:
            # Nothing was asked: "je veux pas le garder" tells something else, and the services stay.
            refuses = _WILL_NOT_SAY.search(fold(heard.text)) is not None
            say(dispatcher, "utter_declined" if refuses else "utter_raconter", service_buttons())
            return case
        if _wants_nothing(case):
            return _a_number_all_the_same(dispatcher, case)
        say(dispatcher, "utter_declined")
        declined = case.place_declined or case.asked == "place"
        return replace(case, place_declined=declined, asked=None, asked_times=0)


def _wants_nothing(case: Case) -> bool:
    return case.profile == "personne" and case.asked in _WHAT_WOULD_HELP and not case.shown


def _a_number_all_the_same(dispatcher: CollectingDispatcher, case: Case) -> Case:
    """Asked what would help, she wants nothing: she still leaves with somebody who answers at any hour."""
    say(dispatcher, "utter_declined")
    return person_lines(dispatcher, case, "utter_human")


class ActionUnsure(CaseAction):
    """She does not know: choices for the question asked; the second time, a person to talk to."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_unsure"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """Helps with the question asked."""
        if case.asked == "place" and case.needs:
            after = case.ask("place")
            if after.asked_times > 2:
                say(dispatcher, "utter_declined")
                return advance(dispatcher, replace(case, place_declined=True))
            say(dispatcher, "utter_ask_place_again", region_buttons())
            return after
        return unclear(dispatcher, case, "utter_unsure", "utter_unsure_again")


def unclear(
    dispatcher: CollectingDispatcher,
    case: Case,
    first: str,
    second: str,
    buttons: list[Button] | None = None,
) -> Case:
    """Not sure what she needs: `buttons` or the menu under `first`; twice in a row, a person's number under
    `second`."""
    after = case.ask("unclear")
    if after.asked_times == 1:
        say(dispatcher, first, menu_buttons(case.profile) if buttons is None else buttons)
        return after
    return person_lines(dispatcher, after, second)


class ActionNotUnderstood(CaseAction):
    """Not sure: what was understood is used; else choices; the second time a person's number and the menu."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_not_understood"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Asks with numbered choices instead of guessing; "pis le deuxième?" speaks of what was shown."""
        if is_silence(heard.text):
            # "…", "?": nothing was misunderstood, and a menu would be a push.
            say(dispatcher, "utter_silence", [human_button(), menu_button()])
            return case
        if case.last_shown and not case.needs and speaks_of_rank(heard.text):
            return ActionServiceDetails().respond(dispatcher, case, heard)
        if case.under_way and asks(heard.text) and not heard.values("place") and not needs_abroad(heard.text):
            return not_known(dispatcher, case)
        if heard.values("place") or case.needs:
            response = "utter_refer_near" if heard.kinds else "utter_refer"
            tried = case.asked == "place" and not heard.values("place")
            if tried and not heard.kinds and not may_be_a_place(heard.text):
                return unclear(dispatcher, case, "utter_not_understood", "utter_not_understood_again")
            return advance(dispatcher, case.reopened(), tried=tried, response=response)
        if case.profile in NEEDS_OF_PROFILE and case.asked is None and not case.shown:
            return _at_the_door(dispatcher, case, heard)
        few = first_choices(case, heard)
        return unclear(dispatcher, case, "utter_not_understood", "utter_not_understood_again", few)


def first_choices(case: Case, heard: Heard) -> list[Button]:
    """The menu; to first words that say something, two doors instead of nine lines."""
    if case.under_way or len(heard.text.split()) < LEAST_WORDS_TOLD:
        return menu_buttons(case.profile)
    return [somebody_button(), help_button()]


def _at_the_door(dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
    """Who writes is clear, what for is not: a relative is heard and asked, the others get theirs."""
    if case.profile == "proche" and names_a_relative(heard.text):
        say(dispatcher, "utter_raconter")
        return advance(dispatcher, case)
    return advance(dispatcher, case.add_needs(NEEDS_OF_PROFILE[case.profile]))


class ActionHuman(CaseAction):
    """A real person to talk to, now."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_human"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Lines that answer, near her when a place is known; nobody calls back or reads, and that is said."""
        if asks_who_reads(heard.text):
            # The circumstance of this name (data/answers/heard) says it in place of the filler.
            say(dispatcher, "utter_raconter")
            return person_lines(dispatcher, case, "utter_human")
        back = "callback" in heard.values("aspect")
        return person_lines(dispatcher, case, "utter_no_call_back" if back else "utter_human")
