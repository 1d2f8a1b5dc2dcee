"""A season of made-up counts: nobody's, the same at each run."""

from __future__ import annotations

import random
from datetime import date

from directory.veille.measures import DANGER, DANGERS, OUTCOMES, PROBLEMS, PROFILES, region_names
from directory.veille.store import Key
from directory.veille.weeks import Period
from directory.vocabulary import vocabulary


def counts_of(period: Period, requests: int = 60, seed: int = 7) -> dict[Key, int]:
    """Rows for about `requests` requests a week, most of them from a few regions and for a few needs."""
    chance = random.Random(seed)
    needs, regions = list(vocabulary().needs), list(region_names())
    of_need = [1 / (1 + place / 2) for place in range(len(needs))]
    of_region = [{"06": 12, "07": 7, "16": 6, "03": 5}.get(code, 1) for code in regions]
    made: dict[Key, int] = {}

    def put(week: date, measure: str, subject: str, region: str) -> None:
        seen = (
            ("region", region),
            ("channel", chance.choice(["web", "web", "sms"])),
            ("profile", chance.choices(list(PROFILES), [20, 3, 2, 1])[0]),
        )
        for axis, value in seen:
            key = (week, measure, subject, axis, value)
            made[key] = made.get(key, 0) + 1

    for week in period.weeks():
        for _ in range(requests):
            need, region = chance.choices(needs, of_need)[0], chance.choices(regions, of_region)[0]
            put(week, chance.choices(list(OUTCOMES), [5, 3, 3, 1])[0], need, region)
            if chance.random() < 0.15:
                put(week, chance.choices(list(PROBLEMS), [5, 2, 3, 1, 2])[0], need, region)
        for _ in range(requests // 6):
            region = chance.choices(regions, of_region)[0]
            put(week, DANGER, chance.choices(list(DANGERS), [2, 1, 1, 3, 6, 2, 2, 1, 1])[0], region)
    return made
