"""What a person does on the conversation's page, for the tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.web.live import Live


def field(page: Page) -> Locator:
    """Where she writes."""
    return page.get_by_label("Message", exact=True)


def log(page: Page) -> Locator:
    """The conversation."""
    return page.get_by_role("log")


def say(page: Page, text: str) -> None:
    """Writes and sends with the keyboard."""
    field(page).fill(text)
    field(page).press("Enter")


def ask_for_gatineau(page: Page) -> None:
    """Goes as far as service cards."""
    say(page, "je cherche une place où dormir")
    expect(log(page)).to_contain_text("Dans quelle ville")
    say(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()


def lose_the_connection(page: Page, live: Live) -> None:
    """Sends a message that cannot leave, and is told so."""
    page.goto(live.url)
    say(page, "allo")
    expect(log(page)).to_contain_text("Dans quelle ville")  # one message at a time
    page.context.set_offline(True)
    say(page, "gatineau")
    log(page).locator(".wrong").wait_for()
    page.context.set_offline(False)


def stored(page: Page) -> dict[str, int]:
    """How much the browser keeps for the origin of this page."""
    found: dict[str, int] = page.evaluate(
        """async () => ({
            local: localStorage.length, session: sessionStorage.length, cookies: document.cookie.length,
            databases: (await indexedDB.databases()).length,
            workers: navigator.serviceWorker
                ? (await navigator.serviceWorker.getRegistrations()).length : 0,
            caches: window.caches ? (await caches.keys()).length : 0,
        })"""
    )
    return found
