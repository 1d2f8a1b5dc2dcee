"""A request that cannot be answered, as a typed error with a sentence for the person."""

from __future__ import annotations

from starlette.exceptions import HTTPException


class Refused(HTTPException):
    """A request that cannot be answered, with a sentence in French for the person and a code for programs."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(status, sentence)
        self.code = code
