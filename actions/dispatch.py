"""Small helpers shared by the actions: what a message says, the case, speaking, writing slots."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.conversation.case import Case
from bot.conversation.choices import HUMAN, MENU, SOME_HELP, SOMEBODY
from bot.conversation.plainwords import needs_named
from bot.conversation.vocabulary import NEED_CHOICES, REGIONS

Button = dict[str, str]
_IN_HER_LANGUAGE = {"en": "utter_language_en", "es": "utter_language_es"}


@dataclass(frozen=True)
class Heard:
    """One message as the engine understood it."""

    message: Mapping[str, Any]
    channel: str = "web"

    @classmethod
    def last(cls, tracker: Tracker) -> Heard:
        """The latest message of `tracker`."""
        return cls(tracker.latest_message or {}, tracker.get_latest_input_channel() or "web")

    @property
    def text(self) -> str:
        """As written, redacted."""
        return str(self.message.get("text") or "")

    @property
    def intent(self) -> str:
        """The intent, "nlu_fallback" when not sure."""
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of danger the message tells."""
        return tuple((self.message.get("safety") or {}).get("kinds") or ())

    @property
    def is_certain(self) -> bool:
        """Whether it was chosen or always means the same: no model is that sure (choices.certain_parse)."""
        return float((self.message.get("intent") or {}).get("confidence") or 0.0) == 1.0

    def values(self, entity: str) -> list[Any]:
        """The values of one entity."""
        return [one.get("value") for one in self.message.get("entities") or [] if one.get("entity") == entity]

    @property
    def question(self) -> str:
        """The key of the question answered in words ("sevrage"), "" for any other message."""
        selected = (self.message.get("response_selector") or {}).get("question") or {}
        key = str((selected.get("response") or {}).get("intent_response_key") or "")
        return key.partition("/")[2] if self.intent == "question" else ""

    @property
    def asks_something(self) -> bool:
        """Whether it names a place or a need, whatever its intent: a correction, an addition."""
        return bool(self.values("place") or self.values("need") or needs_named(self.text))


def case_of(tracker: Tracker) -> Case:
    """The case in the slots of `tracker`."""
    return Case.from_slots(tracker.slots)


def changed(before: Case, after: Case) -> list[EventType]:
    """Slot events for what differs between two cases."""
    old = before.slots()
    return [SlotSet(name, value) for name, value in after.slots().items() if old[name] != value]


class CaseAction(Action, ABC):
    """An action that is a function of the case and the message: `respond` speaks, returns the case after."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:  # noqa: ARG002
        """Slot events for what changed."""
        before, heard = case_of(tracker), Heard.last(tracker)
        return changed(before, self.respond(dispatcher, say_once(dispatcher, before, heard), heard))

    @abstractmethod
    def respond(self, dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
        """Speaks, and returns the case after it."""


def say_once(dispatcher: CollectingDispatcher, case: Case, heard: Heard) -> Case:
    """What is said once in a conversation: in her language, and to a minor what stays secret."""
    told = f"language:{case.language}"
    if case.language in _IN_HER_LANGUAGE and told not in case.told and not heard.kinds:
        say(dispatcher, _IN_HER_LANGUAGE[case.language])
        case = case.has_told(told)
    if heard.question == "secret_mineure":
        case = case.has_told("minor")  # the answer itself says what stays secret
    minor = case.under_age and case.profile == "personne"
    if minor and "minor" not in case.told and not heard.kinds:
        say(dispatcher, "utter_minor")
        case = case.has_told("minor")
    return case


def button(choice_id: str, title: str) -> Button:
    """A Rasa button; its payload is a choice id, which only Sentier's own channels accept when offered."""
    return {"title": title, "payload": choice_id}


def need_buttons(profile: str) -> list[Button]:
    """The needs to choose from at this door, most asked first."""
    return [button(f"need:{need}", title) for need, title in NEED_CHOICES[profile]]


def menu_buttons(profile: str) -> list[Button]:
    """The menu of a door: its needs, and a human being."""
    return [*need_buttons(profile), human_button()]


def region_buttons(codes: Iterable[str] = ()) -> list[Button]:
    """The regions to choose from (all seventeen, or `codes`), and the right not to say."""
    wanted = list(codes) or sorted(REGIONS)
    return [*(button(f"region:{code}", REGIONS[code]) for code in wanted), skip_button()]


def human_button() -> Button:
    """Somebody who answers the phone."""
    return button(HUMAN.id, HUMAN.title)


def somebody_button() -> Button:
    """The same, in words that fit what she has just told."""
    return button(SOMEBODY.id, SOMEBODY.title)


def help_button(choice_id: str = SOME_HELP.id) -> Button:
    """What there is to choose from, or the search that waits, beside `somebody_button`."""
    return button(choice_id, SOME_HELP.title)


def menu_button() -> Button:
    """Back to what there is to choose from."""
    return button(MENU.id, MENU.title)


def skip_button() -> Button:
    """Not answering is always possible."""
    return button("skip", "J'aime mieux ne pas le dire")


def service_buttons() -> list[Button]:
    """What may follow services."""
    return [
        button("more", "Autres services"),
        button("script", "Quoi dire à l'appel"),
        menu_button(),
    ]


def say(
    dispatcher: CollectingDispatcher, response: str, buttons: list[Button] | None = None, **words: Any
) -> None:
    """Utters a response of domain.yml; `words` fill its {braces}."""
    dispatcher.utter_message(response=response, buttons=buttons or [], **words)
