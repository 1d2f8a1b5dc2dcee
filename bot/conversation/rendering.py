"""A message as plain text, for the terminal and as the base of SMS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.conversation.messages import BotMessage

_EXTENSION = re.compile(r"\bposte \d|\boption \d")
"""A note without which the number leads to somebody else."""


def capital(text: str) -> str:
    """`text` with a capital letter first, the rest untouched."""
    return text[:1].upper() + text[1:]


def plain_text(message: BotMessage, first_number: int = 1) -> str:
    """The message with its services and its numbered choices, one line each."""
    lines = [message.text] if message.text else []
    for service in message.services:
        lines.extend(service_lines(service))
    lines.extend(f"  {number}. {choice.title}" for number, choice in enumerate(message.choices, first_number))
    return "\n".join(lines)


def service_lines(service: Mapping[str, Any]) -> list[str]:
    """A service: name and phones first, then why it was chosen; details when it is shown in full."""
    phones = " ou ".join(phone_words(phone) for phone in service["phones"])
    lines = [f"• {service['name']}" + (f" : {phones}" if phones else "")]
    if not phones and service.get("website"):
        lines.append(f"    {service['website']}")
    if service["reasons"]:
        lines.append("    " + "; ".join(service["reasons"]))
    if service.get("verified"):
        lines.append(f"    {service['verified']}")
    if service.get("full"):
        for label, key in (("Heures", "hours"), ("Coût", "cost"), ("Site", "website")):
            if service.get(key):
                lines.append(f"    {label} : {service[key]}")
        if service.get("description"):
            lines.append(f"    {service['description']}")
    return lines


def phone_words(phone: Mapping[str, Any]) -> str:
    """A number with what it is when it is no ordinary voice line, and "à confirmer" when it is to be."""
    words = str(phone["number"])
    if phone.get("type") == "sms":
        words = f"texto {words}"
    note = str(phone.get("note") or "")
    if _EXTENSION.search(note) and "confirmer" not in note.lower():
        words += f", {note}"
    return words + (" (à confirmer)" if phone.get("to_confirm") else "")
