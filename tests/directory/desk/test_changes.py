"""The one way a listing changes: history, exact undo, refusal, and an address that turns secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text

from directory.accounts.audit import entries as audit_entries
from directory.database import Database
from directory.desk.changes import Applied, Change, Target, apply
from directory.desk.history import batch_of, changes_in, history, undo_of
from directory.desk.records import load, version_of
from directory.desk.upload import keep_draft
from directory.errors import ListingChanged, ListingRefused, ListingUnknown
from directory.exchange.files import project_document
from directory.exchange.importer import import_listings
from directory.models import Address, ImportDraft, ListingChange, Location, Organization, ReferralRow, Service
from directory.refer.engine import refer
from directory.refer.query import Query
from tests.directory.conftest import listing, place, write

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
STREET = "123 rue des Érables"


def exported(database: Database) -> bytes:
    """What `sentier directory export --format project` writes."""
    with database.session() as session:
        return json.dumps(project_document(session), ensure_ascii=False, indent=1).encode()


def change(database: Database, asked: Change, reason: str = "") -> Applied:
    with database.session() as session:
        return apply(session, asked, "rosalie", "responsable", reason)


def edit(database: Database, slug: str, **fields: Any) -> Applied:
    return change(database, Change.of("edit", slug, fields))


def undo(database: Database, done: Applied) -> Applied:
    with database.session() as session:
        asked = undo_of(session, batch_of(session, done.batch))
        return apply(session, asked, "rosalie", "responsable", "erreur")


FULL = listing(
    "refuge",
    description="Ce qui est offert.",
    addresses=[
        {"address_1": "9 rue B", "city": "Gatineau", "postal_code": "J8X 1A1"},
        {"address_1": "10 rue A", "city": "Hull", "postal_code": None},
        {"address_1": "11 rue C", "city": "Aylmer", "postal_code": None},
    ],
    phones=[
        {"number": "819-555-0100", "type": "voice", "extension": 7, "region_codes": ["07"]},
        {"number": "819-555-0101", "type": "sms", "to_confirm": True},
    ],
    verifications=[
        {"role": "b", "method": "phone", "verified_on": "2026-11-01"},
        {"role": "a", "method": "visit", "verified_on": "2026-11-01"},
    ],
    hours_text="Lundi au vendredi, 8 h à 16 h",
    sources=[{"url": "https://a.example", "seen": "mots"}],
    access={"pets": True, "children": False},
    languages=["fr", "en", "interprètes"],
    conflicts=["une page dit 20 h"],
)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Autre nom", "notes": "x"},
        {"phones": []},
        {"phones": [{"number": "819-555-0101", "type": "sms"}, {"number": "819-555-0100", "type": "voice"}]},
        {"addresses": [{"address_1": "11 rue C", "city": "Aylmer"}]},
        {"addresses": [], "municipality": None},
        {"verifications": []},
        {"needs": ["traite", "hebergement"], "access": {}},
        {"organization": "Un autre organisme"},
        {"hours_text": "24/7", "opening_hours": "24/7"},
        {"areas": [{"text": "Québec", "type": "province", "extent": "QC"}], "coverage": "province"},
        {"closed_from": "2026-12-20", "closed_until": "2027-01-05", "closure_reason": "Fêtes"},
    ],
    ids=lambda fields: "+".join(fields),
)
def test_undo_brings_the_exact_listing_back(empty: Database, fields: dict[str, Any]) -> None:
    write(empty, FULL, listing("autre"))
    before = exported(empty)
    done = edit(empty, "refuge", **fields)
    assert exported(empty) != before
    undo(empty, done)
    assert exported(empty) == before


def test_undo_of_the_undo_brings_the_change_back(empty: Database) -> None:
    write(empty, FULL)
    done = edit(empty, "refuge", name="Nouveau", phones=[])
    changed = exported(empty)
    undo(empty, undo(empty, done))
    assert exported(empty) == changed


def test_undo_of_an_addition_leaves_nothing_behind(empty: Database) -> None:
    write(empty, listing("autre"))
    before = exported(empty)
    added = listing("nouveau", organization="Neuf", addresses=[{"address_1": "1 rue A", "city": "Hull"}])
    done = change(empty, Change.of("add", "nouveau", added))
    assert undo(empty, done).entries[0].after is None
    assert exported(empty) == before
    with empty.session() as session:
        assert session.execute(select(Organization.name)).scalars().all() == ["Organisme"]
        assert session.execute(select(func.count()).select_from(Address)).scalar_one() == 0
        assert session.execute(select(ReferralRow.slug)).scalars().all() == ["autre"]
        assert len(session.execute(select(Location)).scalars().all()) == 1


def test_undo_of_an_import_takes_all_of_it_back(empty: Database) -> None:
    write(empty, FULL, listing("autre"))
    before = exported(empty)
    with empty.session() as session:
        import_listings(
            session,
            [listing("refuge", cost="gratuit"), listing("autre", name="Z"), listing("neuf")],
            today="2026-11-24",
        )
    with empty.session() as session:
        done = history(session, "neuf")[0]
        assert len(batch_of(session, done.batch)) == 3
        apply(session, undo_of(session, batch_of(session, done.batch)), "rosalie", "responsable", "x")
    assert exported(empty) == before


def test_history_tells_what_changed_who_and_why(empty: Database) -> None:
    write(empty, FULL)
    change(empty, Change.of("edit", "refuge", {"name": "Neuf", "cost": "gratuit"}), "page relue")
    with empty.session() as session:
        (entry,) = history(session, "refuge")
        assert (entry.actor, entry.role, entry.action, entry.reason) == (
            "rosalie",
            "responsable",
            "edit",
            "page relue",
        )
        assert {one.field: (one.before, one.after) for one in changes_in(entry)} == {
            "name": ("Refuge", "Neuf"),
            "cost": (None, "gratuit"),
        }
        (told,), _ = audit_entries(session)
        assert (told.actor, told.action, told.target) == ("rosalie", "fiche:edit", "refuge")


def test_a_change_that_changes_nothing_leaves_no_trace(empty: Database) -> None:
    write(empty, FULL)
    assert edit(empty, "refuge", name="Refuge").entries == ()
    with empty.session() as session:
        assert history(session, "refuge") == []
        assert audit_entries(session) == ([], 0)


def test_all_or_nothing(empty: Database) -> None:
    write(empty, listing("une"), listing("deux"))
    before = exported(empty)
    asked = Change(
        "import",
        (Target("une", {"name": "Neuf"}), Target("deux", {"genders": "x", "website": "javascript:1"})),
    )
    with pytest.raises(ListingRefused) as refused:
        change(empty, asked)
    assert [problem.row for problem in refused.value.problems] == [2, 2]
    assert all(problem.french for problem in refused.value.problems)
    assert exported(empty) == before


def test_nobody_writes_over_a_change_they_did_not_see(empty: Database) -> None:
    write(empty, FULL)
    with empty.session() as session:
        seen = version_of(load(session, "refuge"))
    edit(empty, "refuge", name="Première")
    with pytest.raises(ListingChanged):
        change(empty, Change.of("edit", "refuge", {"name": "Seconde"}, seen))
    with pytest.raises(ListingChanged):
        change(empty, Change.of("add", "refuge", listing("refuge"), ""))


def test_what_is_not_there_cannot_be_removed(empty: Database) -> None:
    with pytest.raises(ListingUnknown):
        change(empty, Change.of("edit", "rien", None))


def test_refer_sees_a_change_in_its_own_transaction(empty: Database) -> None:
    write(empty, FULL)
    query = Query(needs=("hebergement",), place=place("Gatineau"), at=NOW)
    with empty.session() as session:
        assert [one.id for one in refer(session, query).services] == ["refuge"]
        closed = {"closed_from": "2026-11-20", "closed_until": "2026-12-01", "closure_reason": "Travaux"}
        apply(session, Change.of("close", "refuge", closed), "rosalie", "responsable")
        assert refer(session, query).services == ()
        session.rollback()
    with empty.session() as session:
        assert [one.id for one in refer(session, query).services] == ["refuge"]


def test_a_change_waits_as_text() -> None:
    asked = Change("edit", (Target("refuge", {"name": "É"}, "v", 4), Target("deux", None)))
    assert Change.from_json(asked.to_json()) == asked


def everywhere(database: Database) -> str:
    """Every cell of every table, as text."""
    with database.session() as session:
        tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return "\n".join(
            str(tuple(row)) for table in tables for row in session.execute(text(f'SELECT * FROM "{table}"'))
        )


def test_an_address_that_turns_secret_is_nowhere_any_more(empty: Database) -> None:
    told = listing(
        "refuge",
        addresses=[{"address_1": STREET, "city": "Gatineau"}],
        notes=f"Vu sur place : {STREET}.",
    )
    write(empty, told)
    edit(empty, "refuge", name="Le refuge")
    with empty.session() as session:
        import_listings(session, [{**told, "cost": "gratuit", "notes": None}], today="2026-11-24")
        keep_draft(session, "a.json", [told], actor="rosalie", at=NOW)
    assert STREET in everywhere(empty)
    done = edit(empty, "refuge", address_confidential=True, addresses=[])
    left = everywhere(empty)
    assert "Érables" not in left
    assert "rables" not in left
    # The waiting import waits on, without the address.
    assert [(one["id"], one["addresses"]) for one in waiting(empty)] == [("refuge", [])]
    undo(empty, done)
    with empty.session() as session:
        now = load(session, "refuge")
    assert now is not None
    assert now["address_confidential"]
    assert now["addresses"] == []
    assert "rables" not in everywhere(empty)


def waiting(database: Database) -> list[Any]:
    """The records of the one import that waits."""
    with database.session() as session:
        found: list[Any] = json.loads(session.execute(select(ImportDraft.records)).scalar_one())
    return found


def test_a_change_of_a_secret_listing_leaves_a_waiting_import_alone(empty: Database) -> None:
    """Noting a check on a shelter is no reason to touch what a colleague is about to import."""
    secret = listing("refuge", address_confidential=True)
    write(empty, secret, listing("autre"))
    records = [{**secret, "address_confidential": False, "cost": "gratuit"}, listing("autre", cost="5 $")]
    with empty.session() as session:
        keep_draft(session, "a.json", records, actor="rosalie", at=NOW)
    edit(empty, "refuge", cost="sur demande")
    assert waiting(empty) == records


def test_a_word_why_that_tells_a_secret_address_is_not_kept(empty: Database) -> None:
    write(empty, listing("refuge", address_confidential=True))
    change(empty, Change.of("edit", "refuge", {"cost": "gratuit"}), f"vu au {STREET}")
    assert "rables" not in everywhere(empty)


def test_a_secret_address_is_refused_with_everything_else(empty: Database) -> None:
    write(empty, listing("refuge", address_confidential=True))
    before = exported(empty)
    with pytest.raises(ListingRefused, match="confidential"):
        edit(empty, "refuge", addresses=[{"address_1": STREET, "city": "Gatineau"}])
    assert exported(empty) == before
    with empty.session() as session:
        assert session.execute(select(func.count()).select_from(ListingChange)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Service)).scalar_one() == 1
