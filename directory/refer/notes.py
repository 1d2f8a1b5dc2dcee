"""What must be said besides the services: what is not near, what only comes close, what is still to see."""

from __future__ import annotations

from directory.indexing import UNREACHABLE
from directory.refer.candidates import (
    NEIGHBOUR,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    fetch,
    fetch_slugs,
    gather,
)
from directory.refer.limits import broken_limit
from directory.refer.output import present
from directory.refer.query import ReferredService
from directory.refer.ranking import rank
from directory.refer.search import Search
from directory.refer.words import left_over, no_way_to_reach, nothing_at_all, nothing_near, only_related

# The general number for whatever the directory does not hold.
GENERAL = "211-quebec"
# Pages disagree on whether these answer in Nunavik and Eeyou Istchee; see the listings' conflicts.
HEALTH_LINES = frozenset({"info-social-811", "info-sante-811"})
NORTH_NOTE = "Au Nunavik et en Eeyou Istchee, le 811 n'est pas offert partout."


def speak(
    search: Search,
    taken: list[Candidate],
    line: Candidate | None,
    missing: list[str],
    related: dict[str, str],
) -> None:
    """Say openly what is not near, what only comes close, and what is still to be seen."""
    situation = search.situation
    for need, other in related.items():
        search.notes.append(only_related(need, other))
    alone = []
    for need in missing:
        if need in related or (need == "protection_jeunesse" and _is_adult(situation)):
            continue
        far = next((one for one in taken if need in one.covers and one.tier in (OTHER_PART, NEIGHBOUR)), None)
        if far is not None:
            search.notes.append(nothing_near([need], situation, far))
        else:
            alone.append(need)
    answered = {need for one in taken if one.tier == PROVINCE for need in one.covers}
    for covered_elsewhere in (True, False):
        listed = [need for need in alone if (need in answered) is covered_elsewhere]
        if listed:
            search.notes.append(nothing_near(listed, situation, None, province=covered_elsewhere))
    if alone:
        _mention_unreachable(search, alone)
    covered = set().union(*(one.covers for one in taken), line.covers if line else set())
    uncovered = [need for need in situation.needs if need not in covered]
    later = [need for need in uncovered if any(need in one.covers for one in search.candidates.values())]
    never = [need for need in uncovered if need not in later]
    if later and situation.query.limit:
        search.notes.append(left_over(later, situation))
    if never:
        search.notes.append(nothing_at_all(never, situation))
    if (never or related or missing) and not situation.outside:
        _mention_general(search, taken, line)
    if "protection_jeunesse" in situation.needs:
        _mention_child_protection(search)


def _is_adult(situation: Situation) -> bool:
    return situation.query.age is not None and situation.query.age >= 18


def _mention_unreachable(search: Search, needs: list[str]) -> None:
    """Name a service of her region that exists but whose number nobody has verified."""
    silent = [
        one
        for one in search.candidates.values()
        if one.tier <= SAME_REGION and one.row.reach == UNREACHABLE and one.covers.intersection(needs)
    ]
    silent.sort(key=lambda one: rank(one, search.situation))
    for service in present(search.session, silent[:1], search.situation).values():
        search.notes.append(no_way_to_reach(service.name, search.situation))


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
        own = "ta région" if search.situation.tu else "votre région"
        search.notes.append(f"Le {phones[0].number} peut chercher d'autres ressources dans {own}.")


def _mention_child_protection(search: Search) -> None:
    """Tell an adult that anybody may call child protection, though it is there for those under 18."""
    situation = search.situation
    if not _is_adult(situation) or situation.region is None:
        return
    rows = fetch(search.session, situation, ["protection_jeunesse"], [situation.region])
    offices = [
        one
        for one in gather(rows, situation)
        if one.row.same_line_as == "dpj-signalement"
        and one.row.confidence != "low"
        and one.row.status == "active"
        and one.row.visibility == "public"
    ]
    if not offices:
        return
    office = min(offices, key=lambda one: one.slug)
    shown = present(search.session, [office], situation)[office.slug]
    free = next((p for p in shown.phones if "sans frais" in (p.note or "")), None)
    phone = free or (shown.phones[0] if shown.phones else None)
    if phone is not None:
        search.notes.append(
            "Pour la situation d'un enfant, n'importe qui peut appeler la protection de la jeunesse : "
            f"{phone.number}."
        )


def speak_of_the_night(search: Search, taken: list[Candidate], line: ReferredService | None) -> bool:
    """Outside office hours, name the line when it answers and the first service does not; return that."""
    situation = search.situation
    if line is not None and situation.region == "10" and line.id in HEALTH_LINES:
        search.notes.append(NORTH_NOTE)
    if line is None or not line.open or not situation.awake_only:
        return False
    if taken and taken[0].hours.open:
        return False
    search.notes.append(f"À cette heure-ci, c'est cette ligne qui répond : {line.name}.")
    return True
