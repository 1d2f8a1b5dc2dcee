"""Runs the migrations on the connection that ``Database.migrate`` hands over, or on the environment's URL."""

from alembic import context

from directory.database import create_database
from directory.models import Base


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_database().engine.begin() as own:
        run(own)
