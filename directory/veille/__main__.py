"""`python -m directory.veille`: makes the publications that are due. The console starts it beside the server,
so that the work never delays an answer."""

from __future__ import annotations

from datetime import UTC, datetime

from directory.database import create_database
from directory.geography import QUEBEC
from directory.veille.publication import due, make


def main() -> None:
    """Make what is due in the database of SENTIER_DATABASE_URL, oldest first."""
    database = create_database()
    today = datetime.now(UTC).astimezone(QUEBEC).date()
    with database.session() as session:
        waiting = due(session, today)
    for period in waiting:
        make(database, period, today)
    database.close()


if __name__ == "__main__":
    main()
