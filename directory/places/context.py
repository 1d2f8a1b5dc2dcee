"""Is this name a place in this message, and is it where she is?"""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.entries import OUTSIDE_KIND
from directory.places.index import EXACT, FAR, SOUND, TYPO, Hit
from directory.places.text import FUNCTION_WORDS, Token

AT, OF, ON, NEAR, NONE = "at", "of", "on", "near", ""

# How sure each role makes it that she is there; only the order matters.
HERE_SCORE, AT_SCORE, BARE_SCORE, OF_SCORE = 8.0, 5.0, 4.0, 3.5
OTHER_SCORE, GOING_SCORE, NEAR_SCORE, LEFT_SCORE, NOT_SCORE = 2.5, 2.0, 1.5, 1.0, 0.0
CORRECTED = 10.0

_BREAKS = frozenset(".!?;\n")
_LOOK_BACK = 7
_SAINTS = ("saint", "sainte")
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
        """Nothing, or punctuation, follows."""
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

    # -- is it a place? -------------------------------------------------------------------------------

    def accepts(self, hit: Hit) -> bool:
        """The name stands here for a place, as far as the words around it tell."""
        if self.only_place and self.alone(hit):
            return True
        if self.glued_to_neighbour(hit) or self._street(hit) or self._dedication(hit) or self._person(hit):
            return False
        if hit.quality != EXACT and not self._recognisable(hit):
            return False
        if hit.name.entries and hit.name.entries[0].kind == OUTSIDE_KIND:
            return self._outside(hit)
        return self._plausible(hit, hit.name.risk)

    def glued_to_neighbour(self, hit: Hit) -> bool:
        """Part of a longer hyphenated name we do not know ("Marie-Victorin")."""
        allowed = ("la", "nord", "sud", "est", "ouest", "centre", "ville", "tu", "ce", "vieux", "st")
        before = hit.start > 0 and self.tokens[hit.start].before in "-–—" and self.tokens[hit.start].before
        after = hit.end < len(self.tokens) and self.tokens[hit.end].before in ("-", "–", "—")
        return bool(
            (before and self.text(hit.start - 1) not in allowed)
            or (after and self.text(hit.end) not in allowed and (hit.name.risk != "" or hit.quality != EXACT))
        )

    def _street(self, hit: Hit) -> bool:
        position = hit.start - 1
        while position >= 0 and self.text(position) in (lx.OF | lx.ARTICLES):
            position -= 1
        if position < 0 or (position < hit.start - 1 and self.breaks_before(hit.start)):
            return False
        word = self.text(position)
        if word in lx.STREETS and word != "r":
            return not (word in ("metro", "station") and self.text(hit.start) in ("longueuil", "laval"))
        number = word if position == hit.start - 1 else ""
        if number.isdigit() and len(number) >= 3:
            return True
        if word == "ligne" and position < hit.start and self.text(hit.start - 1) not in ("de", "d"):
            return True
        saint = hit.name.tokens[0] in _SAINTS
        if word == "coin" and saint and self.text(position - 1) == "au":
            return True
        if word in lx.ON and position == hit.start - 1:
            article = hit.name.tokens[0] in lx.ARTICLES
            return saint or (not article and hit.name.risk in ("street", "name", "word"))
        if word == "coin" and position == hit.start - 1:
            return saint or hit.name.risk in ("street", "name", "word")
        return False

    def _dedication(self, hit: Hit) -> bool:
        """Named after a saint or somebody, or a holiday: "la Saint-Jean", "l'hôpital Sainte-Justine"."""
        if hit.start == 0 or self.breaks_before(hit.start):
            return False
        before = self.text(hit.start - 1)
        holy = hit.name.tokens[0] in (*_SAINTS, "sacre", "notre", "tres")
        if holy and before in lx.BEFORE_A_SAINT:
            return True
        if before in lx.OF and self.text(hit.start - 2) in lx.OWNERS:
            return True
        if before in lx.DEDICATED and not self._comma(hit.start):
            person = hit.name.risk in ("name", "street") and before not in ("hopital", "clinique", "college")
            return person or (holy and hit.name.population < 20_000)
        return before in ("chez", "marie", "universite")

    def _comma(self, position: int) -> bool:
        return any(char in ",:(/" for char in self.tokens[position].before)

    def comma_inside(self, start: int, end: int) -> bool:
        """Punctuation stands between the words of that run: it is no single name."""
        return any(
            any(char in ",.;:?\n()" for char in self.tokens[position].before.replace(".", "", 1))
            for position in range(start + 1, end)
        )

    def _person(self, hit: Hit) -> bool:
        """A first name or surname that follows "mon chum", "madame", "je m'appelle"."""
        if hit.end - hit.start > 1 or hit.start == 0 or self.breaks_before(hit.start):
            return False
        before = self.text(hit.start - 1)
        if self._comma(hit.start):
            return False
        if before in lx.TITLES or before in ("appelle", "mappelle", "appelles", "appel"):
            return True
        if before == "est" and self.text(hit.start - 2) in ("nom", "prenom"):
            return True
        return hit.name.risk == "name" and (
            before in lx.KIN or (self.tokens[hit.start - 1].raw[:1].isupper() and self._unknown(before))
        )

    def _unknown(self, word: str) -> bool:
        return word not in self.common and word not in lx.FILLERS and len(word) > 2

    def _recognisable(self, hit: Hit) -> bool:
        """A misspelled name is far enough from ordinary words, or well enough announced, to be trusted."""
        typed = [token.text for token in self.tokens[hit.start : hit.end]]
        letters = sum(map(len, typed))
        content = [word for word in typed if word not in FUNCTION_WORDS and word not in _SAINTS]
        ordinary = all(word in self.common or word.isdigit() for word in content)
        alone = self.alone(hit)
        announced = alone or self.lead(hit)[0] in (AT, OF, NEAR) or self._dwelling(hit)
        if hit.name.risk not in ("", "name") and not (alone or self._dwelling(hit)):
            return False
        if ordinary:
            several = len(content) > 1 and letters >= 6
            if hit.quality == SOUND and typed[0] in _SAINTS and letters >= 8:
                return announced
            return several and (
                (hit.quality == SOUND and (letters >= 8 or alone)) or (letters >= 7 and alone)
            )
        if hit.quality == SOUND:
            return announced or (letters >= 6 and hit.name.risk == "")
        if hit.quality == TYPO:
            return announced or (letters >= 8 and hit.name.risk == "")
        return hit.quality == FAR and announced and letters >= 7

    def _dwelling(self, hit: Hit) -> bool:
        """ "J'habite NAME", "je reste à NAME"."""
        lead, position = self.lead(hit)
        verb = position - 1 if lead == AT else hit.start - 1
        return lead in (AT, NONE) and self.text(verb) in lx.DWELL

    def _present(self, hit: Hit) -> bool:
        """ "Je suis à NAME", "chu rendue à NAME"."""
        lead, position = self.lead(hit)
        return lead == AT and self.text(position - 1) in lx.HERE

    def _outside(self, hit: Hit) -> bool:
        """A place outside Québec counts only where she says she is there."""
        lead, position = self.lead(hit)
        if self.alone(hit):
            return lead in (AT, NONE) and hit.name.risk != "strict"
        if lead == AT:
            return self.text(position - 1) not in lx.DATIVES or hit.name.risk != "person"
        following = self.text(hit.end)
        named_first = self.breaks_before(hit.start) and hit.name.risk == ""
        return named_first and (self.ends_after(hit) or following in ("en", "ontario", "on"))

    def _plausible(self, hit: Hit, risk: str) -> bool:
        lead, position = self.lead(hit)
        before = self.text(position - 1) if lead else self.text(hit.start - 1)
        if risk in ("", "street"):
            return not (lead == AT and before in lx.DATIVES and hit.name.risk == "person")
        accented = lead == AT and self.text(position) != "a"
        accented = accented or (lead == AT and self.tokens[position].raw in ("à", "À"))
        placed = lead in (OF, NEAR) and (before in lx.INSTITUTIONS or before in lx.NEARNESS)
        placed = placed or (lead == OF and before in lx.LEFT) or lead == NEAR
        dwelling, present = self._dwelling(hit), self._present(hit)
        if risk == "strict":
            return dwelling or placed or (accented and self._capital(hit)) or (self.alone(hit) and lead == AT)
        alone = self.alone(hit) and not (lead == NONE and self._described(hit))
        if risk in ("lake", "islands"):
            return (
                dwelling
                or (alone and hit.start <= 2 and not self.text(hit.end))
                or (self._capital(hit) and lead == AT and (present or self.ends_after(hit)))
            )
        if alone or dwelling or placed or self._written_as_official(hit):
            return True
        if risk == "name":
            return self._plausible_name(hit, lead, before)
        if risk == "word":
            several = len(hit.name.tokens) > 1
            return (accented or present or (several and lead == AT)) and before not in lx.DATIVES
        # An article and a common noun: "à la présentation" is an event, "à La Présentation" a village.
        return self._capital(hit) and (lead in (AT, OF) or self.breaks_before(hit.start))

    def _described(self, hit: Hit) -> bool:
        """ "Je suis nouvelle", "le sacré coeur": a word, not a place."""
        before = self.text(hit.start - 1)
        if hit.start == 0 or self._comma(hit.start):
            return False
        return before in lx.COPULAS or (before in lx.ARTICLES and hit.name.risk != "lake")

    def _written_as_official(self, hit: Hit) -> bool:
        """Several words joined by hyphens: nobody writes the common noun that way."""
        inner = self.tokens[hit.start + 1 : hit.end]
        joined = sum("-" in token.before or "–" in token.before for token in inner)
        return (
            hit.name.risk in ("name", "word")
            and hit.name.tokens[0] not in _SAINTS
            and joined >= 1
            and joined >= len(inner) - 1
        )

    def _plausible_name(self, hit: Hit, lead: str, before: str) -> bool:
        if lead == AT:
            return before not in lx.DATIVES
        if lead == NONE:
            direct = before in lx.INSTITUTIONS and not self.breaks_before(hit.start)
            opening = self.breaks_before(hit.start) and (
                self.ends_after(hit) or self.text(hit.end) in lx.CLAUSE_STARTS
            )
            return direct or opening
        return False

    def _capital(self, hit: Hit) -> bool:
        """The noun is written with a capital in a message that uses small letters too."""
        raw = self.tokens[hit.end - 1].raw
        return self.mixed_case and raw[:1].isupper()

    # -- is she there? --------------------------------------------------------------------------------

    def score(self, hit: Hit, previous: Hit | None) -> float:
        """How likely she is at this place, from the verb and the preposition that lead to it."""
        lead, position = self.lead(hit)
        if self.text(position - 1) in lx.NEGATIONS and lead == AT:
            return NOT_SCORE
        if lead == NONE and self.text(hit.start - 1) in ("pas", "sauf", "ni") and hit.start > 0:
            return NOT_SCORE
        bonus = CORRECTED if previous is not None and self._corrects(hit, previous) else 0.0
        if lead == NEAR:
            return NEAR_SCORE
        if self.text(hit.end) in lx.AFTER_PAST:
            return LEFT_SCORE
        floor = previous.end if previous is not None else 0
        role = self._role(position - 1 if lead else hit.start - 1, floor, lead)
        if role is None:
            role = {AT: AT_SCORE, OF: OF_SCORE, ON: AT_SCORE}.get(lead, BARE_SCORE)
        return role + bonus

    def _corrects(self, hit: Hit, previous: Hit) -> bool:
        between = [token.text for token in self.tokens[previous.end : hit.start]]
        return len(between) <= 6 and any(word in lx.CORRECTIONS for word in between)

    def _role(self, position: int, floor: int, lead: str) -> float | None:
        """The nearest verb before the name decides; None when none is near."""
        for step in range(_LOOK_BACK):
            here = position - step
            if here < floor:
                return None
            score = self._verb(here, lead)
            if score is not None:
                return score
            if self.breaks_before(here) or (step > 1 and "," in self.tokens[here].before):
                return None
        return None

    def _verb(self, here: int, lead: str) -> float | None:
        word, before, earlier = self.text(here), self.text(here - 1), self.text(here - 2)
        others = before in lx.OTHERS or earlier in lx.OTHERS
        if word in lx.LEFT and lead == OF:
            return LEFT_SCORE
        if word in lx.ONGOING_PERFECT and before in ("ai", "jai", "avais"):
            return LEFT_SCORE
        if word in ("demenage", "demenagee", "demenager", "arrive", "rendu", "rendue") and lead == AT:
            return HERE_SCORE if before != "veux" and word != "demenager" else GOING_SCORE
        if word in lx.PAST:
            return LEFT_SCORE
        if word in lx.OTHER_VERBS and others and before not in ("suis", "j", "je"):
            return OTHER_SCORE
        if word in lx.GOING:
            return GOING_SCORE
        if word in lx.HERE:
            return HERE_SCORE
        return None


__all__ = ["TYPO", "Context"]
