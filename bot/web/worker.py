"""One of several processes that answer on a socket which bot/web/supervisor.py has bound."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.errors import SentierError
from bot.setup import console, quiet_environment
from directory.errors import DirectoryError


def main() -> None:
    """Entry point: `python -m bot.web.worker --listen FD --life FD --news FD [--console FD]`."""
    parser = argparse.ArgumentParser(prog="python -m bot.web.worker")
    for name in ("--listen", "--life", "--news"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--console", type=int)
    given = parser.parse_args()
    quiet_environment()
    end_with_parent(given.life)
    from bot.web.server import answer_on

    # The supervisor has said all this; what goes wrong is still said below.
    console.quiet = True
    try:
        answer_on(
            socket.socket(fileno=given.listen),
            socket.socket(fileno=given.console) if given.console is not None else None,
            beat=beat_on(given.news),
        )
    except (SentierError, DirectoryError) as problem:
        console.quiet = False
        console.print(f"[red]{type(problem).__name__}[/red]: {problem}", soft_wrap=True)
        sys.exit(2)


def end_with_parent(life: int) -> None:
    """Stops this process, turns under way finished, when the other end of the pipe `life` is closed."""

    def wait() -> None:
        os.read(life, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="life", daemon=True).start()


def beat_on(news: int) -> Callable[[], Awaitable[None]]:
    """What says on the pipe `news` that this process answers: one byte a call, none when nobody reads."""
    os.set_blocking(news, False)

    async def beat() -> None:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(news, b".")

    return beat


if __name__ == "__main__":
    main()
