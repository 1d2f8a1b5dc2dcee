"""What takes input from outside, each with a strategy of inputs and a function that must survive them all.

A target is made once by `make(folder)` and called with each input. What it may raise is its own typed error;
anything else fails the test. HTTP targets return the status, which must be below 500.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st
from starlette.routing import Mount
from starlette.testclient import TestClient

from bot.channels import gsm, sms_parts
from bot.channels.sms_gateways import sms_routes
from bot.channels.sms_twilio import signature
from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations, conversation_id
from bot.privacy.redaction import redact
from bot.safety import Context, Detector
from bot.safety.french import clean
from bot.web.app import create_app
from bot.web.console.app import create_console
from bot.web.console.settings import ConsoleSettings
from bot.web.limits import Limits, LimitSettings
from bot.web.metrics import Metrics, metrics_route
from bot.web.settings import BadSetting, WebSettings
from directory.backup import BackupInvalid, inspect
from directory.database import Database, create_database
from directory.errors import DirectoryError
from directory.exchange.importer import import_listings
from directory.hours import hours_at
from directory.hours_text import osm_from_text
from directory.hsds.api import hsds_routes
from directory.places import Gazetteer
from directory.refer.jsonl import parse_line, read_row
from tests.bot.conversation.test_turn import StubEngine
from tests.directory.conftest import copy_starter

TOKEN = "token-of-the-fuzz-tests"
PUBLIC = "https://exemple.org"
Run = Callable[[Any], int | None]


@dataclass(frozen=True)
class Target:
    """`make` builds it once; `given` draws its inputs; one input takes `seconds` of processor at most."""

    name: str
    given: st.SearchStrategy[Any]
    make: Callable[[Path], Run]
    seconds: float = 1.0


# ---- What people, programs and attackers write.

_SCRAPS = [
    "je cherche une place où dormir à Gatineau",
    "il m'a frappée",
    "je veux mourir",
    "819-555-0100",
    "J8X 1A1",
    "zoé tremblay",
    "4711 rue Principale",
    "123 456 789",
    "TREM 1234 5678",
    "01/02/1990",
    "a@b.ca",
    "/restart",
    '/saluer{"place": "x"}',
    "{{7*7}}",
    "%s%n",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\0",
    "\r\nSet-Cookie: a=b",
    "\u202e",
    "\ud83d\ude00",
    "ﷺ" * 40,
    "é" * 900,
    "1" * 500,
    "a " * 2000,
    "'" * 300,
    "(" * 200,
    "-1",
    "0",
    "9" * 40,
    "NaN",
    "1e999",
    "null",
    "[]",
    "{}",
    "24/7",
    "Mo-Fr 08:00-17:00",
    "lundi au vendredi",
]
ANY_TEXT = st.text(max_size=200)
TEXT = st.one_of(
    st.lists(st.one_of(st.sampled_from(_SCRAPS), st.text(max_size=20)), max_size=8).map(" ".join),
    st.lists(st.sampled_from(_SCRAPS), max_size=5).map("".join),
    ANY_TEXT,
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)
BODY = st.one_of(
    st.binary(max_size=300),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.builds(lambda depth, kind: (kind * depth).encode(), st.integers(1, 60_000), st.sampled_from('[{"')),
    st.fixed_dictionaries({}, optional={"text": JSON, "choice": JSON}).map(
        lambda value: json.dumps(value).encode()
    ),
)
HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
PATH = st.one_of(
    st.text(max_size=40),
    st.builds(
        lambda base, rest: base + rest,
        st.sampled_from(
            [
                "",
                "p",
                "ressources/",
                "ressources/besoin/",
                "ressources/region/",
                "ressources/service/",
                "ressources/questions/",
                "ressources/recherche",
                "ressources/feuille",
                "hsds/",
                "hsds/services/",
                "static/",
                "api/",
                "sms/",
                "health",
                "ready",
                "metrics",
            ]
        ),
        st.text(max_size=20),
    ),
)
QUERY = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(
                [
                    "q",
                    "besoin",
                    "region",
                    "page",
                    "per_page",
                    "search",
                    "taxonomy_term_id",
                    "minimal",
                    "full",
                    "modified_after",
                    "organization_id",
                    "id",
                    "next",
                    "suite",
                ]
            ),
            st.text(max_size=8),
        ),
        TEXT,
    ),
    max_size=4,
)


def encoded(pairs: Any) -> str:
    """A query string or form; lone surrogates, which no address can hold, become question marks."""
    return urlencode(
        [(str(a).encode("utf-8", "replace"), str(b).encode("utf-8", "replace")) for a, b in pairs]
    )


# ---- The application, in process, over a stub engine and the starter directory.


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector.load(None)


@lru_cache(maxsize=1)
def _starter(folder: Path) -> Database:
    database = create_database(f"sqlite:///{folder / 'fuzz.db'}")
    copy_starter(database)
    return database


@lru_cache(maxsize=1)
def _client(folder: Path) -> tuple[TestClient, Assistant]:
    database = _starter(folder)
    assistant = Assistant(StubEngine(), _detector(), Conversations())
    environment = {
        "SENTIER_SMS": "twilio kannel",
        "SENTIER_PUBLIC_URL": PUBLIC,
        "SENTIER_TWILIO_TOKEN": TOKEN,
        "SENTIER_KANNEL_SECRET": TOKEN,
        "SENTIER_KANNEL_USER": "u",
        "SENTIER_KANNEL_PASSWORD": "p",
        "SENTIER_KANNEL_URL": "http://127.0.0.1:9/none",
    }
    app = create_app(
        assistant,
        lambda: {"model": True},
        [
            Mount("/hsds", routes=hsds_routes(database)),
            *sms_routes(assistant, environment),
            metrics_route(Metrics(), lambda: {"model": True}, lambda: 0, TOKEN),
        ],
        settings=WebSettings(),
        database=database,
    )
    limits = LimitSettings(per_address=0, per_conversation=0)
    return TestClient(Limits(app, limits), raise_server_exceptions=False, follow_redirects=False), assistant


def api_bodies(folder: Path) -> Run:
    """`POST /api/messages` with any body, in a conversation that lives."""
    client, assistant = _client(folder)

    def run(body: bytes) -> int:
        token = assistant.conversations.open("web")
        header = {"Authorization": f"Bearer {token}"}
        status = client.post("/api/messages", content=body, headers=header).status_code
        # A conversation that lives has its weight (docs/performance.md): what is sought here is a leak.
        assistant.conversations.forget(conversation_id(token))
        return status

    return run


def api_messages(folder: Path) -> Run:
    """Odd messages, of any length, in one conversation after another."""
    client, assistant = _client(folder)

    def run(text: str) -> int:
        token = assistant.conversations.open("web")
        header = {"Authorization": f"Bearer {token}"}
        status = client.post("/api/messages", content=json.dumps({"text": text}), headers=header).status_code
        assistant.conversations.forget(conversation_id(token))
        return status

    return run


def api_headers(folder: Path) -> Run:
    """Any Authorization, content type, origin, length, host."""
    client, _ = _client(folder)

    def run(given: dict[str, str]) -> int:
        headers = {name: value.encode("latin-1") for name, value in given.items()}
        return client.post("/api/messages", content=b'{"text": "allo"}', headers=headers).status_code

    return run


def addresses(folder: Path) -> Run:
    """Any path, method and query."""
    client, _ = _client(folder)

    def run(asked: tuple[str, str, Any]) -> int:
        method, path, query = asked
        raw = path.encode("utf-8", "replace").decode("utf-8")
        from urllib.parse import quote

        return client.request(method, f"/{quote(raw)}?{encoded(query)}").status_code

    return run


def hsds(folder: Path) -> Run:
    """Any question to the data API."""
    client, _ = _client(folder)

    def run(asked: tuple[str, Any]) -> int:
        return client.get(f"/hsds/{asked[0]}?{encoded(asked[1])}").status_code

    return run


def forms(folder: Path) -> Run:
    """The forms of the pages, with any field."""
    client, _ = _client(folder)
    slug = "sos-violence-conjugale"

    def run(asked: tuple[str, Any]) -> int:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return client.post(asked[0].format(slug=slug), content=encoded(asked[1]), headers=kind).status_code

    return run


def twilio(folder: Path) -> Run:
    """Messages that Twilio signed, with any field."""
    client, _ = _client(folder)

    def run(fields: Any) -> int:
        pairs = [
            (a.encode("utf-8", "replace").decode(), b.encode("utf-8", "replace").decode()) for a, b in fields
        ]
        unique = list(dict(pairs).items())
        signed = signature(TOKEN, f"{PUBLIC}/sms/twilio", unique)
        headers = {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"}
        return client.post("/sms/twilio", content=encoded(unique), headers=headers).status_code

    return run


def kannel(folder: Path) -> Run:
    """Messages of Kannel, with any charset, header and bytes; nobody is written to."""
    client, _ = _client(folder)

    def run(asked: tuple[bytes, str, str, str]) -> int:
        body, charset, sender, udh = asked
        headers = {
            "X-Kannel-From": sender.encode("latin-1"),
            "X-Kannel-To": b"3939",
            "X-Kannel-UDH": udh.encode("latin-1"),
            "Content-Type": f"text/plain; charset={charset}".encode("latin-1"),
        }
        return client.post(
            f"/sms/kannel?secret={TOKEN}&id={sender[:1]}", content=body, headers=headers
        ).status_code

    return run


def console(folder: Path) -> Run:
    """The doors of the console, for somebody who has no key."""
    database = _starter(folder)
    client = TestClient(
        create_console(database, settings=ConsoleSettings()),
        raise_server_exceptions=False,
        follow_redirects=False,
    )

    def run(asked: tuple[str, str, Any, str]) -> int:
        method, path, fields, cookie = asked
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.encode("latin-1")}
        return client.request(method, path, content=encoded(fields), headers=headers).status_code

    return run


# ---- Parsers.


def redaction(_: Path) -> Run:
    """Personal data in any text."""

    def run(text: str) -> None:
        redact(clean(text, limit=8000))

    return run


def danger(_: Path) -> Run:
    """The danger detector, in any conversation."""
    detector = _detector()

    def run(text: str) -> None:
        context = Context(pending_question="danger", open_kinds=("suicide",))
        detector.still_open(text, detector.assess(text, context), context)
        assert not detector.assess(text).danger or detector.assess(text).kinds

    return run


def places(_: Path) -> Run:
    """Places in any message."""
    gazetteer = Gazetteer.load()

    def run(text: str) -> None:
        gazetteer.find(text)

    return run


def hours(_: Path) -> Run:
    """Opening hours in words and in OSM syntax."""
    at = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)

    def run(text: str) -> None:
        with suppress(DirectoryError):
            hours_at(osm_from_text(text), at)
        with suppress(DirectoryError):
            hours_at(text, at)

    return run


def sms_texts(_: Path) -> Run:
    """Cutting SMS, and joining the parts of one."""

    def run(asked: tuple[str, str]) -> None:
        text, header = asked
        parts = gsm.split(text)
        assert "".join(parts) == text or not text.strip() or len(parts) >= 1
        gsm.size(text)
        sms_parts.part_of(header)

    return run


def rows(folder: Path) -> Run:
    """Rows of an import file."""
    database = create_database(f"sqlite:///{folder / 'rows.db'}")
    database.migrate()

    def run(records: list[Any]) -> None:
        try:
            with database.session() as session:
                report = import_listings(session, records)
                assert report is not None
                session.rollback()
        except DirectoryError:
            pass

    return run


def questions(_: Path) -> Run:
    """Lines of `sentier refer`."""

    def run(line: str) -> None:
        with suppress(DirectoryError):
            read_row(parse_line(line))

    return run


def backups(folder: Path) -> Run:
    """Files given to `sentier restore`."""
    path = folder / "fuzz.backup"

    def run(asked: tuple[bool, bytes]) -> None:
        path.write_bytes(gzip.compress(asked[1]) if asked[0] else asked[1])
        with suppress(BackupInvalid):
            inspect(path)

    return run


def settings(_: Path) -> Run:
    """Settings of the environment."""

    def run(values: dict[str, str]) -> None:
        for read in (
            WebSettings.from_environment,
            LimitSettings.from_environment,
            ConsoleSettings.from_environment,
        ):
            with suppress(BadSetting):
                read(values)

    return run


_NAMES = st.sampled_from(
    [
        "token",
        "text",
        "choice",
        "sorte",
        "numero",
        "texte",
        "site",
        "lu",
        "courriel",
        "username",
        "password",
        "code",
    ]
)
_FIELDS = st.lists(st.tuples(st.one_of(_NAMES, st.text(max_size=6)), TEXT), max_size=6)
_LISTING = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(JSON, TEXT)
        for name in (
            "id",
            "name",
            "organization",
            "needs",
            "phones",
            "areas",
            "municipality",
            "confidence",
            "verifications",
            "opening_hours",
            "genders",
            "coverage",
            "address_confidential",
            "languages",
        )
    },
)

TARGETS = (
    Target("api bodies", BODY, api_bodies),
    # Eight thousand characters are read for danger stretch by stretch, in a thread of their own.
    Target("api messages", TEXT, api_messages, seconds=4.0),
    Target(
        "api headers",
        st.dictionaries(
            st.sampled_from(
                [
                    "Authorization",
                    "Content-Type",
                    "Origin",
                    "Host",
                    "Content-Length",
                    "Cookie",
                    "X-Forwarded-For",
                    "Sec-Fetch-Site",
                    "Accept",
                    "Idempotency-Key",
                ]
            ),
            HEADER,
            max_size=4,
        ),
        api_headers,
    ),
    Target(
        "addresses",
        st.tuples(
            st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]),
            PATH,
            QUERY,
        ),
        addresses,
    ),
    Target(
        "hsds",
        st.tuples(
            st.sampled_from(
                [
                    "services",
                    "organizations",
                    "taxonomies",
                    "taxonomy_terms",
                    "service_at_locations",
                    "services/x",
                    "openapi.json",
                    "",
                ]
            ),
            QUERY,
        ),
        hsds,
    ),
    Target(
        "forms",
        st.tuples(
            st.sampled_from(["/p", "/p/fin", "/p/debut", "/ressources/service/{slug}/correction"]), _FIELDS
        ),
        forms,
    ),
    Target(
        "twilio",
        st.lists(
            st.tuples(
                st.sampled_from(["From", "To", "Body", "MessageSid", "NumMedia", "SmsSid", "FromCity"]),
                st.one_of(TEXT, st.from_regex(r"\+1[0-9]{10}", fullmatch=True)),
            ),
            max_size=7,
        ),
        twilio,
    ),
    Target(
        "kannel",
        st.tuples(
            st.binary(max_size=200),
            st.one_of(
                st.sampled_from(["utf-8", "utf-16be", "iso-8859-1", "gsm", "idna", "zlib", "hex", "rot13"]),
                HEADER,
            ),
            HEADER,
            st.one_of(HEADER, st.binary(max_size=12).map(bytes.hex)),
        ),
        kannel,
    ),
    Target(
        "console",
        st.tuples(
            st.sampled_from(["GET", "POST"]),
            st.sampled_from(
                [
                    "/",
                    "/connexion",
                    "/comptes",
                    "/journal",
                    "/propositions",
                    "/repertoire",
                    "/banc",
                    "/parcours",
                    "/veille",
                    "/suivi",
                    "/static/console.css",
                    "/deconnexion",
                ]
            ),
            _FIELDS,
            HEADER,
        ),
        console,
    ),
    Target("redaction", TEXT, redaction),
    Target("danger", TEXT, danger),
    Target("places", TEXT, places),
    Target("hours", TEXT, hours),
    Target("sms texts", st.tuples(TEXT, HEADER), sms_texts),
    Target("rows", st.lists(st.one_of(_LISTING, JSON), max_size=3), rows),
    Target("questions", st.one_of(TEXT, JSON.map(json.dumps), _LISTING.map(json.dumps)), questions),
    Target("backups", st.tuples(st.booleans(), BODY), backups),
    Target(
        "settings",
        st.dictionaries(
            st.sampled_from(
                [
                    "SENTIER_EXIT_URL",
                    "SENTIER_EMBED_HOSTS",
                    "SENTIER_HOSTS",
                    "SENTIER_PROXY",
                    "SENTIER_RATE_ADDRESS",
                    "SENTIER_CONSOLE_HTTPS",
                ]
            ),
            TEXT,
            max_size=4,
        ),
        settings,
    ),
)
