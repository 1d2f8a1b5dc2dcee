"""The files a page needs, made once at start: style sheets with their digests, the script, the icon.

Style sheets stand inside the page (one request less before the first paint on a slow phone), so the content
policy names their digests. The script carries its own style sheet and the address of the exit page.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.web.errors import Refused
from bot.web.settings import WebSettings

STATIC = Path(__file__).parent / "static"
TYPES = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def lean_css(*names: str) -> str:
    """The style sheets `names` as one, without comments and needless spaces."""
    text = "".join((STATIC / f"{name}.css").read_text(encoding="utf-8") for name in names)
    text = re.sub(r"\s+", " ", _COMMENT.sub("", text))
    # Not around ":" or "+": "a :hover" and "calc(1px + 2px)" need their spaces.
    return re.sub(r" ?([{};,>]) ?", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


def lean_js(text: str) -> str:
    """`text` without indentation and without the lines that are only a comment; nothing else is touched."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/**"))) + "\n"


def style_source(css: str) -> str:
    """What the content policy says to allow exactly this style sheet."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() + "'"


def integrity(content: bytes) -> str:
    """The digest a site may put beside the script tag, so that only this very file runs."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


@dataclass(frozen=True)
class Assets:
    """`chat_css` and `centre_css` go inside the pages; `files` are served under /static."""

    chat_css: str
    centre_css: str
    style_sources: tuple[str, ...]
    files: dict[str, bytes]

    @classmethod
    def load(cls, settings: WebSettings) -> Assets:
        """Reads the folder static/ and fills the script in."""
        chat = lean_css("tokens", "chat", "page")
        centre = lean_css("tokens", "page", "centre")
        shadow = lean_css("tokens", "chat", "embed")
        script = lean_js((STATIC / "w.js").read_text(encoding="utf-8"))
        script = script.replace('"__CSS__"', json.dumps(shadow, ensure_ascii=False))
        script = script.replace('"__EXIT__"', json.dumps(settings.exit_url))
        return cls(
            chat_css=chat,
            centre_css=centre,
            # The third is for phones too old for constructed style sheets: the script then writes a <style>.
            style_sources=tuple(style_source(css) for css in (chat, centre, shadow)),
            files={"w.js": script.encode(), "i.svg": (STATIC / "i.svg").read_bytes()},
        )

    @property
    def script_integrity(self) -> str:
        """The digest of the script as served."""
        return integrity(self.files["w.js"])

    def response(self, request: Request) -> Response:
        """One file, compressed when the browser takes it; raises Refused (404)."""
        name = request.path_params["name"]
        content = self.files.get(name)
        if content is None:
            raise Refused(404, "not_found", "Il n'y a rien à cette adresse.")
        headers = {"vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            # Files only: pages that carry a token are never compressed (BREACH).
            content = gzip.compress(content, 9, mtime=0)
            headers["content-encoding"] = "gzip"
        return Response(content, media_type=TYPES[Path(name).suffix], headers=headers)
