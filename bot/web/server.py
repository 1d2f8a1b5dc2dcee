"""`sentier serve`: prepares what is needed, then listens."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Mount

from bot.channels.sms_gateways import sms_routes
from bot.conversation.case import Place
from bot.conversation.counts import Counts
from bot.conversation.counts import is_on as counting_is_on
from bot.conversation.engine import Engine
from bot.conversation.memory import pack, unpack
from bot.conversation.referrals import place_match, shared_database
from bot.conversation.turn import Assistant
from bot.errors import EngineUnavailable, PortTaken, SentierError
from bot.nlu.shared import shared_detector
from bot.privacy.conversations import Conversations
from bot.privacy.dumps import leave_no_dumps
from bot.privacy.logs import configure_logging
from bot.privacy.redis_store import opened_store, secret_of, shared_store
from bot.privacy.shared import SharedConversations
from bot.safety import Detector
from bot.setup import console, prepare_directory, prepare_models, start_engine
from bot.web.app import create_app
from bot.web.console.app import create_console
from bot.web.console.serving import WithConsole
from bot.web.console.settings import ConsoleSettings
from bot.web.limits import Limits, LimitSettings
from bot.web.metrics import Counted, Metrics, metrics_route, metrics_token, shared_folder
from bot.web.patience import HEAD_BYTES, PatientProtocol
from bot.web.probe import Probe
from bot.web.settings import WebSettings
from bot.web.supervisor import GRACE_SECONDS, Supervisor, check_workers
from bot.web.systemd import Notifier
from directory.database import Database
from directory.errors import DirectoryError
from directory.hsds.api import hsds_routes
from directory.refer import Query, refer

WORKER = (sys.executable, "-m", "bot.web.worker")
BACKLOG = 1024
"""Connections that wait while every process is busy or starting."""

logger = logging.getLogger(__name__)


def listening_socket(host: str, port: int, option: str = "--port") -> socket.socket:
    """A socket bound to `host:port`; raises PortTaken or SentierError in a sentence that names `option`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {port} of {host} is taken by another program. Stop it, or choose another port: "
                f"sentier serve {option} {port + 1}."
            ) from problem
        raise SentierError(f"Cannot listen on {host}:{port}: {problem.strerror}.") from problem
    return listener


def serve(host: str, port: int, console_at: tuple[str, int] | None = None, workers: int = 1) -> None:
    """Prepares directory, danger detector and engine, then serves until stopped.

    `console_at`: address and port of the caseworkers' console; None serves none. `workers`: processes that
    answer; more than one need a Redis (SENTIER_REDIS_URL).
    """
    configure_logging("WARNING")
    leave_no_dumps()
    # Everything that can be wrong is said before minutes of training, not after.
    WebSettings.from_environment()
    LimitSettings.from_environment()
    ConsoleSettings.from_environment()
    metrics_token(os.environ)
    counting_is_on()
    shared = shared_store(os.environ, lambda words: console.print(f"[yellow]![/yellow] {words}"))
    check_workers(workers, shared is not None)
    listener = listening_socket(host, port)
    console_listener = listening_socket(*console_at, "--console-port") if console_at else None
    prepare_directory(shared_database())
    prepare_models()
    systemd = Notifier(os.environ)

    def announce() -> None:
        systemd.ready()
        at = _reached(host)
        console.print(f"[bold]Sentier listens on http://{at}:{listener_port}[/bold]   (Ctrl+C to stop)")
        if console_at:
            console.print(f"Console of the caseworkers: http://{_reached(console_at[0])}:{console_at[1]}")

    listener_port = listener.getsockname()[1]
    if workers == 1:
        answer_on(listener, console_listener, announce=announce, turning=systemd.turning)
        return
    shared_database().close()
    # From here a connection waits for whichever process is free instead of being refused.
    listener.listen(BACKLOG)
    if console_listener is not None:
        console_listener.listen(BACKLOG)

    def all_ready() -> None:
        console.print(f"[green]✓[/green] {workers} workers ready")
        announce()

    with shared_folder() as counting:
        code = Supervisor(
            WORKER,
            listener,
            workers,
            say=lambda words: console.print(f"[yellow]![/yellow] {words}"),
            when_ready=all_ready,
            console=console_listener,
            environment={**os.environ, **counting},
            turning=systemd.turning,
        ).run()
    if code:
        raise SystemExit(code)


