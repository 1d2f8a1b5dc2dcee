"""What is heavy to load and safe to share, once per process. Without Rasa: the web side loads it first."""

from __future__ import annotations

from functools import lru_cache

from bot.safety import Detector


@lru_cache(maxsize=1)
def shared_detector() -> Detector:
    """The one danger detector of this process."""
    return Detector.load(None)
