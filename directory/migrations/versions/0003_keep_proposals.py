"""Keep proposals of correction

Revision ID: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("service_slug", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('numéro', 'heures', 'fermé', 'autre')", name=op.f("ck_proposal_kind")),
        sa.CheckConstraint("state IN ('nouvelle', 'acceptée', 'refusée')", name=op.f("ck_proposal_state")),
        sa.CheckConstraint("length(text) <= 1000", name=op.f("ck_proposal_text_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_service_slug"), "proposal", ["service_slug"], unique=False)
    op.create_index(op.f("ix_proposal_state"), "proposal", ["state"], unique=False)


def downgrade():
    op.drop_table("proposal")
