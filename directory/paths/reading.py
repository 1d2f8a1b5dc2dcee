"""Paths from their YAML files, checked key by key; pinned results to and from the JSON beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path as File
from typing import Any

import yaml

from directory.errors import PathInvalid
from directory.geography import QUEBEC
from directory.jsonfile import read_json
from directory.paths.model import CHANNELS, USUAL_INSTANT, Expected, Path, Persona, Pinned
from directory.vocabulary import vocabulary
from directory.yamlfile import read_yaml

FOLDER = File(__file__).parent
FORMAT = "sentier-paths/1"
_PINNED = ".pinned.json"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = {"id", "title", "who", "profile", "age", "place", "populations", "language", "channel", "at", "told"}
_KEYS |= {"words", "expect", "known"}
_EXPECT = {"needs", "region", "danger", "services", "one_of", "first", "never", "lines", "numbers", "within"}
_EXPECT |= {"far", "mentions"}
_MOST_WORDS = 20
KINDS = (
    "violence_en_cours",
    "suicide_imminent",
    "surdose_medical",
    "suicide",
    "violence",
    "agression_sexuelle",
    "traite",
    "mineure",
    "enfant_en_danger",
)
"""Kinds of danger, as the detector names them."""


def shipped_files() -> list[File]:
    """The files of paths that come with the project."""
    return sorted(FOLDER.glob("*.yml"))


def shipped() -> list[Path]:
    """Every path that comes with the project, with its pinned result."""
    return read_files(shipped_files())


def read_files(files: Iterable[File]) -> list[Path]:
    """The paths of these YAML files, pinned results included; raises :class:`PathInvalid`."""
    found: list[Path] = []
    for file in files:
        found += read_file(file)
    seen: set[str] = set()
    for path in found:
        if path.id in seen:
            raise PathInvalid(f"Two paths have the id {path.id}: each needs its own.")
        seen.add(path.id)
    return found


def read_file(file: File) -> list[Path]:
    """The paths of one YAML file; raises :class:`PathInvalid`, a sentence with the path's id."""
    try:
        entries = read_yaml(file)
    except OSError as error:
        raise PathInvalid(f"The file of paths {file} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PathInvalid(f"The file of paths {file} is not valid YAML: {error}.") from error
    if not isinstance(entries, list):
        raise PathInvalid(f"The file of paths {file} must be a list of paths.")
    pins = read_pins(pins_file(file))
    paths = [parse(entry, file.stem) for entry in entries]
    return [replace(path, pinned=pins.get(path.id)) for path in paths]


def parse(entry: Any, source: str) -> Path:
    """One path from its mapping; raises :class:`PathInvalid`."""
    if not isinstance(entry, Mapping):
        raise PathInvalid(f"In {source}: a path is a mapping with id, words and expect.")
    name = str(entry.get("id") or "")
    if not _ID.fullmatch(name) or len(name) > 80:
        raise PathInvalid(f"In {source}: « {name} » is no id; use lowercase letters, digits and hyphens.")
    reader = _Reader(entry, f"Path {name}")
    reader.only(_KEYS)
    expect = reader.mapping("expect")
    words = reader.words("words")
    if not words or len(words) > _MOST_WORDS:
        raise PathInvalid(f"Path {name}: words must be one to {_MOST_WORDS} messages.")
    return Path(
        id=name,
        title=reader.text("title") or name,
        persona=_persona(reader),
        words=words,
        expected=_expected(_Reader(expect, f"Path {name}, expect")),
        told=bool(entry.get("told", False)),
        known=reader.text("known"),
        source=source,
    )


def _persona(reader: _Reader) -> Persona:
    vocabularies = vocabulary()
    return Persona(
        who=reader.text("who") or "",
        profile=reader.one_of("profile", vocabularies.profiles) or "personne",
        age=reader.number("age", 0, 120),
        place=reader.text("place"),
        populations=reader.words("populations", vocabularies.populations),
        language=reader.text("language"),
        channel=reader.one_of("channel", CHANNELS) or "web",
        at=reader.instant("at") or USUAL_INSTANT,
    )


def _expected(reader: _Reader) -> Expected:
    reader.only(_EXPECT)
    vocabularies = vocabulary()
    far = reader.entry.get("far")
    if far is not None and not isinstance(far, bool):
        raise PathInvalid(f"{reader.where}: far is true or false.")
    return Expected(
        needs=reader.words("needs", vocabularies.needs),
        region=reader.one_of("region", vocabularies.regions),
        danger=reader.words("danger", KINDS),
        services=reader.words("services"),
        one_of=reader.words("one_of"),
        first=reader.words("first"),
        never=reader.words("never"),
        lines=reader.words("lines"),
        numbers=reader.words("numbers"),
        mentions=reader.words("mentions"),
        within=reader.number("within", 1, 20) or 3,
        far=far,
    )


class _Reader:
    """Reads the fields of one mapping; every complaint says where."""

    def __init__(self, entry: Mapping[str, Any], where: str) -> None:
        self.entry = entry
        self.where = where

    def only(self, keys: set[str]) -> None:
        unknown = sorted(str(key) for key in set(self.entry) - keys)
        if unknown:
            raise PathInvalid(
                f"{self.where}: unknown {', '.join(unknown)}; the known: {', '.join(sorted(keys))}."
            )

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self.entry.get(key) or {}
        if not isinstance(value, Mapping):
            raise PathInvalid(f"{self.where}: {key} must be a mapping.")
        return value

    def text(self, key: str) -> str | None:
        value = self.entry.get(key)
        if value is None:
            return None
        if not isinstance(value, str | int):
            raise PathInvalid(f"{self.where}: {key} must be a text.")
        return str(value).strip() or None

    def one_of(self, key: str, known: Iterable[str]) -> str | None:
        value = self.text(key)
        if value is not None and value not in known:
            raise PathInvalid(f"{self.where}: « {value} » is no {key}; the known: {', '.join(known)}.")
        return value

    def words(self, key: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
        value = self.entry.get(key) or []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or any(not isinstance(word, str | int) for word in value):
            raise PathInvalid(f"{self.where}: {key} must be a list of texts.")
        words = tuple(str(word) for word in value)
        for word in words:
            if known is not None and word not in known:
                raise PathInvalid(
                    f"{self.where}: « {word} » is not one of the known {key}: {', '.join(known)}."
                )
        return words

    def number(self, key: str, least: int, most: int) -> int | None:
        value = self.entry.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise PathInvalid(f"{self.where}: {key} must be a whole number from {least} to {most}.")
        return value

    def instant(self, key: str) -> datetime | None:
        value = self.entry.get(key)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError as error:
                raise PathInvalid(f"{self.where}: {key} must be like 2026-11-24 22:30.") from error
        if value is None:
            return None
        if not isinstance(value, datetime):
            kind = "a day without an hour" if isinstance(value, date) else "no instant"
            raise PathInvalid(f"{self.where}: {key} is {kind}; write 2026-11-24 22:30.")
        return value if value.tzinfo else value.replace(tzinfo=QUEBEC)


def document(path: Path) -> dict[str, Any]:
    """The path as its file has it; ``parse`` undoes it. What is empty is left out."""
    persona, expected = path.persona, path.expected
    expect = {
        "needs": list(expected.needs),
        "region": expected.region,
        "danger": list(expected.danger),
        "services": list(expected.services),
        "one_of": list(expected.one_of),
        "first": list(expected.first),
        "never": list(expected.never),
        "lines": list(expected.lines),
        "numbers": list(expected.numbers),
        "mentions": list(expected.mentions),
        "within": expected.within if expected.within != 3 else None,
        "far": expected.far,
    }
    entry = {
        "id": path.id,
        "title": path.title,
        "who": persona.who,
        "profile": persona.profile if persona.profile != "personne" else None,
        "age": persona.age,
        "place": persona.place,
        "populations": list(persona.populations),
        "language": persona.language,
        "channel": persona.channel if persona.channel != "web" else None,
        "at": persona.at.astimezone(QUEBEC).strftime("%Y-%m-%d %H:%M")
        if persona.at != USUAL_INSTANT
        else None,
        "told": path.told or None,
        "words": list(path.words),
        "expect": {key: value for key, value in expect.items() if value not in (None, [], "")},
        "known": path.known,
    }
    return {key: value for key, value in entry.items() if value not in (None, [], "")}


# ---- Pinned results.


def pins_file(file: File) -> File:
    """The file of pinned results beside a file of paths."""
    return file.with_name(file.stem + _PINNED)


def read_pins(file: File) -> dict[str, Pinned]:
    """Pinned results by the id of their path; none when there is no such file."""
    if not file.exists():
        return {}
    content = read_json(file, "The pinned results", PathInvalid)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PathInvalid(f"The pinned results {file} are not in the format {FORMAT}.")
    return {name: pinned_from(value) for name, value in content["paths"].items()}


def pinned_from(value: Mapping[str, Any]) -> Pinned:
    """A pinned result from its JSON."""
    return Pinned(
        case=value.get("case"),
        danger=tuple(value.get("danger") or ()),
        services=tuple(value.get("services") or ()),
        line=value.get("line"),
    )


def pinned_json(pinned: Pinned) -> dict[str, Any]:
    """A pinned result as JSON."""
    return {
        "case": dict(pinned.case) if pinned.case is not None else None,
        "danger": list(pinned.danger),
        "services": list(pinned.services),
        "line": pinned.line,
    }


def write_pins(file: File, pins: Mapping[str, Pinned]) -> None:
    """Write the pinned results, sorted, one path a line: a change shows as one line."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(pinned_json(pins[name]), ensure_ascii=False, sort_keys=True)}"
        for name in sorted(pins)
    ]
    body = ",\n".join(lines)
    file.write_text(f'{{"format": "{FORMAT}", "paths": {{\n{body}\n}}}}\n', encoding="utf-8")
