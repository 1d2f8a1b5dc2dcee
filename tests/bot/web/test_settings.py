"""Settings of the environment: what is understood, what is refused in a sentence, all documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web import settings as module
from bot.web.settings import DEFAULT_EXIT, BadSetting, WebSettings

ROOT = Path(__file__).resolve().parents[3]


def test_nothing_set() -> None:
    assert WebSettings.from_environment({}) == WebSettings(DEFAULT_EXIT, ())


def test_hosts_become_origins() -> None:
    settings = WebSettings.from_environment(
        {"SENTIER_EMBED_HOSTS": "exemple.org, www.exemple.org http://localhost:9000 exemple.org"}
    )
    assert settings.embed_origins == (
        "https://exemple.org",
        "https://www.exemple.org",
        "http://localhost:9000",
    )


@pytest.mark.parametrize(
    "hosts", ["*", "*.exemple.org", "exemple.org/page", "ftp://x", "a;b", "x:notaport", "'self'", "[", "[]"]
)
def test_hosts_that_would_open_too_much_are_refused(hosts: str) -> None:
    with pytest.raises(BadSetting, match="SENTIER_EMBED_HOSTS"):
        WebSettings.from_environment({"SENTIER_EMBED_HOSTS": hosts})


@pytest.mark.parametrize(
    "url", ["meteo", "javascript:alert(1)", "//meteo.example", "https://x.example/; y", "https://["]
)
def test_an_exit_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="SENTIER_EXIT_URL"):
        WebSettings.from_environment({"SENTIER_EXIT_URL": url})


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "integrator.md").read_text(encoding="utf-8")
    for name, value in vars(module).items():
        if name.endswith("_VARIABLE"):
            assert f"`{value}`" in text
