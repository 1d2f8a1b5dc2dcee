"""Talking with JavaScript: mouse, keyboard, screen reader, bad lines, two tabs."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.web.conftest import MakePage
from tests.e2e.web.live import Live
from tests.e2e.web.talk import ask_for_gatineau, field, log, say, stored


def test_from_a_need_to_a_number_to_tap(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    cards = log(page).get_by_role("article")
    assert cards.count() >= 3
    calls = log(page).locator("a.go")
    assert calls.count() >= 2
    for index in range(calls.count()):
        assert re.match(r"(tel|sms):\+?\d+$", calls.nth(index).get_attribute("href") or "")
    expect(cards.first).to_contain_text("Pourquoi ici")
    assert log(page).locator(".state.open").count() >= 1
    assert page.opened.errors == []


def test_the_address_and_the_title_never_change(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    assert page.url == live.url + "/"
    assert page.title() == "Messages"


def test_choices_are_numbered_and_a_number_typed_chooses(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "je cherche une place où dormir")
    choices = page.get_by_role("list", name="Réponses possibles").get_by_role("button")
    expect(choices).to_have_count(3)
    expect(choices.nth(0)).to_have_text("1Outaouais")
    say(page, "1")
    expect(log(page).get_by_role("article").first).to_be_visible()


def test_a_choice_clicked_moves_the_focus_to_the_answer(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "je cherche une place où dormir")
    page.get_by_role("button", name="Outaouais").click()
    expect(log(page).get_by_role("article").first).to_be_visible()
    focused = page.evaluate("() => document.activeElement.shadowRoot.activeElement.className")
    assert focused == "say"


def test_writing_keeps_the_focus_in_the_field(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    expect(field(page)).to_be_focused()


def test_a_danger_comes_first_with_its_number_to_tap(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "mon chum m'a frappée hier, j'ai peur de lui")
    danger = log(page).locator(".danger")
    expect(danger).to_be_visible()
    assert danger.locator("a[href='tel:+18003639010']").count() == 1
    assert danger.locator("a[href='tel:911']").count() == 1


def test_what_is_said_cannot_become_markup(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "<b onclick=alert(1)>gras</b> <img src=x>")
    expect(log(page).locator(".me")).to_have_text("<b onclick=alert(1)>gras</b> <img src=x>")
    assert log(page).locator(".me b, .me img").count() == 0


def test_personal_data_is_hidden_on_her_screen_too(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "mon numéro est 514 555-0199, une place à gatineau")
    expect(log(page)).to_contain_text("un renseignement personnel a été caché")
    assert "555-0199" not in log(page).inner_text()


def test_while_waiting_it_shows_and_says_so(page: Page, live: Live) -> None:
    page.goto(live.url)
    live.engine.delay = 1.2
    say(page, "allo")
    expect(page.locator("w-chat .wait.on")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Réponse en cours.")
    expect(log(page)).to_contain_text("Dans quelle ville")
    expect(page.locator("w-chat .wait.on")).to_have_count(0)


def test_offline_says_so_and_loses_nothing(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    expect(log(page)).to_contain_text("Dans quelle ville")
    page.context.set_offline(True)
    say(page, "gatineau, avec mes deux enfants")
    expect(log(page)).to_contain_text("La connexion ne répond pas")
    expect(log(page).locator("a[href='tel:911']")).to_be_visible()
    expect(field(page)).to_have_value("gatineau, avec mes deux enfants")
    assert log(page).locator(".me").count() == 1
    page.context.set_offline(False)
    page.get_by_role("button", name="Réessayer").click()
    expect(log(page).get_by_role("article").first).to_be_visible()
    expect(field(page)).to_have_value("")


def test_offline_on_a_choice_keeps_the_choices(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    page.get_by_role("button", name="Outaouais").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="Outaouais").click()
    expect(log(page)).to_contain_text("La connexion ne répond pas")
    expect(page.get_by_role("button", name="Outaouais")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Outaouais").click()
    expect(log(page).get_by_role("article").first).to_be_visible()


def test_a_restart_of_the_server_keeps_the_last_message(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    expect(log(page)).to_contain_text("Dans quelle ville")
    live.restart()
    say(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()
    expect(log(page)).to_contain_text("La conversation d'avant a été effacée")


def test_a_restart_between_choices_keeps_the_choice(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    page.get_by_role("button", name="Outaouais").wait_for()
    live.restart()
    page.get_by_role("button", name="Outaouais").click()
    expect(log(page).get_by_role("article").first).to_be_visible()


def test_two_tabs_are_two_conversations(page: Page, live: Live) -> None:
    page.goto(live.url)
    say(page, "allo")
    other = page.context.new_page()
    other.goto(live.url)
    assert log(other).locator(".me").count() == 0
    say(other, "gatineau")
    expect(log(other).get_by_role("article").first).to_be_visible()
    assert log(page).get_by_role("article").count() == 0
    assert len(live.conversations.identities()) >= 2


def test_closing_the_tab_ends_the_conversation(page: Page, live: Live) -> None:
    before = set(live.conversations.identities())
    page.goto(live.url)
    say(page, "allo")
    expect(log(page)).to_contain_text("Dans quelle ville")
    mine = set(live.conversations.identities()) - before
    assert len(mine) == 1
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert not mine & set(live.conversations.identities())


def test_erasing_empties_screen_and_server(page: Page, live: Live) -> None:
    before = set(live.conversations.identities())
    page.goto(live.url)
    ask_for_gatineau(page)
    mine = set(live.conversations.identities()) - before
    page.get_by_role("button", name="Tout effacer").click()
    expect(log(page).get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("C'est effacé, ici et chez nous.")
    page.wait_for_timeout(300)
    assert not mine & set(live.conversations.identities())


def test_asking_to_erase_in_words_clears_the_screen(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    say(page, "efface tout")
    expect(log(page)).to_have_text("C'est effacé.")


def test_nothing_is_stored_and_nobody_else_is_asked(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    assert set(stored(page).values()) == {0}
    assert page.opened
    assert [url for url in page.opened if not url.startswith(live.url + "/")] == []


def test_copying_a_card(make_page: MakePage, live: Live) -> None:
    page = make_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live.url)
    ask_for_gatineau(page)
    card = log(page).get_by_role("article").filter(has=page.locator("a.go")).first
    card.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("status")).to_have_text("Copié.")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert card.locator("h2").inner_text() in copied
    assert card.locator("a.go b").first.inner_text() in copied


def test_printing_a_card_prints_only_that_card(page: Page, live: Live) -> None:
    page.goto(live.url)
    ask_for_gatineau(page)
    page.evaluate(
        """() => { window.print = () => {
            const root = document.querySelector("w-chat").shadowRoot;
            window.printed = [".one", ".card.this"].map(name => root.querySelectorAll(name).length);
        }; }"""
    )
    log(page).get_by_role("button", name="Imprimer").first.click()
    assert page.evaluate("() => window.printed") == [1, 1]


def test_with_the_keyboard_only(page: Page, live: Live) -> None:
    page.goto(live.url)
    page.keyboard.press("Tab")
    assert (
        page.evaluate("() => document.activeElement.shadowRoot.activeElement.textContent") == "Quitter vite"
    )
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.shadowRoot?.activeElement?.tagName") == "TEXTAREA":
            break
    page.keyboard.type("je cherche une place")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ce soir")
    page.keyboard.press("Enter")
    expect(log(page)).to_contain_text("Dans quelle ville")
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        if "Outaouais" in page.evaluate("() => document.activeElement.shadowRoot.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    expect(log(page).get_by_role("article").first).to_be_visible()


def test_english_labels(make_page: MakePage, live: Live, host_site: object) -> None:
    page = make_page()
    page.goto(live.url)
    page.evaluate(
        """() => { document.querySelector("w-chat").remove();
            const chat = document.createElement("w-chat");
            chat.setAttribute("lang", "en"); document.querySelector("main").appendChild(chat); }"""
    )
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.get_by_role("link", name="Leave quickly")).to_be_visible()
    assert page.get_by_role("log").get_attribute("lang") == "fr-CA"
