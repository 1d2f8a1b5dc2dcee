"""What a name looks like: where it can start, how far it goes, what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import IntEnum

from bot.privacy.lexicons import CueWords, Lexicons, cue_words, lexicons
from bot.privacy.reading import Reading, Word
from bot.privacy.rules import name_cues as cues


class Trust(IntEnum):
    """How sure it is that a name comes next."""

    NONE = 0
    WEAK = 1
    SELF = 2
    RELATION = 3
    STRONG = 4


_GLUED_I = re.compile(r"j(?:e|ai|suis|veu|peu|m|c|v|d|h|r)")
"""jveux, jcherche, jhabite: the next sentence."""


class NameReader:
    """The words of one message; `taken` leads from each word of a name to the name's last word."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.words
        self.known: Lexicons = lexicons()
        self.cue: CueWords = cue_words()
        self.starts = [word.start for word in reading.words]
        self.taken: dict[int, int] = {}
        self.kept = self._kept_phrases()

    def _end(self, last: int) -> int:
        """The full stop of an initial belongs to the name, unless it closes the sentence."""
        end = self.words[last].end
        after = self.reading.folded[end + 1 : end + 3].strip()
        return end + 1 if last and self._initial(last) and after and after[0] in ",;:)" else end

    def _word_at(self, position: int) -> int | None:
        """Index of the word that starts at `position`, opening quotes and spaces skipped."""
        folded = self.reading.folded
        while position < len(folded) and folded[position] in " \"«“'(:-*":
            position += 1
        i = bisect_left(self.starts, position)
        return i if i < len(self.words) and self.words[i].start == position else None

    def _opens(self, i: int, trust: Trust) -> bool:
        """Whether word `i` can be the name that was announced with that much trust."""
        word, known = self.words[i], self.known
        text = word.text
        if text in self.cue.never or self._saint(text) or self._accented(word):
            return False
        if self._digit_next(i):
            return False
        if i in self.kept and trust is not Trust.STRONG:
            return False
        if known.is_first(text):
            return True
        if trust >= Trust.RELATION and text in self.cue.nickname_heads and self._next_to(i):
            following = self.words[i + 1].text
            if known.is_first(following) or (word.capital and self.words[i + 1].capital):
                return True
        if known.is_ambiguous(text):
            return self._ambiguous_opens(i, trust)
        if trust is Trust.STRONG and word.capital and text in self.cue.particles:
            if i + 1 >= len(self.words) or not self.words[i + 1].capital or self._gap(i) not in ("'", " "):
                return False
            # "la ressource s'appelle La Sortie"
            return text not in ("la", "le", "l") or known.is_surname(self.words[i + 1].text)
        if trust is Trust.STRONG:
            return self._unknown_opens(i)
        if trust is Trust.RELATION:
            if re.fullmatch(r"(?:ti|tit|tite|big|lil|gros|ptit)-[a-z]{2,12}", text):
                return True
            plain = (
                word.capital and not word.upper and text not in known.places and not known.is_ordinary(text)
            )
            return plain and (self._closed(i) or self._name_next(i) or not self._after_comma(i))
        plain = word.capital and not word.upper and not known.is_ordinary(text) and text not in known.places
        return plain and (self._name_next(i) or (trust is Trust.SELF and self._closed(i)))

    def _ambiguous_opens(self, i: int, trust: Trust) -> bool:
        word = self.words[i]
        text = word.text
        if word.capital and text not in self.cue.months:
            return trust is not Trust.WEAK or text not in self.known.places
        if self.reading.shouted and trust is Trust.STRONG:
            return self._closed(i)
        if self._surname(i + 1) and self._next_to(i):
            return True
        if trust is Trust.RELATION and cues.GENERIC_KIN.search(
            self.reading.folded, max(0, word.start - 12), word.start
        ):
            return False
        if trust is Trust.SELF:
            return self._closed(i) and text not in self.cue.function and text not in self.cue.adjectives
        if text in self.cue.wordy:
            if trust is Trust.RELATION and text in self.cue.adjectives:
                return False
            if trust is Trust.RELATION and text in self.cue.persons:
                return True
            return trust > Trust.WEAK and self._closed(i) and text not in self.cue.function
        return self._closed(i) if trust is Trust.WEAK else text not in self.cue.function

    def _unknown_opens(self, i: int) -> bool:
        word = self.words[i]
        if word.text in self.cue.function or len(word.text) < 2:
            return False
        if word.capital and not word.upper:
            return True
        if self.known.is_ordinary(word.text) or word.text in self.known.places or len(word.text) < 3:
            return False
        return (
            re.match(r"j(?:e|ai|suis|veux|peux|m|c|v|d|h)", word.text) is None
            or word.text in self.known.surnames
        )

    def _other_names(self, last: int) -> None:
        """The rest of a list that began with a name: "Léa et Rose", "Cassandra, Lexi"."""
        for _ in range(6):
            j = last + 1
            if j < len(self.words) and self._gap(last) == " " and self.words[j].text in ("et", "pis", "and"):
                j += 1
            elif self._gap(last) != ", ":
                return
            if j >= len(self.words) or j in self.taken or j in self.kept:
                return
            word = self.words[j]
            listed = self.known.is_ambiguous(word.text) and word.capital
            if not listed or word.text in self.known.places or word.text in self.cue.wordy_capital:
                return
            self._take(j, Trust.NONE)
            last = self.taken[j]

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
        elided = last == first and self.words[first].text in self.cue.particles and self._gap(last) == "'"
        initials = self._gap(last) == ".-" and self._initial(last) and self._initial(j)
        if not (elided or initials or self._next_to(last)) or (j in self.kept and trust < Trust.STRONG):
            return None
        word, opening = self.words[j], self.words[first]
        if word.text in self.cue.particles and j + 1 < len(self.words) and self._gap(j) in (" ", "'", "-"):
            end = self._after_particle(j)
            if end is not None or word.text in ("de", "du", "d", "l", "saint", "st", "ste"):
                return end
        if self._initial(j):
            return j
        month = word.text in self.cue.months and not (word.capital and trust is Trust.STRONG)
        if word.text in self.cue.function or month:
            return None
        if last == first and opening.text in self.cue.nickname_heads and trust >= Trust.RELATION:
            return j
        if last == first and opening.capital and word.capital and opening.text in self.cue.particles:
            return j
        if word.capital and (opening.capital or opening.text in self.known.first):
            return j if self._capital_part(word, opening, trust) else None
        return j if self._small_part(j, last, opening, trust) else None

    def _after_particle(self, j: int) -> int | None:
        """The end of "de la Cruz", "L'Heureux", "da costa", whose particle is word `j`."""
        particle, after, known = self.words[j].text, self.words[j + 1], self.known
        third = self.words[j + 2] if j + 2 < len(self.words) else None
        if (
            after.capital
            and not after.upper
            and after.text not in known.places
            and not self._saint(after.text)
        ):
            if particle not in ("de", "du", "das", "del", "di", "della"):
                return j + 1
            if known.is_surname(after.text):
                return j + 1
        joined = f"{particle}'{after.text}" if particle in ("l", "d") else f"{particle}-{after.text}"
        if particle in ("l", "d", "st", "ste", "saint") and known.is_surname(joined):
            return j + 1
        foreign = particle in ("da", "dos", "del", "di", "van", "ben", "el", "al", "le")
        if foreign and known.is_surname(after.text):
            return j + 1
        if after.text in ("la", "los", "las") and third is not None and third.capital:
            return j + 2
        return None

    def _capital_part(self, word: Word, opening: Word, trust: Trust) -> bool:
        """Whether a capitalised word goes on with a name."""
        known, text = self.known, word.text
        if word.upper and not opening.upper and len(text) < 5:
            return False
        if known.is_surname(text) or known.is_first(text):
            return True
        if known.is_ambiguous(text) and (text not in known.places or text == "mai"):
            return True
        if trust is Trust.STRONG:
            return True
        if text in known.cities or (self._saint(text) and self._saint_place(text)):
            return False
        return self._saint(text) or not known.is_ordinary(text)

    def _small_part(self, j: int, last: int, opening: Word, trust: Trust) -> bool:
        """Whether a word in lower case goes on with a name."""
        word, known = self.words[j], self.known
        text = word.text
        if known.is_surname(text):
            if len(text) > 2 and not known.is_ordinary(text):
                return True
            return self._closed(j) and len(text) > 3 and text not in self.cue.verbs
        if known.is_first(text):
            return self._saintless(last)
        # An unlisted surname: only where the whole message is typed without capitals.
        announced = trust is Trust.STRONG or (trust in (Trust.SELF, Trust.WEAK) and not opening.capital)
        if not announced or not self._closed(j) or len(text) < 4 or text in known.places:
            return False
        return not (known.is_ordinary(text) or known.is_ambiguous(text) or _GLUED_I.match(text))

    def _adjoins(self, j: int) -> bool:
        return self.reading.folded[self.words[j].end : self.words[j + 1].start] in (
            " ",
            "'",
            "-",
            ". ",
            ' "',
            " «",
        )

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
        """ "Jean P. Roy": one capital and a full stop, or one capital at the end of a name.

        The last letter of a code ("H2L.", "B12D.") stands behind a digit and is no initial.
        """
        word, folded = self.words[i], self.reading.folded
        if word.start and folded[word.start - 1].isdigit():
            return False
        return len(word.text) == 1 and word.capital and folded[word.end : word.end + 1] == "."

    def _saint(self, text: str) -> bool:
        return re.match(r"(?:st|ste|saint|sainte|notre-dame|san|santa)-", text) is not None

    def _saint_place(self, text: str) -> bool:
        whole = re.sub(r"^st(e?)-", r"saint\1-", text)
        return whole in self.known.places and not self.known.is_surname(text)

    def _accented(self, word: Word) -> bool:
        start, end = self.reading.original(word.start, word.end)
        return self.reading.raw[start:end] in self.cue.accented_words

    def _saintless(self, i: int) -> bool:
        return i == 0 or self.words[i - 1].text not in ("st", "ste", "saint", "sainte")

    def _kept_phrases(self) -> set[int]:
        """Words inside the name of an organisation, a building or a public figure."""
        kept: set[int] = set()
        parts: list[tuple[str, int]] = [
            (part, i) for i, word in enumerate(self.words) for part in word.text.split("-")
        ]
        phrases = self.known.phrases
        for k, (part, _) in enumerate(parts):
            for phrase in phrases.get(part, ()):
                if all(k + n < len(parts) and parts[k + n][0] == piece for n, piece in enumerate(phrase)):
                    kept.update(i for _, i in parts[k : k + len(phrase)])
        return kept
