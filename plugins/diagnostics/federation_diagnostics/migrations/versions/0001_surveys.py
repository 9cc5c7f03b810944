"""Surveys of the members: invitations, drafts, answers without names."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "diagnostics_survey",
        *_federated(),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(300), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("opened_by", _ROW, nullable=False),
        sa.Column("closes_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("closed_by", _ROW),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("practices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("reminded_midway", sa.Boolean(), nullable=False),
        sa.Column("reminded_late", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("results", sa.JSON(none_as_null=True)),
        sa.Column("comments", sa.JSON(none_as_null=True)),
        _person("opened_by"),
        _person("closed_by"),
    )
    open_ones = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_diagnostics_survey_open",
        "diagnostics_survey",
        ["federation_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_table(
        "diagnostics_invitation",
        *_federated(),
        sa.Column("survey_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("federation_id", "survey_id", "person_id"),
        _within("survey_id", "diagnostics_survey"),
        _within("practice_id", "network_practice"),
        _person("person_id"),
    )
    op.create_index(
        "ix_diagnostics_invitation_person", "diagnostics_invitation", ["federation_id", "person_id"]
    )
    op.create_table(
        "diagnostics_draft",
        *_federated(),
        sa.Column("invitation_id", _ROW, nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.UniqueConstraint("federation_id", "invitation_id"),
        _within("invitation_id", "diagnostics_invitation"),
    )
    op.create_table(
        "diagnostics_answer",
        *_federated(counted=False),
        sa.Column("survey_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        _within("survey_id", "diagnostics_survey"),
        _within("practice_id", "network_practice"),
    )
    op.create_index("ix_diagnostics_answer_survey", "diagnostics_answer", ["federation_id", "survey_id"])


def downgrade() -> None:
    for table in ("answer", "draft", "invitation", "survey"):
        op.drop_table(f"diagnostics_{table}")


def _federated(counted: bool = True) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """Federation and number, the pair that other tables point to."""
    return (
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto" if counted else False),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
    )


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people_person.id"])
