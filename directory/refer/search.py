"""Widens a search where her own region has no answer: related needs, other parts, neighbouring regions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy.orm import Session

from directory.indexing import UNREACHABLE
from directory.refer.candidates import (
    EXIT_NEED,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    gather,
)
from directory.refer.conditions import behind
from directory.refer.fetching import fetch, fetch_slugs
from directory.refer.limits import broken_limit
from directory.refer.query import Note
from directory.refer.ranking import (
    FOR_HER_PEOPLE,
    FOR_TRANS_PEOPLE,
    PEOPLES,
    TRANS,
    is_of_her_people,
    off_target,
    other_trouble,
    stray,
)
from directory.refer.statements import CHILD_LINE
from directory.refer.words import other_part
from directory.vocabulary import vocabulary

# Farther than this, in kilometres, nobody is sent for want of something nearer.
FARTHEST = 300.0
# Nor farther than this where it is not a matter of safety.
FARTHEST_ORDINARY = 200.0
# Nor farther than this to those who follow a woman for months: the line knows who does it where she lives.
FARTHEST_FOLLOWED = 50.0
FOLLOWED = frozenset({"violence_sexuelle"})
# A far service that serves only a part of its own region is offered for these needs alone: a house
# takes women from anywhere, a food bank does not.
OPEN_TO_OUTSIDERS = frozenset(
    {"hebergement", "violence_conjugale", "violence_sexuelle", "sortie_prostitution", "traite"}
)
# Too wide to stand in for another need when that one has an answer, if a distant one.
GENERAL_NEEDS = frozenset({"information_generale", "ecoute", "soutien_proches"})
# A call settles these, so nobody travels for them while somebody in Québec answers the phone.
SETTLED_BY_PHONE = frozenset(
    {
        "juridique",
        "indemnisation_victimes",
        "information_generale",
        "ecoute",
        "images_intimes",
        "soutien_proches",
        "soutien_intervenants",
        "argent_dettes",
        "papiers_identite",
    }
)
# What those who accompany a people do first of all.
ACCOMPANIED_FOR = ("immigration", "juridique", "sante_physique")
# What the lines and the places of one people do, whatever she asks of them.
DONE_BY_HER_PEOPLE = (*ACCOMPANIED_FOR, "sante_psychologique", "soutien_proches", "information_generale")
# The peoples whose own lines answer everywhere.
LED_BY_LINES = frozenset({"autochtones", "lgbtq"})
# Whoever was hurt may call the lines of her people besides.
HURT = frozenset({"violence_conjugale", "violence_sexuelle", "traite"})
# For these, those who accompany trans people know which doors open.
FOR_TRANS_WOMEN = FOR_HER_PEOPLE | {"papiers_identite", "emploi_formation"}
# There for one memory of a people: only where she asks for what it does.
OF_ONE_MEMORY = frozenset({"ligne-pensionnats"})
# For these a service for another grave trouble is better than none.
ACUTE = frozenset({"sortie_prostitution", "traite", "violence_sexuelle", "violence_conjugale", "hebergement"})
# And for these a service for a related grave trouble: a professional asks who knows those who are exploited.
WHOEVER_KNOWS = ACUTE | {"soutien_intervenants"}


@dataclass
class Search:
    """What is known so far about one query."""

    session: Session
    situation: Situation
    candidates: dict[str, Candidate] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @cached_property
    def given(self) -> frozenset[str]:
        """The needs for which something was shown before."""
        shown = fetch_slugs(self.session, self.situation.query.exclude)
        return frozenset(row.need for row in shown)

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
            self.rejected.pop(candidate.slug, None)
            self.candidates[candidate.slug] = candidate
            kept.append(candidate)
        return kept

    def drop(self, candidate: Candidate, reason: str) -> None:
        """Leave a candidate out."""
        self.candidates.pop(candidate.slug, None)
        self.rejected[candidate.slug] = reason


def look_at_related_needs(search: Search, missing: list[str]) -> dict[str, str]:
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
            rows = fetch(search.session, situation, [other])
            stand_ins = gather(rows, situation, stands_for=need)
            if not nobody:
                if other in GENERAL_NEEDS:
                    continue
                stand_ins = [one for one in stand_ins if one.tier <= SAME_REGION and one.row.reach]
            stand_ins = [one for one in stand_ins if not stray(one, situation) or need in WHOEVER_KNOWS]
            kept = search.add(stand_ins)
            if kept:
                if nobody:
                    found[need] = other
                break
    return found


def find_her_people(search: Search) -> None:
    """For one who said who she is: those who are there for her people and nobody else.

    They are tagged for papers, care or rights; but who takes in trans women or newcomers takes in those
    among them who sell sex, and to be among one's own is what the general line cannot give. The lines of a
    people answer anywhere, town or no town; newcomers are accompanied near them alone.
    """
    situation = search.situation
    asked = FOR_TRANS_WOMEN if TRANS in situation.query.access else FOR_HER_PEOPLE
    if "autochtones" in situation.populations:
        asked |= HURT
    need = next((one for one in situation.needs if one in asked), None)
    if need is None or situation.outside or not situation.populations & PEOPLES:
        return
    if situation.populations & LED_BY_LINES:
        rows = fetch(search.session, situation, DONE_BY_HER_PEOPLE)
    elif need == EXIT_NEED and situation.region:
        rows = fetch(search.session, situation, ACCOMPANIED_FOR, [situation.region])
    else:
        return
    search.add(
        one
        for one in gather(rows, situation, stands_for=need)
        if one.phoned
        and one.slug not in search.candidates
        and is_of_her_people(one, situation)
        and _fits(one, situation)
        and not off_target(one, situation)
    )


def _fits(candidate: Candidate, situation: Situation) -> bool:
    """Whether one for some of her people is for her: for trans people, she is one or it is near her.

    Of a lesbian woman the populations say the same, and far from it nothing in her words asks for it.
    """
    if candidate.slug in FOR_TRANS_PEOPLE:
        return TRANS in situation.query.access or _who_accompanies_near(candidate, situation)
    return candidate.slug not in OF_ONE_MEMORY


def _who_accompanies_near(candidate: Candidate, situation: Situation) -> bool:
    """Whether it is near a woman who wants out, and does more than listen."""
    accompanies = any(candidate.has("tags", need) for need in ACCOMPANIED_FOR)
    return EXIT_NEED in situation.needs and accompanies and candidate.tier <= SAME_REGION


def find_roofs_for_the_young(search: Search) -> None:
    """For somebody under 18 without a roof: child protection, and no house for grown women.

    A house that does not say from what age it takes people stays only where nobody else can be called.
    """
    situation = search.situation
    if not situation.minor or "hebergement" not in situation.needs:
        return
    if situation.region:
        rows = fetch(search.session, situation, ["protection_jeunesse"])
        child = [row for row in rows if CHILD_LINE in (row.slug, row.same_line_as)]
        search.add(gather(child, situation, stands_for="hebergement"))
    houses = [one for one in search.candidates.values() if one.covers == {"hebergement"}]
    grown = [one for one in houses if off_target(one, situation)]
    if any(one.phoned and one not in grown for one in houses):
        for candidate in grown:
            search.drop(candidate, "hébergement pour adultes, âge accepté non précisé")


def _far_candidates(search: Search, need: str) -> list[Candidate]:
    """Return the services of neighbouring regions for ``need`` that she could reach, the nearest first."""
    situation = search.situation
    neighbours = vocabulary().neighbours.get(situation.region or "", ())
    found = []
    for candidate in gather(fetch(search.session, situation, [need], neighbours), situation, elsewhere=True):
        row = candidate.row
        if row.reach == UNREACHABLE or candidate.slug in search.candidates:
            continue
        if row.within and need not in OPEN_TO_OUTSIDERS:
            continue
        broken = broken_limit(candidate, situation)
        if broken or behind(candidate, situation) or (need not in ACUTE and stray(candidate, situation)):
            continue
        if candidate.distance is None or candidate.distance <= _farthest(need):
            found.append(candidate)
    return sorted(found, key=lambda one: (one.distance if one.distance is not None else FARTHEST, one.slug))


def _farthest(need: str) -> float:
    """Return how far from her a service of another region may be, in kilometres."""
    if need in FOLLOWED:
        return FARTHEST_FOLLOWED
    return FARTHEST if need in OPEN_TO_OUTSIDERS else FARTHEST_ORDINARY


def look_farther(search: Search) -> list[str]:
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
            need in one.covers
            and one.tier <= SAME_REGION
            and one.row.reach != UNREACHABLE
            and (need in OPEN_TO_OUTSIDERS or not behind(one, situation))
            and (need != "soutien_intervenants" or not other_trouble(one, situation))
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
        province = [one for one in everyone if one.tier == PROVINCE and need in one.covers]
        if need in SETTLED_BY_PHONE and any(one.phoned and not stray(one, situation) for one in province):
            continue
        search.add(_far_candidates(search, need)[: 1 if province else 2])
    return missing
