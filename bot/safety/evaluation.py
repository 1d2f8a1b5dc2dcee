"""How well a detector does on labelled messages: recall and its interval, false alarms, kinds, levels."""

from __future__ import annotations

import math
import random
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.safety.data import TRAPS, Example
from bot.safety.french import strip_accents
from bot.safety.verdict import KINDS, Verdict

Assess = Callable[[str], Verdict]


@dataclass(frozen=True)
class Share:
    """`hits` out of `total`."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 when there is nothing to share."""
        return self.hits / self.total if self.total else 0.0

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Wilson's interval, 95 % by default: honest for shares near 0 and 1, where the normal one is not."""
        if not self.total:
            return (0.0, 1.0)
        n, p = self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (max(0.0, middle - half), min(1.0, middle + half))

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.1%} ({self.hits}/{self.total}; {low:.1%}-{high:.1%})"


@dataclass(frozen=True)
class Outcome:
    """One example and what the detector said."""

    example: Example
    verdict: Verdict

    @property
    def missed(self) -> bool:
        """A danger not seen."""
        return self.example.danger and not self.verdict.danger

    @property
    def false_alarm(self) -> bool:
        """A danger seen where there is none."""
        return self.verdict.danger and not self.example.danger


@dataclass(frozen=True)
class Evaluation:
    """The outcomes of one run, with the shares that people ask for."""

    outcomes: tuple[Outcome, ...]

    @classmethod
    def run(cls, assess: Assess, examples: Sequence[Example]) -> Evaluation:
        """Assesses every example."""
        return cls(tuple(Outcome(example, assess(example.text)) for example in examples))

    @property
    def dangers(self) -> tuple[Outcome, ...]:
        """The outcomes of true dangers."""
        return tuple(outcome for outcome in self.outcomes if outcome.example.danger)

    def recall(self, keep: Callable[[Example], bool] = lambda _: True) -> Share:
        """Dangers seen among those that `keep` keeps."""
        kept = [outcome for outcome in self.dangers if keep(outcome.example)]
        return Share(sum(not outcome.missed for outcome in kept), len(kept))

    def false_alarms(self, keep: Callable[[Example], bool] = lambda _: True) -> Share:
        """False alarms among the messages without danger that `keep` keeps."""
        kept = [o for o in self.outcomes if not o.example.danger and keep(o.example)]
        return Share(sum(outcome.false_alarm for outcome in kept), len(kept))

    def precision(self) -> Share:
        """True dangers among the alarms; it depends on how many dangers the set holds."""
        alarms = [outcome for outcome in self.outcomes if outcome.verdict.danger]
        return Share(sum(outcome.example.danger for outcome in alarms), len(alarms))

    def exact_kinds(self) -> Share:
        """Dangers seen whose kinds are exactly those of the label."""
        seen = [outcome for outcome in self.dangers if not outcome.missed]
        return Share(sum(set(o.verdict.kinds) == set(o.example.kinds) for o in seen), len(seen))

    def shared_kind(self) -> Share:
        """Dangers seen with at least one kind right."""
        seen = [outcome for outcome in self.dangers if not outcome.missed]
        return Share(sum(bool(set(o.verdict.kinds) & set(o.example.kinds)) for o in seen), len(seen))

    def levels(self) -> Counter[tuple[str, str]]:
        """How often each true level (first) got each said level (second)."""
        return Counter((o.example.level, o.verdict.level) for o in self.outcomes)

    def confusion(self) -> Counter[tuple[str, str]]:
        """First kind of the label against first kind said, "aucun" for none."""
        return Counter(
            (next(iter(o.example.kinds), "aucun"), next(iter(o.verdict.kinds), "aucun"))
            for o in self.outcomes
        )


def is_ordinary(example: Example) -> bool:
    """A message without danger that was not written to look like one."""
    return not example.danger and example.trap in (None, "none")


def is_hard(example: Example) -> bool:
    """A look-alike: denial, closed past, saying, song, question about a service, words inside words."""
    return not example.danger and not is_ordinary(example)


Keep = Callable[[Example], bool]


def of_kind(kind: str) -> Keep:
    """Keeps the examples of a kind."""
    return lambda example: kind in example.kinds


def of_style(style: str) -> Keep:
    """Keeps the examples written in a style."""
    return lambda example: example.style == style


def of_trap(trap: str) -> Keep:
    """Keeps the examples of a trap, "none" for ordinary messages."""
    return lambda example: (example.trap or "none") == trap


def as_lines(evaluation: Evaluation) -> list[str]:
    """The report of `sentier safety evaluate`."""
    lines = [
        f"messages            {len(evaluation.outcomes)}",
        f"recall              {evaluation.recall()}",
        f"false alarms        ordinary {evaluation.false_alarms(is_ordinary)}, "
        f"look-alikes {evaluation.false_alarms(is_hard)}",
        f"precision           {evaluation.precision()}",
        f"kinds (when seen)   exactly right {evaluation.exact_kinds()}, one right {evaluation.shared_kind()}",
    ]
    levels = evaluation.levels()
    wrong = {pair: count for pair, count in levels.items() if pair[0] != pair[1]}
    lines.append(
        "level errors        "
        + (
            ", ".join(f"{true} said {said}: {count}" for (true, said), count in sorted(wrong.items()))
            or "none"
        )
    )
    lines.append("recall by kind:")
    for kind in KINDS:
        share = evaluation.recall(of_kind(kind))
        if share.total:
            lines.append(f"  {kind:20} {share}")
    lines.append("recall by style:")
    for style in sorted({outcome.example.style for outcome in evaluation.dangers}):
        share = evaluation.recall(of_style(style))
        lines.append(f"  {style:20} {share}")
    lines.append("false alarms by trap:")
    for trap in TRAPS:
        share = evaluation.false_alarms(of_trap(trap))
        if share.total:
            lines.append(f"  {trap:20} {share}")
    return lines


# Neighbours on a keyboard: the typos that thumbs make.
_NEIGHBOURS = dict(zip("azertyuiopqsdfghjklmwxcvbn", "sxrdytuiopwsfghjklknxcvbvm", strict=True))
_TYPO_CHANCE = 0.15


def disturbed(text: str, how: str) -> str:
    """`text` without accents ("accents"), in capitals ("capitals"), or a word in seven mistyped ("typos").

    A typo drops a letter, doubles it, or takes its neighbour; the same text always gets the same ones.
    """
    if how == "accents":
        return strip_accents(text)
    if how == "capitals":
        return text.upper()
    chance = random.Random(zlib.crc32(text.encode("utf-8", "ignore")))  # noqa: S311 - repeatable, not secret
    words = text.split(" ")
    long_words = [index for index, word in enumerate(words) if len(word) >= 4]
    wrong = {index for index in long_words if chance.random() < _TYPO_CHANCE}
    for index in wrong or set(long_words[:1]):
        word = words[index]
        place = chance.randrange(1, len(word) - 1)
        letter = word[place]
        written = chance.choice(("", letter * 2, _NEIGHBOURS.get(letter.lower(), letter)))
        words[index] = word[:place] + written + word[place + 1 :]
    return " ".join(words)
