"""The words the directory shares with the rest of the project: needs, populations, regions.

The keys are those of the project's vocabulary; the French labels are what people read.
``data/vocabulary.yml`` holds them, so that a caseworker can correct a label without touching code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from directory.errors import DataFileInvalid
from directory.yamlfile import read_yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Condition:
    """For whom a service is there: needs of which one must have been lived, and how that is said."""

    lived: frozenset[str]
    tu: str
    vous: str


@dataclass(frozen=True)
class Vocabulary:
    """Every fixed key with its French label.

    ``related``: need -> needs that come closest. ``urgency``: every need, the most pressing first.
    ``can_wait``: needs for which services that are closed now come before a line that answers at any hour.
    ``lines``: need -> province-wide lines to offer, best first; ``line_rules`` holds the other line lists
    (``minors``, ``populations``, ``outside_quebec``, ``otherwise``).
    ``purposes``: need -> what a service for it does, in the words of somebody who would say it.
    ``never_first``: ids of services shown after all others. ``narrow``: id -> needs for
    which it is there in one situation only, none named for all of them. ``partly``: id -> need -> what of it
    the service does not do. ``conditions``: main need or id -> for whom alone it is there.
    ``neighbours``: region -> regions that touch it.
    """

    needs: dict[str, str]
    purposes: dict[str, str]
    populations: dict[str, str]
    profiles: tuple[str, ...]
    regions: dict[str, str]
    in_region: dict[str, str]
    access: dict[str, str]
    never_first: tuple[str, ...]
    narrow: dict[str, frozenset[str]]
    partly: dict[str, dict[str, str]]
    conditions: dict[str, Condition]
    related: dict[str, tuple[str, ...]]
    urgency: tuple[str, ...]
    can_wait: frozenset[str]
    neighbours: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]]
    line_rules: dict[str, dict[str, tuple[str, ...]]]

    def region_name(self, code: str | None) -> str | None:
        """Return the name of a region code, or None."""
        return self.regions.get(code) if code else None

    def urgency_of(self, need: str) -> int:
        """Return the rank of a need: 0 is the most pressing."""
        return self.urgency.index(need) if need in self.urgency else len(self.urgency)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read ``data/vocabulary.yml`` once."""
    path = DATA / "vocabulary.yml"
    try:
        raw = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise DataFileInvalid(f"The file {path} cannot be read: {error}.") from error
    return Vocabulary(
        needs=dict(raw["needs"]),
        purposes=dict(raw["purposes"]),
        populations=dict(raw["populations"]),
        profiles=tuple(raw["profiles"]),
        regions=dict(raw["regions"]),
        in_region=dict(raw["in_region"]),
        access=dict(raw["access"]),
        never_first=tuple(raw["never_first"]),
        narrow={slug: frozenset(needs) for slug, needs in raw["narrow"].items()},
        partly={slug: dict(limits) for slug, limits in raw["partly"].items()},
        conditions={
            name: Condition(frozenset(one["lived"]), one["tu"], one["vous"])
            for name, one in raw["conditions"].items()
        },
        related={need: tuple(others) for need, others in raw["related"].items()},
        urgency=tuple(raw["urgency"]),
        can_wait=frozenset(raw["can_wait"]),
        neighbours={code: tuple(others) for code, others in raw["neighbours"].items()},
        lines={need: tuple(slugs) for need, slugs in raw["lines"].items()},
        line_rules={
            name: {key: tuple(slugs) for key, slugs in rules.items()}
            for name, rules in raw["line_rules"].items()
        },
    )
