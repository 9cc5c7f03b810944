"""Mail of an installation that was restored from a copy is held."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import AT, ROW, check

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

_HOLD = "kernel_mail_hold"


def upgrade() -> None:
    op.create_table(
        _HOLD,
        sa.Column("id", ROW, autoincrement=False, nullable=False),
        sa.Column("since", AT, nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("last_waiting", ROW, nullable=False),
        check(_HOLD, "one", "id = 1"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_HOLD}")),
    )


def downgrade() -> None:
    op.drop_table(_HOLD)
