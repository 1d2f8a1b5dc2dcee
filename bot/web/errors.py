"""A request that cannot be answered, as a typed error with a sentence for the person."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException

NUMBERS = "En danger : 911. Pour parler à quelqu'un : 811."


class Refused(HTTPException):
    """A request that cannot be answered, with a sentence in French for the person and a code for programs."""

    def __init__(
        self, status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, sentence, dict(headers) if headers else None)
        self.code = code


def with_numbers(sentence: str) -> str:
    """`sentence`, and who answers when we do not."""
    return f"{sentence} {NUMBERS}"
