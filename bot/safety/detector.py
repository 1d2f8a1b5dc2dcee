"""The danger detector: layers that fire separately and fail alone, one verdict.

Rules (readable, always there), learned n-grams and sentence meaning (when their files are), and what the
conversation already knows. Any of them may find a danger. What a rule reads yields only where n-grams and
encoder, which know of it, are together sure of none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.safety import conversation, details
from bot.safety.everyday import another_day
from bot.safety.french import clean, standardise
from bot.safety.language import language_of
from bot.safety.reading import corrected, narrowed
from bot.safety.rules import Hit, RuleFileError, RuleSet
from bot.safety.stretches import MEANING_SECONDS, MOST_PIECES, pieces, stretches
from bot.safety.verdict import (
    IMPLIES,
    LEVELS,
    STRANGER,
    SWALLOWED,
    UNTAKEN,
    URGENT_KINDS,
    Context,
    Verdict,
    level_of,
    ordered,
)
from bot.safety.wordless import wordless

if TYPE_CHECKING:
    from bot.safety.meaning import Embedder, Vector
    from bot.safety.model import DangerModel, Reading

logger = logging.getLogger(__name__)

DEFAULT_FOLDER = Path(__file__).parents[2] / "models" / "safety"

# What arithmetic, a pattern or a compiled engine may raise on a hostile string. The detector answers first,
# before everything else of a turn: whatever one layer meets, the others still speak.
_LAYER_FAILURES = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OSError,
    RuntimeError,
    ArithmeticError,
    MemoryError,
)

_NOT_RULED_OUT = 0.25
"""Chance from which the kind of a rule that fires counts beside the kinds of the learned layers."""

_LIKELY = 0.5
"""Chance from which a kind stays beside the rule that stands `instead_of` it."""

_SURE_OF_NONE = 0.02
"""Chance under which n-grams and encoder together rule out what a rule reads; its hit is among their signs.

