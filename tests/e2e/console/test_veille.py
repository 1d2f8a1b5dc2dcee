"""The veille in a browser: figures that are made, read, downloaded, printed; no small number for any role."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from directory.accounts.roles import INTERVENANTE, PARTENAIRE, RESPONSABLE, ROLES
from directory.database import Database
from directory.geography import QUEBEC
from directory.veille.store import add
from directory.veille.weeks import Period, Season
from tests.directory.veille.season import counts_of
from tests.e2e.console.conftest import Desk, MakePage, fits, violations

MAKING_SECONDS = 240


def _last_whole() -> Season:
    """The season before the present one: whole, whatever the day of the test."""
    today = datetime.now(UTC).astimezone(QUEBEC).date()
    now = Season.of(today)
    return Season(now.year - 1, 3) if now.quarter == 0 else Season(now.year, now.quarter - 1)


SEASON = _last_whole()


@pytest.fixture(scope="module")
def counted(directory: Database, desk: Desk) -> Desk:
    """The console over a season of counts."""
    with directory.session() as session:
        add(session, counts_of(Period(SEASON, 3)))
    return desk


def _ready(page: Page, desk: Desk) -> Page:
    """The page of the season, once the process beside has made its figures."""
    limit = time.monotonic() + MAKING_SECONDS
    page.goto(f"{desk.url}/veille?periode={SEASON.key}")
    while page.get_by_text("se préparent").count():
        assert time.monotonic() < limit, "the figures were not made"
        time.sleep(2)
        page.get_by_role("link", name="Recharger la page").click()
    return page


def test_nothing_counted_says_when_figures_come(desk: Desk, signed_in: MakePage) -> None:
    page = signed_in(INTERVENANTE)
    page.goto(desk.url + "/veille")
    if page.get_by_text("Rien n'est encore publié").count():
        expect(page.get_by_text("La semaine en cours n'est jamais montrée")).to_be_visible()


def test_from_the_door_to_the_map_the_gaps_and_a_portrait(counted: Desk, signed_in: MakePage) -> None:
    page = signed_in(INTERVENANTE)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Veille").click()
    _ready(page, counted)
    expect(page.get_by_role("img", name=re.compile("Demandes, par besoin et par région"))).to_be_visible()
    expect(page.get_by_role("heading", name="Les lacunes")).to_be_visible()
    page.get_by_label("Portrait d'une région, sur une page").select_option("07")
    page.get_by_role("button", name="Ouvrir le portrait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Outaouais, {SEASON.label}")
    expect(page.get_by_role("heading", name="Ce qui a été demandé")).to_be_visible()
    expect(page.get_by_role("heading", name="Les services de la région")).to_be_visible()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_sees_a_small_number(counted: Desk, signed_in: MakePage, role: str) -> None:
    page = _ready(signed_in(role), counted)
    for one in page.locator("details summary").all():
        one.click()
    cells = page.locator("table td.number").all_text_contents()
    numbers = {int(text) for text in cells if text.strip().isdigit()}
    assert len(numbers) > 5
    assert all(number >= 5 and number % 5 == 0 for number in numbers), sorted(numbers)
    hidden = [text for text in cells if not text.strip().isdigit()]
    assert set(hidden) == {"·caché"}
    assert "·" in page.locator("table.counts").first.inner_text()


def test_nobody_without_an_account_reads_it(counted: Desk, make_page: MakePage) -> None:
    page = make_page()
    for path in ("/veille", "/veille/portrait/07", "/veille/demandes.csv", "/veille/demandes.png"):
        page.goto(counted.url + path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def test_csv_and_png_are_downloaded(counted: Desk, signed_in: MakePage) -> None:
    page = _ready(signed_in(PARTENAIRE), counted)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV : Demandes, par besoin et par région").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename == f"veille-demandes-{SEASON.key}.csv"
    assert text.splitlines()[0].startswith('"Besoin";"Bas-Saint-Laurent"')
    assert not re.search(r'"[1-4]"', text)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Image PNG : Demandes, par besoin et par région").click()
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_addresses_made_up_by_hand_are_refused_in_a_sentence(counted: Desk, signed_in: MakePage) -> None:
    page = _ready(signed_in(RESPONSABLE), counted)
    for path in (
        "/veille?periode=2019-automne",
        "/veille?periode='><script>alert(1)</script>",
        f"/veille/portrait/99?periode={SEASON.key}",
        "/veille/rien.csv",
        "/veille/voies.png",
        "/veille/portrait?region=zz",
    ):
        answer = page.goto(counted.url + path)
        assert answer is not None
        assert answer.status == 404, path
        expect(page.get_by_role("heading", level=1)).to_have_text("On ne peut pas continuer")


def test_the_portrait_prints_on_one_page(counted: Desk, signed_in: MakePage) -> None:
    page = _ready(signed_in(INTERVENANTE), counted)
    for region in ("07", "06", "10"):
        page.goto(f"{counted.url}/veille/portrait/{region}?periode={SEASON.key}")
        printed = page.pdf(format="Letter", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, region


@pytest.mark.parametrize("path", ["/veille", "/veille/portrait/07"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(counted: Desk, signed_in: MakePage, axe: str, path: str, scheme: str) -> None:
    page = _ready(signed_in(INTERVENANTE, color_scheme=scheme), counted)
    page.goto(f"{counted.url}{path}?periode={SEASON.key}")
    for one in page.locator("details summary").all():
        one.click()
    assert violations(page, axe) == []


@pytest.mark.parametrize("path", ["/veille", "/veille/portrait/07"])
def test_a_narrow_screen_scrolls_only_the_tables(counted: Desk, signed_in: MakePage, path: str) -> None:
    page = _ready(signed_in(INTERVENANTE, viewport={"width": 320, "height": 700}), counted)
    page.goto(f"{counted.url}{path}?periode={SEASON.key}")
    assert fits(page)


def test_it_is_read_by_keyboard_without_javascript(counted: Desk, signed_in: MakePage) -> None:
    page = _ready(signed_in(INTERVENANTE, java_script_enabled=False), counted)
    summary = page.locator("details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details").first.locator("table")).to_be_visible()
