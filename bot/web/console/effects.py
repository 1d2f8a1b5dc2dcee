"""What something not done yet would change of the paths, as a page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.models import Service
from directory.paths.comparing import BETTER, OTHER, WORSE, PathDifference

TRIAL = "/parcours/essai"
"""The page where a ranking or listings are tried."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
VERDICTS = {WORSE: "moins bien", BETTER: "mieux", OTHER: "autrement"}
"""How a path comes out -> what a page says."""


@dataclass(frozen=True)
class Effects:
    """The paths that would change, the worst first; ``named`` puts names in the place of ids.

    ``tried`` says in French what was tried.
    """

    tried: str
    differences: Sequence[PathDifference]
    named: Callable[[str], str]

    @property
    def counted(self) -> str:
        """How many go worse, better, or otherwise: "2 moins bien, 1 mieux"; nothing for none."""
        counts = {verdict: sum(one.verdict == verdict for one in self.differences) for verdict in VERDICTS}
        return ", ".join(f"{count} {VERDICTS[verdict]}" for verdict, count in counts.items() if count)


def namer(session: Session, more: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """A function that puts the names of services in the place of their ids, which nobody knows by heart.

    ``more``: names by id of listings that are not in the directory yet.
    """
    names = {str(slug): str(name) for slug, name in session.execute(select(Service.slug, Service.name))}
    names.update(more or {})
    return lambda sentence: _ID.sub(lambda found: names.get(found[0], found[0]), sentence)
