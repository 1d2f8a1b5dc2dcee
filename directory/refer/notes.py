"""What must be said besides the services: what is not near, what only comes close, what is still to see."""

from __future__ import annotations

from directory.refer.candidates import (
    NEIGHBOUR,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    gather,
    words_of,
)
from directory.refer.fetching import fetch_held_back, fetch_slugs
from directory.refer.limits import TOO_UNSURE, broken_limit
from directory.refer.output import present
from directory.refer.query import Note, ReferredService
from directory.refer.ranking import off_target, rank
from directory.refer.search import SETTLED_BY_PHONE, Search
from directory.refer.words import (
    answers_now,
    left_over,
    no_way_to_call,
    not_everywhere_north,
    nothing_at_all,
    nothing_near,
    only_related,
    who_looks_further,
)

# The general number for whatever the directory does not hold.
GENERAL = "211-quebec"
# Needs for which a woman would want to know of those who know how one leaves.
EXIT_WELCOME = frozenset(
    {"sortie_prostitution", "traite", "hebergement", "entraide", "soutien_proches", "soutien_intervenants"}
)
# Who counsels on debts has no number for all Québec, and most of its offices none that is verified.
DEBTS = "argent_dettes"
# Pages disagree on whether these answer in Nunavik and Eeyou Istchee; see the listings' conflicts.
HEALTH_LINES = frozenset({"info-social-811", "info-sante-811"})


def speak(
    search: Search,
    taken: list[Candidate],
    line: Candidate | None,
    missing: list[str],
    related: dict[str, str],
    silent: ReferredService | None,
) -> None:
    """Say openly what is not near, what only comes close, and what is still to be seen.

    ``silent``: a service of her region without a verified number that she should know of.
    """
    situation = search.situation
    covered = set().union(*(one.covers for one in taken), line.covers if line else set())
    uncovered = [need for need in situation.needs if need not in covered]
    later = [need for need in uncovered if any(need in one.covers for one in search.candidates.values())]
    never = [need for need in uncovered if need not in later]
    # What a line settles by telephone is not absent because nobody near does it.
    settled = SETTLED_BY_PHONE & line.covers if line and line.answers else frozenset()
    # One such sentence is enough: that of the most pressing need.
    absent = next((need for need in situation.needs if need in {*related, *missing, *never} - settled), None)
    if absent is not None:
        search.notes.append(_absence(search, absent, taken, related, nobody=absent in never))
    if silent is not None:
        search.notes.append(no_way_to_call(silent, situation))
    if later and situation.query.limit:
        search.notes.append(left_over(later, situation))
    if (never or related or missing or DEBTS in situation.needs) and not situation.outside:
        _mention_general(search, taken, line)


def _absence(
    search: Search, need: str, taken: list[Candidate], related: dict[str, str], *, nobody: bool
) -> Note:
    """Return the sentence for a need that nobody (near) answers by telephone."""
    held_back = any(
        broken_limit(one, search.situation) == TOO_UNSURE
        for one in gather(fetch_held_back(search.session, search.situation, need), search.situation)
    )
    if nobody and not held_back:
        return nothing_at_all([need], search.situation)
    again = need in search.given
    if need in related and not nobody:
        return only_related(need, related[need], again=again)
    found = [one for one in taken if need in one.covers]
    here = any(
        need in one.covers and one.tier <= OTHER_PART and not one.phoned and not one.stand_in
        for one in search.candidates.values()
    )
    return nothing_near(
        need,
        search.situation,
        next((one for one in found if one.tier in (OTHER_PART, NEIGHBOUR)), None),
        province=any(one.tier == PROVINCE for one in found),
        unverified=here or held_back,
        again=again,
    )


def one_not_shown(search: Search, taken: list[Candidate], line: Candidate | None) -> Candidate | None:
    """Return a service of her region whose number nobody has verified, where it would be missed.

    That is where nobody shown for the need is of her region, or where it knows how one leaves.
    """
    near = {need for one in taken if one.tier <= SAME_REGION for need in one.covers}
    missed = set(search.situation.needs) - near
    counsel_missed = set() if any(_counsels_on_debts(one) for one in taken) else {DEBTS}
    shown = {one.line_key for one in (*taken, *([line] if line else []))}
    silent = [
        one
        for one in search.candidates.values()
        if (one.tier <= SAME_REGION or _counsels_on_debts(one))
        and not one.phoned
        and not one.stand_in
        and one.line_key not in shown
        and not off_target(one, search.situation)
        and (
            one.covers & missed
            or (_counsels_on_debts(one) and counsel_missed)
            or (one.row.exit_specialised and one.covers & EXIT_WELCOME)
        )
    ]
    return min(
        silent, key=lambda one: (not one.row.exit_specialised, rank(one, search.situation)), default=None
    )


def _counsels_on_debts(candidate: Candidate) -> bool:
    """Whether counsel on debts is all it does: food or welfare settle none."""
    return words_of(candidate.row.tags) == (DEBTS,)


def _mention_general(search: Search, taken: list[Candidate], line: Candidate | None) -> None:
    """Add the general information number, as it stands in the directory, unless it is shown already."""
    if any(one.slug == GENERAL for one in (*taken, *([line] if line else []))):
        return
    rows = fetch_slugs(search.session, [GENERAL])
    general = gather(rows, search.situation)
    if not general or broken_limit(general[0], search.situation):
        return
    phones = present(search.session, general[:1], search.situation)[GENERAL].phones
    if phones:
        shut = general[0].open is False
        search.notes.append(who_looks_further(phones[0].number, search.situation, shut=shut))


def is_unsure_north(slug: str, situation: Situation) -> bool:
    """Whether a line may not be offered where she lives."""
    return situation.region == "10" and slug in HEALTH_LINES


def speak_of_the_night(search: Search, taken: list[Candidate], line: ReferredService | None) -> bool:
    """Outside office hours, name the line when it answers and the first service does not; return that.

    One that may not be offered where she lives is named only when no service that is shown answers.
    """
    situation = search.situation
    if line is not None and is_unsure_north(line.id, situation):
        search.notes.append(not_everywhere_north())
    if line is None or not line.open or not situation.awake_only:
        return False
    if taken and taken[0].answers:
        return False
    if not any(one.answers for one in taken):
        # Of one that answers among others, it would be false to say that it is the one.
        search.notes.append(answers_now(line))
    return True
