"""The same conversation without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.web.conftest import Site
from tests.e2e.web.live import Live
from tests.e2e.web.talk import field, log


def send(page: Page, text: str) -> None:
    field(page).fill(text)
    page.get_by_role("button", name="Envoyer").click()


@pytest.mark.parametrize("path", ["/", "/p"])
def test_from_a_need_to_a_number(script_free: Page, live: Live, path: str) -> None:
    script_free.goto(live.url + path)
    send(script_free, "je cherche une place où dormir")
    expect(log(script_free)).to_contain_text("Dans quelle ville")
    script_free.get_by_role("button", name="Outaouais").click()
    expect(log(script_free).get_by_role("article").first).to_be_visible()
    assert log(script_free).locator("a.go[href^='tel:']").count() >= 2
    # No token, no word in the address.
    assert script_free.url == live.url + "/p"
    assert script_free.title() == "Messages"


def test_a_number_typed_chooses(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "allo")
    send(script_free, "1")
    expect(log(script_free).get_by_role("article").first).to_be_visible()


def test_a_first_choice(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    script_free.get_by_role("button", name="Un endroit où dormir").click()
    expect(log(script_free)).to_contain_text("Dans quelle ville")


def test_a_danger_comes_first(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "mon chum m'a frappée hier, j'ai peur de lui")
    assert log(script_free).locator(".danger a[href='tel:+18003639010']").count() == 1


def test_an_empty_message_says_so_and_keeps_the_answer(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "gatineau")
    send(script_free, "   ")
    expect(log(script_free)).to_contain_text("Il manque le message")
    expect(log(script_free).get_by_role("article").first).to_be_visible()


def test_a_restart_of_the_server_keeps_message_and_choice(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "allo")
    live.restart()
    script_free.get_by_role("button", name="Outaouais").click()
    expect(log(script_free)).to_contain_text("La conversation d'avant a été effacée")
    expect(log(script_free).get_by_role("article").first).to_be_visible()


def test_personal_data_is_hidden(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "mon numéro est 514 555-0199, gatineau")
    assert "555-0199" not in script_free.content()
    expect(log(script_free)).to_contain_text("un renseignement personnel a été caché")


def test_leaving_before_a_word_is_a_plain_link(script_free: Page, live: Live, weather: Site) -> None:
    script_free.goto(live.url + "/p")
    link = script_free.get_by_role("link", name="Quitter vite")
    assert link.get_attribute("rel") == "nofollow noreferrer"
    link.click()
    script_free.wait_for_url(weather.url + "/")


def test_leaving_erases_and_sending_again_brings_nothing_back(
    script_free: Page, live: Live, weather: Site
) -> None:
    before = set(live.conversations.identities())
    script_free.goto(live.url + "/p")
    send(script_free, "gatineau, je dors dans une auto")
    expect(log(script_free).get_by_role("article").first).to_be_visible()
    token = script_free.locator("input[name=token]").first.input_value()
    script_free.get_by_role("button", name="Quitter vite").click()
    script_free.wait_for_url(weather.url + "/")
    assert set(live.conversations.identities()) <= before
    # Chromium keeps no copy of the page and offers to send the form again.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        script_free.go_back()
    # Somebody who accepts gets an empty page: her words do not come back.
    again = script_free.context.request.post(
        live.url + "/p", form={"token": token, "text": "gatineau, je dors dans une auto"}
    )
    assert "une auto" not in again.text()
    assert "<article" not in again.text()
    assert set(live.conversations.identities()) <= before


def test_the_link_beside_it_leaves_too(script_free: Page, live: Live, weather: Site) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "gatineau")
    script_free.get_by_role("link", name="Quitter par un lien").click()
    script_free.wait_for_url(weather.url + "/")


def test_erasing_shows_an_empty_page(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "gatineau")
    script_free.get_by_role("button", name="Effacer").click()
    expect(log(script_free)).to_contain_text("C'est effacé, ici et chez nous.")
    assert script_free.get_by_role("article").count() == 0


def test_her_own_words_can_leave(script_free: Page, live: Live, weather: Site) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "faut que j'y aille")
    script_free.wait_for_url(weather.url + "/")


def test_with_javascript_the_gestures_erase_here_too(page: Page, live: Live, weather: Site) -> None:
    before = set(live.conversations.identities())
    page.goto(live.url + "/p")
    send(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(weather.url + "/")
    page.wait_for_timeout(200)
    assert set(live.conversations.identities()) <= before


def test_every_number_of_the_page_can_be_tapped(script_free: Page, live: Live) -> None:
    script_free.goto(live.url + "/p")
    send(script_free, "gatineau, mon chum m'a frappée hier, j'ai peur de lui")
    for link in log(script_free).locator("a[href^='tel:']").all():
        shown = re.sub(r"\D", "", link.inner_text())
        assert (link.get_attribute("href") or "").removeprefix("tel:").removeprefix("+").removeprefix(
            "1"
        ) == (shown.removeprefix("1"))
