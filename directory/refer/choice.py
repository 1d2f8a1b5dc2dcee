"""Which of the services in order are shown: every need if the places suffice, those one can call first.

The person holds a phone. A service without a number takes no place that one with a number, in her region
or for all Québec, could take; except that those who know how one leaves prostitution keep the third place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from directory.hours import is_office_time
from directory.indexing import UNREACHABLE
from directory.refer.candidates import (
    EXIT_NEED,
    NEIGHBOUR,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
)
from directory.refer.conditions import limits_of
from directory.refer.ranking import ANOTHER, may_yield, off_target, other_trouble, rank, stray
from directory.vocabulary import vocabulary

# Where those who know prostitution best stand when they give no number.
EXIT_PLACE = 2

Offers = Mapping[str, set[str]]


def choose(
    candidates: Iterable[Candidate],
    situation: Situation,
    covered_by_line: set[str],
    night_lines: Iterable[Candidate] = (),
    *,
    line_answers: bool = False,
) -> list[Candidate]:
    """Return at most ``limit`` candidates: every need if the places suffice, the most pressing first.

    Of listings that lead to one telephone line only the best is taken. Outside office hours the first
    place goes to one that answers: one of the candidates, else one of ``night_lines`` (best first); none
    that is there for another trouble while the line beside them answers (``line_answers``).
    """
    ranked = _without_filler(_worth_showing(candidates, situation), situation)
    ranked = _without_other_peoples(ranked, situation, covered_by_line)
    ranked = _without_the_police(_without_the_narrow(ranked, situation, covered_by_line), situation)
    ranked = _without_another_trouble(ranked, situation)
    limit = situation.query.limit
    waiting = list(situation.needs)
    if len(waiting) > limit:
        # The line already answers these; the places go to the others, save for the most pressing need.
        waiting = [need for place, need in enumerate(waiting) if place == 0 or need not in covered_by_line]
    # Where the line beside them answers it, a page to read is no answer to put before a number.
    by_line = covered_by_line - {EXIT_NEED} if line_answers else set()
    offers = _offers(ranked, by_line)
    taken: list[Candidate] = []
    lines: set[str] = set()
    while len(taken) < limit:
        free = [candidate for candidate in ranked if candidate.line_key not in lines]
        if not free:
            break
        best = _next(free, waiting, limit - len(taken), offers)
        taken.append(best)
        lines.add(best.line_key)
        waiting = [need for need in waiting if need not in best.covers]
    close = (one for one in ranked if one.tier <= SAME_REGION and (one.phoned or offers[one.slug]))
    _keep_one_near(taken, (one for one in close if _is_close_to_her_trouble(one, situation)))
    if situation.awake_only:
        _answer_first(taken, ranked, list(night_lines), situation, line_answers)
    taken = _shut_behind_awake(_phones_first(taken, by_line), situation)
    if EXIT_NEED in situation.needs and limit > 1:
        _give_exit_its_place(taken, ranked, covered_by_line, limit)
    if not taken and limit and not situation.query.exclude:
        # The line is all there is for her need: somebody who listens, besides, is better than an empty list.
        return [one for one in night_lines if one.answers][:1]
    return taken


def _worth_showing(candidates: Iterable[Candidate], situation: Situation) -> list[Candidate]:
    """Return the candidates in order, without those that would be no help."""
    ranked = list(candidates)
    for candidate in ranked:
        candidate.key = ()
    ranked.sort(key=lambda candidate: rank(candidate, situation))
    if any(candidate.row.reach != UNREACHABLE for candidate in ranked):
        ranked = [candidate for candidate in ranked if candidate.row.reach != UNREACHABLE]
    # Made for others and closed besides: no help at all at this hour.
    return [
        candidate
        for candidate in ranked
        if candidate.open is not False or not off_target(candidate, situation)
    ]


def _without_the_police(ranked: list[Candidate], situation: Situation) -> list[Candidate]:
    """Leave out those never to come first where anybody else, even a page to read, answers the same needs.

    At the end of a short list they would stand beside what helps; a professional may want them.
    """
    if situation.query.profile == "intervenant":
        return ranked
    never_first = vocabulary().never_first
    return _without(ranked, lambda one: one.slug in never_first, set())


def _without_the_narrow(
    ranked: list[Candidate], situation: Situation, covered_by_line: set[str]
) -> list[Candidate]:
    """Leave out those there for one situation only, where others answer the same needs.

    A line that she was given before is no answer to "others?": then they may stand.
    """
    professional = situation.query.profile == "intervenant"
    answered = set() if situation.query.exclude and not professional else covered_by_line
    return _without(ranked, lambda one: may_yield(one, situation), answered)


def _without_other_peoples(
    ranked: list[Candidate], situation: Situation, covered_by_line: set[str]
) -> list[Candidate]:
    """For a professional, leave out those for a people she did not name, and who does not do it itself.

    She looks for a bed tonight, not for who may know of one; where nobody else is, they stay.
    """
    if situation.query.profile != "intervenant":
        return ranked

    def yields(one: Candidate) -> bool:
        return off_target(one, situation) or one.covers <= limits_of(one).keys()

    return _without(ranked, yields, covered_by_line)


def _without_another_trouble(ranked: list[Candidate], situation: Situation) -> list[Candidate]:
    """In the first list, leave out those who advise professionals on another trouble than exploitation.

    And the police, where somebody who knows exploitation can be called: the place goes to another of those,
    even to a page.
    """
    never_first = vocabulary().never_first

    def yields(one: Candidate) -> bool:
        return other_trouble(one, situation) or one.slug in never_first

    knowing = (one.covers for one in ranked if one.phoned and not yields(one))
    if situation.query.exclude or "soutien_intervenants" not in set().union(*knowing):
        return ranked
    return [one for one in ranked if one.covers != {"soutien_intervenants"} or not yields(one)]


def _without_filler(ranked: list[Candidate], situation: Situation) -> list[Candidate]:
    """After the first list, leave out open lines for another grave trouble while others remain."""
    if not situation.query.exclude or situation.query.profile == "intervenant":
        return ranked

    def is_filler(one: Candidate) -> bool:
        return one.tier == PROVINCE and one.hours.always and stray(one, situation) == ANOTHER

    return _without(ranked, is_filler, set())


def _without(
    ranked: list[Candidate], yields: Callable[[Candidate], bool], answered: set[str]
) -> list[Candidate]:
    """Leave out those that yield, where all they answer is in `answered` or answered by one that stays."""
    answered = answered.union(*(one.covers for one in ranked if not yields(one)))
    return [one for one in ranked if not yields(one) or not one.covers <= answered]


def _is_solid(candidate: Candidate) -> bool:
    """Whether one can call it, it serves her region or all Québec, and it is there for the need itself."""
    return candidate.phoned and not candidate.stand_in and candidate.tier != NEIGHBOUR


def _offers(ranked: Iterable[Candidate], by_line: set[str]) -> dict[str, set[str]]:
    """Return the needs each candidate may take a place for, by id; ``by_line``: those of the line."""
    listed = list(ranked)
    answered: set[str] = by_line.union(*(one.covers for one in listed if _is_solid(one)))
    return {one.slug: one.covers if one.phoned else one.covers - answered for one in listed}


def _next(free: list[Candidate], waiting: list[str], places: int, offers: Offers) -> Candidate:
    """Return the best of ``free`` (in rank order) for the needs still waiting."""
    served = [need for need in waiting if any(need in offers[candidate.slug] for candidate in free)]
    if not served:
        return next((one for one in free if one.phoned or offers[one.slug]), free[0])
    if len(served) > places:
        return min(free, key=_counting(served, offers))
    return next(candidate for candidate in free if served[0] in offers[candidate.slug])


def _counting(waiting: list[str], offers: Offers) -> Callable[[Candidate], tuple[float, int]]:
    """Order by how many waiting needs a candidate answers, most first (``min`` keeps rank among equals)."""
    pressing = waiting[0]
    return lambda candidate: (
        # A page to read is half an answer.
        -sum(1 for need in waiting if need in offers[candidate.slug]) * (1.0 if candidate.phoned else 0.5),
        0 if pressing in offers[candidate.slug] else 1,
    )


def _is_close_to_her_trouble(candidate: Candidate, situation: Situation) -> bool:
    if off_target(candidate, situation) and not situation.minor:
        return False
    child = situation.minor and candidate.has("tags", "protection_jeunesse")
    return child or not other_trouble(candidate, situation)


def _keep_one_near(taken: list[Candidate], near: Iterable[Candidate]) -> None:
    """Give the last place to somebody of her own region when all the others are far away."""
    if len(taken) < 2 or any(candidate.tier <= OTHER_PART for candidate in taken):
        return
    close = next(iter(near), None)
    if close is None or any(close.line_key == kept.line_key for kept in taken):
        return
    _drop_one(taken, close)
    taken.append(close)


def _answer_first(
    taken: list[Candidate],
    ranked: list[Candidate],
    lines: list[Candidate],
    situation: Situation,
    line_answers: bool,
) -> None:
    """Bring to the front somebody who answers at this hour."""
    if not taken or taken[0].answers:
        return
    # Of many a house no clock says that it is open at night: only another bed passes before it.
    bed = situation.seeks_a_bed and taken[0].open is not False

    def may_pass(one: Candidate) -> bool:
        return one.answers and (not bed or "hebergement" in one.covers)

    # Who is there for another trouble does not pass before the others while the line beside them answers.
    awake = next(
        (one for one in taken if may_pass(one) and not (line_answers and stray(one, situation))), None
    )
    if awake is not None:
        taken.remove(awake)
        taken.insert(0, awake)
        return
    shown = {kept.line_key for kept in taken}
    others = [one for one in ranked if may_pass(one) and one.line_key not in shown]
    others.sort(key=lambda one: (stray(one, situation), one.stand_in, situation.needs[0] not in one.covers))
    if line_answers and (not others or stray(others[0], situation)):
        return
    lines = [one for one in lines if may_pass(one) and one.line_key not in shown]
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


def _phones_first(taken: list[Candidate], by_line: set[str]) -> list[Candidate]:
    """Put those without a number behind every one with a number that serves her at least as well.

    Behind all of them, where the line answers what they would.
    """
    callable_, silent = [one for one in taken if one.phoned], [one for one in taken if not one.phoned]
    last = max((place for place, one in enumerate(callable_, 1) if _is_solid(one)), default=0)
    if all(one.covers <= by_line for one in silent):
        last = len(callable_)
    return [*callable_[:last], *silent, *callable_[last:]]


def _shut_behind_awake(taken: list[Candidate], situation: Situation) -> list[Candidate]:
    """Outside office hours put those that are closed behind those that answer now for the same needs."""
    if is_office_time(situation.at, situation.zone):
        return taken
    awake = [one for one in taken if one.answers and not one.stand_in and stray(one, situation) < ANOTHER]
    late = [one for one in taken if one.open is False and any(one.covers <= other.covers for other in awake)]
    last = max((place for place, one in enumerate(taken) if one in awake), default=-1)
    before = [one for one in taken[: last + 1] if one not in late]
    return [*before, *(one for one in taken[: last + 1] if one in late), *taken[last + 1 :]]


def _give_exit_its_place(
    taken: list[Candidate], ranked: list[Candidate], covered_by_line: set[str], limit: int
) -> None:
    """Show one of those who know how one leaves, third, even if all she has is a page."""

    def knows(one: Candidate) -> bool:
        return bool(one.row.exit_specialised) and not one.phoned and EXIT_NEED in one.covers

    best = next((one for one in taken if knows(one)), None)
    if best is not None:
        taken.remove(best)
    else:
        lines = {one.line_key for one in taken}
        best = next((one for one in ranked if knows(one) and one.line_key not in lines), None)
        if best is None:
            return
        if len(taken) >= limit and not _make_room(taken, best, covered_by_line):
            return
    taken.insert(EXIT_PLACE, best)


def _make_room(taken: list[Candidate], newcomer: Candidate, covered_by_line: set[str]) -> bool:
    """Give up one place, never the first, whose needs are still answered; return whether one was found."""
    for strict in (True, False):
        for candidate in reversed(taken[1:]):
            others = [kept for kept in taken if kept is not candidate]
            answered = covered_by_line.union(newcomer.covers, *(kept.covers for kept in others))
            is_last_near = candidate.tier <= SAME_REGION < min(kept.tier for kept in (*others, newcomer))
            if candidate.covers <= answered and not (strict and is_last_near):
                taken.remove(candidate)
                return True
    return False
