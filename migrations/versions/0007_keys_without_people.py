"""What is kept of forms that were sent names nobody, holds no time but the day, and cannot be read without its key."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FEDERATION = "fk_kernel_idempotency_federation_id"


def upgrade() -> None:
    op.drop_table("kernel_idempotency")
    op.create_table(
        "kernel_idempotency",
        sa.Column("federation_id", _ROW, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"], name=op.f(_FEDERATION)),
        sa.PrimaryKeyConstraint("federation_id", "name", name=op.f("pk_kernel_idempotency")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("kernel_idempotency")
    op.create_table(
        "kernel_idempotency",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"], name=op.f(_FEDERATION)),
        sa.PrimaryKeyConstraint("federation_id", "person_id", "key", name=op.f("pk_kernel_idempotency")),
    )
