"""Response headers that leave no trace and let nothing in. Each with its reason beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # The Back button and a shared computer must not show a conversation again; nothing is put in the cache.
    "cache-control": "no-store",
    # The page she goes to next must not learn where she comes from.
    "referrer-policy": "no-referrer",
    # A reply is never something else than what it says.
    "x-content-type-options": "nosniff",
    # Her place is asked, never sensed; nothing here films, listens, or asks for a device.
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    # No page that opened ours keeps a handle on it, and ours keeps none on the others.
    "cross-origin-opener-policy": "same-origin",
    # Another site may not load our pages as its images or scripts (w.js says otherwise for itself).
    "cross-origin-resource-policy": "same-origin",
    # No search engine shows the conversation's address beside the subject.
    "x-robots-tag": "noindex",
    # Addresses of other sites are not looked up before she chooses to go there.
    "x-dns-prefetch-control": "off",
}


def content_policy(*, styles: Iterable[str] = (), frames: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: nothing from anywhere else, so that no third party learns of a visit.

    `styles`: sha256 sources of style sheets inside the page; `frames`: origins that may frame our pages.
    """
    return "; ".join(
        (
            # Whatever is not named below is refused: fonts, media, frames, workers, plugins.
            "default-src 'none'",
            # Our own script files only: nothing slipped into a page can run.
            "script-src 'self'",
            # Our own style sheets, and the ones inside the page whose digest is given.
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self'",
            # The conversation goes to us alone.
            "connect-src 'self'",
            # What she writes is sent to us alone.
            "form-action 'self'",
            # No <base> can turn our links elsewhere.
            "base-uri 'none'",
            # Only the sites named in SENTIER_EMBED_HOSTS may show our pages inside theirs.
            " ".join(("frame-ancestors 'self'", *frames)),
        )
    )


class NoTraceHeaders:
    """Adds HEADERS, `others` and the content policy to every HTTP response that does not set them itself."""

    def __init__(
        self, app: ASGIApp, policy: str | None = None, others: Mapping[str, str] | None = None
    ) -> None:
        self.app = app
        self._headers = {**HEADERS, "content-security-policy": policy or content_policy(), **(others or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def is_own_origin(headers: Headers) -> bool:
    """Whether the request comes from our own pages, or from no page at all (a program)."""
    origin = headers.get("origin")
    if origin is None or headers.get("sec-fetch-site") == "same-origin":
        return True
    return origin.partition("://")[2] == headers.get("host", "")
