"""refer(): the whole way from a query to its answer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from directory.refer.candidates import PROVINCE, SAME_REGION, Candidate, Situation, gather, situation_of
from directory.refer.choice import choose
from directory.refer.conditions import keep_to_what_it_does, limits_of
from directory.refer.fetching import fetch
from directory.refer.lines import choose_line, lines_in_order, same_number
from directory.refer.notes import is_unsure_north, one_not_shown, speak, speak_of_the_night
from directory.refer.output import present
from directory.refer.query import Query, Referral, Rejection
from directory.refer.ranking import FOR_HER_PEOPLE, is_for_her_people, is_for_it, is_of_her_people, rank
from directory.refer.search import (
    Search,
    find_her_people,
    find_roofs_for_the_young,
    look_at_related_needs,
    look_farther,
)
from directory.refer.strategy import STANDARD, Strategy
from directory.refer.words import outranked, place_notes
from directory.vocabulary import vocabulary


def refer(session: Session, query: Query, strategy: Strategy = STANDARD) -> Referral:
    """Return the services and the line for ``query``; the same question gives the same answer.

    ``strategy``: another order of the criteria, to be tried. Where a need is crowded the database still
    narrows the candidates in the usual order (``directory.refer.fetching``).
    """
    situation = situation_of(query, strategy)
    search = Search(session, situation)
    search.notes += place_notes(situation)
    for candidate in search.add(gather(fetch(session, situation, situation.needs), situation)):
        keep_to_what_it_does(candidate)
    lines = lines_in_order(session, situation)
    province = [one for one in search.candidates.values() if one.tier == PROVINCE]
    line = choose_line(lines, situation, province)
    missing = look_farther(search)
    related = look_at_related_needs(search, missing)
    find_her_people(search)
    find_roofs_for_the_young(search)
    if line is not None:
        for candidate in list(search.candidates.values()):
            if candidate.line_key == line.line_key:
                search.drop(candidate, "même ligne que celle qui est proposée")
        search.rejected.pop(line.slug, None)
        lines = [one for one in lines if not same_number(one, line)]
    covered = set(line.covers) if line else set()
    awake = line is not None and line.answers and not is_unsure_north(line.slug, situation)
    taken = choose(search.candidates.values(), situation, covered, lines, line_answers=awake)
    silent = one_not_shown(search, taken, line)
    shown = present(session, [*taken, *(one for one in (line, silent) if one)], situation)
    for candidate in taken:
        search.rejected.pop(candidate.slug, None)
    _explain(search, taken)
    speak(search, taken, line, missing, related, shown[silent.slug] if silent else None)
    line_out = shown[line.slug] if line else None
    line_first = speak_of_the_night(search, taken, line_out) or _line_is_nearer(line, taken, situation)
    line_first = line_first and not _beds_first(taken, line, situation)
    return Referral(
        region=situation.region,
        services=tuple(shown[candidate.slug] for candidate in taken),
        line=line_out,
        rejected=tuple(Rejection(slug, reason) for slug, reason in search.rejected.items()),
        notes=tuple(dict.fromkeys(search.notes)),
        line_first=line_first,
    )


def _line_is_nearer(line: Candidate | None, taken: list[Candidate], situation: Situation) -> bool:
    """Whether the line is there for her most pressing need, and no service is for hers first of all."""
    if line is None or is_unsure_north(line.slug, situation):
        return False
    if _finds_a_bed(line, situation) or _listens_to_a_relative(line, situation):
        return True
    if situation.needs[0] in FOR_HER_PEOPLE:
        if taken and taken[0].phoned and taken[0].stand_in and is_of_her_people(taken[0], situation):
            # Her people near her; far from it, the line of her people, which listens.
            return taken[0].tier > SAME_REGION and is_for_her_people(line, situation)
        if is_for_her_people(line, situation):
            return True
    pressing = vocabulary().lines.get(next(iter(situation.needs), ""), ())
    if line.slug not in pressing:
        return False
    return not any(is_for_it(candidate, situation) for candidate in taken)


def _finds_a_bed(line: Candidate, situation: Situation) -> bool:
    """Whether a professional looks for a bed after a violence, and the line looks for one in all Québec."""
    sought = {"hebergement", "violence_conjugale"}
    return situation.query.profile == "intervenant" and sought <= {*situation.needs} & line.covers


def _listens_to_a_relative(line: Candidate, situation: Situation) -> bool:
    """Whether the line is there for a relative of whom nothing says that she is the mother of a child."""
    if situation.query.profile != "proche" or set(situation.needs) != {"soutien_proches"}:
        return False
    return "soutien_proches" in line.covers and not situation.minor


def _beds_first(taken: list[Candidate], line: Candidate | None, situation: Situation) -> bool:
    """Whether a professional who looks for a bed gets one, near and not closed, before a general line."""
    if not situation.seeks_a_bed:
        return False
    if line is not None and _finds_a_bed(line, situation):
        return False
    first = next(iter(taken), None)
    return (
        first is not None
        and first.tier <= SAME_REGION
        and first.open is not False
        and "hebergement" in first.covers
        and "hebergement" not in limits_of(first)
    )


def _explain(search: Search, taken: list[Candidate]) -> None:
    """Give each eligible candidate that has no place its reason."""
    lines = {candidate.line_key for candidate in taken}
    kept = {candidate.slug for candidate in taken}
    others = [one for one in search.candidates.values() if one.slug not in kept]
    for candidate in sorted(others, key=lambda one: rank(one, search.situation)):
        twin = candidate.line_key in lines
        search.rejected[candidate.slug] = (
            "même ligne qu'un service retenu" if twin else outranked(candidate, search.situation)
        )
