"""Small helpers shared by the actions: reading the case, speaking, writing slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.conversation.case import Case
from bot.conversation.vocabulary import NEED_CHOICES, REGIONS

Button = dict[str, str]


def case_of(tracker: Tracker) -> Case:
    """The case in the slots of `tracker`."""
    return Case.from_slots(tracker.slots)


def changed(before: Case, after: Case) -> list[EventType]:
    """Slot events for what differs between two cases."""
    old = before.slots()
    return [SlotSet(name, value) for name, value in after.slots().items() if old[name] != value]


def button(choice_id: str, title: str) -> Button:
    """A Rasa button; its payload is a choice id, which only Sentier's own channels accept when offered."""
    return {"title": title, "payload": choice_id}


def need_buttons(profile: str) -> list[Button]:
    """The needs to choose from at this door, most asked first."""
    return [button(f"need:{need}", title) for need, title in NEED_CHOICES[profile]]


def region_buttons(codes: Iterable[str] = ()) -> list[Button]:
    """The regions to choose from (all seventeen, or `codes`), and the right not to say."""
    wanted = list(codes) or sorted(REGIONS)
    return [*(button(f"region:{code}", REGIONS[code]) for code in wanted), skip_button()]


def skip_button() -> Button:
    """Not answering is always possible."""
    return button("skip", "J'aime mieux ne pas le dire")


def say(dispatcher: CollectingDispatcher, response: str, buttons: list[Button] | None = None) -> None:
    """Utters a response of domain.yml."""
    dispatcher.utter_message(response=response, buttons=buttons or [])


def say_services(
    dispatcher: CollectingDispatcher,
    text: str,
    services: list[Mapping[str, Any]],
    buttons: list[Button] | None = None,
) -> None:
    """Utters `text` with service cards; `services` as in the widget's API."""
    dispatcher.utter_message(
        text=text, buttons=buttons or [], json_message={"services": [dict(s) for s in services]}
    )
