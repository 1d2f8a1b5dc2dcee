"""The order of services that may be shown, and the choice that covers the most needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from directory.indexing import BY_PHONE, UNREACHABLE
from directory.refer.candidates import (
    FRESH_DAYS,
    OLD_DAYS,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    words_of,
)
from directory.vocabulary import vocabulary

# For these needs it is worth travelling to those who know prostitution best.
WORTH_TRAVELLING = frozenset({"sortie_prostitution", "traite"})
GRAVE = frozenset({"suicide_detresse", "traite", "violence_conjugale", "violence_sexuelle", "acheteurs"})
_OPEN_RANK = {True: 0, None: 1, False: 2}


def rank(candidate: Candidate, situation: Situation) -> tuple[object, ...]:
    """Return the sorting key: smaller comes first. The same question always gives the same order."""
    if not candidate.key:
        candidate.key = _rank(candidate, situation)
    return candidate.key


def _rank(candidate: Candidate, situation: Situation) -> tuple[object, ...]:
    row = candidate.row
    query = situation.query
    return (
        row.reach == UNREACHABLE,
        candidate.hours.open is False,
        _off_target(candidate, situation),
        candidate.stand_in,
        _exit_rank(candidate, situation),
        _for_profile(candidate, situation),
        candidate.tier,
        not situation.populations.intersection(words_of(row.populations)),
        stray(candidate, situation),
        row.reach != BY_PHONE,
        candidate.tier == PROVINCE and _main_need(candidate) not in situation.needs,
        _OPEN_RANK[candidate.hours.open],
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
    if row.maximum_age is not None and row.maximum_age <= 25 and age is None:
        asked = "protection_jeunesse" in situation.needs and row.maximum_age < 18
        return not asked and "jeunes" not in situation.populations
    only = set(words_of(row.populations_only)) - situation.populations
    if only == {"jeunes"} or (age is not None and age > 25 and meant_for == {"jeunes"}):
        return True
    special = meant_for - situation.populations - {"jeunes"}
    if situation.region == "10":
        # In the far north most people are Indigenous: services for them are the ordinary ones.
        special.discard("autochtones")
    return bool(special) and not _asked_for(special, situation)


def _asked_for(special: set[str], situation: Situation) -> bool:
    return special == {"immigrantes"} and "immigration" in situation.needs


def _main_need(candidate: Candidate) -> str:
    """Return what the service is there for first of all."""
    tags = words_of(candidate.row.tags)
    return tags[0] if tags else ""


def stray(candidate: Candidate, situation: Situation) -> int:
    """Return how far the service is from her trouble: 0 near, 1 for a related grave one, 2 for another.

    A house for battered women is at 1 for somebody who only needs a bed.
    """
    main = _main_need(candidate)
    if main in WORTH_TRAVELLING and WORTH_TRAVELLING.intersection(situation.needs):
        return 0
    if main not in GRAVE or main in situation.needs:
        return 0
    related = vocabulary().related
    return 1 if any(main in related.get(need, ()) for need in situation.needs) else 2


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
    candidates: Iterable[Candidate],
    situation: Situation,
    covered_by_line: set[str],
    night_lines: Iterable[Candidate] = (),
) -> list[Candidate]:
    """Return at most ``limit`` candidates: every need if the places suffice, the most pressing first.

    Of listings that lead to one telephone line only the best is taken. Outside office hours the first
    place goes to one that answers: one of the candidates, else one of ``night_lines`` (best first).
    """
    ranked = list(candidates)
    for candidate in ranked:
        candidate.key = _rank(candidate, situation)
    ranked.sort(key=lambda candidate: candidate.key)
    if any(candidate.row.reach != UNREACHABLE for candidate in ranked):
        ranked = [candidate for candidate in ranked if candidate.row.reach != UNREACHABLE]
    # Made for others and closed besides: no help at all at this hour.
    ranked = [
        candidate
        for candidate in ranked
        if candidate.hours.open is not False or not _off_target(candidate, situation)
    ]
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
    _keep_one_near(taken, ranked)
    if situation.awake_only:
        _answer_first(taken, ranked, list(night_lines), situation)
    return taken


def _keep_one_near(taken: list[Candidate], ranked: list[Candidate]) -> None:
    """Give the last place to somebody of her own region when all the others are far away."""
    if len(taken) < 2 or any(candidate.tier <= OTHER_PART for candidate in taken):
        return
    close = next((candidate for candidate in ranked if candidate.tier <= SAME_REGION), None)
    if close is None or any(close.line_key == kept.line_key for kept in taken):
        return
    _drop_one(taken, close)
    taken.append(close)


def _next(free: list[Candidate], waiting: list[str], places: int) -> Candidate:
    """Return the best of ``free`` (in rank order) for the needs still waiting."""
    served = [need for need in waiting if any(need in candidate.covers for candidate in free)]
    if not served:
        return free[0]
    if len(served) > places:
        return min(free, key=_counting(served))
    return next(candidate for candidate in free if served[0] in candidate.covers)


def _counting(waiting: list[str]) -> Callable[[Candidate], tuple[float, int]]:
    """Order by how many waiting needs a candidate covers, most first (``min`` keeps rank among equals)."""
    pressing = waiting[0]
    return lambda candidate: (
        # A page to read is half an answer, unless it is the door of those who know the matter best.
        -sum(1 for need in waiting if need in candidate.covers)
        * (1.0 if candidate.row.reach == BY_PHONE or candidate.row.exit_specialised else 0.5),
        0 if pressing in candidate.covers else 1,
    )


def _answer_first(
    taken: list[Candidate], ranked: list[Candidate], lines: list[Candidate], situation: Situation
) -> None:
    """Bring to the front somebody who answers at this hour."""
    if not taken or taken[0].hours.open:
        return
    awake = next((candidate for candidate in taken if candidate.hours.open), None)
    if awake is not None:
        taken.remove(awake)
        taken.insert(0, awake)
        return
    shown = {kept.line_key for kept in taken}
    others = [one for one in ranked if one.hours.open and one.line_key not in shown and not one.stand_in]
    others.sort(key=lambda one: (stray(one, situation), situation.needs[0] not in one.covers))
    lines = [one for one in lines if one.hours.open and one.line_key not in shown]
    if lines and (not others or stray(others[0], situation)):
        others = lines
    if not others:
        return
    best = others[0]
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
