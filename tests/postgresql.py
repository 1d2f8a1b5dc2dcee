"""A PostgreSQL server of a test's own, where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import pytest

from bench.refer_postgresql import PostgresqlAbsent

Server = TypeVar("Server")


@contextmanager
def or_skip(server: AbstractContextManager[Server]) -> Iterator[Server]:
    """What `server` starts; the test is skipped, and says why, where PostgreSQL cannot be started."""
    try:
        with server as started:
            yield started
    except PostgresqlAbsent as reason:
        pytest.skip(f"PostgreSQL cannot be started here: {reason}")
