"""The keys of people's calendars, as hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "network_calendar_key"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("key_hash", name=op.f(f"uq_{_TABLE}_key_hash")),
        sa.UniqueConstraint("federation_id", "person_id", name=op.f(f"uq_{_TABLE}_federation_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
