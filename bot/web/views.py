"""Small pieces shared by all server-rendered pages: links to dial, a service as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from bot.conversation.rendering import capital

NUMBER = re.compile(r"(?:\b1[\s-])?\(?\b\d{3}\)?[\s-]\d{3}[\s-]\d{4}\b|\b(?:[2-9]11|988|\d{6})\b")
"""Numbers in the assistant's own sentences; six digits receive texts (535353, 686868). As in static/w.js."""
_STATE = re.compile(r"(ouvert|fermé|répond jour)")


def dial(number: str, *, sms: bool = False) -> str:
    """The address a phone opens: `tel:+18003639010`, `tel:911`, `sms:535353`."""
    digits = re.sub(r"\D", "", number)
    country = {10: "+1", 11: "+"}.get(len(digits), "")
    return f"{'sms' if sms else 'tel'}:{country}{digits}"


def with_links(text: str) -> Markup:
    """`text` escaped, with every telephone number made a link."""
    parts: list[Markup] = []
    start = 0
    for found in NUMBER.finditer(text):
        number = found.group()
        parts.append(escape(text[start : found.start()]))
        href = dial(number, sms=re.fullmatch(r"\d{6}", number) is not None)
        parts.append(Markup('<a href="{}">{}</a>').format(href, number))
        start = found.end()
    parts.append(escape(text[start:]))
    return Markup("").join(parts)


def _note(phone: Mapping[str, Any]) -> str:
    """What stands under a number. A note about confirming it is written for editors: two words say it."""
    note = phone.get("note") or ""
    if "confirmer" in note.lower():
        return "à confirmer"
    return ", ".join(part for part in (note, "à confirmer" if phone.get("to_confirm") else "") if part)


def known_hours(text: str | None) -> str | None:
    """Hours as written, or None when all they say is that nobody knows."""
    return None if not text or text.lower().startswith("non précis") else text


@dataclass(frozen=True)
class Call:
    """One way to reach a place: `href` is a tel: or sms: address; `verb` is Appeler or Texter."""

    href: str
    verb: str
    number: str
    note: str

    @classmethod
    def of(cls, phone: Mapping[str, Any]) -> Call:
        """From a phone of the API's JSON."""
        sms = phone["type"] == "sms"
        return cls(
            dial(phone["number"], sms=sms), "Texter" if sms else "Appeler", phone["number"], _note(phone)
        )


@dataclass(frozen=True)
class Card:
    """A service as a card of the conversation; `state` says whether it is open, when that is known."""

    name: str
    state: str | None
    open: bool
    calls: tuple[Call, ...]
    why: tuple[str, ...]
    verified: str | None
    facts: tuple[tuple[str, str], ...]
    website: str | None
    line: bool
    full: bool

    @classmethod
    def of(cls, service: Mapping[str, Any]) -> Card:
        """From a service of the API's JSON."""
        reasons = [str(reason) for reason in service["reasons"]]
        state = next((reason for reason in reasons if _STATE.match(reason)), None)
        website = service.get("website")
        shown = {**service, "hours": known_hours(service.get("hours"))}
        facts = (("", "description"), ("Heures", "hours"), ("Coût", "cost"))
        return cls(
            name=str(service["name"]),
            state=capital(state) if state else known_hours(service.get("hours")),
            open=service.get("open") is True,
            calls=tuple(Call.of(phone) for phone in service["phones"]),
            why=tuple(reason for reason in reasons if reason != state),
            verified=capital(service["verified"]) if service.get("verified") else None,
            facts=tuple((label, str(shown[key])) for label, key in facts if shown.get(key)),
            website=website if website and website.startswith(("https://", "http://")) else None,
            line=bool(service.get("line")),
            full=bool(service.get("full")),
        )
