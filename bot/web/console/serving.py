"""Serving the console beside the public side: same process, same event loop, another port."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette


class _Beside(uvicorn.Server):
    """A server that leaves the signals (Ctrl+C) to the one it stands beside."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


class WithConsole(uvicorn.Server):
    """The public server with the console on a socket of its own.

    One loop for both: the test bench talks to the same assistant, whose locks belong to this loop.
    """

    def __init__(self, config: uvicorn.Config, console: Starlette, listener: socket.socket) -> None:
        super().__init__(config)
        self._listener = listener
        self._beside = _Beside(
            uvicorn.Config(
                console,
                ws="none",
                # Behind the same proxies as the public side: addresses that try passwords are told apart.
                proxy_headers=config.proxy_headers,
                forwarded_allow_ips=config.forwarded_allow_ips,
                access_log=False,
                log_config=None,
                server_header=False,
                lifespan="off",
                # A page left open keeps its connection: it must not hold up the end.
                timeout_graceful_shutdown=5,
            )
        )
        self._running: asyncio.Task[None] | None = None

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves both until told to stop."""
        self._running = asyncio.create_task(self._beside.serve(sockets=[self._listener]))
        await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops both."""
        self._beside.should_exit = True
        await super().shutdown(sockets)
        if self._running is not None:
            await self._running
