"""Count what is asked by week, and keep what was published of it

Revision ID: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "veille_count",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("axis", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=12), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("axis IN ('region', 'channel', 'profile')", name=op.f("ck_veille_count_axis")),
        sa.CheckConstraint("n > 0", name=op.f("ck_veille_count_positive")),
        sa.PrimaryKeyConstraint("week", "measure", "subject", "axis", "value", name=op.f("pk_veille_count")),
    )
    op.create_table(
        "veille_release",
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_veille_release")),
    )


def downgrade():
    op.drop_table("veille_release")
    op.drop_table("veille_count")
