"""What can go wrong, as typed errors whose messages are sentences for the person who runs the program."""

from __future__ import annotations


class SentierError(RuntimeError):
    """Any expected failure; its message says what to do."""


class EngineUnavailable(SentierError):
    """The trained model is missing, damaged or not loaded."""


class TrainingFailed(SentierError):
    """Training did not produce a model."""


class PortTaken(SentierError):
    """Another program listens where we should."""


class SharedMemoryUnusable(SentierError):
    """The Redis that several processes should share cannot be used as it is set."""


class WorkersRefused(SentierError):
    """That many processes cannot work together as things are set."""
