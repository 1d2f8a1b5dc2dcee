"""Server-rendered pages: the templates and what every one of them knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.conversation.rendering import capital
from bot.web.assets import Assets
from bot.web.settings import WebSettings
from bot.web.views import dial, with_links

TEMPLATES = Path(__file__).parent / "templates"

TRACES = (
    "« Quitter vite », la touche Maj trois fois ou Échap deux fois : tout s'efface ici et chez nous, puis la "
    "météo s'affiche.",
    "L'historique du navigateur garde l'adresse de cette page, pas ce qui est écrit. On peut l'enlever : "
    "Historique, puis Supprimer.",
    "Une fenêtre privée (« navigation privée ») ne garde pas d'historique sur l'appareil. Si quelqu'un "
    "surveille ce téléphone, un autre appareil est plus sûr.",
)
"""The truth about what can be erased, in three lines; the same as in static/w.js."""


def environment_of(templates: Path) -> Environment:
    """Jinja over a folder of pages: escaping, strict about names, with the filters every page may use."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(with_links=with_links, capital=capital, dial=dial)
    return environment


class Pages:
    """Renders templates to responses."""

    def __init__(self, settings: WebSettings, assets: Assets) -> None:
        self._environment = environment_of(TEMPLATES)
        self._environment.globals.update(
            exit_url=settings.exit_url,
            chat_css=assets.chat_css,
            centre_css=assets.centre_css,
            integrity=assets.script_integrity,
            traces=TRACES,
        )

    def text(self, template: str, **context: Any) -> str:
        """The page as text."""
        return self._environment.get_template(template).render(**context)

    def respond(
        self, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any
    ) -> HTMLResponse:
        """The page as a response."""
        return HTMLResponse(self.text(template, **context), status_code=status, headers=headers)
