"""Tools."""

import sqlalchemy as sa
from alembic import op

revision = "shed_0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shed_tool",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name="fk_shed_tool_federation_id"
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name="fk_shed_tool_federation_id_practice_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_shed_tool"),
        sa.UniqueConstraint("federation_id", "id", name="uq_shed_tool_federation_id_id"),
    )


def downgrade() -> None:
    op.drop_table("shed_tool")
