"""A sign-in can be kept on a device for days, where its owner asks for it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLES = ("people_sign_in", "people_half_sign_in")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("is_kept", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "is_kept")
