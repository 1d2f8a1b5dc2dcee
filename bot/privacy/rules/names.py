"""First names, full names, nicknames and stage names of people.

Five ways a name shows itself, from the surest: an announcement ("je m'appelle"), a relation ("mon ex", "ma
fille"), a title ("Mme"), a first name that is nothing else, a first name with a surname. Streets, saints,
organisations, public figures and words that are also names stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum

from bot.privacy.findings import Span
from bot.privacy.lexicons import Lexicons, lexicons
from bot.privacy.reading import Reading, Word
from bot.privacy.rules import name_cues as cues


class Trust(IntEnum):
    """How sure it is that a name comes next."""

    NONE = 0
    WEAK = 1
    SELF = 2
    RELATION = 3
    STRONG = 4


def find(reading: Reading) -> Iterator[Span]:
    """Spans of type nom."""
    if reading.words:
        yield from _Names(reading).find()


class _Names:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.words
        self.known: Lexicons = lexicons()
        self.starts = [word.start for word in reading.words]
        self.taken: dict[int, int] = {}
        self.kept = self._kept_phrases()

    def find(self) -> Iterator[Span]:
        folded = self.reading.folded
        for pattern, trust in ((cues.STRONG, Trust.STRONG), (cues.RELATION, Trust.RELATION), (cues.CALLED, Trust.RELATION), (cues.SELF, Trust.SELF), (cues.WEAK, Trust.WEAK)):
            for match in pattern.finditer(folded):
                # A relation may be followed by an announcement of its own: "mon ex s'appelle Dave".
                self._try(match.end(), trust)
        for match in cues.TITLE.finditer(folded):
            self._title(match)
        for match in cues.SUBJECT.finditer(folded):
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

    def _end(self, last: int) -> int:
        """The full stop of an initial belongs to the name, unless it closes the sentence."""
        end = self.words[last].end
        after = self.reading.folded[end + 1 : end + 3].strip()
        return end + 1 if last and self._initial(last) and after and after[0] in ",;:)" else end

    # Announced names

    def _word_at(self, position: int) -> int | None:
        """Index of the word that starts at `position`, opening quotes and spaces skipped."""
        folded = self.reading.folded
        while position < len(folded) and folded[position] in " \"«“'(:-*":
            position += 1
        i = bisect_left(self.starts, position)
        return i if i < len(self.words) and self.words[i].start == position else None

    def _try(self, position: int, trust: Trust) -> None:
        i = self._word_at(position)
        if i is None or i in self.taken:
            return
        if trust is Trust.STRONG and self.words[i].text in ("madame", "monsieur", "mme", "me", "dr", "miss") and i + 1 < len(self.words):
            i += 1
        if self._opens(i, trust):
            self._take(i, trust)

    def _opens(self, i: int, trust: Trust) -> bool:
        """Whether word `i` can be the name that was announced with that much trust."""
        word, known = self.words[i], self.known
        text = word.text
        if text in cues.NEVER or self._saint(text) or self._accented(word):
            return False
        if self._digit_next(i):
            return False
        if i in self.kept and trust is not Trust.STRONG:
            return False
        if known.is_first(text):
            return True
        if known.is_ambiguous(text):
            return self._ambiguous_opens(i, trust)
        if trust is Trust.STRONG:
            return self._unknown_opens(i)
        if trust is Trust.RELATION:
            if re.fullmatch(r"(?:ti|tit|tite|big|lil|gros|ptit)-[a-z]{2,12}", text):
                return True
            plain = word.capital and not word.upper and text not in known.places and not known.is_ordinary(text)
            return plain and (self._closed(i) or self._name_next(i) or not self._after_comma(i))
        plain = word.capital and not word.upper and not known.is_ordinary(text) and text not in known.places
        return plain and (self._name_next(i) or (trust is Trust.SELF and self._closed(i)))

    def _ambiguous_opens(self, i: int, trust: Trust) -> bool:
        word = self.words[i]
        text = word.text
        if word.capital and text not in cues.MONTHS:
            return trust is not Trust.WEAK or text not in self.known.places
        if self.reading.shouted and trust is Trust.STRONG:
            return self._closed(i)
        if self._surname(i + 1) and self._next_to(i):
            return True
        if trust is Trust.RELATION and cues.GENERIC_KIN.search(self.reading.folded, max(0, word.start - 12), word.start):
            return False
        if trust is Trust.SELF:
            return self._closed(i) and text not in cues.FUNCTION and text not in cues.ADJECTIVES
        if text in cues.WORDY:
            if trust is Trust.RELATION and text in cues.ADJECTIVES:
                return False
            return trust > Trust.WEAK and self._closed(i) and text not in cues.FUNCTION
        return self._closed(i) if trust is Trust.WEAK else text not in cues.FUNCTION

    def _unknown_opens(self, i: int) -> bool:
        word = self.words[i]
        if word.text in cues.FUNCTION or len(word.text) < 2:
            return False
        if word.capital and not word.upper:
            return True
        if self.known.is_ordinary(word.text) or word.text in self.known.places or len(word.text) < 3:
            return False
        return re.match(r"j(?:e|ai|suis|veux|peux|m|c|v|d|h)", word.text) is None or word.text in self.known.surnames

    def _take(self, i: int, trust: Trust) -> None:
        last = i
        while last - i < 5:
            following = self._extension(i, last, trust)
            if following is None:
                break
            last = following
        for j in range(i, last + 1):
            self.taken[j] = last

    def _extension(self, first: int, last: int, trust: Trust) -> int | None:
        """The last word of the name once one more part is read after word `last`; None when it ends there."""
        j = last + 1
        if not self._next_to(last) or j in self.kept and trust < Trust.STRONG:
            return None
        word, known = self.words[j], self.known
        if word.text in cues.PARTICLES and j + 1 < len(self.words) and self._gap(j) in (" ", "'", "-"):
            after = self.words[j + 1]
            if after.capital and not after.upper and after.text not in known.places and not self._saint(after.text):
                if word.text in ("l", "d", "o", "n", "st", "ste", "saint", "mc", "el", "al", "ben", "van", "von", "da", "dos", "bin", "le", "la"):
                    return j + 1
                if known.is_surname(after.text) or not known.is_ordinary(after.text):
                    return j + 1
                if after.text in cues.PARTICLES and j + 2 < len(self.words) and self.words[j + 2].capital:
                    return j + 2
            elif word.text in ("l", "d", "st", "ste", "saint") and known.is_surname(f"{word.text}{'-' if word.text[0] == 's' else chr(39)}{after.text}"):
                return j + 1
            elif word.text in ("da", "dos", "del", "di", "van", "ben", "el", "al", "le") and known.is_surname(after.text):
                return j + 1
            if word.text in ("de", "du", "la") and j + 2 < len(self.words) and after.text in ("la", "los", "las"):
                return j + 2 if self.words[j + 2].capital else None
            if word.text in ("de", "du", "d", "l", "saint", "st", "ste"):
                return None
        if self._initial(j):
            return j
        month = word.text in cues.MONTHS and not (word.capital and trust is Trust.STRONG)
        if word.text in cues.FUNCTION or month:
            return None
        if last == first and self.words[first].text in cues.NICKNAME_HEADS and trust is Trust.STRONG:
            return j
        if word.capital and (self.words[first].capital or self.words[first].text in known.first):
            if word.upper and not self.words[first].upper and len(word.text) < 5:
                return None
            if known.is_surname(word.text) or known.is_first(word.text):
                return j
            if known.is_ambiguous(word.text) and (word.text not in known.places or word.text == "mai"):
                return j
            if word.text in known.cities and trust < Trust.STRONG or (trust < Trust.STRONG and self._saint(word.text) and self._saint_place(word.text)):
                return None
            if trust is Trust.STRONG or self._saint(word.text):
                return j
            return None if known.is_ordinary(word.text) else j
        if known.is_surname(word.text):
            sure = len(word.text) > 2 and not known.is_ordinary(word.text)
            return j if sure or (self._closed(j) and len(word.text) > 3 and word.text not in cues.VERBS) else None
        if known.is_first(word.text) and self._saintless(last):
            return j
        unknown = len(word.text) > 3 and not known.is_ordinary(word.text) and word.text not in known.places
        texto = not self.words[first].capital and trust in (Trust.STRONG, Trust.SELF, Trust.WEAK)
        if unknown and (texto or trust is Trust.STRONG) and self._closed(j) and not known.is_ambiguous(word.text):
            return None if re.match(r"j(?:e|ai|suis|veu|peu|m|c|v|d|h|r)", word.text) else j
        return None

    def _title(self, match: re.Match[str]) -> None:
        i = self._word_at(match.end())
        if i is None or i in self.taken:
            return
        word, known = self.words[i], self.known
        title = self.reading.cased[match.start("title") : match.end("title")]
        if title in ("me", "m", "ms", "miss") or self._saint(word.text) or word.text in cues.NEVER or i in self.kept or word.text in known.cities:
            return
        if title in ("Me", "M") and not word.capital:
            return
        named = known.is_surname(word.text) or known.is_first(word.text)
        noble = word.text in cues.PARTICLES and i + 1 < len(self.words) and self.words[i + 1].capital
        capital = word.capital and (noble or not known.is_ordinary(word.text)) and not word.upper
        if capital or (named and (word.capital or not known.is_ordinary(word.text)) and len(word.text) > 2) or (word.capital and named):
            self._take(i, Trust.RELATION)

    def _subject(self, position: int) -> None:
        """ "Rose, ma fille, …": an ambiguous name explained by the relation that follows."""
        i = self._word_at(position)
        if i is None or i in self.taken or self._saint(self.words[i].text) or i in self.kept:
            return
        word = self.words[i]
        if word.capital and self.known.is_ambiguous(word.text) and word.text not in cues.MONTHS and not self._blocked(i):
            self._take(i, Trust.WEAK)

    # Names that nothing announces

    def _bare(self, i: int, off_topic: bool) -> None:
        word, known = self.words[i], self.known
        text = word.text
        if i in self.kept or self._saint(text) or text in cues.NEVER or self._accented(word):
            return
        surname = self._surname(i + 1) and self._next_to(i)
        if known.is_first(text):
            pass
        elif known.is_ambiguous(text):
            if not (self._full_name(i, surname) or self._spoken_of(i)):
                return
        elif not self._unknown_full_name(i):
            return
        if self._blocked(i) or (off_topic and word.capital):
            return
        self._take(i, Trust.NONE)

    def _full_name(self, i: int, surname: bool) -> bool:
        word, known = self.words[i], self.known
        if not self._next_to(i) or i + 1 >= len(self.words) or i + 1 in self.kept:
            return False
        after = self.words[i + 1]
        if word.capital and after.capital:
            plain = not known.is_ordinary(after.text) and after.text not in known.cities and not after.upper
            likely = known.is_first(after.text) or (plain and not self._saint(after.text))
            return surname or (likely and word.text not in cues.WORDY_CAPITAL and word.text not in known.places)
        plain = surname and not known.is_ordinary(after.text) and len(after.text) > 3
        return not word.capital and plain and word.text not in cues.ADJECTIVES

    def _spoken_of(self, i: int) -> bool:
        """ "avec Jade", "chez Pierre": a capital after a word that calls for a person."""
        word = self.words[i]
        if not word.capital or word.text in self.known.places or word.text in cues.MONTHS or word.text in cues.WORDY_CAPITAL:
            return False
        before = self.reading.folded[max(0, word.start - 16) : word.start]
        cue = cues.CALLS_FOR_PERSON.search(before)
        return cue is not None and (cue[0].strip() != "a" or len(word.text) > 3)

    def _unknown_full_name(self, i: int) -> bool:
        """A capitalised unknown word before a capitalised surname: "Shanelle Bergeron"."""
        word, known = self.words[i], self.known
        if not word.capital or word.upper or len(word.text) < 3 or known.is_ordinary(word.text) or word.text in known.places:
            return False
        if word.text in cues.BLOCKERS or known.is_surname(word.text) and i and self.words[i - 1].capital:
            return False
        return self._next_to(i) and self._surname(i + 1) and self.words[i + 1].capital and not self.words[i + 1].upper and self._gap(i) == " "

    def _blocked(self, i: int) -> bool:
        """Whether a street, a saint, an organisation or a work stands right before."""
        j = i - 1
        while j >= 0 and self.words[j].text in cues.ARTICLES and self._adjoins(j):
            j -= 1
        if j < 0 or not self._adjoins(j):
            return False
        previous = self.words[j].text
        if previous in cues.BLOCKERS:
            return True
        if previous in cues.HOUSES and j == i - 1:
            return True
        if previous in cues.HOUSES:
            return self.words[j].capital
        head, _, tail = previous.rpartition("-")
        return bool(head) and tail in cues.BLOCKERS

    # Small questions

    def _adjoins(self, j: int) -> bool:
        return self.reading.folded[self.words[j].end : self.words[j + 1].start] in (" ", "'", "-", ". ", " \"", " «")

    def _gap(self, i: int) -> str:
        if i + 1 >= len(self.words):
            return ""
        return self.reading.folded[self.words[i].end : self.words[i + 1].start]

    def _next_to(self, i: int) -> bool:
        return self._gap(i) in (" ", "-", "  ", ". ") and (self._gap(i) != ". " or self._initial(i))

    def _surname(self, i: int) -> bool:
        return i < len(self.words) and self.known.is_surname(self.words[i].text) and i not in self.kept

    def _name_next(self, i: int) -> bool:
        return self._next_to(i) and self._surname(i + 1)

    def _closed(self, i: int) -> bool:
        """Whether the message or the clause ends after word `i`."""
        return cues.CLOSING.match(self.reading.folded, self.words[i].end) is not None

    def _after_comma(self, i: int) -> bool:
        return self.reading.folded[max(0, self.words[i].start - 2) : self.words[i].start].strip() == ","

    def _digit_next(self, i: int) -> bool:
        end = self.words[i].end
        return self.reading.folded[end : end + 1].isdigit() or self.reading.folded[end : end + 2] == "@"

    def _initial(self, i: int) -> bool:
        """ "Jean P. Roy": one capital and a full stop, or one capital at the end of a name."""
        word = self.words[i]
        return len(word.text) == 1 and word.capital and self.reading.folded[word.end : word.end + 1] == "."

    def _saint(self, text: str) -> bool:
        return re.match(r"(?:st|ste|saint|sainte|notre-dame|san|santa)-", text) is not None

    def _saint_place(self, text: str) -> bool:
        whole = re.sub(r"^st(e?)-", r"saint\1-", text)
        return whole in self.known.places and not self.known.is_surname(text)

    def _accented(self, word: Word) -> bool:
        start, end = self.reading.original(word.start, word.end)
        return self.reading.raw[start:end] in cues.ACCENTED_WORDS

    def _saintless(self, i: int) -> bool:
        return i == 0 or self.words[i - 1].text not in ("st", "ste", "saint", "sainte")

    def _kept_phrases(self) -> set[int]:
        """Words inside the name of an organisation, a building or a public figure."""
        kept: set[int] = set()
        parts: list[tuple[str, int]] = [(part, i) for i, word in enumerate(self.words) for part in word.text.split("-")]
        phrases = self.known.phrases
        for k, (part, _) in enumerate(parts):
            for phrase in phrases.get(part, ()):
                if all(k + n < len(parts) and parts[k + n][0] == piece for n, piece in enumerate(phrase)):
                    kept.update(i for _, i in parts[k : k + len(phrase)])
        return kept
