"""The questions answered in words: read from data/answers, written into domain.yml.

answers.yml (whole subjects) and precise/*.yml (one precise question each) are the one truth; Rasa reads
responses only from the domain. After changing an answer, run `python -m bot.conversation.answers`; a test
fails while they differ.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import YAMLError

from bot.conversation.domain import DOMAIN
from bot.errors import SentierError
from directory.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "data" / "answers" / "answers.yml"
PRECISE = ANSWERS.with_name("precise")

BEGIN = "# answers: begin."
END = "# answers: end"
_INDENT = "  "
_TEXTS = ("key", "title", "short", "short_vous", "sms", "sms_vous", "long", "reviewed", "as_of")


Alternatives = tuple[tuple[re.Pattern[str], ...], ...]
"""Ways to ask one thing: in each, every pattern must be found."""


class BadAnswers(SentierError):
    """The answers, or the place for them in the domain, are not as expected."""


@dataclass(frozen=True)
class Source:
    """Where a fact comes from: who says it, where exactly, and when it was said or read."""

    name: str
    page: str
    date: str


@dataclass(frozen=True)
class Answer:
    """One answered question. `key` as in question/<key> of the taxonomy.

    `short` and `sms` speak to her (tu), `short_vous` and `sms_vous` to anyone else. `long` is the public page
    (vous), paragraphs separated by a line end. `reviewed`: "no" when nothing needs a specialist's eye,
    "needed" until one has read it, else who did and when. `as_of`: "YYYY-MM".
    """

    key: str
    title: str
    short: str
    short_vous: str
    sms: str
    sms_vous: str
    long: str
    reviewed: str
    as_of: str
    sources: tuple[Source, ...]

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> Answer:
        """The answer of one entry of answers.yml; raises BadAnswers in a sentence."""
        try:
            return cls(**{name: str(entry[name]).strip() for name in _TEXTS}, sources=_sources(entry))
        except (KeyError, TypeError) as problem:
            raise BadAnswers(f"The answer {entry.get('key', '?')} lacks {problem}.") from problem


@dataclass(frozen=True)
class PreciseAnswer:
    """One precise question: which words ask it, and what is said to her (tu) and to anyone else (vous).

    Asked by its meaning too, where data/nlu or data/wordings has wordings of it (bot/nlu/likeliest.py).

    `when`: alternatives, in each of which every pattern must be found; `about`: the same, only in a talk
    about that need ("je veux pas le garder" once she has said that she is pregnant). `unless`: shows that
    something else is asked. `beside`: readings, besides those of a question, whose place it takes. `minors`:
    readings whose place it takes for somebody under 18, whatever her words. `profiles`: to whom alone it is
    said, to anyone when empty; `adults`: never to somebody under 18; `urgent`: it may be said in an urgence.
    `need`: what is searched next, "" when the text itself ends with the next step; `subject`: what a place
    given after that then searches.
    `key`, `reviewed` and `as_of` as in an Answer; no key is in both files.
    """

    key: str
    when: Alternatives
    about: Mapping[str, Alternatives]
    unless: re.Pattern[str] | None
    beside: frozenset[str]
    minors: frozenset[str]
    profiles: frozenset[str]
    adults: bool
    urgent: bool
    tu: str
    vous: str
    need: str
    subject: str
    reviewed: str
    as_of: str
    sources: tuple[Source, ...]

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> PreciseAnswer:
        """The answer of one entry of precise/*.yml; raises BadAnswers in a sentence."""
        try:
            return cls(
                key=str(entry["id"]),
                when=_alternatives(entry.get("when", ())),
                about={need: _alternatives(when) for need, when in entry.get("about", {}).items()},
                beside=frozenset(entry.get("beside", ())),
                minors=frozenset(entry.get("minors", ())),
                profiles=frozenset(entry.get("profiles", ())),
                adults=bool(entry.get("adults", False)),
                urgent=bool(entry.get("urgent", False)),
                unless=re.compile(entry["unless"]) if "unless" in entry else None,
                need=str(entry.get("need", "")),
                subject=str(entry.get("subject", "")),
                sources=_sources(entry),
                **{name: str(entry[name]).strip() for name in ("tu", "vous", "reviewed", "as_of")},
            )
        except (KeyError, TypeError, re.error) as problem:
            raise BadAnswers(f"The answer {entry.get('id', '?')} lacks {problem}.") from problem

    def is_asked_in(self, folded: str, needs: Collection[str] = ()) -> bool:
        """Whether the folded message asks this, in a talk about `needs`."""
        if self.unless is not None and self.unless.search(folded):
            return False
        known = [patterns for need in needs for patterns in self.about.get(need, ())]
        return any(all(one.search(folded) for one in patterns) for patterns in (*self.when, *known))


def _alternatives(written: Iterable[Iterable[str]]) -> Alternatives:
    return tuple(tuple(re.compile(one) for one in patterns) for patterns in written)


def _sources(entry: Mapping[str, Any]) -> tuple[Source, ...]:
    """The sources of an entry; raises KeyError or TypeError when one is not whole."""
    return tuple(
        Source(str(source["name"]), str(source["page"]), str(source["date"])) for source in entry["sources"]
    )


def load_answers(path: Path = ANSWERS) -> tuple[Answer, ...]:
    """All answers, in the order of the file. Raises BadAnswers for a file that is missing or not whole."""
    answers = tuple(Answer.from_entry(entry) for entry in _entries(path, "answers"))
    _once_each([answer.key for answer in answers])
    return answers


def load_precise_answers(folder: Path = PRECISE) -> tuple[PreciseAnswer, ...]:
    """All precise answers, the narrower question first. Raises BadAnswers as load_answers does."""
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise BadAnswers(f"{folder.name} holds no precise answers.")
    answers = tuple(PreciseAnswer.from_entry(entry) for file in files for entry in _entries(file, "precise"))
    _once_each([answer.key for answer in answers])
    return answers


def _entries(path: Path, name: str) -> list[Mapping[str, Any]]:
    try:
        entries = read_yaml(path)[name]
    except (OSError, UnicodeDecodeError, YAMLError, LookupError, TypeError) as problem:
        raise BadAnswers(f"{path.name} cannot be read: {problem}.") from problem
    if not (isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries)):
        raise BadAnswers(f"{path.name} holds no list of answers.")
    return entries


def _once_each(keys: list[str]) -> None:
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadAnswers(f"Answered twice: {', '.join(sorted(twice))}.")


def response_lines(answers: Iterable[Answer], precise: Iterable[PreciseAnswer] = ()) -> list[str]:
    """The YAML lines of `utter_question/<key>`: for her and for others, on the web and by SMS.

    A precise answer has the same words on every channel.
    """
    lines: list[str] = []
    for answer in answers:
        lines.append(f"{_INDENT}utter_question/{answer.key}:")
        lines.append(_variation(answer.key, "condition: *tu, ", answer.short))
        lines.append(_variation(answer.key, "condition: *tu, channel: sms, ", answer.sms))
        lines.append(_variation(answer.key, "", answer.short_vous))
        lines.append(_variation(answer.key, "channel: sms, ", answer.sms_vous))
    for one in precise:
        lines.append(f"{_INDENT}utter_question/{one.key}:")
        lines.append(f"{_INDENT}- {{condition: *tu, text: {_quoted(one.tu)}}}")
        lines.append(f"{_INDENT}- {{text: {_quoted(one.vous)}}}")
    return lines


def _variation(key: str, when: str, text: str) -> str:
    # The key lets a channel link the page.
    return f"{_INDENT}- {{metadata: {{key: {key}}}, {when}text: {_quoted(text)}}}"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, readable without ASCII escapes.
    return json.dumps(text, ensure_ascii=False)


def with_answers(domain: str, answers: Iterable[Answer], precise: Iterable[PreciseAnswer] = ()) -> str:
    """The text of domain.yml with the block between the two markers written anew; the rest untouched."""
    lines = domain.splitlines()
    begins = [number for number, line in enumerate(lines) if line.strip().startswith(BEGIN)]
    ends = [number for number, line in enumerate(lines) if line.strip().startswith(END)]
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise BadAnswers(f"The domain must hold the lines « {BEGIN} » and « {END} », once, in this order.")
    block = response_lines(answers, precise)
    return "\n".join([*lines[: begins[0] + 1], *block, *lines[ends[0] :]]) + "\n"


def write_domain(
    domain_path: Path = DOMAIN, answers_path: Path = ANSWERS, precise_path: Path = PRECISE
) -> bool:
    """Writes the answers into the domain; whether anything changed."""
    before = domain_path.read_text(encoding="utf-8")
    after = with_answers(before, load_answers(answers_path), load_precise_answers(precise_path))
    if after != before:
        domain_path.write_text(after, encoding="utf-8")
    return after != before


if __name__ == "__main__":
    print("domain.yml written." if write_domain() else "domain.yml was up to date.")
