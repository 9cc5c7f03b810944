"""People from outside, who come by a link to one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TABLE = "network_guest"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("feature", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", _ROW, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("invited_by", _ROW, nullable=True),
        sa.Column("invited_at", _AT, nullable=False),
        sa.Column("until", _AT, nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("code_until", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_invited_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("person_id", name=op.f(f"uq_{_TABLE}_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{_TABLE}_token_hash")),
    )
    op.create_index(f"ix_{_TABLE}_thing", _TABLE, ["federation_id", "kind", "number", "id"])


def downgrade() -> None:
    op.drop_table(_TABLE)
