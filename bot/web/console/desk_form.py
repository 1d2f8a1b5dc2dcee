"""The whole listing as one form: what WTForms reads and checks, and the record of the directory's format.

`form_of_record` and `record_of_form` undo each other. What has no field here (checks, contradictions between
sources, decisions) stays as it is.
"""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from bot.conversation.rendering import capital
from bot.web.console.requests import redacted
from directory.geography import fold
from directory.models import ACCESS_ATTRIBUTES
from directory.records import labels
from directory.telephone import dialled
from directory.vocabulary import vocabulary

EMPTY_ROWS = 2
"""Rows left free for one more phone, area, address or source."""
MOST_ROWS = 40
_LINE, _TEXT = 500, 4000
_WIDE = {"QC": "tout le Québec", "CA": "tout le Canada", "XX": "le Canada hors du Québec"}


class _French(Form):  # type: ignore[misc]
    """Messages in French; no token of its own, the shell checks ours."""

    class Meta:
        locales = ("fr",)


class _Many(SelectMultipleField):  # type: ignore[misc]
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _pairs(words: dict[str, str], none: str | None = None) -> list[Any]:
    """The choices of a field; `none`: what an empty answer is called, first."""
    empty = [] if none is None else [SelectChoice("", none)]
    return [*empty, *(SelectChoice(key, capital(label)) for key, label in words.items())]


def _regions() -> dict[str, str]:
    return {code: f"{name} ({code})" for code, name in vocabulary().regions.items()}


def _line(label: str, most: int = _LINE, **more: Any) -> Any:
    return StringField(label, [Length(max=most, message=f"Au plus {most} caractères.")], **more)


def _text(label: str, most: int = _TEXT, **more: Any) -> Any:
    return TextAreaField(label, [Length(max=most, message=f"Au plus {most} caractères.")], **more)


def _age(label: str) -> Any:
    return IntegerField(label, [Optional(), NumberRange(0, 120, "Un nombre de 0 à 120.")])


class PhoneForm(_French):
    """One number; a row without a number is no phone."""

    number = _line("Numéro", 40)
    extension = IntegerField("Poste", [Optional(), NumberRange(0, 9_999_999, "Des chiffres seulement.")])
    type = SelectField("Sorte", choices=_pairs(labels.PHONE_TYPE))
    note = _line("Ce que c'est")
    region_codes = _line("Seulement pour les régions (codes)", 60)
    confidence = SelectField("Confiance", choices=_pairs(labels.CONFIDENCE, "Comme la fiche"))
    to_confirm = BooleanField("À confirmer")


class AreaForm(_French):
    """One part of the territory; a row without a region is none."""

    region = SelectField(
        "Région",
        choices=lambda: _pairs({**_WIDE, **_regions()}, "—"),
    )
    kind = SelectField(
        "Étendue", choices=_pairs({"mrc": "une MRC", "municipality": "une municipalité"}, "Toute")
    )
    part = _line("Nom de la MRC ou de la municipalité", 120)
    text = _line("Comme on le montre", 200)


class AddressForm(_French):
    """One civic address."""

    address_1 = _line("Numéro et rue", 300)
    city = _line("Municipalité", 120)
    postal_code = _line("Code postal", 20)


class SourceForm(_French):
    """A page and the words on it."""

    url = _line("Page", 1000)
    seen = _text("Mots lus", 2000)


