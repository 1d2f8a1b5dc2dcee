"""What was asked and what failed, counted without a word of anyone: event, need, region, nothing else.

In memory of this process. Nothing here can lead back to a person: no time, no conversation, no text.
"""

from __future__ import annotations

import threading
from collections import Counter

from bot.conversation.vocabulary import NEED_LABELS, REGIONS

EVENTS = (
    "referred",
    "asked_more",
    "nothing_more",
    "problem_full",
    "problem_unreachable",
    "problem_refused",
    "problem_other",
)
"""`referred`: services were shown; `nothing_more`: none was left; `problem_*`: she says that one failed."""

Count = tuple[str, str, str | None]

_counts: Counter[Count] = Counter()
_lock = threading.Lock()


def note(event: str, need: str, region: str | None) -> None:
    """Counts one `event` about `need` in `region` (official code, None when not known).

    Raises ValueError for anything that is not of the fixed vocabulary: free text can never slip in.
    """
    if event not in EVENTS or need not in NEED_LABELS or (region is not None and region not in REGIONS):
        raise ValueError("Only events, needs and regions of the vocabulary are counted.")
    with _lock:
        _counts[(event, need, region)] += 1


def snapshot() -> dict[Count, int]:
    """The counts so far: (event, need, region) -> times."""
    with _lock:
        return dict(_counts)


def clear() -> None:
    """Forgets all counts."""
    with _lock:
        _counts.clear()
