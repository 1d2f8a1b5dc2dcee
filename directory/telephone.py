"""A telephone number as the directory writes it, whoever typed it, and as the public may see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

CALLABLE = ("voice", "sms", "cell", "tty")
"""Kinds of numbers that reach somebody; a fax is of no use to who looks for help."""

_NUMBER = re.compile(r"1?([2-9]\d\d)([2-9]\d\d)(\d{4})", re.ASCII)
_SHORT = re.compile(r"[2-9]11|988|\d{6}", re.ASCII)
_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
"""Without a 1 before them, no landline reaches these (Canadian Non-Geographic Code Assignment Guideline)."""


def dialled(given: str) -> str:
    """`given` as it is dialled: 819-555-0100, 1-800-555-0100, 811, 535353; "" when nobody could dial it."""
    digits = re.sub(r"[\s().+-]", "", given)
    if found := _NUMBER.fullmatch(digits):
        area, *rest = found.groups()
        return "-".join(["1", area, *rest] if area in _TOLL_FREE else [area, *rest])
    short = re.sub(r"\s", "", given)  # "819-555" is a number cut short, no code of six digits
    return short if _SHORT.fullmatch(short) else ""


class Kept(Protocol):
    """A number as the directory keeps it: a row of ``phone`` or a record of it."""

    number: str
    type: str | None
    description: str | None
    extension: int | None
    confidence: str | None
    to_confirm: bool


@dataclass(frozen=True)
class PhoneOut:
    """A number to show as it is; ``type`` is one of CALLABLE; ``to_confirm``: say « à confirmer »."""

    number: str
    type: str
    note: str | None
    to_confirm: bool


def may_be_seen(phone: Kept) -> bool:
    """Whether the public may see the number: never one of low confidence, nor a fax."""
    return phone.confidence != "low" and (phone.type or "voice") in CALLABLE


def public_phone(phone: Kept, confidence: str | None) -> PhoneOut | None:
    """The number as the public sees it, None when it may not; ``confidence`` is that of its listing."""
    if not may_be_seen(phone):
        return None
    note = phone.description
    if phone.extension and str(phone.extension) not in (note or ""):
        note = ", ".join(part for part in (f"poste {phone.extension}", note) if part)
    confirm = bool(phone.to_confirm) or "medium" in (phone.confidence, confidence)
    return PhoneOut(phone.number, phone.type or "voice", note, confirm)
