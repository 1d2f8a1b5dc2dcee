"""The conversation inside another site: allowed, refused, under a strict policy, in a frame."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.web.conftest import Site
from tests.e2e.web.live import Live
from tests.e2e.web.talk import field, log, say, stored


def _host_page(live: Live, mode: str = "inline", script: str = "") -> tuple[str, dict[str, str]]:
    """A page of another site with a policy as strict as it can be."""
    element = "" if script else f'<w-chat mode="{mode}"></w-chat>'
    body = (
        '<!doctype html><html lang="fr"><head><title>Organisme</title>'
        f'<script src="{live.url}/static/w.js" defer {script}></script></head>'
        f"<body><h1>Organisme</h1><p>{'texte ' * 400}</p>{element}</body></html>"
    )
    policy = f"default-src 'none'; script-src {live.url}; connect-src {live.url}; base-uri 'none'"
    return body, {"content-security-policy": policy}


def test_inside_an_allowed_site_under_a_strict_policy(page: Page, live: Live, host_site: Site) -> None:
    host_site.pages["/"] = _host_page(live)
    page.goto(host_site.url + "/")
    say(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()
    # The style sheet came with the script: the panel is not bare text.
    radius = page.evaluate(
        "() => getComputedStyle(document.querySelector('w-chat').shadowRoot.querySelector('.w')).borderRadius"
    )
    assert radius == "10px"
    assert page.opened.errors == [] or all("favicon" in error for error in page.opened.errors)
    assert set(stored(page).values()) == {0}


def test_one_script_tag_alone_floats_and_keeps_the_talk_when_reduced(
    page: Page, live: Live, host_site: Site
) -> None:
    host_site.pages["/flotte"] = _host_page(live, script='data-mode="float"')
    page.goto(host_site.url + "/flotte")
    expect(field(page)).to_have_count(1)
    expect(field(page)).not_to_be_visible()
    page.get_by_role("button", name="Écrire").click()
    say(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()
    page.get_by_role("button", name="Réduire").click()
    expect(field(page)).not_to_be_visible()
    # Reduced, the way out stays: something was said here.
    expect(page.get_by_role("link", name="Quitter vite")).to_be_visible()
    page.get_by_role("button", name="Écrire").click()
    expect(log(page).get_by_role("article").first).to_be_visible()


def test_leaving_takes_the_whole_host_page_away(
    page: Page, live: Live, host_site: Site, weather: Site
) -> None:
    before = set(live.conversations.identities())
    host_site.pages["/"] = _host_page(live)
    page.goto(host_site.url + "/")
    say(page, "gatineau")
    expect(log(page).get_by_role("article").first).to_be_visible()
    page.evaluate("() => window.scrollTo(0, 0)")
    expect(page.get_by_role("link", name="Quitter vite")).to_be_in_viewport()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(weather.url + "/")
    page.wait_for_timeout(300)
    assert set(live.conversations.identities()) <= before


def test_a_site_that_is_not_listed_gets_nothing(page: Page, live: Live, weather: Site) -> None:
    before = set(live.conversations.identities())
    weather.pages["/refuse"] = _host_page(live)
    page.goto(weather.url + "/refuse")
    say(page, "gatineau")
    expect(log(page)).to_contain_text("La connexion ne répond pas")
    expect(field(page)).to_have_value("gatineau")
    assert set(live.conversations.identities()) == before


def test_a_frame_is_shown_only_on_a_listed_site(
    page: Page, live: Live, host_site: Site, weather: Site
) -> None:
    frame = (f'<!doctype html><title>x</title><iframe src="{live.url}/"></iframe>', {})
    host_site.pages["/cadre"] = frame
    weather.pages["/cadre"] = frame
    page.goto(host_site.url + "/cadre")
    expect(page.frame_locator("iframe").get_by_label("Message", exact=True)).to_be_visible()
    page.goto(weather.url + "/cadre")
    page.wait_for_timeout(500)
    assert page.frame_locator("iframe").get_by_label("Message", exact=True).count() == 0


def test_in_a_frame_leaving_moves_the_whole_tab(
    page: Page, live: Live, host_site: Site, weather: Site
) -> None:
    host_site.pages["/cadre"] = (f'<!doctype html><title>x</title><iframe src="{live.url}/"></iframe>', {})
    page.goto(host_site.url + "/cadre")
    page.frame_locator("iframe").get_by_role("link", name="Quitter vite").click()
    page.wait_for_url(weather.url + "/")


def test_themes_are_variables_of_the_host(page: Page, live: Live, host_site: Site) -> None:
    body, _ = _host_page(live)
    styled = body.replace("</head>", "<style>w-chat { --w-accent: #7a1f5c; --w-round: 0px; }</style></head>")
    host_site.pages["/theme"] = (styled, {})
    page.goto(host_site.url + "/theme")
    colour = page.get_by_role("button", name="Envoyer").evaluate(
        "node => getComputedStyle(node).backgroundColor"
    )
    assert colour == "rgb(122, 31, 92)"


def test_the_tag_with_its_digest_runs(page: Page, live: Live, host_site: Site) -> None:
    page.goto(live.url + "/ressources/integrer")
    tag = page.locator("pre").inner_text()
    host_site.pages["/balise"] = (f"<!doctype html><title>x</title>{tag}", {})
    page.goto(host_site.url + "/balise")
    page.get_by_role("button", name="Écrire").click()
    expect(field(page)).to_be_visible()
