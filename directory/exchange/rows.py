"""Checks one listing of the project's own format before it may touch the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.errors import InvalidOpeningHours
from directory.exchange.shapes import LISTS, TEXTS, Sentence, misshapen
from directory.hours import validate
from directory.models import (
    ACCESS_ATTRIBUTES,
    ACCESS_MODES,
    CONFIDENCES,
    COVERAGES,
    GENDERS,
    METHODS,
    STATUSES,
    VISIBILITIES,
)
from directory.records.labels import field_label
from directory.vocabulary import vocabulary

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,118}")
# What a civic address looks like in French running text: a number, then a kind of street.
STREET = re.compile(
    r"\b\d{1,5}[ ,]+(?:[a-zé]{1,4} )?"
    r"(?:rue|r\.|avenue|av\.|boulevard|boul\.|chemin|ch\.|rang|route|place|montée)(?!\w)",
    re.IGNORECASE,
)
AREA_TYPES = ("country", "province", "region", "mrc", "municipality", "text")
_CHOICES: dict[str, tuple[str, ...]] = {
    "genders": GENDERS,
    "coverage": COVERAGES,
    "confidence": CONFIDENCES,
    "visibility": VISIBILITIES,
    "status": STATUSES,
    "access_mode": ACCESS_MODES,
}


@dataclass(frozen=True)
class Problem:
    """A listing that cannot be taken: ``row`` counts from 1, ``message`` is an English sentence."""

    row: int
    id: str | None
    message: str
    french: str = ""
    """The same for people who read French."""

    def __str__(self) -> str:
        return f"row {self.row} ({self.id or 'no id'}): {self.message}"


def problems_of(record: Any, row: int) -> list[Problem]:
    """Return everything wrong with a listing; an empty list means that it may be written."""
    if not isinstance(record, dict):
        return [Problem(row, None, "it is not an object.", "Ce n'est pas une fiche.")]
    name = record.get("id")
    slug = name if isinstance(name, str) else None
    return [Problem(row, slug, english, french) for english, french in _sentences(record)]


def _sentences(record: dict[str, Any]) -> Iterator[Sentence]:
    if not isinstance(record.get("id"), str) or not SLUG.fullmatch(record["id"]):
        yield (
            "« id » must be lower-case letters, digits and hyphens, at most 119.",
            "L'identifiant : des minuscules sans accent, chiffres et traits d'union, 119 au plus.",
        )
    if not isinstance(record.get("name"), str) or not record["name"].strip():
        yield "« name » is missing.", "Le nom manque."
    for key in TEXTS:
        if record.get(key) is not None and not isinstance(record[key], str):
            yield f"« {key} » must be a text.", f"« {field_label(key)} » doit être un texte."
    broken = [key for key in LISTS if record.get(key) is not None and not isinstance(record[key], list)]
    for key in broken:
        yield f"« {key} » must be a list.", f"« {field_label(key)} » doit être une liste."
    if broken:
        return
    wrong = list(misshapen(record))
    yield from wrong
    if wrong:
        # What follows looks into the parts.
        return
    words = vocabulary()
    for key, known in (
        ("needs", words.needs),
        ("populations", words.populations),
        ("populations_only", words.populations),
    ):
        for value in record.get(key) or []:
            if value not in known:
                yield (
                    f"« {value} » is no known value of « {key} ».",
                    f"« {value} » n'est pas une valeur connue de « {field_label(key)} ».",
                )
    for key, allowed in _CHOICES.items():
        if record.get(key) is not None and record[key] not in allowed:
            yield (
                f"« {key} » must be one of {', '.join(allowed)}, not « {record[key]} ».",
                f"« {field_label(key)} » doit être parmi {', '.join(allowed)}, et non « {record[key]} ».",
            )
    for key in ("website", "chat_url"):
        if isinstance(record.get(key), str) and not re.match(r"https?://\S+$", record[key]):
            yield (
                f"« {key} » must start with http:// or https://, not « {record[key]} ».",
                f"« {field_label(key)} » doit commencer par http:// ou https://, et non « {record[key]} ».",
            )
    yield from _ages(record)
    yield from _areas(record)
    yield from _phones(record)
    yield from _hours(record)
    yield from _access(record)
    yield from _days(record)
    yield from _secret(record)


def _ages(record: dict[str, Any]) -> Iterator[Sentence]:
    ages = []
    for key in ("min_age", "max_age"):
        value = record.get(key)
        if value is None:
            continue
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 120:
            yield (
                f"« {key} » must be a whole number from 0 to 120.",
                f"« {field_label(key)} » doit être un nombre entier de 0 à 120.",
            )
        else:
            ages.append(value)
    if len(ages) == 2 and ages[0] > ages[1]:
        yield "« min_age » is above « max_age ».", "L'âge minimal dépasse l'âge maximal."


def _areas(record: dict[str, Any]) -> Iterator[Sentence]:
    areas = record.get("areas")
    if areas is None:
        yield (
            "« areas » is missing: say which regions are served.",
            "Le territoire manque : dites quelles régions sont servies.",
        )
        return
    regions = vocabulary().regions
    for area in areas:
        if not isinstance(area, dict) or area.get("type") not in AREA_TYPES:
            yield (
                f"an area must have a « type » among {', '.join(AREA_TYPES)}.",
                f"Un territoire a un « type » parmi {', '.join(AREA_TYPES)}.",
            )
            continue
        code, _, part = str(area.get("extent") or "").partition("/")
        if area["type"] in ("region", "mrc", "municipality") and code not in regions:
            yield (
                f"« {area.get('extent')} » is no region code.",
                f"« {area.get('extent')} » n'est pas un code de région.",
            )
        elif area["type"] in ("mrc", "municipality") and not part:
            yield (
                f"« {area.get('extent')} » names no {area['type']}: write it like 07/Papineau.",
                f"Territoire « {area.get('extent')} » : le nom de la MRC ou de la municipalité manque.",
            )
        elif area["type"] in ("country", "province") and code not in ("QC", "CA", "XX"):
            yield (
                f"« {area.get('extent')} » must be QC, CA or XX.",
                f"Le territoire « {area.get('extent')} » doit être QC, CA ou XX.",
            )


def _phones(record: dict[str, Any]) -> Iterator[Sentence]:
    for phone in record.get("phones") or []:
        if (
            not isinstance(phone, dict)
            or not isinstance(phone.get("number"), str)
            or not phone["number"].strip()
        ):
            yield "a phone must be an object with a « number ».", "Un téléphone doit avoir un numéro."
            continue
        if phone.get("type") not in (None, "voice", "sms", "fax", "tty"):
            yield (
                f"the type « {phone.get('type')} » of {phone['number']} must be voice, sms, fax or tty.",
                f"Le type « {phone.get('type')} » du {phone['number']} doit être voice, sms, fax ou tty.",
            )
        if phone.get("confidence") not in (None, *CONFIDENCES):
            yield (
                f"the confidence of {phone['number']} must be one of {', '.join(CONFIDENCES)}.",
                f"La confiance du {phone['number']} doit être parmi {', '.join(CONFIDENCES)}.",
            )
        if not any(char.isdigit() for char in phone["number"]):
            yield (
                f"« {phone['number']} » holds no digit.",
                f"« {phone['number']} » ne contient aucun chiffre.",
            )


def _hours(record: dict[str, Any]) -> Iterator[Sentence]:
    hours = record.get("opening_hours")
    if hours is None:
        return
    if not isinstance(hours, str):
        yield (
            "« opening_hours » must be a text in OSM syntax.",
            "Les heures exactes doivent être un texte en notation OSM.",
        )
        return
    try:
        validate(hours)
    except InvalidOpeningHours as error:
        yield (
            str(error),
            f"« {hours} » n'est pas une notation d'heures comprise. Exemple : Mo-Fr 09:00-17:00; PH off",
        )


def _access(record: dict[str, Any]) -> Iterator[Sentence]:
    access = record.get("access") or {}
    if not isinstance(access, dict):
        yield "« access » must be an object.", "« Accueil » est mal formé."
        return
    for key, value in access.items():
        if key not in ACCESS_ATTRIBUTES:
            yield (
                f"« {key} » is no known access attribute.",
                f"« {key} » n'est pas un critère d'accueil connu.",
            )
        elif value is not None and not isinstance(value, bool):
            yield (
                f"« access.{key} » must be true or false.",
                f"Le critère d'accueil « {key} » doit être oui ou non.",
            )


def _days(record: dict[str, Any]) -> Iterator[Sentence]:
    for key in ("closed_from", "closed_until"):
        yield from _day(record.get(key), key)
    for check in record.get("verifications") or []:
        if not isinstance(check, dict) or not check.get("role") or check.get("method") not in METHODS:
            yield (
                f"a verification needs a « role » and a « method » among {', '.join(METHODS)}.",
                f"Une vérification dit qui (par fonction) et comment : {', '.join(METHODS)}.",
            )
            continue
        if not check.get("verified_on"):
            yield "a verification needs « verified_on ».", "Une vérification a une date."
        yield from _day(check.get("verified_on"), "verified_on")
        yield from _day(check.get("next_due"), "next_due")
    for source in record.get("sources") or []:
        if not isinstance(source, dict) or not isinstance(source.get("url"), str):
            yield "a source must be an object with a « url ».", "Une source a une adresse web."


def _day(value: Any, key: str) -> Iterator[Sentence]:
    if value is None:
        return
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield (
            f"« {key} » must be a date like 2026-11-23, not « {value} ».",
            f"« {field_label(key)} » doit être une date comme 2026-11-23, et non « {value} ».",
        )


def _secret(record: dict[str, Any]) -> Iterator[Sentence]:
    """A place whose address is secret may carry none, not even inside a sentence."""
    if not record.get("address_confidential"):
        for address in record.get("addresses") or []:
            if not isinstance(address, dict) or not address.get("address_1"):
                yield (
                    "an address must be an object with « address_1 ».",
                    "Une adresse a un numéro et une rue.",
                )
        return
    if record.get("addresses") or record.get("address"):
        yield (
            "its address is confidential: take the address out, keep only the town.",
            "L'adresse est confidentielle : retirez-la, ne gardez que la municipalité.",
        )
    for key in ("description", "notes", "eligibility", "alert", "hours_text"):
        if isinstance(record.get(key), str) and STREET.search(record[key]):
            yield (
                f"its address is confidential, and « {key} » seems to hold a civic address.",
                f"L'adresse est confidentielle, et « {field_label(key)} » semble en contenir une.",
            )
