"""Proposals of partners, decisions that amend; notes of who will do what

Revision ID: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OLD = "kind IN ('numéro', 'heures', 'fermé', 'autre')"
NEW = "kind IN ('numéro', 'heures', 'fermé', 'autre', 'note', 'nouveau')"


def _change_kinds(kinds):
    with op.batch_alter_table("proposal") as table:
        table.drop_constraint(op.f("ck_proposal_kind"), type_="check")
        table.create_check_constraint(op.f("ck_proposal_kind"), kinds)


def upgrade():
    op.add_column("proposal", sa.Column("organization_id", sa.String(length=36), nullable=True))
    op.add_column("proposal", sa.Column("amended_text", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("change_batch", sa.String(length=36), nullable=True))
    _change_kinds(NEW)
    op.create_index(op.f("ix_proposal_organization_id"), "proposal", ["organization_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=True),
        sa.Column("need", sa.String(length=40), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('à faire', 'en cours', 'fait', 'abandonné')", name=op.f("ck_follow_up_state")
        ),
        sa.CheckConstraint("region IS NOT NULL OR need IS NOT NULL", name=op.f("ck_follow_up_about")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_region"), "follow_up", ["region"], unique=False)
    op.create_index(op.f("ix_follow_up_need"), "follow_up", ["need"], unique=False)
    op.create_table(
        "follow_up_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("follow_up_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_entry_follow_up_id_follow_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_entry")),
    )
    op.create_index(
        op.f("ix_follow_up_entry_follow_up_id"), "follow_up_entry", ["follow_up_id"], unique=False
    )


def downgrade():
    op.drop_table("follow_up_entry")
    op.drop_table("follow_up")
    op.execute("DELETE FROM proposal WHERE kind IN ('note', 'nouveau')")
    op.drop_index(op.f("ix_proposal_organization_id"), table_name="proposal")
    _change_kinds(OLD)
    for column in ("change_batch", "amended_text", "organization_id"):
        op.drop_column("proposal", column)
