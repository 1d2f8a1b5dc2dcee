"""The engine's messages as the reply of a turn, with what the directory says beside its services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.choices import HUMAN, MENU
from bot.conversation.danger_held import slots_of
from bot.conversation.messages import ANSWER, BotMessage, Choice, Reply
from bot.conversation.tongues import Tongue, tongue_of
from bot.privacy.conversations import Conversation

# After these, nothing more is offered: she is leaving, or has what she came for; a greeting has its own
# choices, and none by SMS.
_ENDINGS = ("utter_dire_au_revoir", "utter_remercier", "utter_leave", "utter_forget", "utter_saluer")
_ALWAYS = (MENU, HUMAN)
_ANSWERS_HER = (ANSWER, "utter_demander_", "utter_language_", "utter_not_known", "utter_call_")
"""Responses that answer what she asked: by SMS they wait for her when the first question comes before."""
# What is not there is said before the list of what is; the rest after it.
_BEFORE = frozenset({"far", "related", "nothing"})


def reply_of(said: Sequence[Mapping[str, Any]], held: Conversation, *, offer: bool = True) -> Reply:
    """The engine's messages as ours; `offer`: with choices when it offered none and is not ending.

    A note of the directory that stood in the last reply is not said again.
    """
    last = held.last_reply.messages if held.last_reply is not None else ()
    heard = {line for message in last for line in message.text.split("\n")}
    tongue = tongue_of(slots_of(held))
    messages: list[BotMessage] = []
    signals: dict[str, Any] = {}
    for message in said:
        custom = message.get("custom") or {}
        if tongue is not None:
            message, custom = _in_her_words(tongue, message, custom, held.channel)
        signals.update({name: custom[name] for name in ("forget", "leave", "repeat") if custom.get(name)})
        choices = tuple(Choice(button["payload"], button["title"]) for button in message.get("buttons") or [])
        text, name = message.get("text") or "", str(message.get("utter_action") or "")
        services = tuple(custom.get("services") or ())
        shaped = _by_sms if held.channel == "sms" else _on_a_page
        messages += shaped(
            BotMessage(text, choices, services, answer=bool(text) and name.startswith(_ANSWERS_HER)),
            [note for note in custom.get("notes") or () if note["text"] not in heard],
            name.startswith("utter_problem"),
        )
    ending = bool(said) and said[-1].get("utter_action") in _ENDINGS
    # Asked to repeat before anything was said, she gets something to choose from.
    settled = signals.keys() - ({"repeat"} if held.last_reply is None else set())
    if offer and messages and not ending and not settled and not any(one.choices for one in messages):
        titles = [one if tongue is None else _titled(tongue, one) for one in _ALWAYS]
        messages[-1] = replace(messages[-1], choices=tuple(titles))
    return Reply(
        tuple(messages), forget=bool(signals.get("forget")), leave=bool(signals.get("leave")), trace=signals
    )


def _titled(tongue: Tongue, choice: Choice) -> Choice:
    return replace(choice, title=tongue.title(choice.id, choice.title))


def _in_her_words(
    tongue: Tongue, message: Mapping[str, Any], custom: Mapping[str, Any], channel: str
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """`message` and its `custom` with choices, reasons and notes in her language. By SMS the reasons stay in
    French: which of them have room is read from their words."""
    buttons = [
        {**button, "title": tongue.title(button["payload"], button["title"])}
        for button in message.get("buttons") or []
    ]
    said = dict(custom)
    if custom.get("services") and channel != "sms":
        said["services"] = [tongue.service(service) for service in custom["services"]]
    if custom.get("notes"):
        said["notes"] = [
            {
                **note,
                "text": tongue.phrase(note["text"]),
                "discreet": tongue.phrase(note["discreet"]) if note["discreet"] else note["discreet"],
            }
            for note in custom["notes"]
        ]
    return {**message, "buttons": buttons}, said


def _on_a_page(message: BotMessage, notes: Sequence[Mapping[str, Any]], apology: bool) -> list[BotMessage]:
    """The notes around the list of services; after an apology all of them come last."""
    before = [note["text"] for note in notes if note["kind"] in _BEFORE and not apology]
    after = [note["text"] for note in notes if note["text"] not in before]
    text = "\n".join(line for line in (*before, message.text) if line)
    if not after:
        whole = replace(message, text=text)
        return [whole] if whole != BotMessage("") else []
    return [
        replace(message, text=text, choices=()),
        BotMessage("\n".join(after), message.choices),
    ]


def _by_sms(message: BotMessage, notes: Sequence[Mapping[str, Any]], apology: bool) -> list[BotMessage]:
    """One message, since SMS counts its room, with what may be said on a screen that others see.

    The list follows the text at once, the notes before both; an apology comes first of all.
    """
    discreet = [note["discreet"] for note in notes if note["discreet"]]
    lines = [message.text, *discreet] if apology else [*discreet, message.text]
    whole = replace(message, text="\n".join(line for line in lines if line))
    return [whole] if whole != BotMessage("") else []
