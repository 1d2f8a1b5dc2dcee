"""The situation of the person, and the services that could answer it, read from the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from directory.geography import (
    QUEBEC,
    TRUSTED_QUALITIES,
    Town,
    kilometres_between,
    town_named,
    towns,
    zone_of,
)
from directory.hours import UNKNOWN, Hours, hours_at, is_office_time, open_at
from directory.indexing import BY_PHONE
from directory.refer.by_day import at_night, says_by_day
from directory.refer.query import Query
from directory.refer.strategy import STANDARD, Strategy
from directory.vocabulary import vocabulary

# Where a candidate stands towards the person, the nearest first.
SAME_TOWN, SAME_REGION, OTHER_PART, NEIGHBOUR, PROVINCE = range(5)
EXIT_NEED = "sortie_prostitution"
# With several needs or none said, what each profile comes for.
DEFAULT_NEEDS = {
    "personne": (EXIT_NEED,),
    "proche": ("soutien_proches",),
    "intervenant": ("soutien_intervenants",),
    "acheteur": ("acheteurs",),
}
# Who looks for a bed for somebody has no use for these besides, whatever her sentence names.
BESIDE_A_BED = frozenset({"soutien_intervenants", "parentalite", "ecoute", "information_generale"})
# A listing checked within these days counts as fresh, then as old, then as very old.
FRESH_DAYS, OLD_DAYS = 90, 180
# From this age one is an elder.
ELDER = 65


@dataclass(frozen=True)
class Situation:
    """A query with everything derived from it once: ordered needs, region, town, zone, instant."""

    query: Query
    needs: tuple[str, ...]
    region: str | None
    outside: bool
    town: Town | None
    position: tuple[float, float] | None
    trusted_position: bool
    zone: ZoneInfo
    at: datetime
    populations: frozenset[str]
    strategy: Strategy = STANDARD

    @property
    def today(self) -> date:
        """The day in the person's zone."""
        return self.at.astimezone(self.zone).date()

    @property
    def minor(self) -> bool:
        """Whether the person is known to be under 18."""
        return self.query.age is not None and self.query.age < 18

    @property
    def tu(self) -> bool:
        """Whether she is spoken to as « tu »."""
        return self.query.profile == "personne"

    @property
    def awake_only(self) -> bool:
        """Whether most offices are shut and she cannot wait: somebody who answers must come first."""
        return not is_office_time(self.at, self.zone) and not self.can_wait

    @property
    def can_wait(self) -> bool:
        """Whether all she needs can wait until offices open."""
        return vocabulary().can_wait.issuperset(self.needs)

    @property
    def until_offices_open(self) -> bool:
        """Whether it is better to call later who is there for her need than now who is not."""
        return self.can_wait and not is_office_time(self.at, self.zone)

    @property
    def seeks_a_bed(self) -> bool:
        """Whether a professional looks for a bed for somebody, before anything else."""
        return self.query.profile == "intervenant" and self.needs[0] == "hebergement"

    @property
    def young(self) -> bool:
        """Whether something says that the person is young."""
        return "jeunes" in self.populations

    @property
    def elder(self) -> bool:
        """Whether something says that the person is an elder."""
        return "ainees" in self.populations

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas whose services may serve her."""
        if self.outside:
            return ("CA", "XX")
        return (self.region, "QC", "CA") if self.region else ("QC", "CA")


def situation_of(query: Query, strategy: Strategy = STANDARD) -> Situation:
    """Derive the situation of a query, ranked by ``strategy``."""
    words = vocabulary()
    needs = query.needs or DEFAULT_NEEDS[query.profile]
    if query.profile == "intervenant" and "hebergement" in needs:
        needs = tuple(need for need in needs if need not in BESIDE_A_BED)
    ordered = tuple(sorted(dict.fromkeys(needs), key=words.urgency_of))
    place = query.place
    region = place.region if place else None
    town = town_named(place.municipality or place.name, region) if place and region else None
    position: tuple[float, float] | None = None
    trusted = False
    if place and place.lat is not None and place.lon is not None and not place.outside:
        position, trusted = (place.lat, place.lon), (place.coord_quality in TRUSTED_QUALITIES)
    elif town and town.latitude is not None and town.longitude is not None:
        position, trusted = (town.latitude, town.longitude), (town.coord_quality in TRUSTED_QUALITIES)
    elif region:
        position = _middle_of(region)
    at = query.at or datetime.now(UTC)
    if at.tzinfo is None:
        at = at.replace(tzinfo=QUEBEC)
    populations = set(query.populations)
    if query.age is not None and query.age <= 25:
        populations.add("jeunes")
    if query.age is not None and query.age >= ELDER:
        populations.add("ainees")
    return Situation(
        query=query,
        needs=ordered,
        region=region,
        outside=bool(place and place.outside),
        town=town,
        position=position,
        trusted_position=trusted,
        zone=zone_of(region, town.name) if town else QUEBEC,
        at=at,
        populations=frozenset(populations),
        strategy=strategy,
    )


def _middle_of(region: str) -> tuple[float, float] | None:
    """Return the position of the most populous town of a region: good for order, never shown."""
    inside = [town for (code, _), town in towns().items() if code == region and town.latitude is not None]
    if not inside:
        return None
    biggest = max(inside, key=lambda town: town.population)
    return (biggest.latitude or 0.0, biggest.longitude or 0.0)


@dataclass
class Candidate:
    """A service that serves at least one of the needs; ``row`` holds its facts (see ReferralRow).

    ``needs`` are those it is tagged for among the ones looked up; ``covers`` are the needs of the query it
    answers, which for a related need is not the same; ``stand_in`` marks a service of a related need.
    """

    row: Any
    needs: set[str] = field(default_factory=set)
    covers: set[str] = field(default_factory=set)
    tier: int = PROVINCE
    within: str | None = None
    stand_in: bool = False
    distance: float | None = None
    shows_distance: bool = False
    key: tuple[object, ...] = ()
    at: datetime | None = None
    off_target: bool | None = None

    @cached_property
    def slug(self) -> str:
        """The id shown everywhere."""
        return str(self.row.slug)

    @cached_property
    def phoned(self) -> bool:
        """Whether there is a number to call or text."""
        return bool(self.row.reach == BY_PHONE)

    @property
    def answers(self) -> bool:
        """Whether somebody is known to answer a call at the instant asked about."""
        return self.phoned and self.open is True

    @cached_property
    def by_day(self) -> bool:
        """Whether words are all that is known of its hours, and they say that it answers by day alone."""
        row = self.row
        return row.opening_hours is None and says_by_day(row.hours_words, row.phone_words)

    @cached_property
    def open(self) -> bool | None:
        """Whether the service is open at the instant asked about; None when nobody can say."""
        if self.at is None:
            return None
        if self.by_day:
            return False if at_night(self.at, ZoneInfo(self.row.zone)) else None
        return open_at(self.row.opening_hours, self.at, ZoneInfo(self.row.zone))

    @cached_property
    def hours(self) -> Hours:
        """The same with the next change, for those that are shown."""
        if self.at is None:
            return UNKNOWN
        if self.by_day:
            return Hours(open=self.open, next_change=None)
        return hours_at(self.row.opening_hours, self.at, ZoneInfo(self.row.zone))

    @cached_property
    def line_key(self) -> str:
        """The same for every listing that leads to one and the same telephone line."""
        return str(self.row.same_line_as or self.row.slug)

    def has(self, column: str, word: str) -> bool:
        """Return whether a "|a|b|" column holds ``word``."""
        return f"|{word}|" in getattr(self.row, column)


@lru_cache(maxsize=4096)
def words_of(joined: str) -> tuple[str, ...]:
    """Return the words of a "|a|b|" column."""
    return tuple(word for word in joined.split("|") if word)


def gather(
    rows: Iterable[Any], situation: Situation, *, elsewhere: bool = False, stands_for: str | None = None
) -> list[Candidate]:
    """Return one candidate for each service of ``rows``, placed towards the person.

    ``elsewhere``: the rows come from other regions, as a last resort. ``stands_for``: the need of the query
    that these rows of a related need answer.
    """
    found: dict[str, Candidate] = {}
    for row in rows:
        candidate = found.get(row.slug)
        if candidate is None:
            candidate = found[row.slug] = Candidate(row, at=situation.at)
            candidate.tier = NEIGHBOUR if elsewhere else PROVINCE
            candidate.stand_in = stands_for is not None
            _measure(candidate, situation)
        candidate.needs.add(row.need)
        candidate.covers.add(stands_for or row.need)
        if row.area == situation.region and not elsewhere:
            candidate.within = row.within
            candidate.tier = min(candidate.tier, _tier(row, situation))
    return list(found.values())


def _tier(row: Any, situation: Situation) -> int:
    if not serves_town(row.within, situation.town):
        return OTHER_PART
    town = situation.town
    if town and row.municipality == town.name and row.home_region == town.region:
        return SAME_TOWN
    return SAME_REGION


def serves_town(within: str | None, town: Town | None) -> bool:
    """Return whether a narrowed area holds the town; a town not known is given the benefit of the doubt."""
    if not within or town is None:
        return True
    return f"|mrc:{town.mrc}|" in within or f"|mun:{town.name}|" in within


def _measure(candidate: Candidate, situation: Situation) -> None:
    row = candidate.row
    if situation.position is None or row.latitude is None or row.longitude is None:
        return
    there = (row.latitude, row.longitude)
    candidate.distance = kilometres_between(situation.position, situation.region, there, row.home_region)
    candidate.shows_distance = situation.trusted_position and row.coord_quality in TRUSTED_QUALITIES
