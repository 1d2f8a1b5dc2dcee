"""The script and the style sheets as they are served."""

from __future__ import annotations

import gzip
import re

import pytest

from bot.web.assets import STATIC, Assets, integrity, lean_css
from bot.web.plain import HELLO, START
from bot.web.rendering import TRACES
from bot.web.settings import WebSettings

WIDGET_LIMIT = 10_000
"""Bytes of the script, compressed, style sheet included."""


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets.load(WebSettings(exit_url="https://meteo.example/ici"))


def test_the_widget_stays_small(assets: Assets) -> None:
    assert len(gzip.compress(assets.files["w.js"], 9, mtime=0)) <= WIDGET_LIMIT


def test_the_script_is_filled_in(assets: Assets) -> None:
    script = assets.files["w.js"].decode()
    assert "__CSS__" not in script
    assert "__EXIT__" not in script
    assert "https://meteo.example/ici" in script


def test_the_script_keeps_nothing_and_writes_no_markup(assets: Assets) -> None:
    script = assets.files["w.js"].decode()
    for word in (
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "innerHTML",
        "insertAdjacentHTML",
        "eval(",
        "postMessage",
        'setAttribute("style"',
    ):
        assert word not in script


def test_the_script_asks_only_our_own_server(assets: Assets) -> None:
    script = assets.files["w.js"].decode()
    assert set(re.findall(r"https?://[^\"'\s]+", script)) == {"https://meteo.example/ici"}
    assert script.count("fetch(") == script.count("fetch(BASE +")


def test_old_phones_can_read_the_script() -> None:
    # Optional chaining and ?? arrived in 2020; phones older than that are in use.
    script = (STATIC / "w.js").read_text(encoding="utf-8")
    assert not re.search(r"\?\.[A-Za-z\[(]|\?\?|replaceChildren|\.at\(|#\w+\s*[=(;]", script)


def test_page_and_widget_say_the_same(assets: Assets) -> None:
    script = assets.files["w.js"].decode()
    for sentence in (HELLO, *START, *TRACES):
        assert sentence in script


def test_the_start_says_how_to_leave_and_asks_one_question_of_anybody(client, assets: Assets) -> None:
    page = client.get("/p").text
    seen = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "Pour partir vite : « Quitter vite »" in seen
    assert (
        "Pour partir vite : « Quitter vite », ou la touche Maj trois fois." in assets.files["w.js"].decode()
    )
    assert HELLO.count("?") == 1
    talk = seen[seen.index('<div class="w">') : seen.index("</form>\n</div>")]
    assert not re.search(r"\b(?:tu|ton|ta|tes|toi|vous|votre)\b", re.sub(r"<[^>]*>", " ", talk))


def test_first_page_fits_in_the_first_packets(client) -> None:
    # Ten TCP segments of 1,460 bytes come first; nothing else is asked for before it paints.
    page = client.get("/").content
    assert len(page) < 14_600
    before_body = page.partition(b"<body>")[0]
    assert b"stylesheet" not in before_body
    assert before_body.count(b"<script") == before_body.count(b" defer>") == 1


def test_the_digests_of_the_policy_are_those_of_the_pages(client, assets: Assets) -> None:
    for path in ("/", "/p", "/ressources"):
        answer = client.get(path)
        css = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert css
        from bot.web.assets import style_source

        assert style_source(css.group(1)) in answer.headers["content-security-policy"]


def test_the_digest_of_the_tag_is_that_of_the_file(client) -> None:
    served = client.get("/static/w.js").content
    assert integrity(served) in client.get("/ressources/integrer").text


def test_files_come_compressed_and_pages_with_a_token_never(client) -> None:
    assert client.get("/static/w.js").headers["content-encoding"] == "gzip"
    answer = client.post("/p", data={"text": "bonjour"})
    assert "content-encoding" not in answer.headers


def test_only_known_files_are_served(client) -> None:
    for name in ("w.css", "tokens.css", "../app.py", "%2e%2e%2fapp.py", ""):
        assert client.get(f"/static/{name}").status_code == 404


def test_lean_css_keeps_the_rules() -> None:
    css = lean_css("tokens", "chat")
    assert "/*" not in css
    assert ".card + .card::before" in css
    assert "calc(-1.26rem - 1px)" in css
