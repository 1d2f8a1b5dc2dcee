"""First names, full names, nicknames and stage names of people.

Five ways a name shows itself, from the surest: an announcement ("je m'appelle"), a relation ("mon ex", "ma
fille"), a title ("Mme"), a first name that is nothing else, a first name with a surname. Streets, saints,
organisations, public figures and words that are also names stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.reading import Reading
from bot.privacy.rules import name_cues as cues
from bot.privacy.rules.name_reader import NameReader, Trust


def find(reading: Reading) -> Iterator[Span]:
    """Spans of type nom."""
    if reading.words:
        yield from _Names(reading).find()


class _Names(NameReader):
    def find(self) -> Iterator[Span]:
        folded, kin = self.reading.folded, cues.kin_patterns()
        for pattern, trust in (
            (cues.STRONG, Trust.STRONG),
            (kin.relation, Trust.RELATION),
            (cues.CALLED, Trust.RELATION),
            (cues.SELF, Trust.SELF),
            (cues.WEAK, Trust.WEAK),
        ):
            for match in pattern.finditer(folded):
                # A relation may be followed by an announcement of its own: "mon ex s'appelle Dave".
                self._try(match.end(), trust)
        for match in cues.TITLE.finditer(folded):
            self._title(match)
        for match in kin.subject.finditer(folded):
            self._subject(match.start())
        off_topic = cues.OFF_TOPIC.search(folded) is not None and cues.PERSONAL.search(folded) is None
        for i in range(len(self.words)):
            if i not in self.taken:
                self._bare(i, off_topic)
        done = -1
        for i in sorted(self.taken):
            if i > done:
                done = self.taken[i]
                yield Span("nom", self.words[i].start, self._end(done))

    def _try(self, position: int, trust: Trust) -> None:
        i = self._word_at(position)
        if i is None or i in self.taken:
            return
        if (
            trust is Trust.STRONG
            and self.words[i].text in ("madame", "monsieur", "mme", "me", "dr", "miss")
            and i + 1 < len(self.words)
        ):
            i += 1
        if self._opens(i, trust):
            self._take(i, trust)

    def _title(self, match: re.Match[str]) -> None:
        i = self._word_at(match.end())
        if i is None or i in self.taken:
            return
        word, known = self.words[i], self.known
        title = self.reading.cased[match.start("title") : match.end("title")]
        if (
            title in ("me", "m", "ms", "miss")
            or (self._saint(word.text) and not known.is_surname(word.text))
            or word.text in self.cue.never
            or i in self.kept
            or word.text in known.cities
        ):
            return
        if title in ("Me", "M") and not word.capital:
            return
        named = known.is_surname(word.text) or known.is_first(word.text)
        noble = word.text in self.cue.particles and i + 1 < len(self.words) and self.words[i + 1].capital
        capital = word.capital and (noble or not known.is_ordinary(word.text)) and not word.upper
        if (
            capital
            or (named and (word.capital or not known.is_ordinary(word.text)) and len(word.text) > 2)
            or (word.capital and named)
        ):
            self._take(i, Trust.RELATION)

    def _subject(self, position: int) -> None:
        """ "Rose, ma fille, …": an ambiguous name explained by the relation that follows."""
        i = self._word_at(position)
        if i is None or i in self.taken or self._saint(self.words[i].text) or i in self.kept:
            return
        word = self.words[i]
        if not self.known.is_ambiguous(word.text) or word.text in self.cue.months or self._blocked(i):
            return
        plain = word.text not in self.cue.wordy and word.text not in self.known.places
        if word.capital or (plain and not self.known.is_ordinary(word.text)):
            self._take(i, Trust.WEAK)

    def _bare(self, i: int, off_topic: bool) -> None:
        word, known = self.words[i], self.known
        text = word.text
        if i in self.kept or self._saint(text) or text in self.cue.never or self._accented(word):
            return
        surname = self._surname(i + 1) and self._next_to(i)
        if known.is_first(text):
            pass
        elif known.is_ambiguous(text):
            if not (self._full_name(i, surname) or self._spoken_of(i) or self._acts(i)):
                return
        elif not (self._unknown_full_name(i) or self._initials(i)):
            return
        if self._blocked(i) or (off_topic and word.capital):
            return
        self._take(i, Trust.NONE)
        self._other_names(self.taken[i])

    def _acts(self, i: int) -> bool:
        """ "Hugo m'a frappée": a capital before a verb of which a person is the subject."""
        word = self.words[i]
        if not word.capital or word.upper or word.text in self.known.places:
            return False
        if word.text in self.cue.months or word.text in self.cue.wordy_capital or len(word.text) < 3:
            return False
        return self._gap(i) == " " and i + 1 < len(self.words) and self.words[i + 1].text in self.cue.acts

    def _initials(self, i: int) -> bool:
        """ "N. Tremblay", "J.-P. Bouchard"."""
        j = i
        while j < len(self.words) and j - i < 3 and self._initial(j) and self._gap(j) in (". ", ".-", "."):
            j += 1
        # "M. Zhang" is a title.
        if j == i or j >= len(self.words) or (j == i + 1 and self.words[i].text == "m"):
            return False
        return self.words[j].capital and self._surname(j)

    def _full_name(self, i: int, surname: bool) -> bool:
        word, known = self.words[i], self.known
        if not self._next_to(i) or i + 1 >= len(self.words) or i + 1 in self.kept:
            return False
        after = self.words[i + 1]
        if word.capital and self._initial(i + 1) and self._surname(i + 2):
            return self.words[i + 2].capital
        if word.capital and after.capital:
            plain = not known.is_ordinary(after.text) and after.text not in known.cities and not after.upper
            likely = known.is_first(after.text) or (plain and not self._saint(after.text))
            return (
                surname
                or (likely and known.is_first(after.text))
                or (likely and word.text not in self.cue.wordy_capital and word.text not in known.places)
            )
        plain = surname and not known.is_ordinary(after.text) and len(after.text) > 3
        return not word.capital and plain and word.text not in self.cue.adjectives

    def _spoken_of(self, i: int) -> bool:
        """ "avec Jade", "chez Pierre": a capital after a word that calls for a person."""
        word = self.words[i]
        if (
            not word.capital
            or word.text in self.known.places
            or word.text in self.cue.months
            or word.text in self.cue.wordy_capital
        ):
            return False
        before = self.reading.folded[max(0, word.start - 16) : word.start]
        cue = cues.CALLS_FOR_PERSON.search(before)
        return cue is not None and (cue[0].strip() != "a" or len(word.text) > 3)

    def _unknown_full_name(self, i: int) -> bool:
        """A capitalised unknown word before a capitalised surname: "Shanelle Bergeron"."""
        word, known = self.words[i], self.known
        if (
            not word.capital
            or word.upper
            or len(word.text) < 3
            or known.is_ordinary(word.text)
            or word.text in known.places
        ):
            return False
        after_capital = i > 0 and self.words[i - 1].capital
        if word.text in self.cue.blockers or (known.is_surname(word.text) and after_capital):
            return False
        return (
            self._next_to(i)
            and self._surname(i + 1)
            and self.words[i + 1].capital
            and not self.words[i + 1].upper
            and self._gap(i) == " "
        )

    def _blocked(self, i: int) -> bool:
        """Whether a street, a saint, an organisation or a work stands right before."""
        j = i - 1
        while j >= 0 and self.words[j].text in self.cue.articles and self._adjoins(j):
            j -= 1
        if j < 0 or not self._adjoins(j):
            return False
        previous = self.words[j].text
        if previous in self.cue.blockers:
            return True
        if previous == "chez" and self.words[j].capital and j > 0:
            return True
        if previous in self.cue.houses and j == i - 1:
            return True
        if previous in self.cue.houses:
            return self.words[j].capital
        head, _, tail = previous.rpartition("-")
        return bool(head) and tail in self.cue.blockers
