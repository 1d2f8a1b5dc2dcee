"""refer(): the whole way from a query to its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

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
    situation_of,
)
from directory.refer.limits import broken_limit
from directory.refer.lines import choose_line, lines_in_order
from directory.refer.output import present
from directory.refer.query import Query, Referral, ReferredService, Rejection
from directory.refer.ranking import choose, rank, stray
from directory.refer.words import (
    left_over,
    no_way_to_reach,
    nothing_at_all,
    nothing_near,
    only_related,
    other_part,
    outranked,
    place_notes,
)
from directory.vocabulary import vocabulary

# Farther than this, in kilometres, nobody is sent for want of something nearer.
FARTHEST = 300.0
# A far service that serves only a part of its own region is offered for these needs alone: a house
# takes women from anywhere, a food bank does not.
OPEN_TO_OUTSIDERS = frozenset(
    {"hebergement", "violence_conjugale", "violence_sexuelle", "sortie_prostitution", "traite"}
)
# Too wide to stand in for another need when that one has an answer, if a distant one.
GENERAL_NEEDS = frozenset({"information_generale", "ecoute", "soutien_proches"})
# For these a service for another grave trouble is better than none.
ACUTE = frozenset({"sortie_prostitution", "traite", "violence_sexuelle", "violence_conjugale", "hebergement"})
# The general number for whatever the directory does not hold.
GENERAL = "211-quebec"
# Pages disagree on whether these answer in Nunavik and Eeyou Istchee; see the listings' conflicts.
HEALTH_LINES = frozenset({"info-social-811", "info-sante-811"})
NORTH_NOTE = "Au Nunavik et en Eeyou Istchee, le 811 n'est pas offert partout."


@dataclass
class _Search:
    """What is known so far about one query."""

    session: Session
    situation: Situation
    candidates: dict[str, Candidate] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, found: Iterable[Candidate]) -> list[Candidate]:
        """Keep those that break no hard limit; note why the others are left out."""
        kept = []
        for candidate in found:
            standing = self.candidates.get(candidate.slug)
            if standing is not None:
                standing.needs |= candidate.needs
                standing.covers |= candidate.covers
                kept.append(standing)
                continue
            reason = broken_limit(candidate, self.situation)
            if reason:
                self.rejected[candidate.slug] = reason
                continue
            candidate.look_at_clock(self.situation.at)
            self.rejected.pop(candidate.slug, None)
            self.candidates[candidate.slug] = candidate
            kept.append(candidate)
        return kept

    def drop(self, candidate: Candidate, reason: str) -> None:
        """Leave a candidate out."""
        self.candidates.pop(candidate.slug, None)
        self.rejected[candidate.slug] = reason


def refer(session: Session, query: Query) -> Referral:
    """Return the services and the line for ``query``; the same question gives the same answer."""
    situation = situation_of(query)
    search = _Search(session, situation)
    search.notes += place_notes(situation)
    search.add(gather(fetch(session, situation.needs, situation.areas), situation))
    lines = lines_in_order(session, situation)
    province = [one for one in search.candidates.values() if one.tier == PROVINCE]
    line = choose_line(lines, situation, province)
    missing = _look_farther(search)
    related = _look_at_related_needs(search, missing)
    if line is not None:
        for candidate in list(search.candidates.values()):
            if candidate.line_key == line.line_key:
                search.drop(candidate, "même ligne que celle qui est proposée")
        search.rejected.pop(line.slug, None)
        lines = [one for one in lines if one.line_key != line.line_key]
    covered = set(line.covers) if line else set()
    taken = choose(search.candidates.values(), situation, covered, lines)
    shown = present(session, [*taken, *([line] if line else [])], situation)
    for candidate in taken:
        search.rejected.pop(candidate.slug, None)
    _explain(search, taken)
    _speak(search, taken, line, missing, related)
    line_out = shown[line.slug] if line else None
    _speak_of_the_night(search, taken, line_out)
    return Referral(
        region=situation.region,
        services=tuple(shown[candidate.slug] for candidate in taken),
        line=line_out,
        rejected=tuple(Rejection(slug, reason) for slug, reason in search.rejected.items()),
        notes=tuple(dict.fromkeys(search.notes)),
    )


def _look_at_related_needs(search: _Search, missing: list[str]) -> dict[str, str]:
    """Add the services of related needs where a need has none, or none near; return need -> related need.

    A need with services far away or province-wide only gets the related services of her own region; one
    that nobody at all is tagged for gets every related service, and only those needs are returned.
    """
    situation = search.situation
    found: dict[str, str] = {}
    for need in situation.needs:
        nobody = not any(need in candidate.covers for candidate in search.candidates.values())
        if not nobody and need not in missing:
            continue
        for other in vocabulary().related.get(need, ()):
            rows = fetch(search.session, [other], situation.areas)
            stand_ins = gather(rows, situation, stands_for=need)
            if not nobody:
                if other in GENERAL_NEEDS:
                    continue
                stand_ins = [one for one in stand_ins if one.tier <= SAME_REGION and one.row.reach]
            stand_ins = [one for one in stand_ins if not stray(one, situation) or need in ACUTE]
            kept = search.add(stand_ins)
            if kept:
                if nobody:
                    found[need] = other
                break
    return found


def _far_candidates(search: _Search, need: str) -> list[Candidate]:
    """Return the services of neighbouring regions for ``need`` that she could reach, the nearest first."""
    situation = search.situation
    neighbours = vocabulary().neighbours.get(situation.region or "", ())
    found = []
    for candidate in gather(fetch(search.session, [need], neighbours), situation, elsewhere=True):
        row = candidate.row
        if row.reach == UNREACHABLE or candidate.slug in search.candidates:
            continue
        if row.within and need not in OPEN_TO_OUTSIDERS:
            continue
        if broken_limit(candidate, situation):
            continue
        if candidate.distance is None or candidate.distance <= FARTHEST:
            found.append(candidate)
    return sorted(found, key=lambda one: (one.distance if one.distance is not None else FARTHEST, one.slug))


def _look_farther(search: _Search) -> list[str]:
    """Deal with needs her own part of the region does not answer; return those needs.

    Services for another part of her region are kept only where nothing else is; then the nearest of the
    other regions is added.
    """
    situation = search.situation
    if situation.region is None:
        return []
    everyone = list(search.candidates.values())
    elsewhere_in_region = [one for one in everyone if one.tier == OTHER_PART]
    missing = [
        need
        for need in situation.needs
        if not any(
            need in one.covers and one.tier <= SAME_REGION and one.row.reach != UNREACHABLE
            for one in everyone
        )
    ]
    for candidate in elsewhere_in_region:
        candidate.covers = {need for need in candidate.covers if need in missing or need in OPEN_TO_OUTSIDERS}
        if not candidate.covers or (candidate.distance or 0) > FARTHEST:
            search.drop(candidate, other_part(candidate))
    for need in missing:
        if any(need in one.covers for one in search.candidates.values() if one.tier == OTHER_PART):
            continue
        has_province = any(need in one.covers for one in everyone if one.tier == PROVINCE)
        search.add(_far_candidates(search, need)[: 1 if has_province else 2])
    return missing


def _explain(search: _Search, taken: list[Candidate]) -> None:
    """Give each eligible candidate that has no place its reason."""
    lines = {candidate.line_key for candidate in taken}
    kept = {candidate.slug for candidate in taken}
    others = [one for one in search.candidates.values() if one.slug not in kept]
    for candidate in sorted(others, key=lambda one: rank(one, search.situation)):
        twin = candidate.line_key in lines
        search.rejected[candidate.slug] = (
            "même ligne qu'un service retenu" if twin else outranked(candidate, search.situation)
        )


def _speak(
    search: _Search,
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
    if alone:
        search.notes.append(nothing_near(alone, situation, None))
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


def _mention_unreachable(search: _Search, needs: list[str]) -> None:
    """Name a service of her region that exists but whose number nobody has verified."""
    silent = [
        one
        for one in search.candidates.values()
        if one.tier <= SAME_REGION and one.row.reach == UNREACHABLE and one.covers.intersection(needs)
    ]
    silent.sort(key=lambda one: rank(one, search.situation))
    for service in present(search.session, silent[:1], search.situation).values():
        search.notes.append(no_way_to_reach(service.name, search.situation))


def _mention_general(search: _Search, taken: list[Candidate], line: Candidate | None) -> None:
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


def _mention_child_protection(search: _Search) -> None:
    """Tell an adult that anybody may call child protection, though it is there for those under 18."""
    situation = search.situation
    if not _is_adult(situation) or situation.region is None:
        return
    rows = fetch(search.session, ["protection_jeunesse"], [situation.region])
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


def _speak_of_the_night(search: _Search, taken: list[Candidate], line: ReferredService | None) -> None:
    """Outside office hours, name who answers when the first service does not."""
    situation = search.situation
    if line is not None and situation.region == "10" and line.id in HEALTH_LINES:
        search.notes.append(NORTH_NOTE)
    if line is None or not line.open or not situation.awake_only:
        return
    if not taken or not taken[0].hours.open:
        search.notes.append(f"À cette heure-ci, c'est cette ligne qui répond : {line.name}.")
