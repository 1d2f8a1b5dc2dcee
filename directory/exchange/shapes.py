"""What no column could hold in a listing of the project's own format: the kinds and sizes of its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from directory.records.labels import field_label
from directory.vocabulary import vocabulary

TEXTS = (
    "alternate_name",
    "organization",
    "description",
    "eligibility",
    "cost",
    "notes",
    "hours_text",
    "website",
    "email",
    "chat_url",
    "municipality",
    "sector",
    "alert",
    "same_line_as",
    "closure_reason",
    "page_date",
)
_LONGEST = {
    "name": 300,
    "alternate_name": 300,
    "organization": 300,
    "website": 500,
    "chat_url": 500,
    "email": 200,
    "municipality": 120,
    "sector": 120,
    "same_line_as": 120,
    "page_date": 120,
    "opening_hours": 500,
}
"""Characters of a text: those of its column."""
_LONGEST_TEXT = 20_000
_WORDS = ("needs", "populations", "populations_only", "languages", "conflicts", "decisions")
_FLAGS = ("exit_specialised", "address_confidential")
# List -> (what an item of it holds, with the characters each may have).
_ITEMS: dict[str, dict[str, int]] = {
    "phones": {"number": 40, "note": 2000},
    "areas": {"text": 200, "extent": 120},
    "addresses": {"address_1": 300, "city": 120, "postal_code": 20},
    "sources": {"url": 1000, "seen": _LONGEST_TEXT},
    "verifications": {"role": 80, "note": 2000},
}
Sentence = tuple[str, str]
"""What is wrong, in English and in French."""
LISTS = (
    "needs",
    "populations",
    "populations_only",
    "languages",
    "sources",
    "areas",
    "phones",
    "addresses",
    "verifications",
    "conflicts",
    "decisions",
)


def misshapen(record: dict[str, Any]) -> Iterator[Sentence]:
    """What no column could hold: a number for a word, an object for a text, a text too long."""
    if "\0" in "".join(_strings(record)):
        # PostgreSQL holds no zero byte, and nobody types one.
        yield "a text holds a zero byte.", "Un texte contient un octet nul."
    for key in (*TEXTS, "name", "opening_hours"):
        longest = _LONGEST.get(key, _LONGEST_TEXT)
        if isinstance(record.get(key), str) and len(record[key]) > longest:
            yield (
                f"« {key} » has more than {longest} characters.",
                f"« {field_label(key)} » dépasse {longest} caractères.",
            )
    for key in _WORDS:
        longest = 120 if key == "languages" else _LONGEST_TEXT
        if not all(isinstance(word, str) and len(word) <= longest for word in record.get(key) or []):
            yield f"« {key} » must hold texts only.", f"« {field_label(key)} » ne contient que des mots."
    for key in _FLAGS:
        if not isinstance(record.get(key), bool | None):
            yield f"« {key} » must be true or false.", f"« {field_label(key)} » est oui ou non."
    for key, texts in _ITEMS.items():
        for item in record.get(key) or []:
            if isinstance(item, dict):
                for part, longest in texts.items():
                    value = item.get(part)
                    if value is not None and not (isinstance(value, str) and len(value) <= longest):
                        yield (
                            f"« {part} » in « {key} » must be a text of at most {longest} characters.",
                            f"« {field_label(key)} », « {part} » : un texte, au plus {longest} caractères.",
                        )
    for phone in record.get("phones") or []:
        if not isinstance(phone, dict):
            continue
        extension, codes = phone.get("extension"), phone.get("region_codes") or []
        if extension is not None and (
            not isinstance(extension, int) or isinstance(extension, bool) or not 0 <= extension < 10**9
        ):
            yield "an extension must be a number.", "Le poste d'un téléphone est un nombre."
        if not isinstance(codes, list) or any(code not in _area_codes() for code in map(str, codes)):
            yield (
                f"the regions of {phone.get('number')} must be region codes.",
                f"Les régions du {phone.get('number')} sont des codes, comme 07.",
            )


def _strings(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _area_codes() -> set[str]:
    """The codes that an area or a telephone number may name."""
    return {*vocabulary().regions, "QC", "CA", "XX"}
