"""What is done once for all has a turn; votes that are to open or to close are found over all federations by an index."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import AT

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

_TURN = "kernel_working_turn"
_DECISION = "decisions_decision"
_SOON = (("closing", "closes_at", "open"), ("opening", "opens_at", "scheduled"))


def upgrade() -> None:
    op.create_table(
        _TURN,
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("taken_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f(f"pk_{_TURN}")),
    )
    for name, column, state in _SOON:
        where = sa.text(f"state = '{state}'")
        op.create_index(
            f"ix_{_DECISION}_{name}", _DECISION, [column], sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for name, _, _ in _SOON:
        op.drop_index(f"ix_{_DECISION}_{name}", _DECISION)
    op.drop_table(_TURN)
