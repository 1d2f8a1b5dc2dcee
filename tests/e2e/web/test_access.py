"""Every page and state for everybody: axe-core, valid HTML, 320 px, 200 % zoom, colours, motion, targets."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.web.conftest import MakePage, Site, node_module
from tests.e2e.web.live import Live
from tests.e2e.web.talk import ask_for_gatineau, log, lose_the_connection, say, stored

PATHS = [
    "/",
    "/p",
    "/rien",
    "/ressources",
    "/ressources/besoin/hebergement",
    "/ressources/besoin/hebergement?region=07",
    "/ressources/region/10",
    "/ressources/feuille?region=07",
    "/ressources/recherche",
    "/ressources/recherche?q=hebergment+gatineau",
    "/ressources/recherche?q=xyzzy",
    "/ressources/service/sos-violence-conjugale",
    "/ressources/service/csa-gatineau",
    "/ressources/service/csa-gatineau/feuille",
    "/ressources/service/csa-gatineau/correction",
    "/ressources/service/csa-gatineau/correction/merci",
    "/ressources/questions",
    "/ressources/questions/loi_prostitution",
    "/ressources/proche",
    "/ressources/intervenante",
    "/ressources/inclusion",
    "/ressources/confidentialite",
    "/ressources/accessibilite",
    "/ressources/integrer",
]


def _opened(page: Page, live: Live) -> None:
    page.goto(live.url)
    page.get_by_text("Ce qui s'efface, ce qui reste").click()


def _asked(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    expect(log(page)).to_contain_text("Dans quelle ville")


def _answered(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    log(page).get_by_text("Détails").first.click()


def _in_danger(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "gatineau, mon chum m'a frappée hier, j'ai peur de lui, mon numéro est 514 555-0199")
    log(page).locator(".danger").wait_for()


def _waiting(page: Page, live: Live) -> None:
    page.goto(live.url)
    live.engine.delay = 1.5
    say(page, "allo")
    page.locator("w-chat .wait.on").wait_for()


def _plain(page: Page, live: Live) -> None:
    page.goto(live.url + "/p")
    page.get_by_label("Message", exact=True).fill("gatineau, mon chum m'a frappée hier, j'ai peur de lui")
    page.get_by_role("button", name="Envoyer").click()
    log(page).get_by_role("article").first.wait_for()


STATES: dict[str, Callable[[Page, Live], None]] = {
    "traces": _opened,
    "asked": _asked,
    "answered": _answered,
    "danger": _in_danger,
    "waiting": _waiting,
    "offline": lose_the_connection,
    "plain": _plain,
}


@pytest.fixture(scope="session")
def axe() -> str:
    return (node_module("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in result["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_on_every_page(make_page: MakePage, live: Live, axe: str, path: str, scheme: str) -> None:
    page = make_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto(live.url + path)
    assert _violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_in_every_state(make_page: MakePage, live: Live, axe: str, state: str, scheme: str) -> None:
    page = make_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    STATES[state](page, live)
    assert _violations(page, axe) == []


@pytest.mark.parametrize("mode", ["inline", "float"])
def test_axe_inside_another_site(page: Page, live: Live, host_site: Site, axe: str, mode: str) -> None:
    body = (
        '<!doctype html><html lang="fr"><head><title>Organisme</title>'
        f'<script src="{live.url}/static/w.js" defer></script></head><body><main><h1>Organisme</h1>'
        f'<w-chat mode="{mode}" open></w-chat></main></body></html>'
    )
    host_site.pages["/acces"] = (body, {})
    page.goto(host_site.url + "/acces")
    ask_for_gatineau(page)
    assert _violations(page, axe) == []


@pytest.mark.parametrize("path", PATHS)
def test_every_page_asks_only_our_server_and_keeps_nothing(page: Page, live: Live, path: str) -> None:
    page.goto(live.url + path)
    assert [url for url in page.opened if not url.startswith(live.url + "/")] == []
    assert set(stored(page).values()) == {0}
    # A page that does not exist is reported by the browser itself.
    assert [error for error in page.opened.errors if "404" not in error] == []


@pytest.mark.parametrize("path", PATHS)
def test_320_pixels_need_no_sideways_scrolling(make_page: MakePage, live: Live, path: str) -> None:
    page = make_page(viewport={"width": 320, "height": 568})
    page.goto(live.url + path)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [(320, 568), (640, 400)])
def test_states_at_320_pixels_and_at_200_percent(
    make_page: MakePage, live: Live, state: str, size: tuple[int, int]
) -> None:
    # 1280 x 800 at 200 % is a page of 640 x 400.
    page = make_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2)
    STATES[state](page, live)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    if state != "plain":
        # Where the bar does not stick, the first letter brings the field into view.
        page.get_by_label("Message", exact=True).focus()
        page.keyboard.type("a")
        expect(page.get_by_label("Message", exact=True)).to_be_in_viewport()


def test_text_twice_as_large_loses_nothing(make_page: MakePage, live: Live) -> None:
    page = make_page(viewport={"width": 640, "height": 900})
    page.goto(live.url)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    ask_for_gatineau(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 640
    expect(page.get_by_role("link", name="Quitter vite")).to_be_in_viewport()


def test_targets_are_44_pixels(make_page: MakePage, live: Live) -> None:
    page = make_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(live.url)
    ask_for_gatineau(page)
    page.get_by_text("Ce qui s'efface, ce qui reste").click()
    small = page.evaluate(
        """() => [...document.querySelector("w-chat").shadowRoot
            .querySelectorAll("a, button, summary, textarea")]
            .filter(node => node.getClientRects().length && node.getBoundingClientRect().height < 43.5)
            .map(node => node.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_motion_stops_when_asked(make_page: MakePage, live: Live) -> None:
    page = make_page(reduced_motion="reduce")
    _waiting(page, live)
    assert page.evaluate("() => document.getAnimations({subtree: true}).length") == 0
    moving = page.locator("w-chat .wait i").first.evaluate("node => getComputedStyle(node).animationName")
    assert moving == "none"


def test_forced_colours_keep_borders(make_page: MakePage, live: Live) -> None:
    page = make_page(forced_colors="active")
    _in_danger(page, live)
    for selector in (".out", ".danger", ".write button"):
        width = page.locator(f"w-chat {selector}").first.evaluate(
            "node => getComputedStyle(node).borderLeftWidth"
        )
        assert float(width.removesuffix("px")) >= 2


def test_the_map_is_usable_with_the_keyboard(page: Page, live: Live) -> None:
    page.goto(live.url + "/ressources")
    link = page.get_by_role("link", name="Outaouais, ")
    link.focus()
    outline = link.evaluate("node => getComputedStyle(node.querySelector('rect')).strokeWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ressources/region/07")
    assert page.get_by_role("group", name="Carte").count() == 0


def test_the_log_is_announced_politely(page: Page, live: Live) -> None:
    page.goto(live.url)
    assert log(page).get_attribute("aria-live") == "polite"
    assert (
        page.locator("w-chat").evaluate("node => node.shadowRoot.querySelector('[role=log]').tagName")
        == "DIV"
    )


def test_html_is_valid(make_page: MakePage, live: Live, tmp_path: Path) -> None:
    folder = node_module("html-validate")
    node = shutil.which("node")
    assert node
    context = make_page().context.request
    for number, path in enumerate(PATHS):
        (tmp_path / f"{number:02d}.html").write_text(context.get(live.url + path).text(), encoding="utf-8")
    answer = context.post(
        live.url + "/p", form={"text": "gatineau, mon chum m'a frappée hier, j'ai peur de lui"}
    )
    (tmp_path / "talk.html").write_text(answer.text(), encoding="utf-8")
    rules = {
        "extends": ["html-validate:standard", "html-validate:document"],
        "elements": ["html5", {"w-chat": {"flow": True, "permittedContent": ["@flow"]}}],
        "rules": {
            # Numbers are shown as people read them; a tel: link is made of each.
            "tel-non-breaking": "off",
            # A submit button needs no type: it is the default of HTML.
            "no-implicit-button-type": "off",
            "long-title": "off",
            "require-sri": "off",
        },
    }
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps({"root": True, **rules}), encoding="utf-8")
    script = folder / "bin" / "html-validate.mjs"
    done = subprocess.run(
        [node, str(script), "--formatter", "text", *sorted(str(file) for file in tmp_path.glob("*.html"))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_one_sheet_prints_on_one_page(make_page: MakePage, live: Live) -> None:
    page = make_page()
    page.goto(live.url + "/ressources/service/csa-gatineau/feuille")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1
    assert page.title() == "Numéros utiles"
