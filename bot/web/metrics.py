"""What the server does, in numbers, for Prometheus: `GET /metrics`. Never what anybody says.

Names, labels and buckets are fixed here, so nothing a person writes can become one. Dangers are counted by
kind since the start and shown rounded down to a multiple of `SMALL`: one conversation cannot be read off the
difference between two readings. Needs and places are not counted here (directory/veille does, by week).

Only this machine may read it: a request that came from elsewhere, or through a proxy, is answered as if
nothing were there, unless it brings the token of SENTIER_METRICS_TOKEN.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.conversation.watch import OUTCOMES, STAGES
from bot.safety.verdict import KINDS
from bot.web.paths import MACHINES
from bot.web.settings import BadSetting

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

TOKEN_VARIABLE = "SENTIER_METRICS_TOKEN"  # noqa: S105 - the name of a variable
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus-client keeps the counts of several processes: numbers, never a word."""

SMALL = 5
CHANNELS = ("web", "page", "sms", "other")
"""Ways in that people use; the terminal is watched by nobody."""
SIDES = ("api", "page", "sms", "hsds", "machine")
STATUSES = ("2xx", "3xx", "4xx", "5xx")
TURN_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_SHORTEST_TOKEN = 16


@contextmanager
def shared_folder() -> Iterator[Mapping[str, str]]:
    """The environment in which several processes count together, until the end of the block.

    The folder is made anew at each start, so the counts are those since the start.
    """
    with tempfile.TemporaryDirectory(prefix="sentier-metrics-") as folder:
        yield {FOLDER_VARIABLE: folder}


class Metrics:
    """The counters of this process and, when it has siblings, of all of them."""

    def __init__(self) -> None:
        # The library chooses how it counts when it is imported: not before the environment is set.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._registry = CollectorRegistry()
        self._turns = Counter(
            "sentier_turns", "Messages answered.", ("channel", "outcome"), registry=self._registry
        )
        self._seconds = Histogram(
            "sentier_turn_seconds",
            "From a message to its reply.",
            ("channel",),
            buckets=TURN_BUCKETS,
            registry=self._registry,
        )
        self._stages = Histogram(
            "sentier_stage_seconds",
            "Time in one stage of a turn.",
            ("stage",),
            buckets=TURN_BUCKETS,
            registry=self._registry,
        )
        self._dangers = Counter(
            "sentier_dangers",
            f"Dangers found since the start, by kind, rounded down to a multiple of {SMALL}.",
            ("kind",),
            registry=self._registry,
        )
        self._responses = Counter(
            "sentier_responses",
            "HTTP responses, by side and class.",
            ("side", "status"),
            registry=self._registry,
        )
        # All series stand from the start: an alert on a rate needs the zero before the one.
        for channel in CHANNELS:
            self._seconds.labels(channel)
            for outcome in OUTCOMES:
                self._turns.labels(channel, outcome)
        for stage in STAGES:
            self._stages.labels(stage)
        for kind in KINDS:
            self._dangers.labels(kind)
        for side in SIDES:
            for status in STATUSES:
                self._responses.labels(side, status)

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        """Counts one turn; `outcome` is one of OUTCOMES."""
        channel = channel if channel in CHANNELS else "other"
        self._turns.labels(channel, outcome).inc()
        self._seconds.labels(channel).observe(seconds)

    @contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """Measures one of STAGES."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._stages.labels(stage).observe(time.perf_counter() - start)

    def dangers(self, kinds: Iterable[str]) -> None:
        """Counts the kinds of danger of one message."""
        for kind in kinds:
            if kind in KINDS:
                self._dangers.labels(kind).inc()

    def response(self, path: str, status: int) -> None:
        """Counts one HTTP response."""
        self._responses.labels(side_of(path), f"{status // 100}xx").inc()

    def text(self, parts: Mapping[str, bool], conversations: int | None) -> bytes:
        """Everything in Prometheus' text format (version 0.0.4), UTF-8.

        `parts`: which parts of the server answer; `conversations`: how many live, None if not known.
        """
        from prometheus_client import CollectorRegistry, generate_latest

        shown = CollectorRegistry()
        shown.register(_Shown(self._source(), parts, conversations))
        text: bytes = generate_latest(shown)
        return text

    def _source(self) -> CollectorRegistry:
        """This process's own counts, or those of all processes together."""
        if FOLDER_VARIABLE not in os.environ:
            return self._registry
        from prometheus_client import CollectorRegistry
        from prometheus_client.multiprocess import MultiProcessCollector

        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together


class _Shown:
    """A collector of what may be seen: rounded dangers, and the gauges of this moment."""

    def __init__(
        self, source: CollectorRegistry, parts: Mapping[str, bool], conversations: int | None
    ) -> None:
        self._source, self._parts, self._conversations = source, parts, conversations

    def collect(self) -> Iterator[Metric]:
        """Prometheus' collector protocol."""
        from prometheus_client.core import GaugeMetricFamily

        for family in self._source.collect():
            # When a series began says when somebody wrote.
            family.samples = [one for one in family.samples if not one.name.endswith("_created")]
            if family.name == "sentier_dangers":
                family.samples = [one._replace(value=one.value // SMALL * SMALL) for one in family.samples]
            yield family
        up = GaugeMetricFamily("sentier_up", "Whether a part answers (1) or not (0).", labels=("part",))
        for part, answers in self._parts.items():
            up.add_metric((part,), float(answers))
        yield up
        if self._conversations is not None:
            yield GaugeMetricFamily(
                "sentier_conversations_live", "Conversations in memory.", value=float(self._conversations)
            )


class Counted:
    """ASGI middleware: counts the responses."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.response(scope["path"], message["status"])
            await send(message)

        try:
            await self.app(scope, receive, counting)
        except Exception:
            # What answers a failure stands outside of every middleware.
            self._metrics.response(scope["path"], 500)
            raise


def side_of(path: str) -> str:
    """One of SIDES."""
    for side in ("api", "hsds", "sms"):
        if path == f"/{side}" or path.startswith(f"/{side}/"):
            return side
    return "machine" if path in MACHINES else "page"


def metrics_token(environment: Mapping[str, str]) -> str:
    """The token of SENTIER_METRICS_TOKEN, "" when there is none; raises BadSetting for a short one."""
    token = environment.get(TOKEN_VARIABLE, "").strip()
    if token and len(token) < _SHORTEST_TOKEN:
        raise BadSetting(f"{TOKEN_VARIABLE} must be {_SHORTEST_TOKEN} characters or longer, or empty.")
    return token


def metrics_route(
    metrics: Metrics,
    ready: Callable[[], Mapping[str, bool]],
    live: Callable[[], int | None],
    token: str = "",
) -> Route:
    """`GET /metrics`. `ready` and `live` are asked at each reading; `token` opens it to another machine."""

    async def show(request: Request) -> Response:
        if not (_from_this_machine(request) or _brings(request.headers, token)):
            raise HTTPException(404)
        text = await run_in_threadpool(lambda: metrics.text(ready(), live()))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return Route("/metrics", show)


def _from_this_machine(request: Request) -> bool:
    """Whether a program of this machine asks, and not a proxy on behalf of somebody."""
    if any(name in request.headers for name in FORWARDED) or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _brings(headers: Headers, token: str) -> bool:
    given = headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
