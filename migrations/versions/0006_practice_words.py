"""The words of practices, so that the beginning of a word finds a practice without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORD = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "network_practice_word",
        sa.Column("federation_id", _ROW, autoincrement=False, nullable=False),
        sa.Column("word", _WORD, nullable=False),
        sa.Column("practice_id", _ROW, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f("fk_network_practice_word_federation_id")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id", "practice_id"],
            ["network_practice.federation_id", "network_practice.id"],
            name=op.f("fk_network_practice_word_federation_id_practice_id"),
        ),
        sa.PrimaryKeyConstraint(
            "federation_id", "word", "practice_id", name=op.f("pk_network_practice_word")
        ),
    )
    op.create_index(
        "ix_network_practice_word_practice",
        "network_practice_word",
        ["federation_id", "practice_id", "word"],
    )


def downgrade() -> None:
    op.drop_table("network_practice_word")
