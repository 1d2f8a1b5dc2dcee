"""Words and numbers that exist nowhere else on this machine, and where to look for them."""

from __future__ import annotations

import base64
import gzip
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprtvz"
MOST_CODED = 8 * 1024 * 1024
"""Larger files (models, databases of other programs) are searched for the words themselves only."""
NOT_FILES = ("/proc", "/sys", "/dev/pts", "/dev/mqueue")


def _word(syllables: int) -> str:
    return "".join(
        secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) + secrets.choice(_CONSONANTS)
        for _ in range(syllables)
    )


@dataclass(frozen=True)
class Canary:
    """What one person writes. `word` is not personal data: it goes through redaction as it is."""

    word: str
    first: str
    last: str
    phone: str
    sender: str
    email: str
    street: str
    nas: str

    @classmethod
    def new(cls) -> Canary:
        """A person nobody has heard of."""
        return cls(
            word=_word(5),
            first=_word(3).capitalize(),
            last=_word(4).capitalize(),
            phone=f"438{secrets.randbelow(7) + 2}{secrets.randbelow(10**6):06}",
            sender=f"1450{secrets.randbelow(7) + 2}{secrets.randbelow(10**6):06}",
            email=f"{_word(4)}@exemple.org",
            street=_word(4).capitalize(),
            nas=_nas(),
        )

    @property
    def message(self) -> str:
        """Everything at once, with a need, a place and a danger: every part of the program reads it."""
        p = self.phone
        return (
            f"il m'a frappée, je m'appelle {self.first} {self.last}, mon {self.word}, j'ai besoin d'un "
            f"hébergement à Gatineau, mon numéro {p[:3]}-{p[3:6]}-{p[6:]}, {self.email}, "
            f"4711 rue {self.street}, "
            f"NAS {self.nas[:3]} {self.nas[3:6]} {self.nas[6:]}"
        )

    @property
    def needles(self) -> tuple[str, ...]:
        """What must be found nowhere."""
        p, n = self.phone, self.nas
        return (
            self.word,
            self.first,
            self.last,
            self.email,
            self.street,
            p,
            f"{p[:3]}-{p[3:6]}-{p[6:]}",
            self.sender,
            n,
            f"{n[:3]} {n[3:6]} {n[6:]}",
        )


def _nas() -> str:
    digits = [secrets.randbelow(9) + 1, *(secrets.randbelow(10) for _ in range(7))]
    total = sum(sum(divmod(d * (1 + i % 2), 10)) for i, d in enumerate(digits))
    return "".join(map(str, digits)) + str(-total % 10)


def plain_forms(needle: str) -> set[bytes]:
    """A needle as it may stand in a file made lower-case: in UTF-8, and in UTF-16 of either order."""
    lower = needle.lower()
    return {lower.encode(), lower.encode("utf-16-le")[:-1]}


def coded_forms(needle: str) -> set[bytes]:
    """The same in hexadecimal, and in base64 at each of the three places where it may begin."""
    found = {needle.encode().hex().encode()}
    for text in {needle, needle.lower(), needle.upper()}:
        data = text.encode()
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + data)
            # The first and last characters depend on what stands around.
            found.add(whole[-(-before * 8 // 6) : (before + len(data)) * 8 // 6])
    return {form for form in found if len(form) >= 6}


def found_in(data: bytes, needles: tuple[str, ...]) -> list[str]:
    """The needles that stand in `data`, or in what it is the gzip of."""
    bodies = [data]
    if data[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            bodies.append(gzip.decompress(data))
    found = []
    for body in bodies:
        lower = body.lower()
        for needle in needles:
            if any(form in lower for form in plain_forms(needle)) or (
                len(body) < MOST_CODED and any(form in body for form in coded_forms(needle))
            ):
                found.append(needle)
    return list(dict.fromkeys(found))


def changed_files(since: float) -> Iterator[Path]:
    """Every regular file of this machine written, made or renamed since `since` (seconds since 1970)."""
    waiting = ["/"]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_symlink():
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if entry.path not in NOT_FILES:
                        waiting.append(entry.path)
                elif (
                    entry.is_file(follow_symlinks=False)
                    and entry.stat(follow_symlinks=False).st_ctime >= since
                ):
                    yield Path(entry.path)
            except OSError:
                continue


def search(since: float, needles: tuple[str, ...]) -> tuple[int, dict[str, list[str]]]:
    """How many files were read, and which of them hold which needles."""
    hits: dict[str, list[str]] = {}
    read = 0
    for path in changed_files(since):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        read += 1
        if found := found_in(data, needles):
            hits[str(path)] = found
    return read, hits


def still_open(pid: int) -> Iterator[tuple[str, bytes]]:
    """Files that a process holds open though their names are gone: their content."""
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(link.readlink())
            if target.endswith(" (deleted)"):
                yield target, link.read_bytes()
        except OSError:
            continue
