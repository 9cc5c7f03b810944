"""How often groups meet."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "meetings_rhythm"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("stated_by", _ROW, nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "group_id"],
            ["network_group.federation_id", "network_group.id"],
            name=op.f(f"fk_{_TABLE}_federation_id_group_id"),
        ),
        sa.ForeignKeyConstraint(["stated_by"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_stated_by")),
        sa.CheckConstraint("weeks between 0 and 52", name=op.f(f"ck_{_TABLE}_weeks")),
    )
    op.create_index(f"ix_{_TABLE}_group", _TABLE, ["federation_id", "group_id", "id"])


def downgrade() -> None:
    op.drop_table(_TABLE)
