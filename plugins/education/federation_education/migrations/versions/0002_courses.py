"""Courses: places, who came, what they say, and how courses are judged."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    _course()
    _table(
        "session",
        ("course_id", "education_course"),
        columns=(
            sa.Column("title", sa.String(120), nullable=False),
            sa.Column("starts_at", _MOMENT, nullable=False),
            sa.Column("minutes", sa.Integer(), nullable=False),
            sa.Column("place", sa.String(120), nullable=False),
            _check("session", "minutes", "minutes > 0"),
        ),
        indexes=(("course", ["course_id", "starts_at"]),),
    )
    _table(
        "booking",
        ("course_id", "education_course"),
        ("practice_id", "network_practice"),
        columns=(
            *_person("person_id", nullable=True),
            sa.Column("state", sa.String(8), nullable=False),
            *_person("booked_by"),
            sa.Column("booked_at", _MOMENT, nullable=False),
            _check("booking", "state", "state in ('booked', 'waiting', 'given_up')"),
        ),
        indexes=(("course", ["course_id", "state"]), ("person", ["person_id"])),
    )
    _table(
        "attendance",
        ("course_id", "education_course"),
        ("booking_id", "education_booking"),
        columns=(
            sa.Column("session_id", _ROW),
            sa.ForeignKeyConstraint(
                ["federation_id", "session_id"], ["education_session.federation_id", "education_session.id"]
            ),
            *_person("noted_by"),
            sa.Column("noted_at", _MOMENT, nullable=False),
            sa.UniqueConstraint(
                "federation_id", "booking_id", "session_id", name=op.f("uq_education_attendance_once")
            ),
        ),
        indexes=(("course", ["course_id"]),),
    )
    _table(
        "answer",
        ("course_id", "education_course"),
        ("booking_id", "education_booking"),
        columns=(
            sa.Column("level", sa.Integer(), nullable=False),
            sa.Column("said", sa.Boolean(), nullable=False),
            sa.Column("words", sa.Text(), nullable=False),
            *_person("person_id"),
            sa.Column("said_at", _MOMENT, nullable=False),
            sa.UniqueConstraint(
                "federation_id", "course_id", "level", "booking_id", name=op.f("uq_education_answer_once")
            ),
            _check("answer", "level", "level between 1 and 4"),
        ),
    )
    _table(
        "verdict",
        ("course_id", "education_course"),
        columns=(
            sa.Column("verdict", sa.String(6), nullable=False),
            sa.Column("reason", sa.Text(), nullable=False),
            *_person("person_id"),
            *_person("bought_by"),
            sa.Column("group_id", _ROW),
            sa.Column("judged_at", _MOMENT, nullable=False),
            _check("verdict", "verdict", "verdict in ('accept', 'remedy', 'stop')"),
            _check("verdict", "apart", "person_id <> bought_by"),
        ),
        indexes=(("course", ["course_id", "id"]),),
    )


def _course() -> None:
    _table(
        "course",
        columns=(
            sa.Column("programme_id", _ROW),
            sa.Column("need_id", _ROW),
            _within("programme_id", "education_programme"),
            _within("need_id", "education_need"),
            sa.Column("title", sa.String(120), nullable=False),
            sa.Column("provider", sa.String(120), nullable=False),
            sa.Column("brief", _JSON, nullable=False),
            sa.Column("places", sa.Integer(), nullable=False),
            sa.Column("shares", _JSON, nullable=False),
            sa.Column("pence", sa.Integer(), nullable=False),
            sa.Column("practice_pence", sa.Integer(), nullable=False),
            sa.Column("book_by", sa.Date(), nullable=False),
            sa.Column("freed", sa.Boolean(), nullable=False),
            sa.Column("group_id", _ROW),
            sa.Column("state", sa.String(12), nullable=False),
            sa.Column("ended_on", sa.Date()),
            sa.Column("asked_level", sa.Integer(), nullable=False),
            *_person("bought_by"),
            sa.Column("bought_at", _MOMENT, nullable=False),
            _check("course", "amounts", "pence >= 0 and practice_pence >= 0 and places > 0"),
            _check("course", "paid", "practice_pence * places <= pence"),
            _check("course", "state", "state in ('open', 'ended', 'stopped', 'called_off')"),
        ),
        indexes=(("programme", ["programme_id"]), ("due", ["state", "freed", "book_by"])),
    )


def downgrade() -> None:
    for table in ("verdict", "answer", "attendance", "booking", "session", "course"):
        op.drop_table(f"education_{table}")


def _table(
    name: str,
    *points: tuple[str, str],
    columns: Iterable[sa.Column[Any] | sa.Constraint],
    indexes: Iterable[tuple[str, list[str]]] = (),
) -> None:
    """A table of a federation that points to others, each of them required."""
    pointing: list[sa.Column[Any] | sa.Constraint] = []
    for column, target in points:
        pointing += [sa.Column(column, _ROW, nullable=False), _within(column, target)]
    op.create_table(
        f"education_{name}",
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto"),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
        *pointing,
        *columns,
    )
    for index, of in indexes:
        op.create_index(f"ix_education_{name}_{index}", f"education_{name}", ["federation_id", *of])


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])


def _person(column: str, nullable: bool = False) -> tuple[sa.Column[int], sa.Constraint]:
    return (
        sa.Column(column, _ROW, nullable=nullable),
        sa.ForeignKeyConstraint([column], ["people_person.id"]),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_education_{table}_{name}"))
