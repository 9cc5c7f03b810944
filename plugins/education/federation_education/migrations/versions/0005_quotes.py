"""Briefs that providers answer with quotes, places that are confirmed, sessions that are over, and what is put right."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_COURSE = "education_course"
_POINTS = (("quote_id", "education_quote"), ("earlier_id", _COURSE))


def upgrade() -> None:
    _table(
        "brief",
        *_within("programme_id", "education_programme", nullable=True),
        *_within("need_id", "education_need", nullable=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("brief", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("closes_at", _MOMENT, nullable=False),
        *_person("written_by"),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_education_brief_places")),
    )
    _table(
        "quote",
        *_within("brief_id", "education_brief"),
        *_person("person_id"),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("teachers", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_education_quote_pence")),
    )
    op.create_index("ix_education_quote_brief", "education_quote", ["federation_id", "brief_id", "id"])
    with op.batch_alter_table(_COURSE) as table:
        table.add_column(sa.Column("chosen_because", sa.Text(), nullable=True))
        for column, target in _POINTS:
            table.add_column(sa.Column(column, _ROW, nullable=True))
            table.create_foreign_key(_key(column), target, ["federation_id", column], ["federation_id", "id"])
    op.add_column(
        "education_session", sa.Column("is_over", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("education_booking", sa.Column("confirmed_at", _MOMENT, nullable=True))
    op.add_column("education_verdict", sa.Column("right_by", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("education_verdict", "right_by")
    op.drop_column("education_booking", "confirmed_at")
    op.drop_column("education_session", "is_over")
    with op.batch_alter_table(_COURSE) as table:
        for column, _ in _POINTS:
            table.drop_constraint(_key(column), type_="foreignkey")
            table.drop_column(column)
        table.drop_column("chosen_because")
    op.drop_table("education_quote")
    op.drop_table("education_brief")


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        f"education_{name}",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto"),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
        *columns,
    )


def _within(column: str, target: str, nullable: bool = False) -> tuple[sa.Column[Any], sa.Constraint]:
    return (
        sa.Column(column, _ROW, nullable=nullable),
        sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"]),
    )


def _person(column: str) -> tuple[sa.Column[Any], sa.Constraint]:
    return sa.Column(column, _ROW, nullable=False), sa.ForeignKeyConstraint([column], ["people_person.id"])


def _key(column: str) -> str:
    return op.f(f"fk_{_COURSE}_federation_id_{column}")
