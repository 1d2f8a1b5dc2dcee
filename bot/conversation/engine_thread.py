"""The one thread in which the engine works, and another in its place when it hangs.

Turns are worked on one after the other. A component that never returns (native code, a lock, a server that
says nothing) would hold up every turn after it, each of them answered with the numbers alone. So the thread
is watched: when nothing moves in it for `HUNG_SECONDS` and somebody gave up waiting, it is let go. A fresh
thread takes over what was not begun, in the order it came; what was begun fails, and leaves no trace should
it ever end (`let_go`). A thread cannot be killed: when `MOST_STUCK` are still stuck and their successor hangs
too, only another process helps, and whoever owns this one is told.
"""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Generic, TypeVar

from bot.errors import EngineUnavailable

HUNG_SECONDS = 12.0
"""Without any progress; longer than a locked database is waited for (directory/database.py)."""
SLOW_SECONDS = 2.0
"""Without any progress, after which the engine counts as not turning: nobody waits longer for a turn."""
LOOK_SECONDS = 0.25
MOST_STUCK = 3

T = TypeVar("T")
logger = logging.getLogger(__name__)


class _LetGo(BaseException):
    """Raised inside a thread that was let go, as soon as it runs Python again."""


class _Work(Generic[T]):
    """Something asked of the engine. It is begun once, on whichever thread is the engine's at that time."""

    def __init__(self, make: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self.make = make
        self.done: Future[T] = Future()
        # Who rehearses, for instance, is told by the context of the caller.
        self.context = contextvars.copy_context()
        self._lock = threading.Lock()
        self._begun = self._over = False

    @property
    def given_up(self) -> bool:
        """Whether it was begun and its caller stopped waiting."""
        return self._begun and self.done.cancelled()

    @property
    def begun(self) -> bool:
        """Whether a thread has taken it."""
        return self._begun

    def claim(self) -> bool:
        """Whether it is to be begun now: once, and not for a caller who is gone."""
        with self._lock:
            if self._begun or self._over or self.done.cancelled():
                return False
            self._begun = True
            return True

    def end(self, result: Callable[[], T]) -> None:
        """Hands over what `result` returns or raises; the first end counts."""
        with self._lock:
            if self._over:
                return
            self._over = True
        if not self.done.set_running_or_notify_cancel():
            return
        try:
            self.done.set_result(result())
        except asyncio.CancelledError:
            self.done.set_exception(EngineUnavailable("The engine was stopped in mid-turn."))
        except BaseException as problem:  # it belongs to who asked
            self.done.set_exception(problem)

    def fail(self, problem: Exception) -> None:
        """Ends it with `problem`."""

        def result() -> T:
            raise problem

        self.end(result)


class EngineThread(threading.Thread):
    """An event loop in a thread of its own. `abandoned`: another one has taken its place."""

    def __init__(self) -> None:
        super().__init__(name="engine", daemon=True)
        self.abandoned = False
        self.steps = 0
        """Grows whenever something begins, ends, or the loop comes round."""
        self._loop = asyncio.new_event_loop()
        self._work: dict[_Work[Any], asyncio.Task[Any] | None] = {}
        self._lock = threading.Lock()
        self._asked = False

    def run(self) -> None:
        """Until `end` or `abandon`."""
        asyncio.set_event_loop(self._loop)
        with suppress(_LetGo):
            self._loop.run_forever()
        with suppress(_LetGo, RuntimeError):
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            if left:
                self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.close()

    def add(self, work: _Work[Any]) -> None:
        """Begins `work` after what was added before."""
        with self._lock:
            self._work[work] = None
        self._loop.call_soon_threadsafe(self._begin, work, context=work.context)

    def mark(self) -> bool:
        """Asks for a sign of life; whether the last one that was asked for has come."""
        if self._asked:
            return False
        self._asked = True
        self._loop.call_soon_threadsafe(self._marked)
        return True

    def given_up(self) -> bool:
        """Whether somebody stopped waiting for what it works on."""
        with self._lock:
            return any(work.given_up for work in self._work)

    def end(self) -> None:
        """Stops as soon as it comes round."""
        with suppress(RuntimeError):  # closed already
            self._loop.call_soon_threadsafe(self._loop.stop)

    def abandon(self) -> list[_Work[Any]]:
        """Lets it go; returns what it has not begun, in order."""
        self.abandoned = True
        with self._lock:
            works = list(self._work)
        self.end()
        if self.ident is not None:
            # Python code stops where it is; native code is left to come back, or not.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident), ctypes.py_object(_LetGo))
        for work in works:
            if work.begun:
                work.fail(EngineUnavailable("The engine hung in this turn."))
        return [work for work in works if not work.begun]

    # ---- In the thread.

    def _marked(self) -> None:
        self._asked = False
        self.steps += 1

    def _begin(self, work: _Work[Any]) -> None:
        self.steps += 1
        if self.abandoned or not work.claim():
            self._forget(work)
            return
        task = self._loop.create_task(work.make())
        with self._lock:
            self._work[work] = task
        task.add_done_callback(lambda ended: self._finish(work, ended))
        work.done.add_done_callback(lambda asked: self._cancel(task) if asked.cancelled() else None)

    def _cancel(self, task: asyncio.Task[Any]) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(task.cancel)

    def _finish(self, work: _Work[Any], task: asyncio.Task[Any]) -> None:
        self.steps += 1
        self._forget(work)
        work.end(task.result)

    def _forget(self, work: _Work[Any]) -> None:
        with self._lock:
            self._work.pop(work, None)


def let_go() -> bool:
    """Whether the thread that asks was let go: what it still does must change nothing."""
    return bool(getattr(threading.current_thread(), "abandoned", False))


class EngineThreads:
    """The engine's thread, and those that were let go and have not come back.

    `refresh` is called before a fresh thread begins to work; `when_exhausted`, again and again, while the
    engine hangs and no more threads may be let go.
    """

    def __init__(
        self,
        refresh: Callable[[], None] = lambda: None,
        *,
        hung_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.when_exhausted: Callable[[], None] = lambda: None
        self._refresh = refresh
        self._hung_seconds = HUNG_SECONDS if hung_seconds is None else hung_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._thread = EngineThread()
        self._stuck: list[EngineThread] = []
        self._seen, self._moved = -1, clock()
        self._slow = False
        self._stopped = threading.Event()

    def start(self) -> None:
        """Starts the thread and the watch over it."""
        self._thread.start()
        threading.Thread(target=self._watch, name="engine-watch", daemon=True).start()

    def stop(self) -> None:
        """Ends both; a thread that hangs is left behind."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.end()
            self._thread.join(timeout=5)

    def submit(self, make: Callable[[], Coroutine[Any, Any, T]]) -> Future[T]:
        """What `make` returns, worked on in the engine's thread; cancelling the future cancels the work."""
        work = _Work(make)
        with self._lock:
            self._thread.add(work)
        return work.done

    @property
    def turning(self) -> bool:
        """Whether the engine's thread came round lately."""
        return not self._slow

    @property
    def stuck(self) -> int:
        """How many threads were let go and are still there."""
        return sum(thread.is_alive() for thread in self._stuck)

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            self.look()

    def look(self) -> None:
        """Looks once whether the engine turns, and does what is to be done when it hangs."""
        thread, now = self._thread, self._clock()
        if thread.mark() or thread.steps != self._seen:
            self._seen, self._moved, self._slow = thread.steps, now, False
            return
        still = now - self._moved
        self._slow = still >= SLOW_SECONDS
        if still < self._hung_seconds or not thread.given_up():
            return
        self._stuck = [one for one in self._stuck if one.is_alive()]
        if len(self._stuck) >= MOST_STUCK:
            self.when_exhausted()
            return
        self._replace(thread)

    def _replace(self, thread: EngineThread) -> None:
        fresh = EngineThread()
        with self._lock:
            left = thread.abandon()
            self._refresh()
            for work in left:
                fresh.add(work)
            self._thread = fresh
        self._stuck.append(thread)
        self._seen, self._moved, self._slow = -1, self._clock(), False
        fresh.start()
        logger.error("engine_replaced", extra={"count": self.stuck})
