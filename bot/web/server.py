"""`sentier serve`: prepares what is needed, then listens."""

from __future__ import annotations

import errno
import logging
import os
import socket

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Mount

from bot.channels.sms_gateways import sms_routes
from bot.conversation.referrals import shared_database
from bot.conversation.turn import Assistant
from bot.errors import PortTaken, SentierError
from bot.nlu.shared import shared_detector
from bot.privacy.conversations import Conversations
from bot.privacy.logs import configure_logging
from bot.setup import console, prepare_directory, prepare_safety, start_engine
from bot.web.app import create_app
from bot.web.console.app import create_console
from bot.web.console.serving import WithConsole
from bot.web.console.settings import ConsoleSettings
from bot.web.settings import WebSettings
from directory.errors import DirectoryError
from directory.hsds.api import hsds_routes

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


def serve(host: str, port: int, console_at: tuple[str, int] | None = None) -> None:
    """Prepares directory, danger detector and engine, then serves until stopped.

    `console_at`: address and port of the caseworkers' console; None serves none.
    """
    configure_logging("WARNING")
    settings = WebSettings.from_environment()
    # Before minutes of training, not after.
    listener = listening_socket(host, port)
    console_listener = listening_socket(*console_at, "--console-port") if console_at else None
    console_settings = ConsoleSettings.from_environment()
    database = shared_database()
    prepare_directory(database)
    prepare_safety()
    detector = shared_detector()
    conversations = Conversations()
    engine = start_engine(conversations)
    # The first message must not pay for lazy loading.
    console.print("[green]✓[/green] Ready")

    def ready() -> dict[str, bool]:
        parts = {"model": engine.ready, "database": False}
        try:
            with database.session() as session:
                session.connection()
            parts["database"] = True
        except (SQLAlchemyError, DirectoryError) as problem:
            logger.error("The database does not answer: %s.", type(problem).__name__)
        # A detector that lost its model still answers with its rules: said, but not a reason to stop.
        parts.update({f"danger_{layer}": up for layer, up in detector.status().items()})
        return parts

    assistant = Assistant(engine, detector, conversations)
    app = create_app(
        assistant,
        ready,
        [Mount("/hsds", routes=hsds_routes(database)), *sms_routes(assistant, os.environ)],
        settings=settings,
        database=database,
    )
    console.print(f"[bold]Sentier listens on http://{_reached(host)}:{port}[/bold]   (Ctrl+C to stop)")
    if console_at:
        console.print(f"Console of the caseworkers: http://{_reached(console_at[0])}:{console_at[1]}")
    config = uvicorn.Config(
        # Nothing here speaks WebSocket: without it, uvicorn loads no library for it.
        app,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        lifespan="off",
    )
    if console_listener is None:
        server = uvicorn.Server(config)
    else:
        desk = create_console(database, settings=console_settings, assistant=assistant)
        server = WithConsole(config, desk, console_listener)
    try:
        server.run(sockets=[listener])
    finally:
        engine.stop()


def _reached(host: str) -> str:
    """Where a browser on this machine finds what listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
