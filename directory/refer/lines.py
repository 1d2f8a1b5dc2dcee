"""Which province-wide line to give besides the places: one that fits and answers at that moment."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from directory.refer.candidates import Candidate, Situation, gather
from directory.refer.fetching import fetch_slugs
from directory.refer.limits import ALREADY_SHOWN, broken_limit
from directory.refer.ranking import rank
from directory.vocabulary import vocabulary


def preferred(situation: Situation) -> list[str]:
    """Return the ids of the lines to try, the best first (``data/vocabulary.yml`` says which and why)."""
    words = vocabulary()
    rules, query = words.line_rules, situation.query
    found: list[str] = []

    def add(slugs: Iterable[str]) -> None:
        found.extend(slug for slug in slugs if slug not in found)

    if situation.outside:
        for need in situation.needs:
            add(rules["outside_quebec"].get(need, ()))
        if situation.minor:
            add(rules["outside_quebec"]["minors"])
        add(rules["outside_quebec"]["any"])
        return found
    if query.profile == "acheteur":
        if "suicide_detresse" in situation.needs:
            add(words.lines["suicide_detresse"])
        add(rules["acheteur"]["any"])
        return found
    for need in situation.needs:
        if need in rules["acute"]["any"]:
            add(words.lines[need])
    if situation.minor:
        add(rules["minors"]["any"])
    for population in query.populations:
        add(rules["populations"].get(population, ()))
    for need in situation.needs:
        add(words.lines.get(need, ()))
    add(rules["otherwise"]["any"])
    return found


def same_number(one: Candidate, other: Candidate) -> bool:
    """Whether both are reached by one and the same number."""
    if one.line_key == other.line_key:
        return True
    return {one.slug, other.slug} <= set(vocabulary().line_rules["one_number"]["any"])


def lines_in_order(session: Session, situation: Situation) -> list[Candidate]:
    """Return the preferred lines of this directory that break no hard limit, the best first.

    A line is there to be called: one whose numbers were all taken out of the directory is none.
    """
    slugs = preferred(situation)
    rows = [row for row in fetch_slugs(session, slugs) if row.area in ("QC", "CA", "XX")]
    by_slug = {
        candidate.slug: candidate
        for candidate in gather(rows, situation)
        if candidate.phoned and broken_limit(candidate, situation) in (None, ALREADY_SHOWN)
    }
    tried = [by_slug[slug] for slug in slugs if slug in by_slug]
    for candidate in tried:
        candidate.needs &= set(situation.needs)
        candidate.covers = set(candidate.needs)
    listeners = vocabulary().line_rules["listening_only"]["any"]
    return [one for one in tried if one.covers or one.slug not in listeners]


def choose_line(
    tried: list[Candidate], situation: Situation, province: Iterable[Candidate]
) -> Candidate | None:
    """Return the line: the first of ``tried`` that answers now, else one that may answer, else None.

    ``province``: the province-wide candidates of the query that broke no limit; one of them that answers
    is taken when none of the preferred lines does.
    """
    awake = next((candidate for candidate in tried if candidate.answers), None)
    if awake is not None:
        return awake
    others = [candidate for candidate in province if candidate.answers]
    if others:
        return min(others, key=lambda candidate: rank(candidate, situation))
    return next((candidate for candidate in tried if candidate.open is None), None)
