"""How practices stood before, and from which practice whoever sits in a group came."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TABLE, _SEATS = "network_practice_past", "network_group_seat"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.Column("membership", sa.String(10), nullable=False),
        sa.Column("neighbourhood_id", _ROW, nullable=True),
        sa.Column("list_size", sa.Integer(), nullable=True),
        sa.Column("list_size_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f(f"fk_{_TABLE}_federation_id_practice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_TABLE}_federation_id_id")),
    )
    op.create_index(f"ix_{_TABLE}_practice", _TABLE, ["federation_id", "practice_id", "id"])
    with op.batch_alter_table(_SEATS) as seats:
        seats.add_column(sa.Column("came_from_id", _ROW, nullable=True))
        seats.create_foreign_key(
            op.f(f"fk_{_SEATS}_federation_id_came_from_id"),
            "network_practice",
            ["federation_id", "came_from_id"],
            ["federation_id", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table(_SEATS) as seats:
        seats.drop_constraint(op.f(f"fk_{_SEATS}_federation_id_came_from_id"), type_="foreignkey")
        seats.drop_column("came_from_id")
    op.drop_table(_TABLE)
