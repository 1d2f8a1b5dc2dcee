"""What changed between two runs of the same paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from directory.paths.model import CONVERSATION, Outcome, Path, Pinned

WORSE, BETTER, OTHER = "pire", "mieux", "autre"
_WEIGHT = {WORSE: 0, OTHER: 1, BETTER: 2}


@dataclass(frozen=True)
class PathDifference:
    """One path that comes out differently.

    ``verdict``: worse (it did as expected and no longer does), better, or other; ``changes`` are French
    sentences; ``problems`` what is not as expected afterwards.
    """

    path: str
    title: str
    verdict: str
    changes: tuple[str, ...]
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON; ``from_json`` undoes it."""
        return {
            "path": self.path,
            "title": self.title,
            "verdict": self.verdict,
            "changes": list(self.changes),
            "problems": list(self.problems),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PathDifference:
        """A difference as it was written."""
        return cls(
            value["path"], value["title"], value["verdict"], tuple(value["changes"]), tuple(value["problems"])
        )


def compare(
    paths: Iterable[Path], before: Iterable[Outcome], after: Iterable[Outcome]
) -> list[PathDifference]:
    """The paths of which services, line, understanding or verdict changed, the worst first."""
    earlier = {one.path: one for one in before}
    later = {one.path: one for one in after}
    found = []
    for path in paths:
        if path.id in earlier and path.id in later:
            difference = _difference(path, earlier[path.id], later[path.id])
            if difference is not None:
                found.append(difference)
    return sorted(found, key=lambda one: (_WEIGHT[one.verdict], one.path))


def changed_since_pinned(path: Path, outcome: Outcome) -> tuple[str, ...]:
    """What is not as it was pinned, in French sentences; nothing for a path never pinned."""
    if path.pinned is None:
        return ()
    return tuple(_changes(path.pinned, outcome.pinned(), danger=outcome.level == CONVERSATION))


def _difference(path: Path, before: Outcome, after: Outcome) -> PathDifference | None:
    # Kinds of danger are found in a whole conversation alone.
    alike = before.level == after.level
    changes = list(_changes(before.pinned(), after.pinned(), danger=alike))
    old, new = ({_bare(one): one for one in outcome.problems} for outcome in (before, after))
    changes += [f"nouveau problème : {text}" for one, text in new.items() if one not in old]
    changes += [f"toujours : {text}" for one, text in new.items() if one in old and old[one] != text]
    changes += [f"problème réglé : {text}" for one, text in old.items() if one not in new]
    if not changes:
        return None
    verdict = WORSE if new.keys() - old.keys() else BETTER if old.keys() - new.keys() else OTHER
    return PathDifference(path.id, path.title, verdict, tuple(changes), after.problems)


def _bare(problem: str) -> str:
    """A problem without why: the same service missing for another reason is no worse and no better."""
    return problem.partition(" (écarté")[0]


def _changes(before: Pinned, after: Pinned, *, danger: bool) -> Iterable[str]:
    if before.services != after.services:
        gone = [slug for slug in before.services if slug not in after.services]
        new = [slug for slug in after.services if slug not in before.services]
        if gone:
            yield f"n'est plus montré : {', '.join(gone)}"
        if new:
            yield f"est montré : {', '.join(new)}"
        if not gone and not new:
            yield f"nouvel ordre : {', '.join(after.services)}"
    if before.line != after.line:
        yield f"ligne : {after.line or 'aucune'} (avant : {before.line or 'aucune'})"
    if danger and before.danger != after.danger:
        yield f"danger : {_listed(after.danger)} (avant : {_listed(before.danger)})"
    yield from _case_changes(before.case, after.case)


def _case_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterable[str]:
    if before is None or after is None:
        if before is not after:
            yield "une référence est faite" if before is None else "aucune référence n'est plus faite"
        return
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            now, then = _listed(after.get(key)), _listed(before.get(key))
            yield f"compris, {_KEYS.get(key, key)} : {now} (avant : {then})"


_KEYS = {
    "needs": "besoins",
    "place": "lieu",
    "age": "âge",
    "profile": "profil",
    "populations": "populations",
    "language": "langue",
    "exclude": "déjà montrés",
    "gender": "genre",
    "access": "accès",
}


def _listed(value: Any) -> str:
    if not value and value != 0:
        return "rien"
    if isinstance(value, Mapping):
        return str(value.get("name"))
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