class ListingForm(_French):
    """Everything people need of a listing."""

    name = _line("Nom", 300)
    alternate_name = _line("Autre nom", 300)
    organization = _line("Organisme", 300)
    description = _text("Ce qui est offert")
    alert = _text("Avis à montrer", 500)
    phones = FieldList(FormField(PhoneForm), max_entries=MOST_ROWS)
    website = _line("Site")
    email = _line("Courriel", 200)
    chat_url = _line("Clavardage")
    same_line_as = _line("Même ligne que (identifiant)", 120)
    hours_text = _text("Heures en mots", 500)
    opening_hours = _line("Heures exactes (notation OSM)")
    needs = _Many("Besoins", choices=lambda: _pairs(vocabulary().needs))
    exit_specialised = BooleanField("Spécialisé en sortie de la prostitution")
    populations = _Many("Pensé pour", choices=lambda: _pairs(vocabulary().populations))
    populations_only = _Many("Réservé à", choices=lambda: _pairs(vocabulary().populations))
    genders = SelectField("Genre", choices=_pairs(labels.GENDER))
    min_age = _age("Âge minimal")
    max_age = _age("Âge maximal")
    eligibility = _text("Conditions")
    access_mode = SelectField("Façon d'entrer", choices=_pairs(labels.ACCESS_MODE, "On ne sait pas"))
    languages = _line("Langues (fr, en…; séparées par des points-virgules)")
    cost = _line("Coût")
    coverage = SelectField("Portée", choices=_pairs(labels.COVERAGE))
    areas = FieldList(FormField(AreaForm), max_entries=MOST_ROWS)
    municipality = _line("Municipalité", 120)
    sector = _line("Secteur", 120)
    address_confidential = BooleanField("L'adresse est confidentielle")
    addresses = FieldList(FormField(AddressForm), max_entries=MOST_ROWS)
    confidence = SelectField("Confiance", choices=_pairs(labels.CONFIDENCE))
    visibility = SelectField("Visible par", choices=_pairs(labels.VISIBILITY))
    status = SelectField("État", choices=_pairs(labels.STATUS))
    sources = FieldList(FormField(SourceForm), max_entries=MOST_ROWS)
    page_date = _line("Date de la page", 120)
    notes = _text("Notes internes (jamais publiées)")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for key, field in self.access():
            field.label.text = capital(vocabulary().access.get(key, key))

    def access(self) -> list[tuple[str, Any]]:
        """(attribute, its field) for each access attribute."""
        return [(key, self[f"access_{key}"]) for key in ACCESS_ATTRIBUTES]


for _key in ACCESS_ATTRIBUTES:
    setattr(
        ListingForm,
        f"access_{_key}",
        RadioField(_key, choices=_pairs({"oui": "oui", "non": "non"}, "On ne sait pas")),
    )


class NewListingForm(ListingForm):
    """The same, with an identifier to choose."""

    slug = _line("Identifiant", 119)


_TEXTS = (
    "alternate_name",
    "description",
    "alert",
    "website",
    "email",
    "chat_url",
    "same_line_as",
    "hours_text",
    "opening_hours",
    "eligibility",
    "access_mode",
    "cost",
    "municipality",
    "sector",
    "page_date",
    "notes",
)
_SAME = (
    "name",
    "organization",
    "needs",
    "populations",
    "populations_only",
    "genders",
    "min_age",
    "max_age",
    "exit_specialised",
    "coverage",
    "address_confidential",
    "confidence",
    "visibility",
    "status",
)


