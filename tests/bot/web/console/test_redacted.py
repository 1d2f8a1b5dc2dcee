"""Whatever people write on the console is kept without the personal data in it."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from starlette.datastructures import FormData

from bot.web.console.desk_form import ListingForm, form_of_record, record_of_form
from bot.web.console.requests import redacted_field
from directory.accounts.roles import INTERVENANTE, RESPONSABLE
from directory.database import Database
from directory.desk import publish
from directory.desk.changes import Change
from directory.paths.comparing import PathDifference
from directory.proposals import add
from tests.bot.web.console.conftest import Desk
from tests.bot.web.console.test_desk import edit, send_file, standing
from tests.directory.conftest import listing
from tests.directory.desk.test_changes import everywhere

WORDS = "Mme Julie Gagnon (514 555-0199, 123 rue des Érables) attend une place"
PERSONAL = ("Gagnon", "555-0199", "5550199", "rables")
"""The number long enough that no random token holds it by chance."""
SUBMIT = publish.submit


@pytest.fixture(autouse=True)
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "submit", partial(SUBMIT, gate=lambda *given: ()))
    monkeypatch.setattr("bot.web.console.desk_history.looked_at_again", lambda *given: False)


def proposal(database: Database) -> str:
    with database.session() as session:
        return str(add(session, "refuge", "autre", "À revoir.", date(2026, 11, 20)).id)


def held(database: Database, desk: Desk) -> None:
    worse = PathDifference("granby", "Une nuit à Granby", "pire", ("n'est plus montré",))
    change = Change.of("edit", "refuge", {"cost": "gratuit"})
    who: dict[str, Any] = {"actor": "rosalie", "role": RESPONSABLE, "at": desk.at}
    SUBMIT(database, change, **who, gate=lambda *given: (worse,))


@pytest.mark.parametrize(
    ("role", "path", "fields"),
    [
        (INTERVENANTE, "/repertoire/fiche/refuge/verifier", {"comment": "phone", "note": WORDS}),
        (INTERVENANTE, "/repertoire/fiche/refuge/noter", {"note": WORDS}),
        (INTERVENANTE, "/repertoire/fiche/refuge/proposer", {"sorte": "autre", "texte": WORDS}),
        (RESPONSABLE, "/repertoire/fiche/refuge/fermer", {"raison": WORDS}),
        (RESPONSABLE, "/propositions/{proposal}", {"decision": "refuser", "raison": WORDS}),
        (RESPONSABLE, "/propositions/{proposal}", {"decision": "modifier", "raison": "Oui.", "texte": WORDS}),
        (RESPONSABLE, "/repertoire/retenus/1", {"decision": "accepter", "raison": WORDS}),
        (RESPONSABLE, "/repertoire/retenus/1", {"decision": "refuser", "raison": WORDS}),
        (INTERVENANTE, "/suivi/nouveau", {"region": "07", "quoi": WORDS, "qui": "CISSS"}),
        (INTERVENANTE, "/suivi/nouveau", {"region": "07", "quoi": "Une place.", "qui": WORDS}),
    ],
)
def test_what_is_written_in_a_form(
    desk: Desk, directory: Database, role: str, path: str, fields: dict[str, str]
) -> None:
    held(directory, desk)
    answer = desk.signed_in(role).submit(path.format(proposal=proposal(directory)), **fields)
    assert answer.status_code == 303, answer.text
    kept = everywhere(directory)
    assert "attend une place" in kept
    assert [word for word in PERSONAL if word in kept] == []


def test_why_a_listing_was_changed_reopened_taken_back_or_imported(desk: Desk, directory: Database) -> None:
    browser = desk.signed_in(RESPONSABLE)
    sent = [
        edit(browser, "refuge", cost="gratuit", raison=WORDS),
        browser.submit("/repertoire/historique/1/annuler", raison=WORDS),
        browser.submit("/repertoire/fiche/refuge/fermer", raison="Fêtes"),
        browser.submit("/repertoire/fiche/refuge/rouvrir", raison=WORDS),
    ]
    found = re.search(
        r'name="brouillon" value="([^"]+)"', send_file(browser, "a.csv", b"id,name\nrefuge,Le refuge\n").text
    )
    assert found
    sent.append(browser.submit("/repertoire/importer/faire", brouillon=found[1], raison=WORDS))
    assert [answer.status_code for answer in sent] == [303] * 5
    kept = everywhere(directory)
    assert kept.count("attend une place") == 4
    assert [word for word in PERSONAL if word in kept] == []


def test_new_lines_of_the_notes_in_the_form_of_a_listing(desk: Desk, directory: Database) -> None:
    browser = desk.signed_in(RESPONSABLE)
    answer = edit(browser, "refuge", notes=f"Un autobus passe.\r\n{WORDS}", address_confidential="y")
    assert answer.status_code == 303
    notes = standing(directory, "refuge")["notes"].split("\n")
    assert notes[0] == "Un autobus passe."
    assert notes[1].endswith("attend une place")
    assert [word for word in PERSONAL if word in everywhere(directory)] == []


def test_notes_that_stood_there_and_what_a_listing_says_stay_to_the_letter() -> None:
    stood = "Ligne de la direction : 819 555-0199\n  demander Mme Gagnon"
    record = listing("refuge", notes=stood, description="Au 123 rue des Érables, 819 555-0199.")
    data = {**form_of_record(record), "notes": f"{stood}\n{WORDS}"}
    kept = record_of_form(ListingForm(data=data), record)
    assert kept["notes"].startswith(f"{stood}\n")
    assert "514" not in kept["notes"]
    assert kept["description"] == record["description"]


def test_a_number_is_not_cut_before_it_is_seen() -> None:
    form = FormData({"note": "mot " * 10 + "514 555-0199"})
    for most in range(40, 53):
        assert "514" not in redacted_field(form, "note", most)
