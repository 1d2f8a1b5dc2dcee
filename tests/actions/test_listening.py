"""Who wants somebody to talk to after a drama was told is asked about in the directory with that drama."""

from __future__ import annotations

import pytest

from bot.conversation.case import Case
from bot.conversation.referrals import query_of


@pytest.mark.parametrize(
    ("needs", "before", "asked"),
    [
        (("ecoute",), ("dependances",), ("ecoute", "dependances")),
        (("ecoute",), ("papiers_identite",), ("ecoute",)),
        (("hebergement",), ("dependances",), ("hebergement",)),
        ((), ("violence_sexuelle",), ("violence_sexuelle",)),
    ],
)
def test_the_line_of_her_subject(needs: tuple, before: tuple, asked: tuple) -> None:
    case = Case(needs=needs, last_needs=before)
    assert query_of(case, limit=3, exclude=frozenset(), at=None).needs == asked
