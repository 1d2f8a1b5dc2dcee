"""Which listings are due for a check, the most pressing first (the order of docs/repertoire.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.exchange.files import load_services
from directory.indexing import NEEDS, areas_of, terms_of
from directory.models import Proposal
from directory.models.proposal import NEW
from directory.records import record_of

USUAL_DAYS = 90
"""Days until the next check is due, unless somebody says otherwise."""
SOON_DAYS = 30
LATE, SOON, UNCALLED, ALL = "retard", "bientot", "jamais", "toutes"
WHICH = {
    LATE: "En retard",
    SOON: f"Dues d'ici {SOON_DAYS} jours",
    UNCALLED: "Jamais appelées",
    ALL: "Toutes",
}
_REPORTED = ("numéro", "fermé")
_PRESSING = ("hebergement", "violence_conjugale", "violence_sexuelle", "traite", "suicide_detresse")


@dataclass(frozen=True)
class Due:
    """A listing to check. ``rank`` 0 is the most pressing, ``why`` says why in French.

    ``last`` and ``due`` are None where nobody ever checked. ``record``: the whole listing.
    """

    slug: str
    name: str
    why: str
    rank: int
    last: date | None
    due: date | None
    called: bool
    regions: tuple[str, ...]
    needs: tuple[str, ...]
    record: dict[str, Any]

    def late(self, today: date) -> bool:
        """Whether the check should have been made."""
        return self.last is None or (self.due is not None and self.due < today)


def due_checks(
    session: Session, today: date, *, which: str = LATE, region: str = "", need: str = ""
) -> list[Due]:
    """Return the listings to check; ``which`` is a key of `WHICH`, ``region`` a code, ``need`` a key.

    A listing somebody reported (a dead number, a closure) is always among them.
    """
    wanted = select(Proposal.service_slug).where(Proposal.state == NEW, Proposal.kind.in_(_REPORTED))
    reported = set(session.execute(wanted).scalars())
    found = [
        one
        for one in _all(load_services(session), reported)
        if (not region or region in one.regions)
        and (not need or need in one.needs)
        and (one.rank == 0 or _is(one, which, today))
    ]
    return sorted(found, key=lambda one: (one.rank, one.due or date.min, one.slug))


def _is(one: Due, which: str, today: date) -> bool:
    if which == SOON:
        return one.late(today) or (one.due is not None and one.due <= today + timedelta(days=SOON_DAYS))
    if which == UNCALLED:
        return not one.called
    return which == ALL or one.late(today)


def _all(services: Iterable[Any], reported: set[str]) -> Iterable[Due]:
    for service in services:
        if service.status in ("defunct", "inactive"):
            continue
        checks = service.verifications
        last = max((check.verified_on for check in checks), default=None)
        due = max((check.next_due for check in checks if check.next_due), default=None)
        if due is None and last is not None:
            due = last + timedelta(days=USUAL_DAYS)
        called = any(check.method in ("phone", "visit") for check in checks)
        needs = tuple(terms_of(service, NEEDS))
        rank, why = _rank(service, needs, called, service.slug in reported)
        yield Due(
            slug=service.slug,
            name=service.name,
            why=why,
            rank=rank,
            last=last,
            due=due,
            called=called,
            regions=tuple(areas_of(service)),
            needs=needs,
            record=record_of(service),
        )


def _rank(service: Any, needs: tuple[str, ...], called: bool, reported: bool) -> tuple[int, str]:
    if reported:
        return 0, "signalée fausse ou fermée"
    if service.exit_specialised and not called:
        return 1, "spécialisée en sortie, jamais appelée"
    if any(need in _PRESSING for need in needs):
        return 2, "crise ou hébergement"
    return 3, "" if called else "jamais appelée"
