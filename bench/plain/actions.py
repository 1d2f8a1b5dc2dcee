"""Custom actions of the plain Rasa assistant, run by `rasa run actions`, over the same directory."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from directory.database import create_database
from directory.places import Gazetteer
from directory.refer import Query, refer

_DATABASE = create_database()
_GAZETTEER = Gazetteer.load()


class ActionRefer(Action):  # type: ignore[misc]
    """Asks for the need, then for the place, then shows three services."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_refer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Slot events; utters the question or the services."""
        intent = str((tracker.latest_message.get("intent") or {}).get("name"))
        need = (
            intent.removeprefix("demander_ressource_") if "ressource_" in intent else tracker.get_slot("need")
        )
        named = next(tracker.get_latest_entity_values("place"), None) or tracker.get_slot("place")
        kept: list[EventType] = [SlotSet("need", need), SlotSet("place", named)]
        if not need:
            dispatcher.utter_message(response="utter_ask_need")
            return kept
        place = _GAZETTEER.find(str(named)) if named else None
        if place is None:
            dispatcher.utter_message(response="utter_ask_place")
            return kept
        with _DATABASE.session() as session:
            found = refer(session, Query(needs=(need,), place=place, limit=3))
        for service in found.services:
            phone = service.phones[0].number if service.phones else ""
            dispatcher.utter_message(text=f"{service.name} {phone} ({', '.join(service.reasons)})")
        if found.line is not None:
            dispatcher.utter_message(text=str(found.line.name))
        return kept
