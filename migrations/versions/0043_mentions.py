"""Whom a comment names stands beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("network_comment", sa.Column("mentions", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("network_comment", "mentions")
