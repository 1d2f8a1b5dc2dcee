"""Notes of who will do what: what they need, who steers them, how they are signed and ordered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from directory import follow_up
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.database import Database
from directory.errors import FollowUpInvalid, FollowUpRefused, FollowUpUnknown
from directory.follow_up import add_line, note_of, notes, open_note, signature
from directory.models.base import stable_id
from tests.directory.conftest import listing, write

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
ORGANIZATION = stable_id("organization", "Organisme")
STAFF = {"at": NOW, "actor": "ines", "role": INTERVENANTE}
PARTNER = {"at": NOW, "actor": "paule", "role": PARTENAIRE, "organization_id": ORGANIZATION}


def opened(database: Database, what: str = "Deux places.", due: date | None = None, **more: Any) -> str:
    fields = {"region": "07", "need": None, "who": "CISSS", "due_on": due, **STAFF, **more}
    with database.session() as session:
        return str(open_note(session, what=what, **fields).id)


def test_those_due_first_stand_in_front_and_those_without_a_date_last(empty: Database) -> None:
    opened(empty, "sans date")
    opened(empty, "plus tard", date(2027, 1, 1))
    opened(empty, "bientôt", date(2026, 12, 1))
    with empty.session() as session:
        assert [note.what for note in notes(session)] == ["bientôt", "plus tard", "sans date"]


def test_a_line_is_signed_by_a_role_never_by_a_name(empty: Database) -> None:
    write(empty, listing("refuge"))
    with empty.session() as session:
        assert signature(session, INTERVENANTE, None) == "Intervenante"
        assert signature(session, RESPONSABLE, None) == "Responsable du répertoire"
        assert signature(session, PARTENAIRE, ORGANIZATION) == "Partenaire, Organisme"
        # The organization left the directory: the line still is signed.
        assert signature(session, PARTENAIRE, "gone") == "Partenaire"


def test_the_past_of_a_note_stays(empty: Database) -> None:
    identity = opened(empty)
    with empty.session() as session:
        add_line(session, identity, words="Trouvé.", state="fait", **STAFF)
        add_line(session, identity, state="en cours", due_on=date(2026, 12, 24), **STAFF)
    with empty.session() as session:
        note = note_of(session, identity)
        assert [entry.words for entry in note.entries] == [
            "Note ouverte.",
            "[à faire → fait] Trouvé.",
            "[fait → en cours, pour le 2026-12-24]",
        ]
        assert (note.state, note.due_on) == ("en cours", date(2026, 12, 24))


def test_a_partner_steers_what_the_partner_opened(empty: Database) -> None:
    hers = opened(empty, **PARTNER)
    theirs = opened(empty)
    other = {**PARTNER, "organization_id": "another"}
    with empty.session() as session:
        add_line(session, hers, state="fait", **PARTNER)
        for identity, who in (
            (theirs, PARTNER),
            (hers, other),
            (theirs, {**PARTNER, "organization_id": None}),
        ):
            with pytest.raises(FollowUpRefused):
                add_line(session, identity, state="abandonné", **who)
            add_line(session, identity, words="Nous aiderons.", **who)


@pytest.mark.parametrize(
    "fields",
    [
        {"region": None},
        {"region": "99"},
        {"need": "fortune"},
        {"what": " "},
        {"what": "x" * 1001},
        {"who": ""},
        {"who": "x" * 201},
    ],
)
def test_a_note_that_lacks_something(empty: Database, fields: dict[str, Any]) -> None:
    with pytest.raises(FollowUpInvalid):
        opened(empty, **fields)


def test_there_is_an_end_to_notes_and_lines(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "MAX_OPEN", 1)
    monkeypatch.setattr(follow_up, "MAX_ENTRIES", 2)
    identity = opened(empty)
    with pytest.raises(FollowUpInvalid):
        opened(empty, "une autre")
    with empty.session() as session:
        add_line(session, identity, words="une", **STAFF)
        with pytest.raises(FollowUpInvalid):
            add_line(session, identity, words="deux", **STAFF)
        with pytest.raises(FollowUpUnknown):
            add_line(session, "rien", words="deux", **STAFF)
