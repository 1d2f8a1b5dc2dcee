"""Leaving by each gesture from each state: screen and server wiped, nothing to come back to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.web.conftest import Site
from tests.e2e.web.live import Live
from tests.e2e.web.talk import ask_for_gatineau, field, log, lose_the_connection, say, stored


def _start(page: Page, live: Live) -> None:
    page.goto(live.url)


def _writing(page: Page, live: Live) -> None:
    page.goto(live.url)
    field(page).press_sequentially("Bonjour À Toutes")


def _waiting(page: Page, live: Live) -> None:
    page.goto(live.url)
    live.engine.delay = 1.5
    asked = len(live.engine.asked)
    say(page, "allo")
    # Her words are with the engine: leaving earlier leaves an empty conversation to expire, no word in it.
    while len(live.engine.asked) == asked:
        page.wait_for_timeout(20)
    page.locator("w-chat .wait.on").wait_for()


def _answered(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)


def _in_danger(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "mon chum m'a frappée hier, j'ai peur de lui")
    log(page).locator(".danger").wait_for()


def _erased(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    page.get_by_role("button", name="Tout effacer").click()


STATES = {
    "start": _start,
    "writing": _writing,
    "waiting": _waiting,
    "answered": _answered,
    "in danger": _in_danger,
    "after offline": lose_the_connection,
    "erased": _erased,
}


def _click(page: Page) -> None:
    page.get_by_role("link", name="Quitter vite").click()


def _shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def _escape(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


GESTURES = {"click": _click, "shift": _shift, "escape": _escape}


@pytest.mark.parametrize("gesture", GESTURES)
@pytest.mark.parametrize("state", STATES)
def test_leaving(page: Page, live: Live, weather: Site, state: str, gesture: str) -> None:
    before = set(live.conversations.identities())
    page.goto("about:blank")
    STATES[state](page, live)
    GESTURES[gesture](page)
    page.wait_for_url(weather.url + "/")
    page.wait_for_timeout(200)
    assert set(live.conversations.identities()) <= before
    # The page after ours learns nothing of where she comes from.
    assert not [headers for _, headers in weather.asked if live.url in headers.get("Referer", "")]


@pytest.mark.parametrize("gesture", GESTURES)
def test_back_after_leaving_never_shows_the_conversation(
    page: Page, live: Live, weather: Site, gesture: str
) -> None:
    page.goto(weather.url + "/avant")
    page.goto(live.url)
    ask_for_gatineau(page)
    GESTURES[gesture](page)
    page.wait_for_url(weather.url + "/")
    page.go_back()
    assert page.url == weather.url + "/avant"
    page.goto(live.url)
    assert log(page).get_by_role("article").count() == 0
    assert log(page).locator(".me").count() == 0
    assert field(page).input_value() == ""
    assert set(stored(page).values()) == {0}


def test_going_elsewhere_and_back_shows_an_empty_page(page: Page, live: Live, weather: Site) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    field(page).fill("je n'ai pas envoyé ceci")
    page.goto(weather.url + "/")
    page.go_back()
    expect(log(page)).to_contain_text("Qu'est-ce qui aiderait")
    assert log(page).get_by_role("article").count() == 0
    assert field(page).input_value() == ""


def test_capital_letters_are_not_a_gesture(page: Page, live: Live) -> None:
    page.goto(live.url)
    field(page).focus()
    for letter in ("A", "B", "C", "D"):
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    page.wait_for_timeout(200)
    assert page.url == live.url + "/"
    assert field(page).input_value() == "ABCD"


def test_shift_with_the_mouse_is_not_a_gesture(page: Page, live: Live) -> None:
    page.goto(live.url)
    for _ in range(4):
        page.keyboard.down("Shift")
        page.mouse.click(600, 400)
        page.keyboard.up("Shift")
    page.wait_for_timeout(200)
    assert page.url == live.url + "/"


@pytest.mark.parametrize("between", ["a", "Enter", "ArrowLeft"])
def test_another_key_starts_the_count_anew(page: Page, live: Live, between: str) -> None:
    page.goto(live.url)
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press(between)
    page.keyboard.press("Shift")
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url == live.url + "/"


def test_the_count_is_announced_and_ends_after_five_seconds(page: Page, live: Live) -> None:
    page.clock.install()
    page.goto(live.url)
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Maj : encore 2 fois pour quitter.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Maj : encore 1 fois pour quitter.")
    page.clock.run_for(5100)
    expect(page.get_by_role("status")).to_have_text("Rien n'a été quitté.")
    page.keyboard.press("Shift")
    expect(page.get_by_role("status")).to_have_text("Maj : encore 2 fois pour quitter.")
    assert page.url == live.url + "/"


def test_each_press_has_five_seconds_of_its_own(page: Page, live: Live, weather: Site) -> None:
    page.clock.install()
    page.goto(live.url)
    page.keyboard.press("Shift")
    page.clock.run_for(4000)
    page.keyboard.press("Shift")
    page.clock.run_for(4000)
    page.keyboard.press("Shift")
    page.wait_for_url(weather.url + "/")


def test_her_own_words_can_leave(page: Page, live: Live, weather: Site) -> None:
    page.goto(live.url)
    say(page, "faut que j'y aille")
    page.wait_for_url(weather.url + "/")


@pytest.mark.parametrize("size", [(1280, 800), (360, 740), (320, 480), (640, 360)])
def test_the_way_out_is_always_on_screen_and_never_covered(
    make_page: Callable[..., Page], live: Live, size: tuple[int, int]
) -> None:
    page = make_page(viewport={"width": size[0], "height": size[1]})
    page.goto(live.url)
    ask_for_gatineau(page)
    for position in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"() => window.scrollTo(0, {position})")
        box = page.get_by_role("link", name="Quitter vite").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]
        assert box["height"] >= 44
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        on_top = page.evaluate(
            "([x, y]) => document.querySelector('w-chat').shadowRoot.elementFromPoint(x, y).className", middle
        )
        assert on_top == "out"


@pytest.mark.parametrize(
    "path",
    ["/ressources", "/ressources/service/csa-gatineau", "/ressources/feuille?region=07", "/p", "/rien"],
)
@pytest.mark.parametrize("gesture", GESTURES)
def test_leaving_from_every_kind_of_page(
    page: Page, live: Live, weather: Site, path: str, gesture: str
) -> None:
    page.goto("about:blank")
    page.goto(live.url + path)
    GESTURES[gesture](page)
    page.wait_for_url(weather.url + "/")


def test_the_three_lines_tell_the_truth(page: Page, live: Live) -> None:
    page.goto(live.url)
    page.get_by_text("Ce qui s'efface, ce qui reste").click()
    lines = page.locator("w-chat .traces li")
    expect(lines.nth(1)).to_contain_text("L'historique du navigateur garde l'adresse")
    expect(lines.nth(2)).to_contain_text("navigation privée")
    assert "aucune trace" not in page.locator("w-chat").inner_text().lower()


def test_leaving_without_a_connection_still_wipes_the_screen(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    page.context.set_offline(True)
    _shift(page)
    page.wait_for_timeout(800)
    assert "Gatineau" not in page.content()
    page.context.set_offline(False)
