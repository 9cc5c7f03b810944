"""Beds and opinions."""

import sqlalchemy as sa
from alembic import op

revision = "garden_0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "garden_bed",
        sa.Column("federation_id", _ROW, sa.ForeignKey("network_federation.id"), nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("planted_on", sa.Date()),
        sa.Column("watered_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("federation_id", "id"),
    )
    op.create_table(
        "garden_opinion",
        sa.Column("federation_id", _ROW, sa.ForeignKey("network_federation.id"), nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.UniqueConstraint("federation_id", "id"),
    )
    op.create_table(
        "garden_seed_order",
        sa.Column("federation_id", _ROW, sa.ForeignKey("network_federation.id"), nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("seeds", sa.String(80), nullable=False),
        sa.Column("decision_id", _ROW),
        sa.Column("decided", sa.String(10), nullable=False),
        sa.UniqueConstraint("federation_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("garden_seed_order")
    op.drop_table("garden_opinion")
    op.drop_table("garden_bed")
