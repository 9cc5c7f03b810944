"""What people need to learn, and programmes of a year."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "education_need",
        *_federated(),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("tasks", _JSON, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("asked_by", _ROW, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        _person("asked_by"),
    )
    op.create_index("ix_education_need_closes", "education_need", ["federation_id", "closes_on", "id"])
    op.create_table(
        "education_reply",
        *_federated(),
        sa.Column("need_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("people", sa.Integer()),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("federation_id", "need_id", "practice_id"),
        _within("need_id", "education_need"),
        _within("practice_id", "network_practice"),
        _person("person_id"),
    )
    op.create_index("ix_education_reply_person", "education_reply", ["federation_id", "person_id"])
    op.create_table(
        "education_programme",
        *_federated(),
        sa.Column("decision_id", _ROW),
        sa.Column("decided", sa.String(10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("group_id", _ROW),
        sa.Column("needs", _JSON, nullable=False),
        sa.Column("proposed_by", _ROW, nullable=False),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.CheckConstraint("pence >= 0 and least >= 0", name=op.f("ck_education_programme_amounts")),
        _person("proposed_by"),
    )
    op.create_index(
        "ix_education_programme_decision", "education_programme", ["federation_id", "decision_id"]
    )


def downgrade() -> None:
    for table in ("programme", "reply", "need"):
        op.drop_table(f"education_{table}")


def _federated() -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """Federation and number, the pair that other tables point to."""
    return (
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto"),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
    )


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people_person.id"])
