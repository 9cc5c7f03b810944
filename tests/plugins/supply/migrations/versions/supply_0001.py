"""Questions, answers and who opens them."""

import sqlalchemy as sa
from alembic import op

revision = "supply_0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "supply_question",
        sa.Column("federation_id", _ROW, sa.ForeignKey("network_federation.id"), nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("federation_id", "id"),
    )
    _of_question(
        "supply_answer",
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_question("supply_opener", sa.UniqueConstraint("federation_id", "question_id", "person_id"))


def _of_question(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("federation_id", _ROW, sa.ForeignKey("network_federation.id"), nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("question_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, sa.ForeignKey("people_person.id"), nullable=False),
        sa.UniqueConstraint("federation_id", "id"),
        sa.ForeignKeyConstraint(
            ["federation_id", "question_id"], ["supply_question.federation_id", "supply_question.id"]
        ),
        *more,
    )


def downgrade() -> None:
    op.drop_table("supply_opener")
    op.drop_table("supply_answer")
    op.drop_table("supply_question")
