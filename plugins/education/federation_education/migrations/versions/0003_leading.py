"""Checklists, challenges of fellows, and time that practices lend each other."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "challenge",
        *_points("practice_id", "network_practice"),
        sa.Column("title", sa.String(120), nullable=False),
        _text("problem"),
        _text("attempts"),
        *_person("fellow_id", nullable=True),
        *_person("mentor_id", nullable=True),
        *_person("coach_id", nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        *_person("registered_by"),
        sa.Column("registered_at", _MOMENT, nullable=False),
    )
    _index("challenge", "begins", "begins_on", "id")
    _table(
        "challenge_note",
        *_points("challenge_id", "education_challenge"),
        sa.Column("strand", sa.String(20), nullable=False),
        _text("words"),
        *_person("person_id"),
        sa.Column("noted_at", _MOMENT, nullable=False),
    )
    _index("challenge_note", "challenge", "challenge_id", "id")
    _table(
        "outcome",
        *_points("challenge_id", "education_challenge"),
        *_person("person_id"),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("worthwhile", "empowered", "sustained")),
        _text("words"),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("federation_id", "challenge_id", "person_id"),
    )
    _reviews()
    _offers()


def _reviews() -> None:
    _table(
        "review",
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        _text("evidence"),
        *_person("person_id"),
        sa.Column("rated_at", _MOMENT, nullable=False),
        *_points("programme_id", "education_programme", nullable=True),
        *_points("challenge_id", "education_challenge", nullable=True),
        _check("review", "one_thing", "(programme_id is null) <> (challenge_id is null)"),
        _check("review", "rating", "rating >= 0"),
    )
    _index("review", "programme", "programme_id", "template")
    _index("review", "challenge", "challenge_id", "template")


def _offers() -> None:
    _table(
        "offer",
        *_points("practice_id", "network_practice"),
        sa.Column("skill", sa.String(120), nullable=False),
        _text("evidence"),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        *_person("offered_by"),
        sa.Column("offered_at", _MOMENT, nullable=False),
        _check("offer", "amounts", "hours > 0 and pence >= 0"),
    )
    _index("offer", "practice", "practice_id")
    _table(
        "loan",
        *_points("offer_id", "education_offer"),
        *_points("practice_id", "network_practice"),
        sa.Column("hours", sa.Integer(), nullable=False),
        *_person("taken_by"),
        sa.Column("taken_at", _MOMENT, nullable=False),
        _check("loan", "hours", "hours > 0"),
    )
    _index("loan", "offer", "offer_id")


def downgrade() -> None:
    for table in ("loan", "offer", "review", "outcome", "challenge_note", "challenge"):
        op.drop_table(f"education_{table}")


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        f"education_{name}",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto"),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
        *columns,
    )


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f"ix_education_{table}_{name}", f"education_{table}", ["federation_id", *columns])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _points(column: str, target: str, nullable: bool = False) -> tuple[sa.Column[Any], sa.Constraint]:
    return (
        sa.Column(column, _ROW, nullable=nullable),
        sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"]),
    )


def _person(column: str, nullable: bool = False) -> tuple[sa.Column[Any], sa.Constraint]:
    return (
        sa.Column(column, _ROW, nullable=nullable),
        sa.ForeignKeyConstraint([column], ["people_person.id"]),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_education_{table}_{name}"))
