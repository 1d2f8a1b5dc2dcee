"""A telephone number as the directory writes it, whoever typed it."""

from __future__ import annotations

import re

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
