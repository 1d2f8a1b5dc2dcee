"""About services already shown: hours, phone, cost, the way there; what to say when calling, what happens."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.dispatch import Button, CaseAction, Heard, button, menu_button, say, service_buttons
from actions.referral import advance, not_known
from bot.conversation.aspects import SAME, WORDS_OF_MANY_NAMES, aspect_in
from bot.conversation.case import Case
from bot.conversation.referrals import service_cards, where
from bot.conversation.shown_before import shown_before
from bot.conversation.vocabulary import what
from bot.nlu.access import find_access
from bot.safety.french import fold
from directory.vocabulary import vocabulary

_ORDINALS = (
    (r"\b(?:1er|1ere|premiere?|first|1)\b", 0),
    (r"\b(?:2e|2eme|2ieme|deuxieme|seconde?|2)\b", 1),
    (r"\b(?:3e|3eme|3ieme|troisieme|3)\b", 2),
    (r"\b(?:4e|quatrieme|4)\b", 3),
    (r"\b(?:derniere?)\b", -1),
)
MOST_WORDS_OF_A_RANK = 5


def which_service(text: str, names: list[str]) -> int | None:
    """Which of the services of these `names` the text speaks of, by rank or by name: its index, or None."""
    folded = fold(text)
    for pattern, index in _ORDINALS:
        if re.search(pattern, folded) and index < len(names):
            return index if index >= 0 else len(names) - 1
    said = set(re.findall(r"[a-z]{4,}", folded)) - WORDS_OF_MANY_NAMES
    named = [
        place
        for place, name in enumerate(names)
        if said & (set(re.findall(r"[a-z]{4,}", fold(name))) - WORDS_OF_MANY_NAMES)
    ]
    if len(named) == 1:
        return named[0]
    return 0 if len(names) == 1 else None


def speaks_of_rank(text: str) -> bool:
    """Whether a short text names a service by its rank ("pis du deuxième?")."""
    folded = fold(text)
    return len(folded.split()) <= MOST_WORDS_OF_A_RANK and any(re.search(one, folded) for one, _ in _ORDINALS)


def aspect_of(heard: Heard) -> str | None:
    """What she wants to know: script, expect, secrecy, way, hours, cost, contact; None for everything."""
    given = heard.values("aspect")
    if given:
        return str(given[0])
    return aspect_in(fold(heard.text))


class ActionServiceDetails(CaseAction):
    """What the directory knows of the service she asks about; what to say when she calls it."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_service_details"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Words for the call, details of one service, or the choice of which."""
        aspect = aspect_of(heard)
        needs = case.last_needs or case.needs
        if aspect == "script" and needs:
            here = where(case.place)
            said = what(needs) if case.place is None else f"{what(needs)}, {here}"
            buttons = [button("expect", "Comment ça se passe"), *_after()]
            say(dispatcher, "utter_call_script", buttons, what=said, where=here)
            return case
        if aspect == "secrecy":
            say(dispatcher, "utter_call_secrecy", service_buttons() if case.last_shown else _after()[1:])
            return case
        if aspect == SAME and case.last_shown:
            dispatcher.utter_message(text=shown_before(case), buttons=service_buttons())
            return case
        if aspect == "admission":
            return _admission(dispatcher, case, heard)
        if aspect in ("script", "expect"):
            say(dispatcher, "utter_call_expect", service_buttons()[1:] if case.last_needs else _after())
            return case
        shown = service_cards(case)
        if not shown:
            if not case.needs:  # else what is missing to show some is asked, and that is enough
                say(dispatcher, "utter_nothing_shown")
            return advance(dispatcher, case)
        chosen = [index for index, one in enumerate(shown) if one["id"] in heard.values("service")]
        index = chosen[0] if chosen else which_service(heard.text, [str(one["name"]) for one in shown])
        if index is None and aspect is None and _asks_whether(heard.text):
            return _admission(dispatcher, case, heard)
        if index is None:
            buttons = [button(f"details:{service['id']}", str(service["name"])) for service in shown]
            say(dispatcher, "utter_which_service", buttons)
            return case
        dispatcher.utter_message(
            response=_response(aspect, shown[index]),
            json_message={"services": [{**shown[index], "full": True}]},
            buttons=service_buttons(),
        )
        return case


_WHETHER = re.compile(
    r"\best[- ]ce qu|\b(?:peut|peuvent|peux|prend|prennent|accepte\w*|va|vont|font|fait|a|ont)[- ]?(?:t[- ])?"
    r"(?:tu|ils?|elles?|on)\b|\b(?:do|does|can|will|would|are|is) (?:they|he|she|it|someone|somebody|i|we)\b"
)


def _asks_whether(text: str) -> bool:
    """Whether a yes or a no is asked that no listing holds ("viennent-ils chez moi?")."""
    return _WHETHER.search(fold(text)) is not None


def _admission(dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
    """What the listings of the services shown say of what she asks about; to be asked is only the rest."""
    # A message that always means the same (commands.py) comes without what its words tell of her.
    asked = find_access(heard.text)
    case = case.wishing(asked)
    buttons = service_buttons() if case.last_shown else _after()
    shown = service_cards(case) if asked and case.last_shown else []
    told = [
        (service, [words for words in _words_of(asked) if words in service["reasons"]]) for service in shown
    ]
    lines = [f"{service['name']} : {', '.join(words)}." for service, words in told if words]
    complete = bool(lines) and all(len(words) == len(asked) for _, words in told)
    if lines:
        rest = [] if complete else ["Pour le reste :"]
        dispatcher.utter_message(text="\n".join([*lines, *rest]), buttons=buttons if complete else [])
    if complete:
        return case
    if not (asked or case.last_shown):
        # No service was shown: nobody's listing is silent about it.
        return not_known(dispatcher, case)
    say(dispatcher, "utter_call_admission", buttons)
    return case


def _words_of(access: tuple[str, ...]) -> list[str]:
    return [vocabulary().access[wish] for wish in access]


def _response(aspect: str | None, service: dict[str, Any]) -> str:
    if aspect == "way":
        return "utter_details_way"
    if aspect in ("hours", "cost") and not service.get(aspect):
        return "utter_details_missing"
    return "utter_details"


def _after() -> list[Button]:
    return [button("more", "Autres services"), menu_button()]


class ActionRepeat(CaseAction):
    """The last thing said, again."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_repeat"

    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:  # noqa: ARG002
        """The turn knows what was said last (bot/conversation/turn.py)."""
        dispatcher.utter_message(response="utter_repeat", json_message={"repeat": True})
        return case
