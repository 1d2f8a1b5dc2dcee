"""All names of all places, found by exact letters, by sound, or one typing error away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rapidfuzz.distance import OSA

from directory.errors import DataFileInvalid
from directory.places.entries import OUTSIDE_KIND, Entry, NamedEntry, Reader, read_rows
from directory.places.text import FUNCTION_WORDS, single, sound, words

_ARTICLES = ("la", "le", "les", "l")
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_TYPO_LETTERS = 6
_GLUED_LETTERS = 7
_FAR_LETTERS = 10

EXACT, SOUND, TYPO, FAR = 0, 1, 2, 3
"""How a name was recognised: same letters, same sound, one typing error, two errors in a long name."""


@dataclass
class Name:
    """One written name: what it means (`entries`), and what it may mean when a hint says so (`hints`).

    `campus`: where the university of that name is, when that is elsewhere.
    """

    key: str
    tokens: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)
    hints: list[Entry] = field(default_factory=list)
    risk: str = ""
    contracted: str = ""
    label: str = ""
    shared: bool = False
    nickname: bool = False
    shapes: set[int] = field(default_factory=set)
    campus: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """In how many words it may be written."""
        self.shapes.add(len(self.tokens))

    @cached_property
    def heard(self) -> str:
        """How it sounds, word by word."""
        return "".join(map(sound, self.tokens))

    @property
    def population(self) -> int:
        """Of the largest place that has this name."""
        return max((entry.population for entry in self.entries), default=0)


@dataclass(frozen=True)
class Hit:
    """Tokens `start` to `end` (excluded) read as `name`, with one of the qualities above."""

    start: int
    end: int
    name: Name
    quality: int


def _deletions(key: str) -> set[str]:
    return {key[:i] + key[i + 1 :] for i in range(len(key))}


class NameIndex:
    """Finds the name that a run of folded words spells. Built once from the place files."""

    def __init__(self, folder: Path) -> None:
        try:
            lines = [
                line
                for file in ("common_words.txt", "spoken_words.txt")
                for line in (folder / file).read_text(encoding="utf-8").splitlines()
            ]
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileInvalid(f"A list of ordinary words cannot be read: {error}.") from error
        self.common = frozenset(word for line in lines if line[:1] != "#" for word in line.split())
        self._common_single = frozenset(map(single, self.common))
        self._risks = {
            "".join(words(form)): row["risk"]
            for row in read_rows(folder / "ordinary_names.csv")
            for form in row["names"].split("|")
        }
        self.exact: dict[str, Name] = {}
        self._by_deletion: dict[str, list[Name]] = {}
        self._by_sound: dict[str, list[Name]] = {}
        self._by_sound_deletion: dict[str, list[Name]] = {}
        self._by_first: dict[tuple[str, int], list[Name]] = {}
        for named in Reader(folder).all():
            self._add(named)
        for name in list(self.exact.values()):
            self._add_variants(name)
        for name in self._distinct():
            self._add_fuzzy(name)
        self.first_sounds = frozenset(
            sound(name.tokens[0]) for name in self.exact.values() if len(name.tokens) > 1
        )
        self.max_words = max(len(name.tokens) for name in self.exact.values()) + 1

    def _distinct(self) -> Iterator[Name]:
        seen: set[int] = set()
        for name in self.exact.values():
            if id(name) not in seen:
                seen.add(id(name))
                yield name

    # -- building -------------------------------------------------------------------------------------

    def _add(self, named: NamedEntry) -> None:
        tokens = words(named.form)
        if not tokens:
            return
        key, entry = "".join(tokens), named.entry
        name = self.exact.get(key)
        if name is None:
            risk = self._risk(key, tokens, named.risk)
            name = self.exact[key] = Name(key, tokens, risk=risk, label=named.form)
            name.nickname = named.nickname
        name.shapes.add(len(tokens))
        shared = named.sense == "shared"
        if named.sense == "campus":
            name.campus.append(entry)
        elif named.sense == "hint":
            name.hints.append(entry)
        elif not name.entries:
            name.entries.append(entry)
            name.shared = shared
        elif any(entry.regions == known.regions for known in name.entries):
            self._keep_larger(name, entry)
        elif shared:
            (name.entries if name.shared else name.hints).append(entry)
        elif named.sense == "also" or self._both_official(name, entry):
            name.entries.append(entry)
        elif entry.kind != OUTSIDE_KIND:
            name.hints.append(entry)

    @staticmethod
    def _both_official(name: Name, entry: Entry) -> bool:
        official = ("municipality", "community")
        return entry.mrc is not None and all(known.kind in official for known in (*name.entries, entry))

    @staticmethod
    def _keep_larger(name: Name, entry: Entry) -> None:
        """Of two municipalities of one name in one region (town and township), the larger."""
        for position, known in enumerate(name.entries):
            if known.regions == entry.regions and known.name == entry.name:
                if entry.population > known.population:
                    name.entries[position] = entry
                return
        name.hints.append(entry)

    def _risk(self, key: str, tokens: tuple[str, ...], given: str) -> str:
        risk = self._risks.get(key, given)
        if risk:
            return "" if risk == "sure" else risk
        core = [token for token in tokens if token not in _ARTICLES]
        if len(core) == 1 and core[0] in self.common:
            return "noun" if len(tokens) > 1 else "word"
        return "name" if len(key) <= 4 else ""

    def _add_variants(self, name: Name) -> None:
        """The same name without its article, contracted ("aux Escoumins"), or glued ("stjerome")."""
        first, rest = name.tokens[0], name.tokens[1:]
        if first in _ARTICLES and rest:
            key = "".join(rest)
            plain = any(token not in self.common for token in rest)
            if plain and name.risk == "" and len(key) >= 5 and len(name.tokens) < 7:
                self._alias(Name(key, rest, name.entries, name.hints, name.risk))
            for article in _CONTRACTED.get(first, ()):
                tokens = (article, *rest)
                self._alias(Name("".join(tokens), tokens, name.entries, name.hints, name.risk, article))
        if first == "saint" or first == "sainte":
            glued = ("st" if first == "saint" else "ste") + "".join(rest)
            if len(glued) >= _GLUED_LETTERS - 1 and glued not in self.exact:
                self.exact[glued] = name
        town = name.risk == "town" and len(name.key) >= 4
        if first[0] in "aeiouh" and (town or (len(name.key) >= 5 and not name.risk)):
            self._alias(Name("d" + name.key, ("d" + first, *rest), name.entries, name.hints, name.risk, "d"))

    def _alias(self, name: Name) -> None:
        if name.key not in self.common:
            self.exact.setdefault(name.key, name)

    def _add_fuzzy(self, name: Name) -> None:
        if name.risk in ("strict", "lake", "islands") or (name.nickname and len(name.key) < 8):
            return
        spoken = {name.heard, sound(name.key)}
        for heard in spoken:
            if len(heard) >= 4:
                self._by_sound.setdefault(heard, []).append(name)
            if len(heard) >= 7:
                for shorter in _deletions(heard):
                    self._by_sound_deletion.setdefault(shorter, []).append(name)
        if len(name.key) >= _TYPO_LETTERS:
            for shorter in _deletions(name.key):
                self._by_deletion.setdefault(shorter, []).append(name)
        if len(name.key) >= _FAR_LETTERS:
            self._by_first.setdefault((name.key[:1], len(name.key)), []).append(name)

    # -- looking up -----------------------------------------------------------------------------------

    def ordinary(self, word: str) -> bool:
        """Whether it is a word of every day, also when a letter of it is drawn out ("mercii", "allooo")."""
        return single(word) in self._common_single

    def spelled(self, tokens: tuple[str, ...]) -> Name | None:
        """The name these words spell letter for letter, hyphens and spaces aside."""
        name = self.exact.get("".join(tokens))
        if name is None or len(tokens) in name.shapes:
            return name
        # Cut or glued elsewhere than the name itself: "val dor" and "rivieredu loup" yes, "la salle" no.
        if len(tokens) < len(name.tokens):
            return name if len(name.key) >= _GLUED_LETTERS - 1 else None
        if len(name.key) < _GLUED_LETTERS or all(token in self.common for token in tokens):
            return None
        return name

    def heard(self, tokens: tuple[str, ...]) -> Name | None:
        """The name that sounds like these words."""
        heard = "".join(map(sound, tokens))
        if len(heard) < 4:
            return None
        names = self._by_sound.get(heard) or self._by_sound.get(sound("".join(tokens)), [])
        return self._best(names, "".join(tokens), tokens, limit=6)

    def mistyped(self, tokens: tuple[str, ...]) -> Name | None:
        """The name one typing error (letter missing, added, changed, two swapped) from these words."""
        key = "".join(tokens)
        if len(key) < _TYPO_LETTERS - 1:
            return None
        names = list(self._by_deletion.get(key, ()))
        for shorter in _deletions(key):
            exact = self.exact.get(shorter)
            if exact is not None and len(shorter) >= _TYPO_LETTERS:
                names.append(exact)
            names.extend(self._by_deletion.get(shorter, ()))
        return self._best(names, key, tokens, limit=1)

    def far(self, tokens: tuple[str, ...]) -> Name | None:
        """A long name two errors away, or one error away by its sound."""
        key, heard = "".join(tokens), "".join(map(sound, tokens))
        names: list[Name] = []
        initial = _initial(tokens)
        if len(heard) >= 7:
            names.extend(self._by_sound_deletion.get(heard, ()))
            for shorter in _deletions(heard):
                names.extend(self._by_sound.get(shorter, ()))
                names.extend(self._by_sound_deletion.get(shorter, ()))
            names = [name for name in names if OSA.distance(heard, name.heard, score_cutoff=1) <= 1]
        if len(key) >= _FAR_LETTERS - 1:
            for letters in range(len(key) - 2, len(key) + 3):
                names.extend(self._by_first.get((key[:1], letters), ()))
        names = [name for name in names if _initial(name.tokens) == initial]
        return self._best(names, key, tokens, limit=2) or self._best(names, key, tokens, limit=3)

    @staticmethod
    def _best(names: Iterable[Name], key: str, tokens: tuple[str, ...], limit: int) -> Name | None:
        """The nearest of `names`, the larger place first when two are as near."""
        heard = "".join(map(sound, tokens))
        best: tuple[int, bool, int] | None = None
        found: Name | None = None
        rival: Name | None = None
        for name in names:
            if not _same_edges(tokens, name.tokens):
                continue
            distance = OSA.distance(key, name.key, score_cutoff=limit)
            if distance > limit:
                continue
            rank = (distance, name.heard != heard, -name.population)
            if best is None or rank < best:
                rival = found if best is not None and best[:2] == rank[:2] else None
                best, found = rank, name
            elif rank[:2] == best[:2] and (rival is None or name.population > rival.population):
                rival = name
        return _either(found, rival) if found is not None and rival is not None else found


def _initial(tokens: tuple[str, ...]) -> str:
    """First letter of the first word that is no article and no "saint"."""
    skipped = (*_ARTICLES, "saint", "sainte")
    return next((token[0] for token in tokens if token not in skipped), tokens[0][0])


def _either(first: Name, second: Name) -> Name:
    """Two names as near as one another: both, unless one place is far larger or they are in one region."""
    near = second.population * 5 >= first.population and first is not second
    regions = {region for entry in first.entries for region in entry.regions}
    others = [entry for entry in second.entries if entry.regions and not set(entry.regions) & regions]
    if not near or not others or not regions:
        return first
    return replace(first, entries=[*first.entries, *others])


def _same_edges(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Small words at either end must be the name's own, or "a rimouski" would be a misspelled name."""
    if typed[0] in FUNCTION_WORDS and typed[0] != name[0]:
        return False
    return typed[-1] not in FUNCTION_WORDS or typed[-1] == name[-1]
