"""What is left of an exception that quotes a person."""

from __future__ import annotations

import traceback

from bot.safety.wordless import wordless


class ReadingError(ValueError):
    """Cannot be made without its text, as exceptions of libraries may be."""

    def __init__(self, text: str, at: int) -> None:
        super().__init__(f"{text} at {at}")


def test_its_name_and_places_stay_and_no_word_does() -> None:
    said = "je veux mourir"
    try:
        try:
            raise KeyError(said)
        except KeyError as cause:
            cause.add_note(said)
            raise ReadingError(said, 3) from cause
    except ReadingError as problem:
        problem.add_note(said)
        bare = wordless(problem)
    shown = "".join(traceback.format_exception(bare))
    assert said not in shown
    assert f"{__name__}.ReadingError" in shown
    assert "test_its_name_and_places_stay_and_no_word_does" in shown
