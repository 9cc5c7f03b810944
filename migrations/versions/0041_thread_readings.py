"""How far each person has read what is said about a thing."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "network_thread_reading"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("owner_id", _ROW, nullable=False),
        sa.Column("upto", _ROW, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint(
            "federation_id",
            "person_id",
            "owner",
            "owner_id",
            name=op.f(f"uq_{_TABLE}_federation_id_person_id_owner_owner_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
