"""The public web side as one ASGI application. Rasa's own server is never exposed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.bodies import MAX_BODY
from bot.conversation.turn import Assistant
from bot.privacy.store import Store
from bot.web.api import api_routes
from bot.web.assets import Assets
from bot.web.centre.pages import centre_routes
from bot.web.embedding import Embedding
from bot.web.ended import Ended
from bot.web.errors import Refused, with_numbers
from bot.web.headers import HEADERS, NoTraceHeaders, content_policy
from bot.web.paths import is_for_programs
from bot.web.plain import plain_routes, start
from bot.web.rendering import Pages
from bot.web.settings import WebSettings
from directory.database import Database, create_database

__all__ = ["MAX_BODY", "ReadyCheck", "Refused", "create_app"]

ReadyCheck = Callable[[], dict[str, bool]]


def create_app(
    assistant: Assistant,
    ready: ReadyCheck,
    extra: Sequence[BaseRoute] | None = None,
    *,
    settings: WebSettings | None = None,
    database: Database | None = None,
    store: Store | None = None,
) -> Starlette:
    """The application; `ready` says which parts answer; `extra` are further routes and mounts (HSDS, SMS).

    `settings` are those of the environment and `database` the default directory unless given. The database is
    opened at the first page that needs it. `store` is what several processes share. Raises BadSetting for a
    setting that cannot be used.
    """
    settings = settings or WebSettings.from_environment()
    database = database or create_database()
    assets = Assets.load(settings)
    pages = Pages(settings, assets)
    ended = Ended(assistant.conversations, store=store)
    policy = content_policy(styles=assets.style_sources, frames=settings.embed_origins)
    # Starlette answers a failure outside of its middleware, where the headers are added.
    no_trace = {**HEADERS, "content-security-policy": policy}

    async def chat(request: Request) -> Response:  # noqa: ARG001
        return pages.respond("chat.html", shown=start())

    async def static(request: Request) -> Response:
        return assets.response(request)

    async def icon(request: Request) -> Response:  # noqa: ARG001
        return Response(status_code=204)

    async def health(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse({"status": "ok"})

    async def readiness(request: Request) -> Response:  # noqa: ARG001
        # Asked in a thread: a database that says nothing holds nobody up.
        parts = await run_in_threadpool(ready)
        good = all(parts.values())
        return JSONResponse({"ready": good, "parts": parts}, status_code=200 if good else 503)

    async def refused(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)  # noqa: S101
        if not is_for_programs(request.url.path):
            sentence = problem.detail if isinstance(problem, Refused) else _sentence(problem.status_code)
            return pages.respond(
                "problem.html",
                status=problem.status_code,
                headers=dict(problem.headers or {}),
                sentence=sentence,
            )
        code = getattr(problem, "code", "http_error")
        return JSONResponse(
            {"error": {"code": code, "message": problem.detail}},
            status_code=problem.status_code,
            headers=problem.headers,
        )

    async def failed(request: Request, problem: Exception) -> Response:  # noqa: ARG001
        sentence = with_numbers("Petit problème de notre côté.")
        if not is_for_programs(request.url.path):
            return pages.respond(
                "problem.html", status=500, headers=no_trace, sentence="Petit problème de notre côté."
            )
        error = {"error": {"code": "internal", "message": sentence}}
        return JSONResponse(error, status_code=500, headers=no_trace)

    handlers: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
        HTTPException: refused,
        Exception: failed,
    }
    app = Starlette(
        routes=[
            Route("/", chat),
            *api_routes(assistant, ended),
            *plain_routes(assistant, pages, ended),
            *centre_routes(pages, database, settings),
            Route("/static/{name}", static),
            Route("/favicon.ico", icon),
            Route("/health", health),
            Route("/ready", readiness),
            *(extra or []),
        ],
        exception_handlers=handlers,
    )
    app.add_middleware(Embedding, origins=settings.embed_origins)
    app.add_middleware(NoTraceHeaders, policy=policy)
    return app


def _sentence(status: int) -> str:
    if status == 404:
        return "Il n'y a rien à cette adresse."
    return "Cette demande ne peut pas recevoir de réponse."