def answer_on(
    listener: socket.socket,
    console_listener: socket.socket | None = None,
    announce: Callable[[], None] = lambda: None,
    beat: Callable[[], Awaitable[None]] | None = None,
    turning: Callable[[], None] = lambda: None,
) -> None:
    """Loads the engine and answers on `listener` until told to stop.

    `announce` is called once everything is loaded; `beat` about once a second while requests are answered and
    the engine turns; `turning` as often while requests are answered, with or without the engine.
    """
    configure_logging("WARNING")
    leave_no_dumps()
    settings = WebSettings.from_environment()
    limits = LimitSettings.from_environment()
    # A process that starts anew while the shared memory is down answers all the same.
    store = opened_store(os.environ)
    secret = secret_of(os.environ) if store is not None else None
    conversations = Conversations() if store is None else SharedConversations(store, pack, unpack)
    database = shared_database()
    detector = shared_detector()
    engine = start_engine(conversations)
    warm(engine, detector, database)
    console.print("[green]✓[/green] Ready")

    def ask_database() -> bool:
        try:
            with database.session() as session:
                session.connection()
        except (SQLAlchemyError, DirectoryError) as problem:
            logger.error("database_failed", exc_info=problem)
            return False
        return True

    database_answers = Probe(ask_database)

    def ready() -> dict[str, bool]:
        # The shared memory is not among them: without it everybody is still answered, and a balancer that
        # took every process out of service would leave nobody to answer.
        parts = {"model": engine.ready, "engine": engine.turning, "database": database_answers()}
        # A detector that lost its model still answers with its rules: said, but not a reason to stop.
        parts.update({f"danger_{layer}": up for layer, up in detector.status().items()})
        return parts

    counts = Counts(database) if counting_is_on() else None
    metrics = Metrics()
    assistant = Assistant(engine, detector, conversations, counts, metrics)
    # Conversations that several processes share are nobody's to count.
    live = conversations.forget_idle if store is None else lambda: None
    sms = sms_routes(assistant, os.environ, store, secret)
    app = create_app(
        assistant,
        ready,
        [
            Mount("/hsds", routes=hsds_routes(database)),
            *sms,
            metrics_route(metrics, ready, live, metrics_token(os.environ)),
        ],
        settings=settings,
        database=database,
        store=store,
    )
    announce()
    config = uvicorn.Config(
        Counted(Limits(app, limits, store, secret), metrics),
        # Nothing here speaks WebSocket: without it, uvicorn loads no library for it.
        ws="none",
        http=PatientProtocol,
        h11_max_incomplete_event_size=HEAD_BYTES,
        proxy_headers=bool(limits.proxies),
        forwarded_allow_ips=list(limits.proxies),
        timeout_graceful_shutdown=GRACE_SECONDS,
        callback_notify=signs_of_life(engine, beat, turning),
        timeout_notify=1,
        backlog=BACKLOG,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        lifespan="off",
    )
    if console_listener is None:
        server = uvicorn.Server(config)
    else:
        desk = create_console(database, settings=ConsoleSettings.from_environment(), assistant=assistant)
        server = WithConsole(config, desk, console_listener)
    exhausted = threading.Event()

    def make_way() -> None:
        # A process in this one's place would wait for the database too, and answer nobody meanwhile.
        if exhausted.is_set() or not database_answers():
            return
        exhausted.set()
        server.should_exit = True
        # Whatever else hangs does not keep it.
        last = threading.Timer(GRACE_SECONDS + 5, os._exit, (2,))
        last.daemon = True
        last.start()

    engine.when_exhausted(make_way)
    if counts is not None:
        counts.start()
    try:
        server.run(sockets=[listener])
    finally:
        if counts is not None:
            counts.stop()
        engine.stop()
    if exhausted.is_set():
        raise EngineUnavailable(
            "The engine hung again and again; this process ended so that another one takes its place."
        )


def signs_of_life(
    engine: Engine, beat: Callable[[], Awaitable[None]] | None, turning: Callable[[], None]
) -> Callable[[], Awaitable[None]]:
    """Calls `turning`, and `beat` unless the engine's thread hangs: who listens for it replaces this process.

    Who listens for `turning` would leave people without the numbers that they get while the engine hangs.
    """
    last: asyncio.Task[None] | None = None

    async def give() -> None:
        nonlocal last
        turning()
        if beat is not None and (last is None or last.done()):
            last = asyncio.create_task(engine.ping())
            await beat()

    return give


def warm(engine: Engine, detector: Detector, database: Database) -> None:
    """Reads one message and searches once: the first person must not pay for what loads at first use."""
    text = "je cherche un endroit où dormir à Gatineau, mon chum me bat"
    try:
        detector.assess(text)
        asyncio.run(engine.parse(text))
        with database.session() as session:
            refer(session, Query(needs=("hebergement",), place=place_match(Place("Gatineau", "07"))))
    except (SentierError, DirectoryError, SQLAlchemyError) as problem:
        # Whoever writes gets the numbers until it is mended; /ready tells which part fails.
        logger.error("first_reading_failed", exc_info=problem)


def _reached(host: str) -> str:
    """Where a browser on this machine finds what listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
