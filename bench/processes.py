"""Servers started for a measurement, each a tree of processes: started, watched, always stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from bench.machine import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")


class DidNotStart(RuntimeError):
    """A server ended, or did not answer in time; the message ends with its last lines."""


def free_port() -> int:
    """A port of the loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One command in a process group of its own; use with `with`."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        log: Path,
        ready: str = "",
        program: str = "",
    ) -> None:
        """`program` is this Python unless given; `ready`: the address that answers when the server does."""
        self.name = name
        self._arguments = [*([program] if program else [sys.executable, "-W", "ignore"]), *arguments]
        self._env = dict(env)
        self._cwd = cwd
        self._log = log
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None
        self.started_at = 0.0

    def __enter__(self) -> Server:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        self._output = self._log.open("wb")
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            self._arguments,
            cwd=self._cwd,
            env=self._env,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            for number in (signal.SIGTERM, signal.SIGKILL):
                if self._process.poll() is not None and not self.pids():
                    break
                try:
                    os.killpg(self._process.pid, number)
                    self._process.wait(timeout=15)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue
        if self._output is not None:
            self._output.close()

    def wait(self, seconds: float = 300.0) -> None:
        """Waits until the server answers; raises DidNotStart."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self._ready, timeout=5):
                    return
            except urllib.error.HTTPError as problem:
                if problem.code != 503:
                    return
                time.sleep(0.05)
            except OSError:
                time.sleep(0.05)
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
        raise DidNotStart(f"{self.name} did not start: {' | '.join(lines)}")

    def pids(self) -> list[int]:
        """The process and all that came from it, in whatever group, that live."""
        if self._process is None:
            return []
        children: dict[int, list[int]] = {}
        group: list[int] = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                state, parent, leader = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:3]
            except OSError:
                continue
            if state != "Z":
                children.setdefault(int(parent), []).append(int(folder.name))
                if int(leader) == self._process.pid:
                    group.append(int(folder.name))
        found: set[int] = set()
        waiting = group
        while waiting:
            pid = waiting.pop()
            if pid not in found:
                found.add(pid)
                waiting += children.get(pid, [])
        return sorted(found)

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        total = 0.0
        for pid in self.pids():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += (int(fields[11]) + int(fields[12])) / _TICKS
        return total

    def resident_mb(self) -> float:
        """Resident memory of all its processes, shared pages counted in each."""
        total = 0
        for pid in self.pids():
            try:
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        return total / 1024


def run(arguments: Sequence[str], env: Mapping[str, str], cwd: Path = ROOT) -> None:
    """Runs one command of this Python to its end; raises DidNotStart."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", *arguments], cwd=cwd, env=dict(env), capture_output=True, text=True
    )
    if ended.returncode:
        raise DidNotStart(f"{' '.join(arguments)}: {' | '.join(ended.stderr.splitlines()[-5:])}")
