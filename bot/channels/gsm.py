"""How much room a text takes in an SMS, which coding it needs, and where it may be cut.

Table: GSM 03.38 (3GPP TS 23.038 §6.2.1), default alphabet and its extension, no national table. A message
that holds one character outside it is sent whole as UCS-2: "ê" alone turns 160 characters into 70.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The 128 places of the default alphabet, in order; place 27 is the escape to the extension."""

ESCAPE = "\x1b"
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
"""Characters of two septets: the escape, then this place."""

_ONE_SEPTET = frozenset(BASIC) - {ESCAPE}


class Coding(Enum):
    """A coding and the units one SMS holds: alone, or as a part of several (6 octets go to the header)."""

    GSM7 = ("GSM-7", 160, 153)
    UCS2 = ("UCS-2", 70, 67)

    def __init__(self, label: str, alone: int, part: int) -> None:
        self.label = label
        self.alone = alone
        self.part = part


@dataclass(frozen=True)
class Size:
    """What a text takes: `units` are septets or UTF-16 units, `segments` the SMS that are billed."""

    coding: Coding
    units: int
    segments: int

    def __str__(self) -> str:
        return f"{self.coding.label} {self.units} units, {self.segments} segment(s)"


def fits_gsm7(text: str) -> bool:
    """True when every character is in the default alphabet or its extension."""
    return all(character in _ONE_SEPTET or character in EXTENSION for character in text)


def coding_of(text: str) -> Coding:
    """GSM-7 when it can hold `text`, else UCS-2."""
    return Coding.GSM7 if fits_gsm7(text) else Coding.UCS2


def width(character: str, coding: Coding) -> int:
    """Units of one character: 1 or 2 septets, 1 or 2 UTF-16 units (an emoji is 2, never cut in two)."""
    if coding is Coding.GSM7:
        return 2 if character in EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def units(text: str, coding: Coding | None = None) -> int:
    """Septets or UTF-16 units of `text` in `coding` (its own when None)."""
    chosen = coding or coding_of(text)
    if chosen is Coding.GSM7:
        return len(text) + sum(map(EXTENSION.__contains__, text))
    return sum(width(character, chosen) for character in text)


def size(text: str) -> Size:
    """Coding, units and segments of `text`, cut where `split` cuts it; "" takes one (empty) segment."""
    coding = coding_of(text)
    return Size(coding, units(text, coding), len(split(text)) or 1)


# ---- Characters that may be written otherwise without changing how a word is spelt.

_SUBSTITUTES = {
    **dict.fromkeys("’‘‛ʼ′´`", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("–—−‐‑‒―", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009\u2002\u2003\u2007\t", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
    "•": "-",
    "·": "-",
    "×": "x",
    "\r": "\n",
}
_QUOTED = re.compile(r"«[\s\u00a0\u202f]*(.*?)[\s\u00a0\u202f]*»", re.DOTALL)
_LOOSE_SPACES = re.compile(r"[ ]{2,}")
_SPACE_BEFORE_MARK = re.compile(r"[\u00a0\u202f ]+(?=[;:!?](?:\s|$))")


def plain_typography(text: str) -> str:
    """`text` with typographic characters brought to those of any phone; no word is spelt otherwise.

    Curly quotes, guillemets, long dashes, ellipsis, no-break and zero-width spaces, œ; the space before a
    colon or a question mark, which nobody misses in an SMS, is saved.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    text = _SPACE_BEFORE_MARK.sub("", _QUOTED.sub(r'"\1"', text))
    return _LOOSE_SPACES.sub(" ", "".join(_SUBSTITUTES.get(character, character) for character in text))


def without_rare_accents(text: str) -> str:
    """`text` with the accents that GSM-7 lacks dropped (ê -> e, ç -> c) and those it has kept (é, è, à, ù).

    This changes spelling: only for what has no other way to fit. Characters with no plain form stay.
    """
    return "".join(character if fits_gsm7(character) else _bare(character) for character in text)


def _bare(character: str) -> str:
    base = "".join(
        part for part in unicodedata.normalize("NFD", character) if not unicodedata.combining(part)
    )
    return base if base and fits_gsm7(base) else character


# ---- Cutting.

# A number people dial, with the spaces and dashes inside it, is one word: "1 800 363-9010", "06 12 34 56 78".
_PHONE = r"(?<!\d)(?:(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}|(?:\+\d\d )?(?:\d\d?[ .]){4}\d\d)(?!\d)"
_TOKEN = re.compile(rf"{_PHONE}[^\s\d]*|(?:(?!{_PHONE})\S)+|\s+")


def split(text: str) -> list[str]:
    """`text` in the parts that are sent: one when it fits alone, else parts that fit beside a header.

    Nothing is lost: the parts joined give `text`. A cut falls beside a space or a line feed, never in a word
    or in a telephone number; a word too long for a part is cut between characters, never in a surrogate pair
    or an escape pair. "" gives no part.
    """
    if not text:
        return []
    coding = coding_of(text)
    if units(text, coding) <= coding.alone:
        return [text]
    return cut(text, coding.part, coding)


def cut(text: str, room: int, coding: Coding | None = None) -> list[str]:
    """`text` in pieces of at most `room` units, cut as `split` does."""
    chosen = coding or coding_of(text)
    pieces: list[str] = []
    piece, used = "", 0
    for token in _TOKEN.findall(text):
        needed = units(token, chosen)
        if used + needed <= room:
            piece, used = piece + token, used + needed
            continue
        if piece and not token.isspace() and needed <= room:
            pieces.append(piece)
            piece, used = token, needed
            continue
        for character in token:
            one = width(character, chosen)
            if used + one > room:
                pieces.append(piece)
                piece, used = "", 0
            piece, used = piece + character, used + one
    return [*pieces, piece] if piece else pieces
