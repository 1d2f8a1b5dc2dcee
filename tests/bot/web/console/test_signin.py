"""Signing in, staying in, getting out; and every way in that must stay shut."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from directory.accounts.accounts import disable
from directory.accounts.roles import RESPONSABLE, ROLES
from directory.database import Database, create_database
from directory.models import AuditEntry, ConsoleSession
from directory.records import ensure_taxonomies
from tests.bot.web.console.conftest import NAMES, PASSWORD, URL, Desk
from tests.directory.conftest import listing, write

WRONG = "le mot de passe ou le code"


@pytest.mark.parametrize("role", ROLES)
def test_name_password_and_code_open_the_console(desk: Desk, role: str) -> None:
    page = desk.signed_in(role).get("/")
    assert page.status_code == 200
    assert NAMES[role] in page.text
    assert ("/comptes" in page.text) == (role == RESPONSABLE)


def test_without_a_session_every_page_leads_to_signing_in(desk: Desk) -> None:
    browser = desk.browser()
    paths = {section.path for section in desk.console.sections}
    for path in ("/", "/mot-de-passe", *paths):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/connexion")
    assert browser.post("/comptes/fermer", data={"nom": "ines"}).headers["location"] == "/connexion"


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("rosalie", "un autre mot de passe", None),
        ("rosalie", PASSWORD, "000000"),
        ("rosalie", PASSWORD, ""),
        ("rosalie", "", None),
        ("personne", PASSWORD, "123456"),
        ("", "", ""),
        ("ines' OR 1=1 --", PASSWORD, "123456"),
    ],
)
def test_anything_wrong_is_refused_with_the_same_words(
    desk: Desk, name: str, password: str, code: str | None
) -> None:
    desk.secrets.setdefault(name, desk.secrets["rosalie"])
    answer = desk.browser().sign_in(name, password, code)
    assert answer.status_code == 401
    assert WRONG in answer.text
    assert "set-cookie" not in answer.headers
    # What was typed does not come back: a password typed in the wrong field stays nowhere.
    assert not name or f'value="{name}"' not in answer.text


def test_an_unknown_name_costs_the_same_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from directory.accounts import accounts, passwords, totp

    asked: list[str] = []
    verify = passwords._hasher.verify
    code = accounts.accepted_step

    class Counting:
        def verify(self, kept: str, given: bytes) -> bool:
            asked.append("hash")
            return verify(kept, given)

        def hash(self, given: bytes) -> str:
            return plain.hash(given)

    plain = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    monkeypatch.setattr(accounts, "accepted_step", lambda *given: (asked.append("code"), code(*given))[1])
    assert totp.SECONDS == 30
    work = []
    for name in ("rosalie", "personne"):
        asked.clear()
        desk.browser().sign_in(name, "un autre mot de passe", "123456")
        work.append(list(asked))
    assert work == [["hash", "code"]] * 2


def test_a_code_is_good_once(desk: Desk) -> None:
    code = desk.code("rosalie")
    assert desk.browser().sign_in("rosalie", code=code).status_code == 303
    assert desk.browser().sign_in("rosalie", code=code).status_code == 401
    # Nor an older one that the clock would still allow.
    desk.later(seconds=60)
    newer = desk.code("rosalie")
    desk.later(seconds=-30)
    older = desk.code("rosalie")
    desk.later(seconds=30)
    assert desk.browser().sign_in("rosalie", code=newer).status_code == 303
    assert desk.browser().sign_in("rosalie", code=older).status_code == 401


def test_a_code_of_a_minute_ago_is_too_old(desk: Desk) -> None:
    code = desk.code("rosalie")
    desk.later(seconds=61)
    assert desk.browser().sign_in("rosalie", code=code).status_code == 401


def test_capitals_and_spaces_of_the_name_do_not_count(desk: Desk) -> None:
    code = desk.code("rosalie")
    assert desk.browser().sign_in(" Rosalie ", code=f"{code[:3]} {code[3:]}").status_code == 303


def test_a_planted_cookie_is_never_taken_over(desk: Desk) -> None:
    browser = desk.browser()
    browser.cookies.set("sentier", "planted-by-somebody-else")
    answer = browser.sign_in("rosalie")
    assert answer.status_code == 303
    assert "planted" not in answer.headers["set-cookie"]
    other = desk.browser()
    other.cookies.set("sentier", "planted-by-somebody-else")
    assert other.get("/").status_code == 303


def test_signing_in_again_ends_the_session_of_before(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    before = browser.cookies["sentier"]
    desk.later(seconds=31)
    browser.sign_in("rosalie")
    assert browser.cookies["sentier"] != before
    stolen = desk.browser()
    stolen.cookies.set("sentier", before)
    assert stolen.get("/").status_code == 303


def test_the_cookie_is_strict_and_hidden_from_scripts(desk: Desk) -> None:
    cookie = desk.browser().sign_in("rosalie").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie
    assert "expires" not in cookie
    assert "domain" not in cookie
    assert "secure" not in cookie


def test_over_https_the_cookie_travels_over_https_only(directory: Database) -> None:
    desk = Desk(directory, https=True)
    browser = desk.browser()
    answer = browser.sign_in("rosalie")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-sentier=")
    assert "secure" in cookie.lower()
    assert "path=/" in cookie.lower()
    assert answer.headers["strict-transport-security"]
    assert browser.get("/").status_code == 200


def test_the_table_of_sessions_opens_none(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    with desk.database.session() as session:
        (kept,) = session.execute(select(ConsoleSession)).scalars()
    assert browser.cookies["sentier"] not in (kept.id, kept.csrf)
    thief = desk.browser()
    thief.cookies.set("sentier", kept.id)
    assert thief.get("/").status_code == 303


def test_thirty_minutes_of_silence_end_it(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    for _ in range(3):
        desk.later(minutes=29)
        assert browser.get("/").status_code == 200
    desk.later(minutes=30)
    assert browser.get("/").status_code == 303


def test_reading_goes_on_while_another_program_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.database.LOCK_TIMEOUT", 0.1)
    database = create_database(f"sqlite:///{tmp_path / 'directory.db'}")
    database.migrate()
    with database.session() as session:
        ensure_taxonomies(session)
    write(database, listing("refuge"))
    desk = Desk(database)
    browser = desk.signed_in(RESPONSABLE)
    writer = sqlite3.connect(tmp_path / "directory.db")
    writer.execute("BEGIN IMMEDIATE")
    desk.later(minutes=29)
    assert browser.get("/").status_code == 200
    # What needs the pen says so.
    busy = desk.browser().sign_in("rosalie")
    assert busy.status_code == 503
    assert "réessayez dans un instant" in busy.text
    writer.rollback()
    writer.close()
    assert browser.get("/").status_code == 200
    database.close()


def test_twelve_hours_end_it_however_busy(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    for _ in range(35):
        desk.later(minutes=20)
        assert browser.get("/").status_code == 200
    desk.later(minutes=20)
    assert browser.get("/").status_code == 303


def test_signing_out_ends_it_on_our_side_too(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    token = browser.cookies["sentier"]
    answer = browser.submit("/deconnexion")
    assert answer.headers["location"] == "/connexion"
    assert "clear-site-data" in answer.headers
    again = desk.browser()
    again.cookies.set("sentier", token)
    assert again.get("/").status_code == 303


def test_a_closed_account_is_out_at_once_and_does_not_come_back(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    with desk.database.session() as session:
        disable(session, "rosalie", at=desk.at, actor="serveur", actor_role="serveur")
    assert browser.get("/").status_code == 303
    desk.later(seconds=31)
    assert desk.browser().sign_in("rosalie").status_code == 401


def test_guessing_becomes_slow_and_the_right_password_waits_too(desk: Desk) -> None:
    statuses = [desk.browser().sign_in("rosalie", f"essai numéro {n}").status_code for n in range(6)]
    assert statuses == [401, 401, 401, 401, 429, 429]
    answer = desk.browser().sign_in("rosalie")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == 2
    assert "Attendez 2 secondes" in answer.text
    # Another account is not held up.
    assert desk.browser().sign_in("ines").status_code == 303
    desk.later(seconds=3)
    assert desk.browser().sign_in("rosalie").status_code == 303


def test_a_thousand_guesses_take_more_than_a_week(desk: Desk) -> None:
    start, looked_at = desk.at, 0
    while looked_at < 30:
        answer = desk.browser().sign_in("rosalie", "essai", "000000")
        looked_at += answer.status_code == 401
        if answer.status_code == 429:
            desk.later(seconds=int(answer.headers["retry-after"]))
    # Beyond the first dozen, each takes a quarter of an hour.
    assert (desk.at - start).total_seconds() > 15 * 60 * 17


def test_names_nobody_has_are_slowed_down_alike(desk: Desk) -> None:
    statuses = [desk.browser().sign_in("personne", "essai", "1").status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 401, 429]


def test_one_address_that_tries_many_names_is_slowed_down(desk: Desk) -> None:
    statuses = [desk.browser().sign_in(f"nom{n}", "essai", "1").status_code for n in range(22)]
    assert statuses == [401] * 20 + [429] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
        {"origin": URL.replace("8081", "8080")},
        {"origin": URL, "sec-fetch-site": "cross-site"},
        {"origin": URL, "sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_site_signs_nobody_in(desk: Desk, headers: dict[str, str]) -> None:
    answer = desk.browser().sign_in("rosalie", headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_who_does_not_say_where_the_form_is_from_is_not_signed_in(desk: Desk) -> None:
    form = {"nom": "rosalie", "mot_de_passe": PASSWORD, "code": desk.code("rosalie")}
    assert desk.browser().post("/connexion", data=form).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/journal", "/journal"),
        ("//ailleurs.example", "/"),
        ("/\\ailleurs.example", "/"),
        ("https://ailleurs.example/", "/"),
        ("/connexion", "/"),
        ("/a%0d%0aset-cookie:x=1", "/"),
    ],
)
def test_after_signing_in_one_stays_in_the_console(desk: Desk, wanted: str, leads: str) -> None:
    answer = desk.browser().sign_in("rosalie", to=f"/connexion?suite={wanted}")
    assert answer.headers["location"] == leads


def test_own_password(desk: Desk) -> None:
    browser, elsewhere = desk.signed_in(RESPONSABLE), desk.signed_in(RESPONSABLE)
    before = browser.cookies["sentier"]
    desk.later(seconds=31)
    new = "rivière lanterne café vélo"
    fields = {"actuel": PASSWORD, "nouveau": new, "encore": new}
    assert browser.submit("/mot-de-passe", **fields, code="000000").status_code == 403
    assert browser.submit("/mot-de-passe", **{**fields, "encore": "autre"}, code="1").status_code == 400
    short = browser.submit("/mot-de-passe", actuel=PASSWORD, nouveau="court", encore="court", code="1")
    assert "au moins 12" in short.text
    done = browser.submit("/mot-de-passe", **fields, code=desk.code("rosalie"))
    assert done.status_code == 200
    assert browser.cookies["sentier"] != before
    assert browser.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303
    desk.later(seconds=31)
    assert desk.browser().sign_in("rosalie", PASSWORD).status_code == 401
    # Typed on a keyboard that composes accents otherwise.
    assert desk.browser().sign_in("rosalie", new.replace("è", "e\u0300")).status_code == 303
    with desk.database.session() as session:
        trail = list(
            session.execute(select(AuditEntry.action).where(AuditEntry.actor == "rosalie")).scalars()
        )
    assert "mot de passe changé" in trail


def test_an_open_session_is_no_way_to_guess_the_password(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    fields = {"nouveau": "rivière lanterne café vélo", "encore": "rivière lanterne café vélo", "code": "1"}
    statuses = [browser.submit("/mot-de-passe", actuel=f"essai {n}", **fields).status_code for n in range(6)]
    assert statuses == [403, 403, 403, 403, 429, 429]


def test_no_password_code_or_token_stands_in_the_trail(desk: Desk) -> None:
    browser = desk.signed_in(RESPONSABLE)
    browser.sign_in("rosalie", "un mot de passe faux")
    with desk.database.session() as session:
        rows = session.execute(select(AuditEntry)).scalars()
        words = " ".join(f"{one.actor} {one.action} {one.target} {one.detail}" for one in rows)
    for secret in (PASSWORD, "faux", browser.cookies["sentier"], *desk.secrets.values()):
        assert secret not in words


def test_a_lost_key_of_the_codes_is_a_sentence_and_no_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIER_TOTP_KEY", "une autre clé que celle du début, longue")
    browser = desk.browser()
    answer = browser.sign_in("ines")
    assert answer.status_code == 503
    assert "la clé qui protège les codes" in answer.text
    assert "rien n'a été changé" not in answer.text
    assert browser.sign_in("ines", "un autre mot de passe").status_code in (401, 429)
