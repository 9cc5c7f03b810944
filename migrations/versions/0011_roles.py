"""Who gave a role, who confirmed it, and whether it waits for that."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_COLUMNS = (
    ("given_by", _ROW),
    ("confirmed_at", _AT),
    ("confirmed_by", _ROW),
    ("chair_given_at", _AT),
    ("chair_given_by", _ROW),
    ("chair_confirmed_at", _AT),
    ("chair_confirmed_by", _ROW),
)


def upgrade() -> None:
    op.add_column(
        "network_membership", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for name, kind in _COLUMNS:
        op.add_column("network_membership", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in ("waits", *(name for name, _ in _COLUMNS)):
        op.drop_column("network_membership", name)
