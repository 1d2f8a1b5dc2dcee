"""The form of a listing: a listing comes out of it as it went in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.datastructures import FormData

from bot.web.console.desk_form import ListingForm, form_of_record, record_of_form, slug_from
from directory.database import Database
from directory.exchange.files import project_document
from tests.directory.conftest import starter

__all__ = ["starter"]

TEXTAREA = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', re.S)


def sent(form: ListingForm) -> FormData:
    """What a browser sends back from the rendered form, nothing touched."""
    pairs: list[tuple[str, str]] = []

    def add(field: object) -> None:
        if hasattr(field, "entries"):
            for entry in field.entries:
                for inner in entry.form:
                    add(inner)
            return
        html = str(field())
        for tag in re.findall(r"<input[^>]*>", html):
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            ticks = attributes.get("type") in ("checkbox", "radio")
            if not ticks or " checked" in tag:
                pairs.append((attributes["name"], unescape(attributes.get("value", ""))))
        for name in re.findall(r'<select[^>]* name="([^"]+)"', html):
            chosen = re.findall(r'<option selected value="([^"]*)"', html)
            # Where none is selected a browser takes the first.
            chosen = chosen or re.findall(r'<option value="([^"]*)"', html)
            pairs.append((name, unescape(chosen[0])))
        for name, text in TEXTAREA.findall(html):
            pairs.append((name, unescape(text).replace("\n", "\r\n")))

    for field in form:
        add(field)
    return FormData(pairs)


@pytest.mark.slow
def test_nothing_touched_changes_nothing(starter: Database) -> None:
    with starter.session() as session:
        records = project_document(session)["services"]
    # Rendering all 230 takes a minute; those with the most parts, and every tenth.
    most = sorted(records, key=lambda record: -len(str(record)))[:8]
    for record in [*most, *records[::10]]:
        form = ListingForm(sent(ListingForm(data=form_of_record(record))))
        assert form.validate(), (record["id"], form.errors)
        assert record_of_form(form, record) == record, record["id"]


def test_a_confidential_address_is_not_taken() -> None:
    form = ListingForm(
        FormData(
            [
                ("name", "Refuge"),
                ("address_confidential", "y"),
                ("addresses-0-address_1", "1 rue A"),
                ("addresses-0-city", "Hull"),
            ]
        )
    )
    assert record_of_form(form, {})["addresses"] == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Maison de l'Aube", "maison-de-l-aube"), ("  ÉLAN — Montréal ", "elan-montreal"), ("///", "")],
)
def test_an_identifier_comes_from_the_name(name: str, slug: str) -> None:
    assert slug_from(name) == slug


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("819 555-0199", "819-555-0199"),
        ("(819) 555.0199", "819-555-0199"),
        ("1 800 363-9010", "1-800-363-9010"),
        ("811", "811"),
        ("819-555", "819-555"),
    ],
)
def test_a_number_is_kept_as_the_directory_writes_it(typed: str, kept: str) -> None:
    form = ListingForm(FormData([("name", "Refuge"), ("phones-0-number", typed), ("phones-0-type", "voice")]))
    assert [phone["number"] for phone in record_of_form(form, {})["phones"]] == [kept]
