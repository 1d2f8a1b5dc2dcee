"""Finding the place where a person is, in a message as she typed it."""

from __future__ import annotations

from pathlib import Path

from directory.places.model import PlaceMatch

DATA_FOLDER = Path(__file__).parents[1] / "data"


class Gazetteer:
    """Places of Québec under all the names people give them."""

    @classmethod
    def load(cls, folder: Path | None = None) -> Gazetteer:
        """Read the place files of `folder` (default directory/data/)."""
        del folder
        return cls()

    def find(self, text: str) -> PlaceMatch | None:
        """The place where the writer of `text` says she is, or None."""
        del text
        return None

    def resolve(self, name: str, region: str | None = None) -> PlaceMatch | None:
        """The place called `name`, when the text is only a place; `region` chooses between namesakes."""
        del name, region
        return None
