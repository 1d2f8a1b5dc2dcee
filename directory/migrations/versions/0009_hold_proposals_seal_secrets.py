"""Proposals whose change is held, what became of them step by step; room for sealed secrets

Revision ID: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OLD = "state IN ('nouvelle', 'acceptée', 'refusée')"
NEW = "state IN ('nouvelle', 'retenue', 'acceptée', 'refusée')"


def _change_states(states):
    with op.batch_alter_table("proposal") as table:
        table.drop_constraint(op.f("ck_proposal_state"), type_="check")
        table.create_check_constraint(op.f("ck_proposal_state"), states)


def upgrade():
    op.add_column("proposal", sa.Column("held_change", sa.Integer(), nullable=True))
    _change_states(NEW)
    op.create_index(op.f("ix_proposal_held_change"), "proposal", ["held_change"], unique=False)
    op.create_table(
        "proposal_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_step_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_step")),
    )
    op.create_index(op.f("ix_proposal_step_proposal_id"), "proposal_step", ["proposal_id"], unique=False)
    with op.batch_alter_table("account") as table:
        table.alter_column("totp_secret", existing_type=sa.String(length=64), type_=sa.String(length=255))


def downgrade():
    # A sealed secret fits no shorter column: whoever has one gets a new one (sentier users renew).
    op.execute("UPDATE account SET totp_secret = '' WHERE length(totp_secret) > 64")
    with op.batch_alter_table("account") as table:
        table.alter_column("totp_secret", existing_type=sa.String(length=255), type_=sa.String(length=64))
    op.drop_table("proposal_step")
    op.execute("UPDATE proposal SET state = 'nouvelle' WHERE state = 'retenue'")
    op.drop_index(op.f("ix_proposal_held_change"), table_name="proposal")
    _change_states(OLD)
    op.drop_column("proposal", "held_change")
