"""Places of Québec: find in a free message the place where a person is, and its region."""

from directory.places.gazetteer import Gazetteer, shared_gazetteer
from directory.places.model import PlaceChoice, PlaceMatch

__all__ = ["Gazetteer", "PlaceChoice", "PlaceMatch", "shared_gazetteer"]
