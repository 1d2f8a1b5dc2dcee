"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

DatabaseOption = Annotated[
    str | None, typer.Option("--database", help="Database address; default: SENTIER_DATABASE_URL or var/.")
]
