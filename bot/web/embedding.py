"""Which other sites may show the conversation, for the API (CORS) and for the one script they load."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.headers import is_own_origin

SCRIPT = "/static/w.js"


class Embedding:
    """Answers the API to our own pages and to the listed sites; refuses a page of any other site."""

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self.app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path.startswith("/api/") or path == SCRIPT):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if path == SCRIPT:
            # Any page may fetch the script and check its digest; without the API it does nothing.
            await self._answer(scope, receive, send, "*", script=True)
        elif origin is not None and origin in self._origins:
            if scope["method"] == "OPTIONS":
                await self._preflight(origin)(scope, receive, send)
            else:
                await self._answer(scope, receive, send, origin)
        elif is_own_origin(headers):
            await self.app(scope, receive, send)
        else:
            refusal = {
                "error": {
                    "code": "site_refused",
                    "message": "Ce site n'est pas autorisé à ouvrir une conversation.",
                }
            }
            await JSONResponse(refusal, status_code=403)(scope, receive, send)

    def _preflight(self, origin: str) -> Response:
        return Response(
            status_code=204,
            headers={
                "access-control-allow-origin": origin,
                "access-control-allow-methods": "POST, DELETE",
                "access-control-allow-headers": "authorization, content-type, idempotency-key",
                "access-control-max-age": "600",
                "cross-origin-resource-policy": "cross-origin",
                "vary": "Origin",
            },
        )

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, origin: str, *, script: bool = False
    ) -> None:
        async def with_origin(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # No credentials header: no cookie exists, and none would be sent.
                headers["access-control-allow-origin"] = origin
                headers["cross-origin-resource-policy"] = "cross-origin"
                if not script:
                    headers.add_vary_header("Origin")
            await send(message)

        await self.app(scope, receive, with_origin)
