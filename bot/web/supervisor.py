"""`sentier serve --workers N`: several processes answer on one socket; this one only watches over them.

The socket is bound here, once: a connection that waits in its queue is taken by whichever process is free,
and none is refused while one of them starts anew. A process that ends, or says nothing for `SILENT_SECONDS`,
is replaced. When this process ends, however it ends, so do the others.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from bot.errors import WorkersRefused

GRACE_SECONDS = 10
"""For turns under way when a process is told to stop."""
SILENT_SECONDS = 20.0
"""A process whose event loop did not turn for this long is hung."""
START_SECONDS = 600.0
MOST_WORKERS = 64
LONGEST_PAUSE = 30.0
SOUND_SECONDS = 60.0
"""Who lived this long was sound: the next one starts at once."""

Say = Callable[[str], None]


def check_workers(workers: int, shared: bool) -> None:
    """Raises WorkersRefused, a sentence, for a number of processes that cannot work together."""
    if not 1 <= workers <= MOST_WORKERS:
        raise WorkersRefused(f"--workers is a number from 1 to {MOST_WORKERS}.")
    if workers > 1 and not shared:
        raise WorkersRefused(
            "Several workers need a Redis in which they keep conversations together: set SENTIER_REDIS_URL "
            "(and SENTIER_SECRET), or leave --workers out."
        )


@dataclass
class _Worker:
    """One process. `life`: our end of the pipe whose closing tells it that we are gone; `news`: its signs."""

    place: int
    process: subprocess.Popen[bytes]
    life: int
    news: int
    born: float
    heard: float
    ready: bool = False


@dataclass
class _Seat:
    """One of the N places: who sits there, and when somebody may sit down again."""

    worker: _Worker | None = None
    replaced: bool = False
    pause: float = 0.0
    free_at: float = 0.0


@dataclass
class Supervisor:
    """Keeps `workers` processes of `command` running on `listener`.

    Each gets `--listen FD --life FD --news FD`, and the first `--console FD` as well: bot/web/worker.py.
    `turning` is called several times a second for whoever watches over this process.
    """

    command: Sequence[str]
    listener: socket.socket
    workers: int
    say: Say
    when_ready: Callable[[], None] = lambda: None
    console: socket.socket | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    clock: Callable[[], float] = time.monotonic
    on_end: Callable[[int], None] | None = None
    turning: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._seats = [_Seat() for _ in range(self.workers)]
        self._stopping = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> int:
        """Until told to stop (SIGTERM, SIGINT); the exit code: that of a worker which could not start."""
        before = {one: signal.signal(one, self._stop) for one in (signal.SIGTERM, signal.SIGINT)}
        announced = False
        try:
            while not self._stopping:
                self._seat_all()
                self._listen(0.25)
                self.turning()
                code = self._look_after_all(announced)
                if code is not None:
                    return code
                if not announced and all(seat.worker and seat.worker.ready for seat in self._seats):
                    announced = True
                    self.when_ready()
            return 0
        finally:
            self._end_all()
            for one, handler in before.items():
                signal.signal(one, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stopping = True

    # ---- Starting.

    def _seat_all(self) -> None:
        for place, seat in enumerate(self._seats):
            if seat.worker is None and self.clock() >= seat.free_at:
                seat.worker = self._start(place)

    def _start(self, place: int) -> _Worker:
        life_read, life_write = os.pipe()
        news_read, news_write = os.pipe()
        os.set_blocking(news_read, False)
        handed = [self.listener.fileno(), life_read, news_write]
        names = ["--listen", str(handed[0]), "--life", str(handed[1]), "--news", str(handed[2])]
        if self.console is not None and place == 0:
            handed.append(self.console.fileno())
            names += ["--console", str(handed[-1])]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*self.command, *names],
                pass_fds=handed,
                env=dict(self.environment),
                # Ctrl+C reaches this process alone, which tells the others to stop.
                start_new_session=True,
            )
        finally:
            os.close(life_read)
            os.close(news_write)
        now = self.clock()
        worker = _Worker(place, process, life_write, news_read, now, now)
        self._selector.register(news_read, selectors.EVENT_READ, worker)
        return worker

    # ---- Watching.

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            worker: _Worker = key.data
            try:
                heard = os.read(worker.news, 4096)
            except BlockingIOError:
                continue
            if heard:
                if not worker.ready and self._seats[worker.place].replaced:
                    self.say(f"Worker {worker.place + 1} answers again.")
                worker.ready, worker.heard = True, self.clock()
            else:
                self._selector.unregister(worker.news)

    def _look_after_all(self, announced: bool) -> int | None:
        """Replaces who ended or hangs; the exit code when the first start failed for a reason that stays."""
        for seat in self._seats:
            worker = seat.worker
            if worker is None:
                continue
            code = worker.process.poll()
            silent = self.clock() - worker.heard
            if code is None and silent > (SILENT_SECONDS if worker.ready else START_SECONDS):
                self.say(f"Worker {worker.place + 1} hangs; it is replaced.")
                worker.process.kill()
                code = worker.process.wait()
            if code is None:
                continue
            self._clear(worker)
            seat.worker, seat.replaced = None, True
            if self._stopping:
                continue
            if not worker.ready and not announced:
                # It has said why.
                return code if code > 0 else 1
            sound = self.clock() - worker.born >= SOUND_SECONDS
            seat.pause = 0.0 if sound or not seat.pause else min(2 * seat.pause, LONGEST_PAUSE)
            seat.free_at = self.clock() + seat.pause
            seat.pause = seat.pause or 0.5
            why = f"signal {-code}" if code < 0 else f"code {code}"
            self.say(f"Worker {worker.place + 1} ended ({why}); another one starts.")
        return None

    def _clear(self, worker: _Worker) -> None:
        if worker.news in self._selector.get_map():
            self._selector.unregister(worker.news)
        os.close(worker.news)
        os.close(worker.life)
        if self.on_end is not None:
            self.on_end(worker.process.pid)

    # ---- Ending.

    def _end_all(self) -> None:
        living = [seat.worker for seat in self._seats if seat.worker is not None]
        for worker in living:
            if worker.process.poll() is None:
                worker.process.terminate()
        limit = self.clock() + GRACE_SECONDS + 3
        for worker in living:
            try:
                worker.process.wait(max(0.1, limit - self.clock()))
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
            self._clear(worker)
        for seat in self._seats:
            seat.worker = None
