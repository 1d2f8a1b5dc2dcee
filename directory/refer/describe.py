"""Services already shown, again: what is known of them now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from directory.refer.candidates import gather, situation_of
from directory.refer.fetching import fetch_slugs
from directory.refer.output import present
from directory.refer.query import Query, ReferredService


def describe(session: Session, ids: Sequence[str], query: Query) -> tuple[ReferredService, ...]:
    """The services of these ids as ``refer`` would show them to ``query``, in the order given.

    An id that has left the directory is left out.
    """
    situation = situation_of(query)
    candidates = gather(fetch_slugs(session, ids), situation)
    shown = present(session, candidates, situation)
    return tuple(shown[slug] for slug in ids if slug in shown)
