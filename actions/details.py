"""About services already shown: hours, phone, cost, the way there; what to say when calling, what happens."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.dispatch import (
    Button,
    CaseAction,
    Heard,
    button,
    help_button,
    menu_button,
    say,
    service_buttons,
    somebody_button,
)
from actions.referral import advance, not_known, person_lines
from bot.conversation.aspects import SAME, WORDS_OF_MANY_NAMES, aspect_in
from bot.conversation.case import Case
from bot.conversation.following_up import (
    ANOTHER_OF_NOTHING,
    CHOSEN,
    DEAD_NUMBER,
    EACH,
    OTHER,
    focused,
    focusing,
    other_one,
)
from bot.conversation.referrals import service_cards, where
from bot.conversation.rendering import phone_words
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
        if aspect in (ANOTHER_OF_NOTHING, DEAD_NUMBER):
            return _which_one(dispatcher, case, str(aspect))
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
        if aspect == CHOSEN:
            return _taken(dispatcher, case, heard, shown)
        if aspect == EACH:
            dispatcher.utter_message(text=_of_each(shown, heard.values("aspect")), buttons=service_buttons())
            return case
        if aspect == OTHER:
            return _details_of(dispatcher, case, None, next(s for s in shown if s["id"] == other_one(case)))
        chosen = [index for index, one in enumerate(shown) if one["id"] in heard.values("service")]
        index = chosen[0] if chosen else which_service(heard.text, [str(one["name"]) for one in shown])
        if index is None and aspect is None and _asks_whether(heard.text):
            return _admission(dispatcher, case, heard)
        if index is None:
            buttons = [button(f"details:{service['id']}", str(service["name"])) for service in shown]
            say(dispatcher, "utter_which_service", buttons)
            return case
        return _details_of(dispatcher, case, aspect, shown[index])


def _details_of(
    dispatcher: CollectingDispatcher, case: Case, aspect: str | None, service: dict[str, Any]
) -> Case:
    """All that the directory knows of one service, which is the one spoken of from now on."""
    dispatcher.utter_message(
        response=_response(aspect, service),
        json_message={"services": [{**service, "full": True}]},
        buttons=service_buttons(),
    )
    return focusing(case, str(service["id"]))


_ASK_THEM = "Pour le reste, c'est à demander dès l'appel."
_NO_PRICE = "Les fiches ne disent pas de prix; presque tous ces services sont sans frais."


def _of_each(shown: list[dict[str, Any]], aspects: list[Any]) -> str:
    """For each service the hours or the price that its listing gives; who gives none is not named."""
    lines, silent = [], False
    asked = [str(one) for one in aspects if one != EACH]
    for service in shown:
        known = [words for one in asked if (words := _said_of(service, one))]
        silent = silent or len(known) < len(asked)
        if known:
            lines.append(f"{service['name']} : {', '.join(known)}.")
    if "cost" in asked and not any(service.get("cost") for service in shown):
        lines.append(_NO_PRICE)
    return "\n".join([*lines, *([_ASK_THEM] if silent else [])])


_OPEN_NOW = re.compile(r"\b(?:repond|ouvert|ouvre|ferme)")


def _said_of(service: dict[str, Any], aspect: str) -> str:
    """What the listing says of `aspect`: the hours, or whether it answers now."""
    if service.get(aspect):
        return str(service[aspect])
    reasons = [str(one) for one in service["reasons"]] if aspect == "hours" else []
    return next((one for one in reasons if _OPEN_NOW.search(fold(one))), "")


def _which_one(dispatcher: CollectingDispatcher, case: Case, aspect: str) -> Case:
    """Another one, or a dead number, and none was given here: one question; the second time, people."""
    after = case.ask("unclear")
    if after.asked_times > 1:
        return person_lines(dispatcher, after, "utter_human")
    question = _WHICH_NUMBER if aspect == DEAD_NUMBER else _WHICH_OTHER
    buttons = [somebody_button(), help_button("search" if case.needs else "menu")]
    dispatcher.utter_message(text=question[case.profile == "personne"], buttons=buttons)
    return after


_WHICH_OTHER = {
    True: "Un autre quoi? Dis-le en un mot : un numéro, un endroit, quelqu'un à qui parler.",
    False: "Un autre quoi? Un mot suffit : un numéro, un endroit, quelqu'un à qui parler.",
}
_WHICH_NUMBER = {
    True: "C'était lequel, et tu cherchais quoi?",
    False: "C'était lequel, et que cherchiez-vous?",
}
"""By whether she is said tu."""


def _taken(dispatcher: CollectingDispatcher, case: Case, heard: Heard, shown: list[dict[str, Any]]) -> Case:
    """The number of the service that she takes, once more, and what to say when calling."""
    taken = _those_meant(case, heard.text, shown)
    numbers = "\n".join(map(_number_of, taken))
    if heard.channel == "sms":
        wish = f"je cherche de l'aide {where(case.place)}."
    else:
        wish = f"j'appelle pour {what(case.last_needs or case.needs)}."
    opening, after = _TO_CALL[case.profile == "personne"]
    dispatcher.utter_message(text=f"{numbers}\n{opening} « Bonjour, {wish} » {after}", buttons=_after())
    return focusing(case, str(taken[0]["id"])) if len(taken) == 1 else case


_TO_CALL = {
    True: ("Tu peux commencer par :", "Si cela ne répond pas, écris-le ici."),
    False: ("Pour commencer :", "Si cela ne répond pas, écrivez-le ici."),
}


def _number_of(service: dict[str, Any]) -> str:
    """One service and its number; its site when there is none."""
    phones = " ou ".join(phone_words(phone) for phone in service["phones"][:2])
    site = f"pas de numéro vérifié; leur site, {service['website']}" if service.get("website") else ""
    return f"{service['name']} : {phones or site or 'pas de numéro vérifié'}"


_MOST_MEANT = 2
"""Services named again when it is not clear which one she takes."""


def _those_meant(case: Case, text: str, shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The service that `text` means, by rank, name or town, else the one spoken of last; the first two that
    can be called when it may be any."""
    index = which_service(text, [str(one["name"]) for one in shown])
    if index is not None:
        return [shown[index]]
    folded = fold(text)
    there = [one for one in shown if one["municipality"] and fold(str(one["municipality"])) in folded]
    spoken_of = [one for one in shown if one["id"] == focused(case)]
    if there or spoken_of:
        return (there or spoken_of)[:1]
    near = [one for one in shown if one["municipality"] and one["phones"]]
    if len(near) == 1:
        return near
    return ([one for one in shown if one["phones"]] or shown)[:_MOST_MEANT]


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
