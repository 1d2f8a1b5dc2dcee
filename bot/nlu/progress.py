"""Who listens to a training's progress: Rasa builds the components, so they cannot be handed a listener."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, float], None]
"""Called with the words for a stage and the share of it that is done, 0 to 1."""

_listeners: list[Listener] = []


def report(stage: str, share: float = 0.0) -> None:
    """Tells whoever listens that `stage` is under way."""
    for listener in _listeners:
        listener(stage, share)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """`listener` hears every report while the block runs."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
