"""How sure a danger is: by a rule, by an answer of hers or by a model alone, and what a model alone adds that
nobody told. Read from the verdict and the message; what the talk holds is in danger_held.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.of_whom import child_in_passing
from bot.safety import Verdict
from bot.safety.conversation import goes_on
from bot.safety.french import clean, standardise
from bot.safety.reading import young_said
from bot.safety.replies import ADULT_AGE
from bot.safety.verdict import IMPLIES, SWALLOWED, UNTAKEN, URGENCE, level_of, ordered

TAKEN_KIND = "surdose_medical"
"""The kind of urgence of who swallowed or took something."""
MAY_BE_TAKEN = frozenset({TAKEN_KIND, "suicide_imminent"})
"""Kinds of urgence in which something may have been swallowed or taken."""
SURE = 0.6
"""From this the model alone is sure enough of a danger to say the 911 again after its lines (2 x UNSURE)."""
UNSURE = 0.3
"""Below this the model alone has barely heard a danger: of such messages held out for measuring, less than
half tell one (docs/safety.md). The numbers are said all the same, and her own subject goes on."""
YOUNG = frozenset({"mineure", "enfant_en_danger"})
"""The kinds in which somebody under age may be in danger."""
_FAINT_YOUNG = 0.6
"""Below this the model alone does not send to youth protection: most such messages only name a child."""
_AGE_BESIDE_A_SALE = "rule:mineure/age_et_exploitation"
"""Heard of a mother who sells and tells how old her children are, too."""
_GRAVER = {milder: graver for graver, milder in IMPLIES.items()}
_SCORE = re.compile(r"model:\S+ (?P<score>\d\.\d+)")


def confirmed(verdict: Verdict, open_kinds: Sequence[str]) -> Verdict:
    """The verdict after a "oui" to "es-tu en danger en ce moment?": what was open happens now."""
    kinds = {_GRAVER.get(kind, kind) for kind in (*verdict.kinds, *open_kinds)} or {"violence_en_cours"}
    return replace(verdict, level=URGENCE, kinds=ordered(kinds))


def by_model_alone(verdict: Verdict) -> bool:
    """Whether no rule and no answer of hers says the danger; a sign alone says none."""
    return all(reason.startswith(("model:", "sign:")) for reason in verdict.reasons)


def unsure(verdict: Verdict) -> bool:
    """Whether a danger is barely heard: by the model alone, under UNSURE, or a minor's alone, under the
    mark of youth protection."""
    scores = _scores(verdict)
    mark = _FAINT_YOUNG if set(verdict.kinds) <= YOUNG else UNSURE
    return verdict.danger and by_model_alone(verdict) and bool(scores) and max(scores) < mark


def _scores(verdict: Verdict) -> list[float]:
    found = (_SCORE.fullmatch(reason) for reason in verdict.reasons)
    return [float(one["score"]) for one in found if one]


def told(verdict: Verdict, message: str) -> bool:
    """Whether this message itself tells a danger: by a rule or an answer of hers, by a model that is sure, or
    in saying that it goes on."""
    said = (reason.startswith(("rule:", "context:confirmed")) for reason in verdict.reasons)
    return verdict.danger and (any(said) or max(_scores(verdict), default=0.0) >= SURE or goes_on(message))


def as_adult(verdict: Verdict, age: object, message: str) -> Verdict:
    """`verdict` without "mineure" heard by the model alone, when the age told in this talk is an adult's or
    the only young age in `message` is that of a child named in passing."""
    beside = child_in_passing(message)
    ruled = any(
        reason.startswith("rule:mineure/") and not (beside and reason == _AGE_BESIDE_A_SALE)
        for reason in verdict.reasons
    )
    if "mineure" not in verdict.kinds or ruled or not _of_age(age, message):
        return verdict
    kinds = tuple(kind for kind in verdict.kinds if kind != "mineure")
    about = ("model:mineure ", "rule:mineure/")
    reasons = tuple(reason for reason in verdict.reasons if not reason.startswith(about))
    urgent = verdict.level == URGENCE and "enfant_en_danger" in kinds
    return replace(verdict, level=level_of(kinds, urgent=urgent), kinds=kinds, reasons=reasons)


def _of_age(age: object, message: str) -> bool:
    """Whether no youth is heard beside the `age` told before, or only a child's in a talk that told none."""
    if isinstance(age, int | float) and age < ADULT_AGE:
        return False
    return child_in_passing(message) or (age is not None and not young_said(standardise(clean(message))))


def certain(verdict: Verdict) -> Verdict:
    """`verdict` without what a model alone adds to a life at risk: an attack (a shelter beside pills is no
    help), or something taken that nobody told."""
    others = {"suicide_imminent", TAKEN_KIND} & set(verdict.kinds)
    attacked = not others or _attacked(verdict, others)
    kinds = tuple(kind for kind in verdict.kinds if attacked or kind != "violence_en_cours")
    may_be = "suicide_imminent" in kinds and TAKEN_KIND in kinds and not _ruled(verdict, TAKEN_KIND)
    reasons = verdict.reasons
    if may_be and not {SWALLOWED, UNTAKEN} & set(reasons):
        reasons = (*reasons, UNTAKEN)
    return replace(verdict, kinds=kinds, reasons=reasons)


_SHUT_IN = "rule:violence_en_cours/cachee"
"""Shut in a room: hidden from somebody, or alone with what may kill her."""


def _attacked(verdict: Verdict, others: set[str]) -> bool:
    """Whether an attack is told beside `others`: by a rule, or by a model that is surer of it."""
    rules = {one for one in verdict.reasons if one.startswith("rule:violence_en_cours/")} - {_SHUT_IN}
    told_before = not any("violence_en_cours" in one for one in verdict.reasons)
    scores = {
        one.split(" ")[0][len("model:") :]: float(one.split(" ")[1])
        for one in verdict.reasons
        if _SCORE.fullmatch(one)
    }
    surer = scores.get("violence_en_cours", 0.0) > max((scores.get(one, 0.0) for one in others), default=0.0)
    return bool(rules) or told_before or surer


def _ruled(verdict: Verdict, kind: str) -> bool:
    """Whether a rule says `kind`; one without any model's name beside it was told in the talk."""
    guessed = any(reason.startswith(f"model:{kind} ") for reason in verdict.reasons)
    return not guessed or any(reason.startswith(f"rule:{kind}/") for reason in verdict.reasons)
