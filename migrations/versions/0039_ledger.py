"""What practices and people gave, gained and paid."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TABLE = "network_ledger_line"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("feature", sa.String(20), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("person_id", _ROW, nullable=True),
        sa.Column("group_id", _ROW, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("pence", _ROW, nullable=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("noted_at", _AT, nullable=False),
        sa.CheckConstraint("kind in ('gave', 'gained', 'paid')", name=op.f(f"ck_{_TABLE}_kind")),
        sa.CheckConstraint(
            "practice_id is not null or person_id is not null", name=op.f(f"ck_{_TABLE}_whose")
        ),
        sa.CheckConstraint("(minutes is null) <> (pence is null)", name=op.f(f"ck_{_TABLE}_one_measure")),
        sa.CheckConstraint("minutes > 0 or pence > 0", name=op.f(f"ck_{_TABLE}_something")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f(f"fk_{_TABLE}_federation_id_practice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "group_id"],
            ["network_group.federation_id", "network_group.id"],
            name=op.f(f"fk_{_TABLE}_federation_id_group_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_TABLE}_federation_id_id")),
    )
    op.create_index(f"ix_{_TABLE}_at", _TABLE, ["federation_id", "at", "id"])
    op.create_index(f"ix_{_TABLE}_practice", _TABLE, ["federation_id", "practice_id", "at"])
    for whose, other, condition in (
        ("practice", "practice_id", "practice_id IS NOT NULL"),
        ("person", "person_id", "practice_id IS NULL"),
    ):
        op.create_index(
            f"uq_{_TABLE}_of_{whose}",
            _TABLE,
            ["federation_id", "feature", "key", "kind", other],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    op.drop_table(_TABLE)
