"""The shipped paths through the whole assistant, as `sentier paths run` plays them."""

from __future__ import annotations

import pytest

from bot.paths.playing import outcome, play
from directory.paths.reading import shipped

pytestmark = pytest.mark.engine
PATHS = shipped()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.id)
async def test_a_shipped_path_gives_what_a_caseworker_wants(assistant, path) -> None:
    found = outcome(path, await play(assistant, path.persona, path.words, told=path.told))
    if path.known is not None and found.problems:
        pytest.xfail(path.known)
    assert found.problems == (), f"{found.services} + {found.line}"
