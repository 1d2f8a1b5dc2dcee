"""The words of a message around the names in it."""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.index import Hit
from directory.places.text import Token

AT, OF, ON, NEAR, NONE = "at", "of", "on", "near", ""

_BREAKS = frozenset(".!?;\n")
_CLOSE_LOOKS = 160
_ABBREVIATED = frozenset(
    ["m", "mr", "mme", "dr", "dre", "saint", "sainte", "mont", "boul", "av", "ave", "prof", "me"]
)


class Context:
    """The words of one message around each name. `only_place`: the text was asked for as a place."""

    def __init__(self, tokens: list[Token], common: frozenset[str], only_place: bool = False) -> None:
        self.tokens = tokens
        self.common = common
        self.only_place = only_place
        self.known: set[int] = set()
        """Positions of the words of sure names: `scan` fills it before it asks anything."""
        self.close_looks = _CLOSE_LOOKS
        """Runs of words that may still be compared with misspelled names."""
        raws = "".join(token.raw for token in tokens)
        self.mixed_case = raws != raws.upper() and raws != raws.lower()
        self._content = [
            position
            for position, token in enumerate(tokens)
            if token.text not in lx.FILLERS and not token.text.isdigit()
        ]

    def text(self, position: int) -> str:
        """Folded word at `position`, "" beyond either end."""
        return self.tokens[position].text if 0 <= position < len(self.tokens) else ""

    def breaks_before(self, position: int) -> bool:
        """A sentence ends before this word ("M. Untel" and "St. Lambert" hold together)."""
        if position <= 0:
            return True
        gap = self.tokens[position].before
        if gap.startswith(".") and self.text(position - 1) in _ABBREVIATED:
            gap = gap[1:]
        return any(char in _BREAKS for char in gap)

    def ends_after(self, hit: Hit) -> bool:
        """Nothing, punctuation or "svp" follows."""
        if self.text(hit.end) in ("svp", "stp", "merci", "please", "urgent"):
            return True
        return hit.end >= len(self.tokens) or any(char in ".,;!?\n)" for char in self.tokens[hit.end].before)

    def alone(self, hit: Hit) -> bool:
        """The message is only this name, give or take filler words and other sure places."""
        return all(hit.start <= position < hit.end or position in self.known for position in self._content)

    def lead(self, hit: Hit) -> tuple[str, int]:
        """The preposition that leads to the name (AT, OF, ON, NEAR or NONE) and where it stands."""
        start, name = hit.start, hit.name
        if name.contracted:
            return (AT if name.contracted in ("au", "aux") else OF), start
        position = start - 1
        if self.breaks_before(start):
            return NONE, start
        if self.text(position) in lx.ARTICLES and name.tokens[0] not in lx.ARTICLES:
            position -= 1
        word = self.text(position)
        if word in ("a", "au", "aux") and (
            word != "a"
            or self.tokens[position].raw in ("à", "À")
            or self.text(position - 1) not in lx.SUBJECTS
        ):
            return AT, position
        if word in lx.AT:
            return AT, position
        if word in lx.ON:
            return ON, position
        if word == "entre":
            return NEAR, position
        if word in lx.OF:
            before = self.text(position - 1)
            near = before in lx.NEARNESS or (
                before in lx.DIRECTIONS and self.text(position - 2) in ("au", "l", "a")
            )
            return (NEAR if near else OF), position
        if word in ("pres", "proche", "near") and position == start - 1:
            return NEAR, position
        return NONE, start

    def announced(self, start: int) -> bool:
        """A word that leads to places stands before: a misspelling there is worth a closer look."""
        before = self.text(start - 1)
        if before in lx.ARTICLES:
            before = self.text(start - 2)
        return before in ("a", "au", "aux") or before in (lx.AT | lx.OF | lx.ON | lx.DWELL | lx.INSTITUTIONS)

    def comma_inside(self, start: int, end: int) -> bool:
        """Punctuation stands between the words of that run: it is no single name."""
        return any(
            any(char in ",.;:?\n()" for char in self.tokens[position].before.replace(".", "", 1))
            for position in range(start + 1, end)
        )

    def comma_before(self, position: int) -> bool:
        return any(char in ",:(/" for char in self.tokens[position].before)
