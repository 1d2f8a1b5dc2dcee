"""The public web side: conversation API, chat page, health. Rasa's own server is never exposed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.conversation.turn import Assistant, ChoiceNotOffered, EmptyMessage, UnknownConversation
from bot.privacy.conversations import conversation_id
from bot.web.headers import NoTraceHeaders

STATIC = Path(__file__).parent / "static"
MAX_BODY = 64 * 1024
"""Bytes of a request body; a message is at most a few thousand characters."""

ReadyCheck = Callable[[], dict[str, bool]]


class Refused(HTTPException):
    """A request that cannot be answered, with a sentence in French for the person and a code for programs."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(status, sentence)
        self.code = code


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of the body; raises Refused (400, 413) when it is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Refused(413, "too_long", "Le message est trop long.")
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as problem:
        raise Refused(400, "not_json", "La demande n'est pas du JSON valide.") from problem
    except RecursionError as problem:
        raise Refused(400, "not_json", "La demande n'est pas du JSON valide.") from problem
    if not isinstance(parsed, dict):
        raise Refused(400, "not_json", "La demande doit être un objet JSON.")
    return parsed


def bearer(request: Request) -> str:
    """The conversation token of the Authorization header; raises Refused (401) without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "no_token", "Il manque le jeton de la conversation.")
    return token.strip()


def create_app(assistant: Assistant, ready: ReadyCheck, extra: list[Mount] | None = None) -> Starlette:
    """The application; `ready` says which parts answer; `extra` are further mounts (HSDS, SMS)."""

    async def open_conversation(request: Request) -> Response:
        await read_json(request)
        return JSONResponse({"token": assistant.conversations.open("web")}, status_code=201)

    async def message(request: Request) -> Response:
        identity = conversation_id(bearer(request))
        body = await read_json(request)
        text, choice = body.get("text"), body.get("choice")
        if (text is None) == (choice is None) or not isinstance(text if choice is None else choice, str):
            raise Refused(400, "bad_message", "Il faut un texte (« text ») ou un choix (« choice »).")
        try:
            reply = await assistant.answer(identity, text=text, choice=choice)
        except UnknownConversation as problem:
            raise Refused(
                404, "unknown_conversation", "Cette conversation est terminée. Recommence quand tu veux."
            ) from problem
        except EmptyMessage as problem:
            raise Refused(400, "empty_message", "Le message est vide.") from problem
        except ChoiceNotOffered as problem:
            raise Refused(409, "choice_not_offered", "Ce choix n'est plus offert.") from problem
        return JSONResponse(reply.to_json())

    async def forget(request: Request) -> Response:
        # The answer is the same whether it existed: nothing to learn from guessing.
        assistant.conversations.forget(conversation_id(bearer(request)))
        return Response(status_code=204)

    async def health(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse({"status": "ok"})

    async def readiness(request: Request) -> Response:  # noqa: ARG001
        parts = ready()
        good = all(parts.values())
        return JSONResponse({"ready": good, "parts": parts}, status_code=200 if good else 503)

    async def page(request: Request) -> Response:  # noqa: ARG001
        return FileResponse(STATIC / "index.html")

    async def refused(request: Request, problem: Exception) -> Response:  # noqa: ARG001
        assert isinstance(problem, HTTPException)  # noqa: S101
        code = getattr(problem, "code", "http_error")
        return JSONResponse(
            {"error": {"code": code, "message": problem.detail}},
            status_code=problem.status_code,
            headers=problem.headers,
        )

    async def failed(request: Request, problem: Exception) -> Response:  # noqa: ARG001
        sentence = "Petit problème de notre côté. En danger : 911. Pour parler à quelqu'un : 811."
        return JSONResponse({"error": {"code": "internal", "message": sentence}}, status_code=500)

    handlers: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
        HTTPException: refused,
        Exception: failed,
    }
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/api/conversations", open_conversation, methods=["POST"]),
            Route("/api/conversations", forget, methods=["DELETE"]),
            Route("/api/messages", message, methods=["POST"]),
            Route("/health", health),
            Route("/ready", readiness),
            Mount("/static", StaticFiles(directory=STATIC)),
            *(extra or []),
        ],
        exception_handlers=handlers,
    )
    app.add_middleware(NoTraceHeaders)
    return app
