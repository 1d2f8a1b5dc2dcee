"""Search in the public listings: accents, endings and slips of the keyboard forgiven.

Every telling word must be found somewhere; where it is found gives the weight. A place named in the question
("dépannage alimentaire à Buckingham") narrows to the region that serves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.web.centre.listings import Listing
from directory.errors import DataFileInvalid
from directory.geography import fold
from directory.hsds.search import EMPTY, stem
from directory.places import shared_gazetteer
from directory.vocabulary import vocabulary
from directory.yamlfile import read_yaml

WORDS = Path(__file__).parent / "words.yml"
MAX_QUERY = 200
"""Characters of a question that are read."""

_WEIGHTS = (("name", 8), ("needs", 6), ("place", 6), ("organization", 5), ("rest", 1))


# Words of a whole sentence that name neither a need nor a place.
_FILLERS = frozenset(
    """ai aide aider aimerais aurais avoir besoin cherche chercher comment dois etre faut femme femmes ici j
    je n peut peux pres quelqu quelque quoi region service services suis trouver veut veux
    ville voudrais""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Found:
    """What a question gives. `region`: where, if it names a place; `corrected`: words read otherwise."""

    listings: tuple[Listing, ...]
    needs: tuple[str, ...] = ()
    region: str | None = None
    place: str | None = None
    corrected: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def need_words() -> Mapping[str, tuple[str, ...]]:
    """Folded word -> needs it means."""
    try:
        raw = read_yaml(WORDS)
    except (OSError, yaml.YAMLError) as problem:
        raise DataFileInvalid(f"The file {WORDS} cannot be read: {problem}.") from problem
    meant: dict[str, list[str]] = {}
    for need, words in raw.items():
        for word in [*words, *fold(vocabulary().needs[need]).split()]:
            if word not in EMPTY and word not in _FILLERS:
                meant.setdefault(fold(str(word)), []).append(need)
    return {word: tuple(dict.fromkeys(needs)) for word, needs in meant.items()}


@lru_cache(maxsize=4096)
def needs_of(root: str) -> tuple[str, ...]:
    """The needs that a stem means."""
    return tuple(
        dict.fromkeys(need for word, needs in need_words().items() if stem(word) == root for need in needs)
    )


class Index:
    """The words of the listings, ready to be searched. Made anew when the listings change."""

    def __init__(self, listings: Iterable[Listing]) -> None:
        self.listings = tuple(listings)
        words = [_words(listing) for listing in self.listings]
        self._stems = [
            {name: frozenset(stem(word) for word in field) for name, field in fields.items()}
            for fields in words
        ]
        # Slips are looked for in whole words: an ending that changes the stem must not hide the word.
        self._known = {word: stem(word) for fields in words for field in fields.values() for word in field}
        self._known.update({word: stem(word) for word in need_words()})

    def search(self, question: str) -> Found:
        """The listings that answer `question`, best first; nothing for a question without a telling word."""
        text = question[:MAX_QUERY]
        match = shared_gazetteer().find(text)
        region = match.region if match else None
        rest = f"{text[: match.span[0]]} {text[match.span[1] :]}" if match and region else text
        corrected: list[tuple[str, str]] = []
        groups = []
        for word in dict.fromkeys(fold(rest).split()):
            if word in EMPTY or word in _FILLERS:
                continue
            forms, instead = self._forms(word)
            if instead:
                corrected.append((word, instead))
            groups.append(forms)
        if not groups and region is None:
            return Found(())
        meant = {need: None for forms in groups for form in forms for need in needs_of(form)}
        place = match.name if match and region else None
        return Found(
            self._ranked(groups, region, (match.municipality or match.name) if match else None),
            tuple(meant),
            region,
            place,
            tuple(corrected),
        )

    def _ranked(
        self, groups: Sequence[frozenset[str]], region: str | None, town: str | None
    ) -> tuple[Listing, ...]:
        """The listings with most words of the question; her town first, then the region, then all Québec."""
        scored = []
        for listing, fields in zip(self.listings, self._stems, strict=True):
            if region and region not in listing.regions and not listing.wide:
                continue
            points = [_points(forms, listing, fields) for forms in groups]
            hits = sum(1 for one in points if one)
            far = region is not None and region not in listing.regions
            elsewhere = town is not None and fold(listing.municipality) != fold(town)
            scored.append(
                (hits, (far, elsewhere, -sum(points), listing.confirm, fold(listing.name)), listing)
            )
        most = max((hits for hits, _, _ in scored), default=0)
        if groups and not most:
            return ()
        kept = [(key, listing) for hits, key, listing in scored if hits == most]
        return tuple(listing for _, listing in sorted(kept, key=lambda one: one[0]))

    def _forms(self, word: str) -> tuple[frozenset[str], str | None]:
        """The stems a typed word may stand for, and the word read instead when it is not known."""
        root = stem(word)
        starts = {known for known in self._known.values() if len(root) >= 3 and known.startswith(root)}
        if word in self._known or starts:
            return frozenset({root, *starts}), None
        if len(word) < 4:
            return frozenset({root}), None
        # One slip in a short word, two in a long one; letters swapped count as one.
        slips = 1 if len(word) < 7 else 2
        close = process.extract(
            word, list(self._known), scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=4
        )
        if not close:
            return frozenset({root}), None
        least = min(distance for _, distance, _ in close)
        words = [str(known) for known, distance, _ in close if distance == least]
        return frozenset(self._known[known] for known in words), words[0]


def _words(listing: Listing) -> dict[str, frozenset[str]]:
    """The folded words of a listing by field."""
    regions = [vocabulary().region_name(code) or "" for code in listing.regions]
    texts = {
        "name": (listing.name, listing.other_name),
        "needs": listing.need_labels,
        "place": (listing.municipality, *listing.areas, *regions),
        "organization": (listing.organization,),
        "rest": (listing.description, listing.eligibility, listing.how, *listing.access, *listing.languages),
    }
    return {
        name: frozenset(word for text in field for word in fold(text).split() if word not in EMPTY)
        for name, field in texts.items()
    }


def _points(forms: frozenset[str], listing: Listing, fields: Mapping[str, frozenset[str]]) -> int:
    """How much one word of the question weighs for a listing; 0 when it is nowhere."""
    points = sum(weight for name, weight in _WEIGHTS if not forms.isdisjoint(fields[name]))
    meant = {need for form in forms for need in needs_of(form)}
    return points + (5 if meant.intersection(listing.needs) else 0)
