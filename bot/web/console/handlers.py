"""What every section makes of its views: handlers in worker threads, files to download."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.shell import Visitor

CSV = "text/csv; charset=utf-8"

View = Callable[[Request, Visitor], Response]
Receiver = Callable[[Request, Visitor, FormData], Response]
Endpoint = Callable[[Request, Visitor], Awaitable[Response]]


def showing(view: View) -> Endpoint:
    """A handler for the shell that runs `view` (it reads the database) in a worker thread."""

    async def handler(request: Request, visitor: Visitor) -> Response:
        return await run_in_threadpool(view, request, visitor)

    return handler


def receiving(view: Receiver) -> Endpoint:
    """The same for a view that takes the form sent."""

    async def handler(request: Request, visitor: Visitor) -> Response:
        return await run_in_threadpool(view, request, visitor, await request.form())

    return handler


def attachment(body: bytes, name: str, media: str) -> Response:
    """A file to save under `name`, of the media type `media`."""
    return Response(body, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
