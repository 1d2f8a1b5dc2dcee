"""After a feeling, a story, an answer in words: no interrogation, no push, one door left open."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions.dispatch import (
    Button,
    CaseAction,
    Heard,
    button,
    help_button,
    human_button,
    menu_button,
    say,
    skip_button,
    somebody_button,
)
from actions.referral import MOST_PLACE_QUESTIONS, advance, show_services
from bot.conversation.case import CONFIDED, Case
from bot.conversation.precise import precise_need, precise_subject
from bot.conversation.referrals import where

_LEAVING = "sortie_prostitution"
_INVITES = {"vivre_apres": ("entraide",)}
"""Answers in words that end on "dis-moi ta région": what is then searched."""
_SPEAKS_OF = {"cles_espaces_vie": ("cles",)}
"""Answers in words about an organization of the directory: the id of its listing."""
_ASKS_WHAT = frozenset({"rechute", "par_ou_commencer"})
"""Answers in words that end on "dis-moi ce qui presse"."""


class ActionAfterFeeling(CaseAction):
    """After a feeling or a story: what it asked is answered, else a gentle opening, once."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_after_feeling"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """A search that waits goes on when she wants; somebody who tells is listened to."""
        if case.needs and (case.place is not None or case.place_declined):
            return advance(dispatcher, case)
        if case.asked == "feeling" or (case.asked == "place" and case.needs):
            # One question is open already.
            say(dispatcher, "utter_listening", [human_button(), _search_button(case)])
            return case
        say(
            dispatcher,
            "utter_feeling_next",
            [somebody_button(), _search_button(case)],
        )
        return replace(case, asked="feeling", asked_times=1)


def _search_button(case: Case) -> Button:
    """What she asked for in the same breath is searched for; the town is not asked with what she confides."""
    return help_button("search") if case.needs else help_button()


class ActionAfterHesitation(CaseAction):
    """She is of two minds: nothing to decide, doors that ask for no decision."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_after_hesitation"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """What else she asked for goes on; near her, people who accompany without a decision; else doors."""
        if case.needs:
            return _softly(dispatcher, case)
        undecided = replace(case, needs=(_LEAVING,))
        if case.region and not case.last_shown:
            return show_services(dispatcher, undecided, "utter_refer_undecided")
        buttons = [
            somebody_button(),
            button("need:entraide", "Parler avec d'autres femmes"),
            button("question:reduction_mefaits", "Rester plus en sécurité"),
            button(f"need:{_LEAVING}", "Voir qui accompagne, sans décider"),
        ]
        if case.profile != "personne":
            buttons = [*buttons[:1], buttons[3]]
        say(dispatcher, "utter_hesitation_next", buttons)
        return replace(case, last_needs=(_LEAVING,), asked="feeling", asked_times=1)


class ActionAfterAnswer(CaseAction):
    """After an answer in words: one next step, a service for that subject."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_after_answer"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Offers to search for what the question was about; a search under way goes on."""
        if case.needs:
            return _softly(dispatcher, case)
        key = heard.question
        if key in _INVITES and case.region:
            return advance(dispatcher, case.reopened().add_needs(_INVITES[key]))  # she has said where
        if key in _INVITES:
            # The answer ends on its own question: a second one would be too much.
            return replace(case, last_needs=_INVITES[key], last_shown=(), asked="search", asked_times=1)
        if key in _ASKS_WHAT:
            # She told what weighs: a town that comes next brings people, not the menu.
            return replace(case.has_told(CONFIDED), asked="need", asked_times=1)
        if (precise := precise_need(key)) is not None:
            # It ends with its own next step, or with a search.
            if not precise:
                return _answered(case, precise_subject(key))
            return advance(dispatcher, case.reopened().add_needs((precise,)))
        if key == "cout_services":
            return _answered(case)
        needs = tuple(str(need) for need in heard.values("need"))
        if needs and heard.values("place"):
            # She said where: no need to ask whether to search there.
            return advance(dispatcher, case.reopened().add_needs(needs))
        if needs:
            say(
                dispatcher,
                "utter_answer_next",
                [button("search", "Oui, cherche"), menu_button()],
                where=_near(case),
            )
            return replace(case, last_needs=needs, last_shown=(), asked="search", asked_times=1)
        if case.last_shown:
            return case  # she asks about what she was shown: the answer is enough
        say(dispatcher, "utter_answer_next_person", [human_button(), menu_button()])
        if key in _SPEAKS_OF:
            # "Comment les rejoindre?" comes next: of the listing that the answer speaks of.
            return replace(case, last_shown=_SPEAKS_OF[key], asked="person", asked_times=1)
        return replace(case, asked="person", asked_times=1)


def _near(case: Case) -> str:
    """Where a search is offered: the place that is known, else near her."""
    if case.region:
        return where(case.place)
    return "près de toi" if case.profile == "personne" else "dans votre région"


def _answered(case: Case, need: str | None = None) -> Case:
    """The answer is enough: nothing is asked after it. A place that comes next asks for its `need` there."""
    if case.last_shown:
        return replace(case, asked=None, asked_times=0)
    return replace(case, last_needs=(need,) if need else case.last_needs, asked="answered", asked_times=0)


class ActionResume(CaseAction):
    """After a question about the assistant itself: a search under way is not lost."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_resume"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """Says nothing when nothing waits."""
        return _softly(dispatcher, case) if case.needs else case


def _softly(dispatcher: CollectingDispatcher, case: Case) -> Case:
    """Goes on with a waiting search without asking a second question in one breath."""
    if case.place is not None or case.place_declined:
        return advance(dispatcher, case)
    if case.place_asked >= MOST_PLACE_QUESTIONS:
        return case  # it was asked: she says where when she wants
    say(dispatcher, "utter_when_ready", [skip_button()])
    after = case.ask("place")
    return replace(after, asked_times=max(case.asked_times, 1) if case.asked == "place" else 1)
