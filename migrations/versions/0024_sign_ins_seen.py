"""The server knows, give or take ten minutes, when a sign-in was last used, and whether its owner holds an office."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TABLE = "people_sign_in"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("in_office", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(_TABLE, sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE people_sign_in SET seen_at = federation_now()")
    with op.batch_alter_table(_TABLE) as table:
        table.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    op.drop_column(_TABLE, "seen_at")
    op.drop_column(_TABLE, "in_office")
