"""What the directory says beside its services, as each channel may say it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.composing import reply_of
from bot.privacy.conversations import Conversation

FAR = {"kind": "far", "text": "Je ne connais pas de service pour « avocat » ici.", "discreet": None}
LATER = {"kind": "later", "text": "Il reste à voir « avocat ».", "discreet": "Il reste autre chose."}
SERVICE = {"id": "a", "name": "A", "phones": [], "reasons": []}


def said(utter: str = "utter_refer", text: str = "Voici :") -> list[dict[str, Any]]:
    return [{"text": text, "utter_action": utter, "custom": {"services": [SERVICE], "notes": [FAR, LATER]}}]


def test_what_is_not_there_is_said_before_the_list_and_the_rest_after() -> None:
    listed, after = reply_of(said(), Conversation(channel="web")).messages
    assert listed.text == f"{FAR['text']}\nVoici :"
    assert after.text == LATER["text"]


def test_an_apology_comes_before_everything() -> None:
    first, after = reply_of(said("utter_problem", "Excuse-moi."), Conversation(channel="web")).messages
    assert first.text == "Excuse-moi."
    assert after.text == f"{FAR['text']}\n{LATER['text']}"
    [sms] = reply_of(said("utter_problem", "Excuse-moi."), Conversation(channel="sms")).messages
    assert sms.text == "Excuse-moi.\nIl reste autre chose."


@pytest.mark.parametrize("utter", ["utter_refer", "utter_problem"])
def test_by_sms_no_need_of_hers_is_named(utter: str) -> None:
    [message] = reply_of(said(utter), Conversation(channel="sms")).messages
    assert "avocat" not in message.text
    assert message.services


def test_a_note_of_the_last_reply_is_not_said_again() -> None:
    held = Conversation(channel="web")
    held.last_reply = reply_of(said(), held)
    [again] = reply_of(said(), held).messages
    assert again.text == "Voici :"
