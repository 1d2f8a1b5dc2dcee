"""What can go wrong with the counts, as sentences."""

from __future__ import annotations

from directory.errors import DirectoryError


class CountInvalid(DirectoryError):
    """Something outside the vocabulary was to be counted."""


class PeriodInvalid(DirectoryError):
    """A season, date, region or table that does not exist was asked for."""


class PictureFailed(DirectoryError):
    """A picture could not be drawn."""
