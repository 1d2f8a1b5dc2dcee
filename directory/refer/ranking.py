"""The order of services that may be shown, and the choice that covers the most needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from directory.hours import is_office_time
from directory.indexing import BY_PHONE, UNREACHABLE
from directory.refer.candidates import (
    NEIGHBOUR,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    words_of,
)

# A listing checked within these days counts as fresh, then as old, then as very old.
FRESH_DAYS, OLD_DAYS = 90, 180
# For these needs it is worth travelling to those who know prostitution best.
WORTH_TRAVELLING = frozenset({"sortie_prostitution", "traite"})
_OPEN_RANK = {True: 0, None: 1, False: 2}


def rank(candidate: Candidate, situation: Situation) -> tuple[object, ...]:
    """Return the sorting key: smaller comes first. The same question always gives the same order."""
    row = candidate.row
    query = situation.query
    return (
        row.reach == UNREACHABLE,
        candidate.hours.open is False,
        _off_target(candidate, situation),
        _exit_rank(candidate, situation),
        _for_profile(candidate, situation),
        candidate.tier,
        row.reach != BY_PHONE,
        _OPEN_RANK[candidate.hours.open],
        not situation.populations.intersection(words_of(row.populations)),
        _staleness(candidate, situation),
        sum(1 for wish in query.access if not candidate.has("access", wish)),
        bool(query.language) and not candidate.has("languages", str(query.language)),
        row.confidence != "high",
        -len(candidate.covers),
        candidate.distance if candidate.distance is not None else 9999.0,
        row.slug,
    )


def _off_target(candidate: Candidate, situation: Situation) -> bool:
    """Whether the service is made for others than this person, without excluding her."""
    row, age = candidate.row, situation.query.age
    meant_for = set(words_of(row.populations)) | set(words_of(row.populations_only))
    if situation.minor:
        return not (
            "jeunes" in meant_for
            or (row.maximum_age is not None and row.maximum_age <= 25)
            or row.minimum_age is not None
            or candidate.tier == PROVINCE
        )
    if situation.query.profile == "intervenant":
        return False
    if row.maximum_age is not None and row.maximum_age < 18 and age is None:
        return "protection_jeunesse" not in situation.needs
    meant_for.discard("jeunes" if age is None or age <= 25 else "")
    special = meant_for - situation.populations - {"jeunes"}
    only_young = age is not None and age > 25 and meant_for == {"jeunes"}
    return bool(special) and not _asked_for(special, situation) or only_young


def _asked_for(special: set[str], situation: Situation) -> bool:
    return special == {"immigrantes"} and "immigration" in situation.needs


def _exit_rank(candidate: Candidate, situation: Situation) -> int:
    """0 for those who know how one leaves prostitution, where it is near or what she came for."""
    if not candidate.row.exit_specialised or situation.query.profile == "acheteur":
        return 1
    near = candidate.tier <= OTHER_PART
    wanted = bool(WORTH_TRAVELLING.intersection(candidate.covers))
    return 0 if near or wanted else 1


def _for_profile(candidate: Candidate, situation: Situation) -> bool:
    """False (first) when the service says it is there for somebody of this profile."""
    wanted = {"proche": "soutien_proches", "intervenant": "soutien_intervenants", "acheteur": "acheteurs"}
    tag = wanted.get(situation.query.profile)
    return tag is not None and not candidate.has("tags", tag)


def _staleness(candidate: Candidate, situation: Situation) -> int:
    checked = candidate.row.verified_on
    if checked is None:
        return 2
    days = (situation.today - checked).days
    return 0 if days <= FRESH_DAYS else 1 if days <= OLD_DAYS else 2


def choose(
    candidates: Iterable[Candidate], situation: Situation, covered_by_line: set[str]
) -> list[Candidate]:
    """Return at most ``limit`` candidates: every need if the places suffice, the most pressing first.

    Of listings that lead to one telephone line only the best is taken. Outside office hours the first
    place goes to one that answers, if any does.
    """
    ranked = sorted(candidates, key=lambda candidate: rank(candidate, situation))
    if any(candidate.row.reach != UNREACHABLE for candidate in ranked):
        ranked = [candidate for candidate in ranked if candidate.row.reach != UNREACHABLE]
    limit = situation.query.limit
    waiting = list(situation.needs)
    if len(waiting) > limit:
        # The line already answers these; the places go to the others, save for the most pressing need.
        waiting = [need for place, need in enumerate(waiting) if place == 0 or need not in covered_by_line]
    taken: list[Candidate] = []
    lines: set[str] = set()
    while len(taken) < limit:
        free = [candidate for candidate in ranked if candidate.line_key not in lines]
        if not free:
            break
        best = _next(free, waiting, limit - len(taken))
        taken.append(best)
        lines.add(best.line_key)
        waiting = [need for need in waiting if need not in best.covers]
    if not is_office_time(situation.at, situation.zone):
        _answer_first(taken, ranked, situation)
    return taken


def _next(free: list[Candidate], waiting: list[str], places: int) -> Candidate:
    """Return the best of ``free`` (in rank order) for the needs still waiting."""
    served = [need for need in waiting if any(need in candidate.covers for candidate in free)]
    if not served:
        return free[0]
    if len(served) > places:
        return min(free, key=_counting(served))
    return next(candidate for candidate in free if served[0] in candidate.covers)


def _counting(waiting: list[str]) -> Callable[[Candidate], tuple[int, int]]:
    """Order by how many waiting needs a candidate covers, most first; ``min`` keeps rank order among equals."""
    pressing = waiting[0]
    return lambda candidate: (
        -sum(1 for need in waiting if need in candidate.covers),
        0 if pressing in candidate.covers else 1,
    )


def _answer_first(taken: list[Candidate], ranked: list[Candidate], situation: Situation) -> None:
    """Bring to the front somebody who answers at this hour."""
    if not taken or taken[0].hours.open:
        return
    awake = next((candidate for candidate in taken if candidate.hours.open), None)
    if awake is not None:
        taken.remove(awake)
        taken.insert(0, awake)
        return
    others = [
        candidate
        for candidate in ranked
        if candidate.hours.open and candidate.line_key not in {kept.line_key for kept in taken}
    ]
    if not others:
        return
    needed = situation.needs[0]
    best = next((candidate for candidate in others if needed in candidate.covers), others[0])
    if len(taken) >= situation.query.limit:
        _drop_one(taken, best)
    taken.insert(0, best)


def _drop_one(taken: list[Candidate], newcomer: Candidate) -> None:
    """Give up the last place whose needs somebody else still covers; else the last."""
    for candidate in reversed(taken):
        others = set(newcomer.covers).union(*(kept.covers for kept in taken if kept is not candidate))
        if candidate.covers <= others:
            taken.remove(candidate)
            return
    taken.pop()


def near(candidate: Candidate) -> bool:
    """Return whether the candidate serves the person's own region."""
    return candidate.tier <= SAME_REGION


def far(candidate: Candidate) -> bool:
    """Return whether the candidate is shown only because nothing is nearer."""
    return candidate.tier in (OTHER_PART, NEIGHBOUR)
