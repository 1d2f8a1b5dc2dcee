"""Keep the history of listings, imports that wait, pairs that are no duplicates; order addresses and checks

Revision ID: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "listing_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "action IN ('add', 'edit', 'verify', 'close', 'reopen', 'note', 'merge', 'import', 'proposal', "
            "'undo')",
            name=op.f("ck_listing_change_action"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_change")),
    )
    op.create_index(op.f("ix_listing_change_batch"), "listing_change", ["batch"], unique=False)
    op.create_index(op.f("ix_listing_change_slug"), "listing_change", ["slug"], unique=False)
    op.create_table(
        "import_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
    )
    op.create_table(
        "not_duplicate",
        sa.Column("first", sa.String(length=120), nullable=False),
        sa.Column("second", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_not_duplicate")),
    )
    # An exact undo needs the order in which two addresses, or two checks of one day, were given.
    for table in ("address", "verification"):
        op.add_column(table, sa.Column("position", sa.Integer(), server_default="0", nullable=False))


def downgrade():
    for table in ("address", "verification"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("position")
    op.drop_table("not_duplicate")
    op.drop_table("import_draft")
    op.drop_table("listing_change")
