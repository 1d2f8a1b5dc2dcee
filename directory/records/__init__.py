"""Listings of the project's own format (JSON objects) turned into rows and back.

The format is that of ``data/services.json``: flat, French values, one object for each service; ``id`` is the
slug shown everywhere. ``put_record`` and ``record_of`` undo each other.
"""

from directory.records.put import ensure_taxonomies, put_record
from directory.records.read import record_of

__all__ = ["ensure_taxonomies", "put_record", "record_of"]
