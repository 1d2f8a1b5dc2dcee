"""Reading a JSON file, with its failures as sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from directory.errors import DataFileInvalid, DirectoryError


def read_json(path: Path, what: str = "The file", error: type[DirectoryError] = DataFileInvalid) -> Any:
    """Return the JSON document of a file; raises `error`, whose sentence begins with `what`."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise error(f"{what} {path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{what} {path} is not UTF-8 text.") from problem
    except ValueError as problem:
        raise error(f"{what} {path} is not valid JSON: {problem}.") from problem
