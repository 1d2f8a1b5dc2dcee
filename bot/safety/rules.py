"""The readable layer: one file of patterns per kind of danger, in bot/safety/rules.

A rule reads one sentence of a message at a time, in the form that suits its language, and holds its tongue
when the sentence denies it, when the matter is closed and past, when it is a saying, a song or a film, or a
question about a service. Rules catch the plainest dangers with no model at all; they overrule nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.safety.french import letters, standardise
from bot.safety.verdict import KINDS

_FOLDER = Path(__file__).parent / "rules"
_SENTENCE = re.compile(r"[.!?;\n…]+(?:\s+|$)|\s+[—–]\s+")
# A denial governs what follows it closely ("il m'a jamais touchée"): this many words before the match.
_NEGATION_REACH = 3
# In French speech the denial follows the verb ("il me bat pas"): the word after the match, or the second.
_DENIED_AFTER = re.compile(r"^ (?:\w+ )?(?:pas|jamais|plus|pantoute)\b")


class RuleFileError(RuntimeError):
    """A file of rules is missing or damaged."""


@dataclass(frozen=True)
class Hit:
    """One rule that fired. `urgent`: the rule itself says that it is life or limb now; `instead_of`: the kind
    that a model takes the same words for ("" when none)."""

    kind: str
    name: str
    urgent: bool
    instead_of: str = ""


@dataclass(frozen=True)
class _Rule:
    kind: str
    name: str
    language: str
    patterns: tuple[re.Pattern[str], ...]
    negation_meant: bool
    past_meant: bool
    urgent: bool
    instead_of: str


@dataclass(frozen=True)
class _Sentence:
    standard: str
    folded: str


@dataclass(frozen=True)
class RuleSet:
    """Every rule and every exclusion, compiled."""

    rules: tuple[_Rule, ...]
    negation: re.Pattern[str]
    sentence_exclusions: tuple[re.Pattern[str], ...]
    past: re.Pattern[str]
    message_exclusions: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, folder: Path = _FOLDER) -> RuleSet:
        """Reads the YAML files of `folder`; raises RuleFileError in a sentence when it cannot."""
        try:
            groups = _groups(read_yaml(folder / "vocabulary.yml"))
            exclusions = read_yaml(folder / "exclusions.yml")
            rules: list[_Rule] = []
            for kind in KINDS:
                rules.extend(_rules_of(kind, read_yaml(folder / f"{kind}.yml"), groups))
            by_scope: dict[str, list[str]] = {"sentence": [], "message": []}
            for name, block in exclusions.items():
                if name not in ("negation", "past"):
                    by_scope[block["scope"]].extend(block["patterns"])
            return cls(
                tuple(rules),
                re.compile(exclusions["negation"]),
                tuple(re.compile(pattern) for pattern in by_scope["sentence"]),
                re.compile("|".join(exclusions["past"]["patterns"])),
                re.compile("|".join(by_scope["message"])),
            )
        except (
            OSError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            yaml.YAMLError,
            re.error,
        ) as problem:
            raise RuleFileError(
                f"The danger rules in {folder} cannot be read ({type(problem).__name__})."
            ) from problem

    def find(self, text: str, standard: str | None = None) -> tuple[Hit, ...]:
        """The rules that fire on a cleaned message (`standard`: its standardised form), each once."""
        parts = [part for part in _SENTENCE.split(text) if part.strip()]
        if len(parts) == 1 and standard is not None:
            sentences = [_Sentence(standard, " ".join(letters(parts[0])))]
        else:
            sentences = [_Sentence(standardise(part), " ".join(letters(part))) for part in parts]
        if not sentences:
            return ()
        whole = " ".join(sentence.standard for sentence in sentences)
        if self.message_exclusions.search(whole):
            return ()
        hits: dict[tuple[str, str], Hit] = {}
        for sentence in sentences:
            excluded = any(pattern.search(sentence.standard) for pattern in self.sentence_exclusions)
            if excluded:
                continue
            past = self.past.search(sentence.standard) or self.past.search(sentence.folded)
            for rule in self.rules:
                if (rule.kind, rule.name) in hits or (past and not rule.past_meant):
                    continue
                form = sentence.standard if rule.language == "fr" else sentence.folded
                if any(self._fires(rule, pattern, form) for pattern in rule.patterns):
                    hits[(rule.kind, rule.name)] = Hit(rule.kind, rule.name, rule.urgent, rule.instead_of)
        return tuple(hits.values())

    def _fires(self, rule: _Rule, pattern: re.Pattern[str], sentence: str) -> bool:
        for match in pattern.finditer(sentence):
            if rule.negation_meant:
                return True
            before = " ".join(sentence[: match.start()].split()[-_NEGATION_REACH:])
            denied = (
                self.negation.search(before)
                or self.negation.search(match.group())
                or _DENIED_AFTER.match(sentence[match.end() :])
            )
            if not denied:
                return True
        return False


def read_yaml(path: Path) -> Any:
    """What a YAML file holds, by the fast safe loader where PyYAML has it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


def _groups(raw: dict[str, str]) -> dict[str, str]:
    groups: dict[str, str] = {}
    for name, pattern in raw.items():
        groups[name] = _expand(pattern, groups)
    return groups


def _expand(pattern: str, groups: dict[str, str]) -> str:
    """`pattern` with each {GROUP} replaced; counts such as {0,2} are left alone."""
    return re.sub(r"\{([A-Z_]+)\}", lambda match: groups[match.group(1)], pattern)


def _rules_of(kind: str, raw: dict[str, Any], groups: dict[str, str]) -> list[_Rule]:
    if raw["kind"] != kind:
        raise ValueError(f"rules/{kind}.yml says it is about {raw['kind']}")
    return [
        _Rule(
            kind,
            rule["name"],
            rule.get("language", "fr"),
            tuple(re.compile(_expand(pattern, groups)) for pattern in rule["patterns"]),
            rule.get("negation") == "meant",
            rule.get("past") == "meant",
            bool(rule.get("urgent", False)),
            str(rule.get("instead_of", "")),
        )
        for rule in raw["rules"]
    ]
