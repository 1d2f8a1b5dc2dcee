"""Accounts as they are made, kept and closed; passwords; codes; the trail; the slow-down."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from directory.accounts import audit, sessions, slowdown
from directory.accounts.accounts import accounts, add_account, disable, find, renew, sign_in
from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE
from directory.accounts.slowdown import SlowDown
from directory.accounts.totp import accepted_step, enrolment_uri, new_secret
from directory.database import Database, create_database
from directory.errors import (
    AccountInvalid,
    AccountUnknown,
    AuditUnchangeable,
    PasswordRefused,
    SignInRefused,
    TooManyAttempts,
)
from directory.models import Account, AuditEntry, ConsoleSession
from directory.models.base import stable_id
from tests.directory.conftest import listing, write

pytestmark = pytest.mark.usefixtures("quick_hashes")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PASSWORD = "quatre mots sans lien"
BY = {"actor": "serveur", "actor_role": "serveur"}


def made(database: Database, name: str = "rosalie", role: str = RESPONSABLE, **more: str) -> str:
    """Makes an account; returns its secret."""
    with database.session() as session:
        return add_account(session, name, PASSWORD, role, at=NOW, **BY, **more).totp_secret


def enter(database: Database, secret: str, at: datetime = NOW, password: str = PASSWORD) -> None:
    with database.session() as session:
        sign_in(session, "rosalie", password, pyotp.TOTP(secret).at(at), at)


def test_a_password_is_kept_as_argon2id_and_nowhere_else(empty: Database) -> None:
    made(empty, " Rosalie ")
    with empty.session() as session:
        (one,) = accounts(session)
        trail = session.execute(select(AuditEntry)).scalar_one()
    assert one.username == "rosalie"
    assert one.password_hash.startswith("$argon2id$")
    assert (trail.actor, trail.action, trail.target, trail.detail) == (
        "serveur",
        "compte créé",
        "rosalie",
        RESPONSABLE,
    )


def test_the_real_parameters_are_at_least_what_owasp_asks() -> None:
    hasher = PasswordHasher()
    # Password Storage Cheat Sheet: m=19 MiB, t=2, p=1 or stronger.
    assert hasher.memory_cost >= 19 * 1024
    assert hasher.time_cost >= 2


@pytest.mark.parametrize("name", ["", "ab", "a b c", "-abc", "é" * 5, "a" * 41, "<script>", "rosalie\n"])
def test_names_are_plain(empty: Database, name: str) -> None:
    if name.strip() == "rosalie":
        made(empty)
    with pytest.raises(AccountInvalid):
        made(empty, name)


def test_a_name_is_never_given_twice(empty: Database) -> None:
    made(empty)
    with empty.session() as session:
        disable(session, "rosalie", at=NOW, **BY)
    with pytest.raises(AccountInvalid, match="never given twice"):
        made(empty, "ROSALIE")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("court", "short"),
        ("x" * 201, "long"),
        ("aaaaaaaaaaaa", "guessable"),
        ("rosalie rosalie", "guessable"),
        ("motdepasse-Sentier", "guessable"),
    ],
)
def test_passwords_that_are_refused(empty: Database, password: str, reason: str) -> None:
    with empty.session() as session, pytest.raises(PasswordRefused) as refused:
        add_account(session, "rosalie", password, RESPONSABLE, at=NOW, **BY)
    assert refused.value.reason == reason


def test_a_partner_belongs_to_an_organization_and_nobody_else_does(empty: Database) -> None:
    write(empty, listing("refuge", organization="Maison de l'Été"))
    for role, organization in (
        (PARTENAIRE, None),
        (INTERVENANTE, "Maison de l'Été"),
        (PARTENAIRE, "Inconnue"),
    ):
        with empty.session() as session, pytest.raises(AccountInvalid):
            add_account(session, "paule", PASSWORD, role, at=NOW, organization=organization, **BY)
    made(empty, "paule", PARTENAIRE, organization="maison de l'été")
    with empty.session() as session:
        account = find(session, "paule")
        assert account is not None
        assert account.organization_id == stable_id("organization", "Maison de l'Été")


@pytest.mark.parametrize("change", [{"role": "administratrice"}, {"role": PARTENAIRE}])
def test_the_database_itself_refuses_a_role_that_is_none(empty: Database, change: dict[str, str]) -> None:
    made(empty)
    with empty.session() as session:
        changing = update(Account).values(**change)
        with pytest.raises(IntegrityError):
            session.execute(changing)
        session.rollback()


def test_disabling_ends_sessions_and_is_for_good(empty: Database) -> None:
    secret = made(empty)
    with empty.session() as session:
        account = find(session, "rosalie")
        assert account is not None
        token = sessions.open_session(session, account, NOW).token
    with empty.session() as session:
        assert sessions.known(session, token, NOW) is not None
        disable(session, "rosalie", at=NOW, **BY)
        assert sessions.known(session, token, NOW) is None
    with pytest.raises(SignInRefused):
        enter(empty, secret)
    with empty.session() as session:
        with pytest.raises(AccountInvalid):
            disable(session, "rosalie", at=NOW, **BY)
        with pytest.raises(AccountInvalid):
            renew(session, "rosalie", PASSWORD, **BY)
        with pytest.raises(AccountUnknown):
            disable(session, "personne", at=NOW, **BY)


def test_renewing_takes_the_old_ways_in_away(empty: Database) -> None:
    old = made(empty)
    with empty.session() as session:
        account = find(session, "rosalie")
        assert account is not None
        token = sessions.open_session(session, account, NOW).token
    with empty.session() as session:
        new = renew(session, "rosalie", "rivière lanterne café vélo", **BY).totp_secret
        assert sessions.known(session, token, NOW) is None
    assert new != old
    for secret, password in ((old, PASSWORD), (new, PASSWORD), (old, "rivière lanterne café vélo")):
        with pytest.raises(SignInRefused):
            enter(empty, secret, password=password)
    enter(empty, new, password="rivière lanterne café vélo")


def test_two_requests_that_race_with_one_code_do_not_both_get_in(tmp_path: Path) -> None:
    database = create_database(f"sqlite:///{tmp_path / 'race.db'}")
    database.migrate()
    secret = made(database)
    results: list[str] = []
    together = threading.Barrier(4)

    def race() -> None:
        together.wait()
        try:
            enter(database, secret)
            results.append("in")
        except SignInRefused:
            results.append("refused")

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["in", "refused", "refused", "refused"]
    database.close()


def test_sessions_that_ended_leave_the_table(empty: Database) -> None:
    made(empty)
    with empty.session() as session:
        account = find(session, "rosalie")
        assert account is not None
        sessions.open_session(session, account, NOW)
        sessions.open_session(session, account, NOW + timedelta(minutes=31))
        assert len(list(session.execute(select(ConsoleSession)).scalars())) == 1


@pytest.mark.parametrize("moved", [timedelta(days=400), timedelta(days=-400), timedelta(hours=-1)])
def test_a_clock_that_is_moved_keeps_no_session_alive(empty: Database, moved: timedelta) -> None:
    made(empty)
    with empty.session() as session:
        account = find(session, "rosalie")
        assert account is not None
        token = sessions.open_session(session, account, NOW).token
        assert sessions.known(session, token, NOW - timedelta(minutes=2)) is not None
        assert sessions.known(session, token, NOW + moved) is None
        sessions.forget_ended(session, NOW + moved)
        assert not list(session.execute(select(ConsoleSession)).scalars())


def test_a_clock_that_is_set_back_makes_no_code_good_twice(empty: Database) -> None:
    secret = made(empty)
    enter(empty, secret)
    later = NOW + timedelta(days=1)
    enter(empty, secret, later)
    for at in (NOW, NOW - timedelta(days=1), later):
        with pytest.raises(SignInRefused):
            enter(empty, secret, at)
    # Nobody is shut out until that day comes again: a new secret begins anew.
    with empty.session() as session:
        secret = renew(session, "rosalie", PASSWORD, **BY).totp_secret
    enter(empty, secret, NOW)


def test_codes_are_those_of_rfc_6238() -> None:
    # Appendix B, SHA-1, the last six of the eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert accepted_step(secret, code, at) == seconds // 30
    assert accepted_step(secret, "287082", datetime.fromtimestamp(59 + 90, UTC)) is None
    assert accepted_step(secret, "28708²", datetime.fromtimestamp(59, UTC)) is None


def test_the_enrolment_address_is_what_applications_read() -> None:
    secret = new_secret()
    parts = urlsplit(enrolment_uri(secret, "rosalie"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Sentier:rosalie")
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["Sentier"]}


def test_the_trail_is_only_added_to(empty: Database) -> None:
    made(empty)
    with pytest.raises(AuditUnchangeable), empty.session() as session:
        session.execute(select(AuditEntry)).scalar_one().actor = "quelqu'un d'autre"
    with pytest.raises(AuditUnchangeable), empty.session() as session:
        session.delete(session.execute(select(AuditEntry)).scalar_one())


def test_the_trail_goes_with_the_change_or_not_at_all(empty: Database) -> None:
    def interrupted() -> None:
        with empty.session() as session:
            audit.record(session, "rosalie", RESPONSABLE, "action", "cible")
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    with empty.session() as session:
        assert audit.entries(session) == ([], 0)


def test_the_trail_by_pages(empty: Database) -> None:
    with empty.session() as session:
        for number in range(audit.PAGE + 3):
            audit.record(
                session, "ines" if number % 2 else "rosalie", RESPONSABLE, "action", f"fiche {number}"
            )
    with empty.session() as session:
        first, total = audit.entries(session)
        second, _ = audit.entries(session, page=2)
        hers, count = audit.entries(session, actor="ines")
        one, _ = audit.entries(session, target="fiche 7")
    assert total == audit.PAGE + 3
    assert (first[0].target, second[-1].target) == (f"fiche {audit.PAGE + 2}", "fiche 0")
    assert len(second) == 3
    assert {entry.actor for entry in hers} == {"ines"}
    assert count == (audit.PAGE + 3) // 2
    assert [entry.target for entry in one] == ["fiche 7"]


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_is_forgotten_after_one() -> None:
    clock = Clock()
    slow = SlowDown(clock)
    waits = []
    for _ in range(16):
        try:
            slow.attempt("rosalie", "a")
        except TooManyAttempts as soon:
            waits.append(soon.seconds)
            clock.now += soon.seconds
            slow.attempt("rosalie", "b")
    assert waits[:6] == [2, 4, 8, 16, 32, 64]
    assert waits[-1] == 900
    clock.now += 3600
    slow.attempt("rosalie", "c")
    slow.attempt("rosalie", "c")


def test_tries_sent_at_once_do_not_slip_through() -> None:
    slow = SlowDown(Clock())
    passed = []

    def attempt() -> None:
        try:
            slow.attempt("rosalie", "a")
            passed.append(1)
        except TooManyAttempts:
            pass

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == slowdown.FREE_FOR_ACCOUNT


def test_a_flood_of_names_frees_nobody_and_takes_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowdown, "MOST_KEPT", 100)
    clock = Clock()
    slow = SlowDown(clock)
    for _ in range(slowdown.FREE_FOR_ACCOUNT):
        slow.attempt("rosalie", "a")
    for number in range(500):
        slow.attempt(f"nom{number}", f"adresse {number}")
    assert len(slow._failures) <= 102
    with pytest.raises(TooManyAttempts):
        slow.attempt("rosalie", "b")


def test_neither_a_name_nor_an_address_stands_in_memory() -> None:
    slow = SlowDown(Clock())
    slow.attempt("rosalie", "192.0.2.7")
    assert all(b"rosalie" not in key and b"192.0.2.7" not in key for key in slow._failures)


def test_the_table_of_accounts_holds_no_other_personal_data() -> None:
    assert set(Account.__table__.columns.keys()) == {
        "id",
        "username",
        "password_hash",
        "totp_secret",
        "totp_last_step",
        "role",
        "organization_id",
        "active",
        "created_at",
        "disabled_at",
    }
