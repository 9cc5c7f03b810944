"""The link in a letter by which a ballot is cast, and votes that ask for a full sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "decisions_ballot_link"


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _in_federation(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["federation_id", column],
        [f"{table}.federation_id", f"{table}.id"],
        name=op.f(f"fk_{_TABLE}_federation_id_{column}"),
    )


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", _ROW, nullable=False),
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("decision_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _in_federation("decision_id", "decisions_decision"),
        _in_federation("practice_id", "network_practice"),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TABLE}_federation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_TABLE}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{_TABLE}_token_hash")),
    )
    op.create_index(f"ix_{_TABLE}_decision", _TABLE, ["federation_id", "decision_id"])
    op.add_column("decisions_ballot", _flag("by_link"))
    op.add_column("decisions_decision", _flag("full_sign_in"))


def downgrade() -> None:
    op.drop_column("decisions_decision", "full_sign_in")
    op.drop_column("decisions_ballot", "by_link")
    op.drop_table(_TABLE)