Of 1,112 dangers held out, a rule alone sees two, at 0.022 (four words) and at 0.079; of 34 false alarms that
a rule alone raises, most stand under it.
"""
_FEWEST_WORDS = 7
"""In fewer words a rule is not ruled out."""

Found = TypeVar("Found")


@dataclass
class Detector:
    """Says, for one message, whether somebody is in danger, of which kinds, and why."""

    rules: RuleSet | None = None
    model: DangerModel | None = None
    problems: list[str] = field(default_factory=list)
    """Why a layer is not up, in sentences, for `/ready`."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Detector:
        """The detector with the model files of `folder` (default models/safety).

        Never raises: a layer whose files are missing or damaged is left out and said in `problems`.
        """
        detector = cls()
        try:
            detector.rules = RuleSet.load()
        except RuleFileError as problem:
            detector._leave_out(problem)
        # NumPy and the model files load here, not when the package is imported.
        from bot.safety.model import DangerModel, ModelFileError

        try:
            detector.model = DangerModel.load(folder or DEFAULT_FOLDER)
        except (ModelFileError, RuleFileError) as problem:
            detector._leave_out(problem)
        else:
            if detector.model.meaning is None:
                # Why is in the log: the model said it while it was read.
                detector.problems.append("The meaning layer of the danger detector is not available.")
        return detector

    @property
    def embedder(self) -> Embedder | None:
        """The sentence encoder, whose vectors the understanding reads too; None when it is not up."""
        meaning = self.model.meaning if self.model is not None else None
        return meaning.embedder if meaning is not None else None

    def assess(
        self, text: str, context: Context | None = None, vector: Future[Vector] | None = None
    ) -> Verdict:
        """The verdict on `text`, of any length and content, as typed. Never raises.

        `vector`: that of `text`, when its `embedder` computes it already.
        """
        return self._assess(text, context, vector)[0]

    def assess_long(
        self, text: str, context: Context | None = None, vector: Future[Vector] | None = None
    ) -> Verdict:
        """The verdict on all stretches of `text` together: a danger at the end of a long message counts.

        The encoder reads the first stretch, whose `vector` may be under way, and at most MOST_PIECES pieces
        of others: the time of a turn is bounded whatever is sent (`stretches.py`).
        """
        first, *others = stretches(text)
        verdicts = [self.assess(first, context, vector)]
        doubtful: list[tuple[float, str]] = []
        for stretch in others:
            verdict, reading = self._assess(stretch, context, None, meaning=False)
            verdicts.append(verdict)
            if reading is not None and not reading.danger:
                doubtful.append((reading.chance("danger"), stretch))
        if self.embedder is not None:
            verdicts += self._read_pieces(doubtful, context)
        gravest = max(verdicts, key=lambda verdict: LEVELS.index(verdict.level))
        kinds = ordered({kind for verdict in verdicts for kind in verdict.kinds})
        reasons = tuple(dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons))
        # Taken in one stretch, no breath in another: the poison centre helps after all.
        taken_back = self._guard(
            lambda: frozenset().union(*map(details.taken_back, (first, *others))),
            frozenset((UNTAKEN, STRANGER)),
        )
        reasons = tuple(reason for reason in reasons if reason not in taken_back)
        return replace(gravest, kinds=kinds, reasons=reasons)

    def _read_pieces(self, doubtful: list[tuple[float, str]], context: Context | None) -> list[Verdict]:
        """Verdicts, with the encoder, on the likeliest piece of each of the likeliest stretches."""
        began, verdicts = time.perf_counter(), []
        for _, stretch in sorted(doubtful, reverse=True)[:MOST_PIECES]:
            if time.perf_counter() - began > MEANING_SECONDS:
                break
            likeliest = max(pieces(clean(stretch)), key=self._likeness, default="")
            if likeliest:
                verdicts.append(self.assess(likeliest, context))
        return verdicts

    def _likeness(self, piece: str) -> float:
        model = self.model
        if model is None:
            return 0.0
        return self._guard(lambda: float(model.ngrams.scores(piece).max()), 0.0)

    def _assess(
        self, text: str, context: Context | None, vector: Future[Vector] | None, *, meaning: bool = True
    ) -> tuple[Verdict, Reading | None]:
        """As `assess`, with what the learned layers said; without the encoder when not `meaning`."""
        text = clean(text if isinstance(text, str) else "")
        standard = self._guard(lambda: standardise(text), "")
        nothing: tuple[Hit, ...] = ()
        hits = self._guard(lambda: self.rules.find(text, standard) if self.rules else nothing, nothing)
        reading = self._guard(lambda: self._read(text, standard, hits, vector, meaning=meaning), None)
        language = self._guard(lambda: language_of(text), "fr")
        if _ruled_out(reading, standard):
            hits = nothing
        kinds, urgent, reasons = _combine(hits, reading)
        kinds, urgent, reasons = self._guard(
            lambda: corrected(standard, kinds, urgent, reasons, by_rule=bool(hits)),
            (kinds, urgent, reasons),
        )
        ruled = frozenset(hit.kind for hit in hits)
        if kinds:
            kinds, reasons = self._guard(
                lambda: narrowed(standard, kinds, reasons, ruled, all_well=conversation.reassures(text)),
                (kinds, reasons),
            )
        if context is not None:
            kinds, reasons = self._guard(
                lambda: _with_context(text, context, reading, kinds, reasons),
                (kinds, reasons),
            )
        neck: tuple[str, ...] = ()
        kinds, neck = self._guard(
            lambda: details.after_strangling(standard, context, kinds, ruled), (kinds, neck)
        )
        reasons = (
            *reasons,
            *neck,
            *(sign for sign in details.told_besides(standard, kinds, context) if sign not in neck),
        )
        # Of what is no urgence by its kind, only a child (an infant left alone) can be one.
        urgent = urgent and "enfant_en_danger" in kinds
        return Verdict(level_of(kinds, urgent=urgent), kinds, reasons, language), reading

    def still_open(self, text: str, verdict: Verdict, context: Context | None = None) -> tuple[str, ...]:
        """The kinds of danger open after `text`, to give back as `Context.open_kinds` with the next message.

        A danger stays open until she says that it is over; saying so in a message that tells of another
        danger closes nothing.
        """
        before = context.open_kinds if context is not None else ()
        over = self._guard(lambda: conversation.closes(clean(text)), False)
        if over and not verdict.danger:
            return ()
        if before and not verdict.danger:
            return self._guard(lambda: conversation.takes_back(clean(text), before), before)
        taken = {"surdose_medical"} if SWALLOWED in verdict.reasons else set()
        return ordered({*before, *verdict.kinds, *taken})

    def status(self) -> dict[str, bool]:
        """Which layers are up: "rules", "model" (n-grams), "meaning" (the encoder)."""
        return {
            "rules": self.rules is not None,
            "model": self.model is not None,
            "meaning": self.model is not None and self.model.meaning is not None,
        }

    def _read(
        self,
        text: str,
        standard: str,
        hits: tuple[Hit, ...],
        vector: Future[Vector] | None,
        *,
        meaning: bool,
    ) -> Reading | None:
        if self.model is None or not text:
            return None
        from bot.safety.signs import signs_of

        urgent = sum(hit.kind in URGENT_KINDS for hit in hits)
        signs = signs_of(text, standard, len(hits), urgent)
        return self.model.read(text, standard, signs, vector, meaning=meaning, doubted=bool(hits))

    def _leave_out(self, problem: RuntimeError) -> None:
        logger.warning("danger_layer_missing", exc_info=problem)
        self.problems.append(str(problem))

    def _guard(self, work: Callable[[], Found], fallback: Found) -> Found:
        try:
            return work()
        except _LAYER_FAILURES as problem:
            logger.error("danger_layer_failed", exc_info=wordless(problem))
            return fallback


