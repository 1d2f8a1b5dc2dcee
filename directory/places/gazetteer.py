"""Finding the place where a person is, in a message as she typed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from directory.places import lexicon as lx
from directory.places.acceptance import Reading
from directory.places.context import AT, OF, Context
from directory.places.entries import OUTSIDE_KIND, Entry, municipalities
from directory.places.index import Hit, NameIndex
from directory.places.model import PlaceChoice, PlaceMatch
from directory.places.postal import PostalCodes
from directory.places.province import province_word
from directory.places.roles import (
    AT_SCORE,
    BARE_SCORE,
    DAY_SCORE,
    ELSEWHERE_SCORES,
    HERE_SCORE,
    HOME_SCORE,
    LEFT_SCORE,
    LOOSE_SCORES,
    NEAR_SCORE,
    NOT_SCORE,
    OF_SCORE,
    OTHER_DAY_SCORE,
    OTHER_SCORE,
    of_her,
    score,
    studies_there,
)
from directory.places.scan import scan
from directory.places.stations import near_stations
from directory.places.text import MAX_LENGTH, tokenize

DATA_FOLDER = Path(__file__).parents[1] / "data"

_WIDE_KINDS = ("region", "mrc", "province_word")
_QUARTERS = ("sector", "borough")
_FAR_LARGER = 5


@dataclass(eq=False)
class Mention:
    """One place named in the message: its possible meanings, where it stands, how sure she is there."""

    entries: list[Entry]
    hints: list[Entry]
    start: int
    end: int
    score: float
    tokens: tuple[int, int]
    likely: str | None = None
    label: str = ""
    of_her: bool = False

    @property
    def loose(self) -> bool:
        """Somebody else is there, or she was, or she only studies or works there."""
        return self.score in LOOSE_SCORES

    @property
    def elsewhere(self) -> bool:
        """She is not there: she wants to go back, or the man lives there."""
        return self.score in ELSEWHERE_SCORES

    @property
    def regions(self) -> set[str]:
        """Regions this mention points to, as a hint for the others."""
        if self.likely:
            return {self.likely}
        return {region for entry in self.entries for region in entry.regions}

    def beside(self, other: Mention) -> bool:
        """At most four words stand between the two."""
        first, second = sorted((self, other), key=lambda mention: mention.tokens)
        return second.tokens[0] - first.tokens[1] <= 4

    @property
    def outside(self) -> bool:
        """The place is outside Québec."""
        return self.entries[0].kind == OUTSIDE_KIND


def _for_her(mention: Mention) -> float:
    """The score when the woman whom the writer speaks of is sought: where she lives, then where she works.

    Where the writer works counts too: a worker seeks for her own town.
    """
    if mention.of_her and mention.score == OTHER_SCORE:
        return HERE_SCORE + 1
    if mention.of_her and mention.score == OTHER_DAY_SCORE:
        return HERE_SCORE + 0.5
    return AT_SCORE if mention.score == DAY_SCORE else mention.score


def _local(mentions: list[Mention], found: PlaceMatch, region: str) -> bool:
    """Where the talk is about `region`, a lesser place of that name there is meant, not `found`: a quarter,
    or a town that is not far smaller. Not so when the message names the region of `found` besides."""
    named = next(mention for mention in mentions if (mention.start, mention.end) == found.span)
    if any(mention is not named and found.region in mention.regions for mention in mentions):
        return False
    return any(
        region in sense.regions
        and (sense.kind in _QUARTERS or sense.population * _FAR_LARGER >= named.entries[0].population)
        for sense in named.hints
    )


class Gazetteer:
    """Places of Québec under all the names people give them. It never changes: see `shared_gazetteer`."""

    def __init__(self, index: NameIndex, postal: PostalCodes) -> None:
        self._index = index
        self._postal = postal

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the place files of `folder` (default directory/data/). Raises DataFileInvalid."""
        folder = folder or DATA_FOLDER
        places = {(entry.name, entry.regions[0]): entry for entry in municipalities(folder)}
        return cls(NameIndex(folder), PostalCodes(folder, places))

    def find(self, text: str, *, region: str | None = None, for_another: bool = False) -> PlaceMatch | None:
        """The place where the writer of `text` says she is, or None. Never raises, whatever the text.

        `region`: where she is known to be already, for what stands near her and for namesakes.
        `for_another`: a relative or a worker writes, and the place of the woman they speak of ("ma fille est
        à Amos") is the one sought.
        """
        mentions = self._mentions(text, only_place=False, region=region)
        if for_another:
            for mention in mentions:
                mention.score = _for_her(mention)
        found = self._choose(mentions, None)
        if not region or found is None or found.region == region:
            return found
        # Of several places of one name, the one of the region that the talk is about.
        near = self._choose(mentions, region)
        if near is None or near.region != region:
            return found
        corrected = any(token.text in lx.CORRECTIONS for token in tokenize(text))
        return near if found.ambiguous or (not corrected and _local(mentions, found, region)) else found

    def resolve(self, name: str, region: str | None = None) -> PlaceMatch | None:
        """The place called `name`, when the text is only a place; `region` chooses between namesakes."""
        return self._choose(self._mentions(name, only_place=True), region)

    # -- what is named --------------------------------------------------------------------------------

    def _mentions(self, text: str, only_place: bool, region: str | None = None) -> list[Mention]:
        tokens = tokenize(text)
        context = Reading(tokens, self._index.common, only_place)
        mentions: list[Mention] = []
        previous: Hit | None = None
        for hit in scan(self._index, context):
            if province_word(hit, context, previous):
                continue
            sure = score(context, hit, previous)
            wide = hit.name.entries and hit.name.entries[0].kind in _WIDE_KINDS
            if not wide and self._left_for(context, previous, hit):
                mentions[-1].score = min(mentions[-1].score, LEFT_SCORE)
            if mentions and previous is not None and self._quarter_of_another(context, previous, hit):
                mentions[-1].score = NOT_SCORE
            campus = hit.name.campus if sure < HOME_SCORE and studies_there(context, hit, previous) else []
            mentions.append(
                Mention(
                    [*hit.name.entries, *campus],
                    hit.name.hints,
                    tokens[hit.start].start,
                    tokens[hit.end - 1].end,
                    sure,
                    (hit.start, hit.end),
                    label=hit.name.label,
                    of_her=of_her(context, hit),
                )
            )
            previous = hit
        mentions = self._with_stations(mentions, context, region)
        code = self._postal.find(text[:MAX_LENGTH], only_place)
        if code is not None:
            place = sum(token.end <= code.start for token in tokens)
            mentions.append(
                Mention([code.entry], [], code.start, code.end, BARE_SCORE, (place, place), code.likely)
            )
        return [mention for mention in mentions if mention.entries]

    def _with_stations(self, mentions: list[Mention], context: Context, region: str | None) -> list[Mention]:
        """`mentions` with the stations in place of the towns of their names ("Hochelaga, coin Joliette")."""
        here = {one for mention in mentions if mention.score >= OF_SCORE for one in mention.regions}
        if region and not any(token.text in lx.CORRECTIONS for token in context.tokens):
            here.add(region)
        stations = [
            Mention(
                station.name.entries,
                [],
                context.tokens[station.start].start,
                context.tokens[station.end - 1].end,
                NEAR_SCORE,
                (station.start, station.end),
            )
            for station in near_stations(self._index, context, frozenset(here))
        ]
        kept = mentions
        for station in stations:
            same = [one for one in mentions if set(range(*one.tokens)) & set(range(*station.tokens))]
            if not any(one.regions & station.regions for one in same):  # Verdun is a quarter too
                kept = [*(one for one in kept if one not in same), station]
        return kept

    @staticmethod
    def _left_for(context: Context, previous: Hit | None, hit: Hit) -> bool:
        """ "D'Amos à Gatineau": the first is where she was."""
        if previous is None or context.lead(previous)[0] != OF:
            return False
        lead, position = context.lead(hit)
        return lead == AT and position == previous.end

    @staticmethod
    def _quarter_of_another(context: Context, previous: Hit, hit: Hit) -> bool:
        """ "La haute-ville de Matane": no quarter of the town that the name alone would mean."""
        lead, position = context.lead(hit)
        if lead != OF or position != previous.end or context.comma_before(position):
            return False
        holders = {sense.municipality for sense in (*previous.name.entries, *previous.name.hints)}
        towns = {entry.municipality for entry in hit.name.entries if entry.kind == "municipality"}
        quarter = all(entry.kind in _QUARTERS for entry in previous.name.entries)
        return quarter and bool(towns) and not towns & holders

    # -- where she is ---------------------------------------------------------------------------------

    def _choose(self, mentions: list[Mention], region: str | None) -> PlaceMatch | None:
        standing = [mention for mention in mentions if mention.score > NOT_SCORE]
        rural = [m for m in standing if m.entries[0].kind == "fsa_rural"]
        named = [m for m in standing if m not in rural]
        named = [m for m in named if not m.outside or m.score > OTHER_SCORE]
        if not named:
            return self._match(rural[0], None, set()) if rural else None
        # Said as surely, the one in Québec counts: "exploitée à Toronto, revenue à Mascouche".
        best = max(named, key=lambda mention: (mention.score, not mention.outside))
        if best.outside:  # "Kingston en Ontario": the town, not its province
            best = next(mention for mention in named if mention.outside)
        loose, elsewhere = best.loose or self._spot_of_loose(best, named), best.elsewhere
        best = self._more_precise(best, named)
        hints = {region} if region else set()
        if not hints:
            for mention in standing:
                if mention is not best and not mention.outside:
                    hints |= mention.regions
        towns = {m.entries[0].municipality for m in standing if m is not best and m.entries}
        return replace(self._match(best, towns, hints), loose=loose, elsewhere=elsewhere)

    @staticmethod
    def _spot_of_loose(best: Mention, named: list[Mention]) -> bool:
        """ "J'ai grandi à NAME, près du square NAME": the spot is of the past too."""
        return best.score in (BARE_SCORE, NEAR_SCORE) and any(
            one.loose and one.tokens < best.tokens and one.beside(best) and one.regions & best.regions
            for one in named
        )

    @staticmethod
    def _more_precise(best: Mention, named: list[Mention]) -> Mention:
        """A village inside the region, a quarter inside the town that she also names."""
        whole = best.entries[0]
        if len(best.entries) > 1:
            return best
        for mention in named:
            if mention is best or mention.outside or mention.score in LOOSE_SCORES - {DAY_SCORE}:
                continue
            senses = [*mention.entries, *mention.hints]
            if whole.kind in _WIDE_KINDS:
                allowed = ("mrc",) if whole.kind != "mrc" else ()
                inside = any(
                    (sense.kind not in _WIDE_KINDS or sense.kind in allowed)
                    and set(sense.regions) & set(whole.regions)
                    for sense in senses
                )
            elif whole.kind == "fsa":
                inside = mention.entries[0].kind not in (*_WIDE_KINDS, "fsa")
            else:
                inside = best.beside(mention) and any(
                    sense.municipality == whole.name and sense.kind in ("sector", "borough")
                    for sense in senses
                )
            if inside:
                return mention
        return best

    @staticmethod
    def _senses(mention: Mention, towns: set[str | None] | None, hints: set[str]) -> list[Entry]:
        """The meanings left once the rest of the message has been heard."""
        every = [*mention.entries, *mention.hints]
        if towns:
            by_town = [s for s in every if s.municipality in towns and s.kind in ("sector", "borough")]
            if by_town:
                return by_town[:1]
        if hints:
            agreeing = [s for s in mention.entries if set(s.regions) & hints]
            if not agreeing:
                agreeing = [s for s in mention.hints if set(s.regions) & hints]
            if agreeing:
                return agreeing[:1] if len({s.regions for s in agreeing}) == 1 else agreeing
        return mention.entries

    def _match(self, mention: Mention, towns: set[str | None] | None, hints: set[str]) -> PlaceMatch:
        senses = self._senses(mention, towns, hints)
        entry, span = senses[0], (mention.start, mention.end)
        if entry.kind == OUTSIDE_KIND:
            return PlaceMatch(entry.name, None, entry.kind, span=span, outside=True)
        if len(senses) == 1 and len(entry.regions) > 1 and hints & set(entry.regions):
            kept = sorted(hints & set(entry.regions))
            if len(kept) == 1:
                return PlaceMatch(entry.name, kept[0], "region", span=span)
        regions = sorted({region for sense in senses for region in sense.regions})
        if len(regions) == 1:
            return PlaceMatch(
                entry.name,
                regions[0],
                entry.kind,
                entry.municipality,
                entry.lat,
                entry.lon,
                entry.coord_quality,
                span,
            )
        choices = tuple(
            PlaceChoice(sense.name, region, sense.mrc)
            for sense in sorted(senses, key=lambda sense: sense.regions)
            for region in sense.regions
        )
        names = {sense.name for sense in senses}
        name = entry.name if len(names) == 1 else mention.label
        return PlaceMatch(name, None, entry.kind, span=span, ambiguous=choices)


@lru_cache(maxsize=1)
def shared_gazetteer() -> Gazetteer:
    """The one gazetteer of this process: 25 MB, for whoever looks for a place. Raises DataFileInvalid."""
    return Gazetteer.load()
