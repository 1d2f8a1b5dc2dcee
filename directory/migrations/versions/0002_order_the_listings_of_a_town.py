"""Order the listings of a town

Revision ID: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FRESHEST = ["verified_on", "slug"]


def upgrade():
    table = "referral_index"
    op.create_index(
        "ix_referral_index_town", table, ["need", "area", "municipality", "reach", *FRESHEST], unique=False
    )
    op.create_index(
        "ix_referral_index_awake",
        table,
        ["need", "area", "opening_hours", "reach", "municipality", *FRESHEST],
        unique=False,
    )
    op.create_index(
        "ix_referral_index_exit",
        table,
        ["need", "area"],
        unique=False,
        sqlite_where=sa.text("exit_specialised = 1"),
        postgresql_where=sa.text("exit_specialised"),
    )


def downgrade():
    for name in ("ix_referral_index_exit", "ix_referral_index_awake", "ix_referral_index_town"):
        op.drop_index(name, table_name="referral_index")
