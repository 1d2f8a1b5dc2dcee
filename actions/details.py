"""About services already shown: hours, phone, address, cost, how to call; and saying the last thing again."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.dispatch import button, case_of, changed, say
from actions.referral import advance
from bot.conversation.referrals import service_cards
from bot.safety.french import fold

_ORDINALS = (
    (r"\b(?:1er|1ere|premiere?|first|1)\b", 0),
    (r"\b(?:2e|2eme|2ieme|deuxieme|seconde?|2)\b", 1),
    (r"\b(?:3e|3eme|3ieme|troisieme|3)\b", 2),
    (r"\b(?:4e|quatrieme|4)\b", 3),
    (r"\b(?:derniere?)\b", -1),
)


def which_service(text: str, count: int) -> int | None:
    """Which of `count` services `text` speaks of ("les heures du deuxième?"): its index, or None."""
    folded = fold(text)
    for pattern, index in _ORDINALS:
        if re.search(pattern, folded) and index < count:
            return index if index >= 0 else count - 1
    return 0 if count == 1 else None


def _chosen(tracker: Tracker, shown: list[dict[str, Any]]) -> int | None:
    """The service of a choice offered, else the one the words speak of."""
    message = tracker.latest_message or {}
    ids = [entity["value"] for entity in message.get("entities") or [] if entity["entity"] == "service"]
    for index, service in enumerate(shown):
        if service["id"] in ids:
            return index
    return which_service(str(message.get("text") or ""), len(shown))


class ActionServiceDetails(Action):
    """Everything the directory knows of the service she asks about."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_service_details"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Details of one service, or the choice of which."""
        case = case_of(tracker)
        shown = service_cards(case)
        if not shown:
            say(dispatcher, "utter_nothing_shown")
            return changed(case, advance(dispatcher, case))
        index = _chosen(tracker, shown)
        if index is None:
            buttons = [button(f"details:{service['id']}", str(service["name"])) for service in shown]
            say(dispatcher, "utter_which_service", buttons)
            return []
        dispatcher.utter_message(
            response="utter_details",
            json_message={"services": [{**shown[index], "full": True}]},
            buttons=[button("more", "Autres services"), button("menu", "Autre chose")],
        )
        return []


class ActionRepeat(Action):
    """The last thing said, again."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """The turn knows what was said last (bot/conversation/turn.py)."""
        dispatcher.utter_message(response="utter_repeat", json_message={"repeat": True})
        return []
