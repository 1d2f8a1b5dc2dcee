"""Opening hours between OSM syntax and HSDS schedules (RFC 5545 weekly rules)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ICAL_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SPAN = r"\d{2}:\d{2}-\d{2}:\d{2}"
_RULE = re.compile(rf"(?:(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) )?(?P<spans>{_SPAN}(?:,{_SPAN})*)")
_HOLIDAY_RULE = re.compile(r"PH (?:off|closed|unknown)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def weekly_rules(expression: str | None) -> list[dict[str, Any]]:
    """Return HSDS schedule fields for a plain weekly expression, [] for one that weeks cannot say.

    >>> weekly_rules("Mo-Fr 08:30-16:30; PH off")
    [{'freq': 'WEEKLY', 'wkst': 'MO', 'byday': 'MO,TU,WE,TH,FR', 'opens_at': '08:30', 'closes_at': '16:30'}]
    """
    if not expression:
        return []
    text = "Mo-Su 00:00-24:00" if expression.strip() == "24/7" else expression
    rules = []
    for part in re.split(r"\s*;\s*", text.strip()):
        if _HOLIDAY_RULE.fullmatch(part):
            continue
        found = _RULE.fullmatch(part)
        if found is None:
            return []
        days = _osm_days(found["days"]) if found["days"] else list(range(7))
        for span in found["spans"].split(","):
            opens, closes = span.split("-")
            rules.append(
                {
                    "freq": "WEEKLY",
                    "wkst": "MO",
                    "byday": ",".join(ICAL_DAYS[day] for day in days),
                    "opens_at": opens,
                    "closes_at": closes,
                }
            )
    return rules


def _osm_days(text: str) -> list[int]:
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start = OSM_DAYS.index(first)
        end = OSM_DAYS.index(last) if last else start
        length = (end - start) % 7
        days.extend((start + step) % 7 for step in range(length + 1))
    return sorted(set(days))


def osm_from_schedules(schedules: Iterable[dict[str, Any]]) -> str | None:
    """Return OSM hours for HSDS schedules that are all plain weekly rules, else None."""
    spans: dict[int, list[str]] = {}
    for schedule in schedules:
        if not schedule.get("opens_at") and not schedule.get("closes_at"):
            continue
        plain = schedule.get("freq") == "WEEKLY" and schedule.get("interval") in (None, 1)
        if not plain or any(schedule.get(key) for key in ("bymonthday", "byyearday", "byweekno", "until")):
            return None
        opens, closes = _time(schedule.get("opens_at")), _time(schedule.get("closes_at"))
        days = [day.strip() for day in str(schedule.get("byday") or "").split(",") if day.strip()]
        if opens is None or closes is None or not days or any(day not in ICAL_DAYS for day in days):
            return None
        for day in days:
            spans.setdefault(ICAL_DAYS.index(day), []).append(f"{opens}-{closes}")
    if not spans:
        return None
    if len(spans) == 7 and all(span == ["00:00-24:00"] for span in spans.values()):
        return "24/7"
    grouped: dict[str, list[int]] = {}
    for number in sorted(spans):
        grouped.setdefault(",".join(sorted(spans[number])), []).append(number)
    return "; ".join(f"{_day_words(days)} {times}" for times, days in grouped.items())


def _time(text: Any) -> str | None:
    found = _CLOCK.match(str(text or ""))
    if found is None or int(found[1]) > 24:
        return None
    return f"{int(found[1]):02d}:{found[2]}"


def _day_words(days: list[int]) -> str:
    if len(days) > 1 and days == list(range(days[0], days[-1] + 1)):
        return f"{OSM_DAYS[days[0]]}-{OSM_DAYS[days[-1]]}"
    return ",".join(OSM_DAYS[day] for day in days)
