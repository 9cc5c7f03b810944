"""The mail of a federation that moved in from another installation is held."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import AT, ROW

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_HOLD = "kernel_federation_hold"


def upgrade() -> None:
    op.create_table(
        _HOLD,
        sa.Column("federation_id", ROW, autoincrement=False, nullable=False),
        sa.Column("since", AT, nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_HOLD}_federation_id")
        ),
        sa.PrimaryKeyConstraint("federation_id", name=op.f(f"pk_{_HOLD}")),
    )


def downgrade() -> None:
    op.drop_table(_HOLD)
