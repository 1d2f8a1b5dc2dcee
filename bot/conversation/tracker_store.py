"""Rasa's tracker store over our conversations: nothing on disk, and no slower at turn 200 than at turn 2.

Rasa replays every event of a conversation at each turn; only slots and the last turns matter to our rules, so
that is what is kept: one SlotSet per slot, then the events of the last `KEPT_TURNS` turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation.engine_thread import let_go
from bot.privacy.conversations import Conversations

KEPT_TURNS = 2


class EphemeralTrackerStore(TrackerStore):
    """Keeps each tracker, compacted, inside its `Conversation`."""

    def __init__(
        self, domain: Domain | None, conversations: Conversations, event_broker: EventBroker | None = None
    ) -> None:
        self.conversations = conversations
        super().__init__(domain or Domain.empty(), event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps what `compact` keeps; a conversation forgotten in mid-turn stays forgotten.

        A turn that hung until its thread was let go changes nothing: she may have written again since.
        """
        if let_go():
            return
        held = self.conversations.get(tracker.sender_id)
        if held is not None:
            held.engine = {"events": compact(tracker), "slots": _values(tracker)}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of `sender_id`, or None when nothing is held."""
        held = self.conversations.get(sender_id)
        if held is None or not held.engine:
            return None
        # Events of a conversation that several processes share come as what JSON makes of them.
        events = [
            Event.from_parameters(dict(one)) if isinstance(one, Mapping) else one
            for one in held.engine["events"]
        ]
        return DialogueStateTracker.from_events(
            sender_id,
            [event for event in events if event is not None],
            slots=self.domain.slots,
            domain=self.domain,
        )

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """As `retrieve`: there is no older session to go back to."""
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        """The living conversations."""
        return self.conversations.identities()


def compact(tracker: DialogueStateTracker) -> list[Event]:
    """The events that rebuild `tracker`'s slots and last turns; bot texts are not among them."""
    recent: list[Event] = []
    turns = 0
    for event in reversed(list(tracker.events)):
        if isinstance(event, UserUttered):
            turns += 1
        if isinstance(event, SessionStarted):
            break
        if not isinstance(event, (BotUttered, SlotSet)):
            recent.append(event)
        if turns >= KEPT_TURNS and isinstance(event, UserUttered):
            break
    recent.reverse()
    start: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    slots: list[Event] = [
        SlotSet(name, value) for name, value in _values(tracker).items() if value is not None
    ]
    if not recent or not isinstance(recent[0], ActionExecuted) or recent[0].action_name != ACTION_LISTEN_NAME:
        start.append(ActionExecuted(ACTION_LISTEN_NAME))
    # Slots go before the last turns: rules look at the turns, not at when a slot was set.
    return [*start[:2], *slots, *start[2:], *recent]


def _values(tracker: DialogueStateTracker) -> dict[str, Any]:
    return dict(tracker.current_slot_values())
