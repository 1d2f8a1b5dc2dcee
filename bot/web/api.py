"""The conversation API of the widget: open, say, forget. JSON in, JSON out, nothing kept by us.

The token travels in the Authorization header, never in an address or a cookie.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels import bodies
from bot.conversation.reception import is_message_id, receive
from bot.conversation.turn import Assistant, ChoiceNotOffered, EmptyMessage, UnknownConversation
from bot.privacy.conversations import Busy
from bot.privacy.redaction import redact
from bot.privacy.sealing import handle_of
from bot.safety.french import clean
from bot.web.ended import Ended
from bot.web.errors import Refused, with_numbers

MESSAGE_ID = "idempotency-key"
"""Header that names a message: sent again with the same name, it is answered once and the same."""
BUSY = with_numbers("Tes messages d'avant sont encore en route. Renvoie celui-ci dans un instant.")


async def read_body(request: Request) -> bytes:
    """The body; raises Refused (413) over MAX_BODY, without reading the rest."""
    try:
        return await bodies.read_body(request)
    except bodies.BodyTooLong as problem:
        raise Refused(413, "too_long", "Le message est trop long.") from problem


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of the body; raises Refused (400, 413) when it is none."""
    try:
        parsed = json.loads(await read_body(request) or b"{}")
    except (ValueError, RecursionError) as problem:
        raise Refused(400, "not_json", "La demande n'est pas du JSON valide.") from problem
    if not isinstance(parsed, dict):
        raise Refused(400, "not_json", "La demande doit être un objet JSON.")
    return parsed


async def read_form(request: Request) -> dict[str, str]:
    """The first value of each field of the HTML form in the body; raises Refused as read_json does."""
    try:
        parsed = parse_qs((await read_body(request)).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as problem:
        raise Refused(400, "bad_form", "Le formulaire n'est pas lisible.") from problem
    return {name: values[0] for name, values in parsed.items()}


def bearer(request: Request) -> str:
    """The conversation token of the Authorization header; raises Refused (401) without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "no_token", "Il manque le jeton de la conversation.")
    return token.strip()


def shown_back(text: str) -> str:
    """What she wrote as it may be shown again: personal data replaced by words."""
    return redact(clean(text)).text


def api_routes(assistant: Assistant, ended: Ended) -> list[Route]:
    """The three routes of the API."""

    async def open_conversation(request: Request) -> Response:
        await read_json(request)
        return JSONResponse({"token": await assistant.conversations.begin("web")}, status_code=201)

    async def message(request: Request) -> Response:
        handle = handle_of(bearer(request))
        message_id = request.headers.get(MESSAGE_ID, "")
        if message_id and not is_message_id(message_id):
            raise Refused(400, "bad_message_id", "L'identifiant du message n'est pas valide.")
        body = await read_json(request)
        text, choice = body.get("text"), body.get("choice")
        if (text is None) == (choice is None) or not isinstance(text if choice is None else choice, str):
            raise Refused(400, "bad_message", "Il faut un texte (« text ») ou un choix (« choice »).")
        try:
            reply = await receive(assistant, handle, "web", text=text, choice=choice, message_id=message_id)
        except Busy as problem:
            raise Refused(503, "busy", BUSY, {"retry-after": "1"}) from problem
        except UnknownConversation as problem:
            raise Refused(
                404, "unknown_conversation", "Cette conversation est terminée. Recommence quand tu veux."
            ) from problem
        except EmptyMessage as problem:
            raise Refused(400, "empty_message", "Le message est vide.") from problem
        except ChoiceNotOffered as problem:
            raise Refused(409, "choice_not_offered", "Ce choix n'est plus offert.") from problem
        answer = reply.to_json()
        if text is not None and (shown := shown_back(text)) != clean(text):
            # Only when something personal was hidden: her screen then shows it hidden too.
            answer["echo"] = shown
        return JSONResponse(answer)

    async def forget(request: Request) -> Response:
        # The answer is the same whether it existed: nothing to learn from guessing.
        await ended.end(bearer(request))
        return Response(status_code=204)

    return [
        Route("/api/conversations", open_conversation, methods=["POST"]),
        Route("/api/conversations", forget, methods=["DELETE"]),
        Route("/api/messages", message, methods=["POST"]),
    ]