def _ruled_out(reading: Reading | None, standard: str) -> bool:
    """Whether both learned layers, which count the rules' hits among their signs, are sure of no danger.

    Never of a short message, where a rule has read all there is.
    """
    if reading is None or not reading.meant or len(standard.split()) < _FEWEST_WORDS:
        return False
    return reading.chance("danger") < _SURE_OF_NONE


def _combine(hits: tuple[Hit, ...], reading: Reading | None) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """Kinds, whether the level is raised, and reasons, of the rules and the learned layers together."""
    reasons = [f"rule:{hit.kind}/{hit.name}" for hit in hits]
    kinds: set[str] = set()
    urgent = False
    if reading is not None and reading.danger:
        # The learned layers weigh every kind against the others: their kinds stand when they fired, and
        # beside them what a rule reads and they do not rule out. What they only guess yields to a rule.
        kinds |= {hit.kind for hit in hits if reading.guessed or reading.chance(hit.kind) >= _NOT_RULED_OUT}
        if not (reading.guessed and kinds):
            kinds |= set(reading.kinds)
        # "Je veux pas me faire tuer": the rule knows what the models take it for, unless they are sure of it.
        for hit in hits:
            if hit.instead_of in kinds and reading.chance(hit.instead_of) < _LIKELY:
                kinds = kinds - {hit.instead_of} | {hit.kind}
        urgent = reading.urgent
        reasons += [f"model:{kind} {reading.chance(kind):.2f}" for kind in reading.kinds]
    elif hits:
        kinds = {hit.kind for hit in hits}
    if hits:
        urgent = urgent or any(hit.urgent and hit.kind in kinds for hit in hits)
    return ordered(kinds), urgent, tuple(reasons)


def _with_context(
    text: str,
    context: Context,
    reading: Reading | None,
    kinds: tuple[str, ...],
    reasons: tuple[str, ...],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A "oui" to the question of danger, and a danger that she has not said to be over."""
    if conversation.confirms(text, context):
        # What was open says which danger; with nothing open, violence under way is the one asked about.
        return ordered({*kinds, *(context.open_kinds or ("violence_en_cours",))}), (
            *reasons,
            "context:confirmed",
        )
    if another_day(standardise(text)):
        return kinds, reasons  # "il revient mardi" tells no danger of this hour
    # While he strikes, "il me frappe encore" tells of the same hour.
    graver = {kind for kind in context.open_kinds if IMPLIES.get(kind) in kinds}
    if graver and conversation.goes_on(text):
        return ordered({*kinds, *graver}), (*reasons, "context:still open")
    # While a danger is open, half a sign is enough ("il est encore là", "ça recommence").
    if context.open_kinds and not kinds and reading is not None:
        near = reading.chance("danger") >= reading.least / 2
        calm = conversation.closes(text) or conversation.reassures(text) or conversation.denies_plainly(text)
        if near and not calm:
            return context.open_kinds, (*reasons, "context:still open")
    return kinds, reasons
