"""An engine that needs no model: it hears one need, looks in the directory, and answers as the actions do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.conversation.referrals import cards
from bot.conversation.rehearsal import current
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from directory.database import Database
from directory.places import PlaceMatch
from directory.refer import Query, refer
from tests.detector import rules_only

WORDS = {"dormir": "hebergement", "clients": "sortie_prostitution", "manger": "aide_alimentaire"}


class DirectoryEngine:
    """Answers with real services of `database`; remembers what it was asked and the slots it found."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations
        self.asked: list[str] = []
        self.slots: dict[str, Any] = {}

    async def handle(
        self,
        identity: str,
        text: str,
        channel: str,
        parse_data: Mapping[str, Any] | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """Services for the need the message names; a question when it names none."""
        self.asked.append(text)
        if parse_data and parse_data["intent"]["name"] == "effacer_conversation":
            return [{"text": "C'est effacé.", "utter_action": "utter_forget", "custom": {"forget": True}}]
        held = self._conversations.get(identity)
        self.slots = dict((held.engine or {}).get("slots") or {}) if held else {}
        need = next((need for word, need in WORDS.items() if word in text.casefold()), None)
        rehearsal = current()
        if rehearsal is not None:
            entities = [{"entity": "need", "value": need}] if need else []
            intent = {"name": "demander_ressource" if need else "saluer", "confidence": 0.9}
            rehearsal.parses.append({"text": text, "intent": intent, "entities": entities})
        if need is None:
            return [{"text": "De quoi as-tu besoin?", "buttons": [{"payload": "menu", "title": "Menu"}]}]
        slot = self.slots.get("place") or {"name": "Gatineau", "region": "07"}
        query = Query(
            needs=(need,),
            place=PlaceMatch(slot["name"], slot["region"], "municipality"),
            age=self.slots.get("age"),
            at=rehearsal.at if rehearsal else None,
        )
        with self._database.session() as session:
            referral = refer(session, query)
        if rehearsal is not None:
            rehearsal.referrals.append((query, referral))
        return [
            {
                "text": "Voici des services.",
                "custom": {
                    "services": [dict(one) for one in cards(referral)],
                    "notes": [asdict(note) for note in referral.notes],
                },
            }
        ]


def assistant_over(database: Database) -> tuple[Assistant, DirectoryEngine]:
    """An assistant around that engine, with the detector's rules and no model of its own."""
    conversations = Conversations()
    engine = DirectoryEngine(database, conversations)
    return Assistant(engine, rules_only(), conversations), engine