def form_of_record(record: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a ListingForm that shows `record`, a few rows left free."""
    data: dict[str, Any] = {key: record.get(key) for key in _SAME}
    data |= {key: record.get(key) or "" for key in _TEXTS}
    data["languages"] = "; ".join(record.get("languages") or [])
    access = record.get("access") or {}
    for key in ACCESS_ATTRIBUTES:
        data[f"access_{key}"] = "" if access.get(key) is None else "oui" if access[key] else "non"
    data["phones"] = _and_free(
        [
            {
                **phone,
                "note": phone.get("note") or "",
                "confidence": phone.get("confidence") or "",
                "region_codes": ", ".join(phone.get("region_codes") or []),
            }
            for phone in record.get("phones") or []
        ],
        {"type": "voice"},
    )
    data["areas"] = _and_free([_area_row(area) for area in record.get("areas") or []], {})
    data["addresses"] = _and_free(
        [{**one, "postal_code": one.get("postal_code") or ""} for one in record.get("addresses") or []], {}
    )
    data["sources"] = _and_free(
        [{"url": one["url"], "seen": one.get("seen") or ""} for one in record.get("sources") or []], {}
    )
    return data


def record_of_form(form: ListingForm, record: dict[str, Any]) -> dict[str, Any]:
    """Return `record` with what the form says; a confidential address is not taken at all."""
    data = form.data
    changed = dict(record)
    changed |= {key: data[key] for key in _SAME}
    changed |= {key: _plain(data[key]) or None for key in _TEXTS}
    changed["notes"] = _notes(changed["notes"], record.get("notes"))
    changed["name"] = _plain(data["name"])
    changed["organization"] = _plain(data["organization"]) or changed["name"]
    for key in ("needs", "populations", "populations_only"):
        # Ticked boxes come in the order of the page; the order of the listing says what it does first.
        changed[key] = _in_order(data[key] or [], record.get(key) or [])
    changed["languages"] = [word.strip() for word in _plain(data["languages"]).split(";") if word.strip()]
    answers = {key: data[f"access_{key}"] for key in ACCESS_ATTRIBUTES}
    changed["access"] = {key: answer == "oui" for key, answer in answers.items() if answer}
    changed["phones"] = [_phone(row) for row in data["phones"] if _plain(row["number"])]
    changed["areas"] = [_area(row) for row in data["areas"] if row["region"]]
    changed["addresses"] = [
        {
            "address_1": _plain(row["address_1"]),
            "city": _plain(row["city"]),
            "postal_code": _plain(row["postal_code"]) or None,
        }
        for row in data["addresses"]
        if _plain(row["address_1"]) and not data["address_confidential"]
    ]
    changed["sources"] = [
        {"url": _plain(row["url"]), "seen": _plain(row["seen"]) or None}
        for row in data["sources"]
        if _plain(row["url"])
    ]
    return changed


def slug_from(name: str) -> str:
    """Return an identifier made of a name: "Maison de l'Aube" -> "maison-de-l-aube"."""
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(name)).split()
    return "-".join(words)[:80].strip("-")


def _plain(value: Any) -> str:
    return str(value or "").replace("\r\n", "\n").strip()


def _notes(text: str | None, before: str | None) -> str | None:
    """Internal notes, redacted where they are new; a line that stood there stays to the letter."""
    stood = {line.strip() for line in (before or "").split("\n")}
    lines = (text or "").split("\n")
    return "\n".join(line if line.strip() in stood else redacted(line, _TEXT) for line in lines) or None


def _in_order(ticked: list[str], before: list[str]) -> list[str]:
    kept = [key for key in before if key in ticked]
    return kept + [key for key in ticked if key not in kept]


def _and_free(rows: list[dict[str, Any]], free: dict[str, Any]) -> list[dict[str, Any]]:
    return [*rows, *(dict(free) for _ in range(min(EMPTY_ROWS, MOST_ROWS - len(rows))))]


def _phone(row: dict[str, Any]) -> dict[str, Any]:
    codes = [
        code.strip() for code in _plain(row["region_codes"]).replace(";", ",").split(",") if code.strip()
    ]
    number = _plain(row["number"])
    return {
        # One that is dialled otherwise (an old exchange, a foreign line) stays as typed.
        "number": dialled(number) or number,
        "type": row["type"],
        "note": _plain(row["note"]) or None,
        "extension": row["extension"],
        "confidence": row["confidence"] or None,
        "to_confirm": row["to_confirm"],
        "region_codes": codes,
    }


def _area_row(area: dict[str, Any]) -> dict[str, Any]:
    code, _, part = str(area.get("extent") or "").partition("/")
    kind = area["type"] if area["type"] in ("mrc", "municipality") else ""
    return {"region": code, "kind": kind, "part": part, "text": area.get("text") or ""}


def _area(row: dict[str, Any]) -> dict[str, Any]:
    code, kind, part = row["region"], row["kind"], _plain(row["part"])
    if code in _WIDE:
        plain = {"QC": "Québec", "CA": "Canada"}.get(code, "Canada hors Québec")
        return {
            "text": _plain(row["text"]) or plain,
            "type": "province" if code == "QC" else "country",
            "extent": code,
        }
    name = part if kind or part else vocabulary().regions.get(code, code)
    if kind == "mrc":
        name = f"MRC {part}"
    return {
        "text": _plain(row["text"]) or name,
        "type": kind or ("municipality" if part else "region"),
        "extent": f"{code}/{part}" if kind or part else code,
    }
