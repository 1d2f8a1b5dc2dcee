"""Running paths against the directory alone, from the case their words lead to: no engine, no waiting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models import Service
from directory.paths.model import CONVERSATION, REFERRAL, SHOWN, Outcome, Path
from directory.refer import Query, Referral, refer
from directory.refer.jsonl import read_row
from directory.refer.strategy import STANDARD, Strategy
from directory.vocabulary import vocabulary

_ABSENCES = ("far", "related", "nothing")
"""Notes that say that something is not there."""


def run(session: Session, paths: Iterable[Path], strategy: Strategy = STANDARD) -> list[Outcome]:
    """The outcome of each path, from its pinned case, else from the case it should lead to."""
    return [run_one(session, path, strategy) for path in paths]


def run_one(session: Session, path: Path, strategy: Strategy = STANDARD) -> Outcome:
    """The outcome of one path."""
    case = path.case()
    if case is None:
        return Outcome(path.id, REFERRAL)
    referral = refer(session, query_of(path, case), strategy)
    return judged(path, outcome_of(path, case, referral))


def query_of(path: Path, case: Mapping[str, Any]) -> Query:
    """The question of ``case`` at the path's instant."""
    query, _ = read_row({"limit": SHOWN, **case, "at": path.persona.at.isoformat()})
    return query


def case_of(query: Query) -> dict[str, Any]:
    """A question as `sentier refer` reads it, without its instant; what is empty is left out."""
    place = query.place
    case: dict[str, Any] = {
        "needs": list(query.needs),
        "profile": query.profile,
        "place": {"name": place.name, "region": place.region} if place else None,
        "age": query.age,
        "gender": query.gender,
        "populations": list(query.populations),
        "language": query.language,
        "access": list(query.access),
        "exclude": sorted(query.exclude),
    }
    return {key: value for key, value in case.items() if value not in (None, [])}


def outcome_of(path: Path, case: Mapping[str, Any] | None, referral: Referral) -> Outcome:
    """A referral as the outcome of a path, not judged yet."""
    shown = [*referral.services, *([referral.line] if referral.line else [])]
    return Outcome(
        path=path.id,
        level=REFERRAL,
        case=case,
        region=referral.region,
        services=tuple(service.id for service in referral.services),
        line=referral.line.id if referral.line else None,
        notes=tuple(note.text for note in referral.notes),
        far=any(note.kind in _ABSENCES for note in referral.notes),
        texts=tuple(text for one in shown for text in (one.name, *(phone.number for phone in one.phones))),
        reasons={service.id: service.reasons for service in shown},
        rejected={one.id: one.reason for one in referral.rejected},
    )


def judged(path: Path, outcome: Outcome) -> Outcome:
    """The outcome with what is not as the path expects."""
    problems = [*referral_problems(path, outcome)]
    if outcome.level == CONVERSATION:
        problems += [*understanding_problems(path, outcome)]
    return replace(outcome, problems=tuple(problems))


def referral_problems(path: Path, outcome: Outcome) -> Iterable[str]:
    """What of the services, the line and the region is not as expected, in French."""
    expected = path.expected
    shown = [*outcome.services[: expected.within], *([outcome.line] if outcome.line else [])]
    for slug in expected.services:
        if slug not in shown:
            reason = outcome.rejected.get(slug)
            yield f"il manque {slug}" + (f" (écarté : {reason})" if reason else "")
    if expected.one_of and not set(expected.one_of) & set(shown):
        yield f"aucun de : {', '.join(expected.one_of)}"
    if expected.first and (not shown or shown[0] not in expected.first):
        got = shown[0] if shown else "rien"
        yield f"en premier : {got}, au lieu de {' ou '.join(expected.first)}"
    for slug in expected.never:
        if slug in outcome.services or slug == outcome.line:
            yield f"{slug} est montré, et ne devrait jamais l'être"
    if expected.lines and outcome.line not in expected.lines and not set(expected.lines) & set(shown):
        yield f"la ligne est {outcome.line or 'absente'}, au lieu de {' ou '.join(expected.lines)}"
    if expected.region and outcome.region != expected.region:
        yield f"la région est {_region(outcome.region)}, au lieu de {_region(expected.region)}"
    if expected.far is not None and outcome.far is not expected.far:
        yield "ne dit pas que rien n'existe tout près" if expected.far else "dit que rien n'existe tout près"
    # What belongs to the opening lines of a danger is looked for in the conversation alone.
    if outcome.level == CONVERSATION or not expected.danger:
        read = "\n".join([*outcome.texts, *outcome.notes])
        for text in expected.mentions:
            if text not in read:
                yield f"« {text} » n'est nommé nulle part"
        for number in expected.numbers:
            pattern = _number(number)
            if not any(pattern.search(text) for text in outcome.texts):
                yield f"le numéro {number} n'est nulle part"


def understanding_problems(path: Path, outcome: Outcome) -> Iterable[str]:
    """What of the understanding is not as expected, in French."""
    expected, persona = path.expected, path.persona
    case = outcome.case or {}
    words = vocabulary()
    missing = [need for need in expected.needs if need not in case.get("needs", ())]
    if missing and outcome.case is None:
        yield "aucune référence n'a été faite"
    elif missing:
        yield f"besoin non compris : {', '.join(words.needs[need] for need in missing)}"
    if outcome.case is not None:
        if persona.profile != case.get("profile", "personne"):
            yield f"profil compris : {case.get('profile', 'personne')}, au lieu de {persona.profile}"
        if persona.age is not None and case.get("age") != persona.age:
            yield f"âge compris : {case.get('age') or 'aucun'}, au lieu de {persona.age}"
        unknown = [one for one in persona.populations if one not in case.get("populations", ())]
        if unknown:
            yield f"non compris : {', '.join(words.populations[one] for one in unknown)}"
    absent = [kind for kind in expected.danger if kind not in outcome.danger]
    if absent:
        yield f"danger non reconnu : {', '.join(absent)}"
    if not expected.danger and outcome.danger:
        yield f"danger vu à tort : {', '.join(outcome.danger)}"


def _region(code: str | None) -> str:
    return vocabulary().region_name(code) or "inconnue"


def _number(number: str) -> re.Pattern[str]:
    """The digits of a number however they are spaced, and nothing longer."""
    digits = re.sub(r"\D", "", number)
    spaced = r"[\s().-]*".join(digits)
    if len(digits) >= 10:
        return re.compile(rf"(?<!\d){spaced}(?!\d)")
    # "911" is not part of 1-800-911-0000.
    return re.compile(rf"(?<!\d)(?<!\d[-.]){spaced}(?![-.]?\d)")


def unknown_services(session: Session, paths: Iterable[Path]) -> set[str]:
    """The ids that paths name and the directory does not have: a misspelt one would never fail."""
    named = {
        slug
        for path in paths
        for expected in (path.expected,)
        for slug in (*expected.services, *expected.one_of, *expected.first, *expected.never, *expected.lines)
    }
    return named - set(session.execute(select(Service.slug)).scalars())
