"""French opening hours in plain words turned into OSM syntax, by a small checked rule set.

Only a text that is clear from its first word to its last is turned; anything else gives None, and the
state of the service is then unknown. A wrong hour sends somebody to a locked door at night: no guessing.
"""

from __future__ import annotations

import re
import unicodedata

DAYS = {
    "lundi": "Mo",
    "lun": "Mo",
    "mardi": "Tu",
    "mar": "Tu",
    "mercredi": "We",
    "mer": "We",
    "jeudi": "Th",
    "jeu": "Th",
    "vendredi": "Fr",
    "ven": "Fr",
    "samedi": "Sa",
    "sam": "Sa",
    "dimanche": "Su",
    "dim": "Su",
}
_DAY = "|".join(sorted(DAYS, key=len, reverse=True))
_ALWAYS = re.compile(
    r"(?:24 ?/ ?7|24 ?h(?:eures)?(?: ?/ ?| sur )24(?:(?:,| et)? ?7 ?j(?:ours)?(?: ?/ ?| sur )7)?"
    r"|24h/24h? ?,? ?7j/7|en tout temps|jour et nuit)"
)
_TIME = r"(\d{1,2}) ?(?:h|:) ?(\d{2})?|(midi|minuit)"
_RANGE = re.compile(rf"(?:de )?(?:{_TIME}) ?(?:à|-|–) ?(?:{_TIME})")
_DAYS = re.compile(
    rf"(?:(?:du )?(?P<first>{_DAY})s? ?(?:au|à|-|–) ?(?P<last>{_DAY})s?|(?P<single>{_DAY})s?"
    r"|(?P<all>tous les jours|7 jours(?: sur 7| par semaine)?)|(?P<week>(?:en )?semaine)"
    r"|(?P<weekend>(?:la )?fin de semaine))"
)
# Offices that keep weekdays close on public holidays; a text that says nothing else means that.
_HOLIDAYS_OFF = "PH off"
# Where week and weekend differ, nothing says which of the two a public holiday follows.
_HOLIDAYS_UNKNOWN = "PH unknown"


def osm_from_text(text: str | None) -> str | None:
    """Return OSM opening hours for a clear French text, or None when it is not clear.

    >>> osm_from_text("Lundi au vendredi, 8 h à 12 h et 13 h à 16 h 30")
    'Mo-Fr 08:00-12:00,13:00-16:30; PH off'
    """
    if not text:
        return None
    flat = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip(" .")
    flat = re.sub(r"\s+", " ", flat)
    if _ALWAYS.fullmatch(_without_bracket(flat)):
        return "24/7"
    rules = []
    for part in re.split(r" ?; ?", flat):
        rule = _rule(part)
        if rule is None:
            return None
        rules.append(rule)
    weekend = [rule for rule in rules if "Sa" in rule or "Su" in rule]
    if not weekend:
        rules.append(_HOLIDAYS_OFF)
    elif len(weekend) < len(rules):
        rules.append(_HOLIDAYS_UNKNOWN)
    return "; ".join(rules)


def _without_bracket(text: str) -> str:
    """Drop a bracket that says what is open ("(téléphone et clavardage)"), never one that casts doubt."""
    return re.sub(r" ?\((?:téléphone et clavardage|téléphone|ligne d'écoute|ligne de crise)\)$", "", text)


def _rule(part: str) -> str | None:
    days = _DAYS.match(part)
    if days is None:
        return None
    rest = part[days.end() :].lstrip(" ,:")
    spans = []
    for span in re.split(r" ?, ?| et ", rest):
        found = _RANGE.fullmatch(span)
        if found is None:
            return None
        start, end = _clock(found.groups()[:3]), _clock(found.groups()[3:])
        if start is None or end is None:
            return None
        if end == "00:00":
            end = "24:00"
        spans.append(f"{start}-{end}")
    return f"{_day_range(days)} {','.join(spans)}"


def _clock(parts: tuple[str | None, ...]) -> str | None:
    hour, minute, word = parts
    if word:
        return {"midi": "12:00", "minuit": "24:00"}[word]
    if hour is None or int(hour) > 24 or int(minute or 0) > 59:
        return None
    return f"{int(hour):02d}:{int(minute or 0):02d}"


def _day_range(found: re.Match[str]) -> str:
    if found["all"]:
        return "Mo-Su"
    if found["week"]:
        return "Mo-Fr"
    if found["weekend"]:
        return "Sa-Su"
    if found["single"]:
        return DAYS[found["single"]]
    return f"{DAYS[found['first']]}-{DAYS[found['last']]}"
