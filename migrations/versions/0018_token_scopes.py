"""Tokens for programs have scopes, an end, and the day of their last use. Those made before have neither, and end."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_LONG_AGO = sa.text("'1970-01-01 00:00:00.000000'")


def upgrade() -> None:
    op.add_column("people_token", sa.Column("scopes", sa.String(60), nullable=False, server_default=""))
    op.add_column(
        "people_token",
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, server_default=_LONG_AGO),
    )
    op.add_column("people_token", sa.Column("last_used_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("people_token", "last_used_on")
    op.drop_column("people_token", "expires_at")
    op.drop_column("people_token", "scopes")
