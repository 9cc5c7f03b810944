"""Two judges agree on the verdict of a course; what a course that is stopped has not spent."""

import sqlalchemy as sa
from alembic import op

from federation.toolkit import drop_guard, guard

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OPINION, _VERDICT, _COURSE = "education_opinion", "education_verdict", "education_course"
_NOT_THE_BUYER = (
    "(NEW.bought_by <> (SELECT c.bought_by FROM education_course c WHERE c.federation_id = NEW.federation_id "
    "AND c.id = NEW.course_id))"
)
_SAID = (
    "EXISTS (SELECT 1 FROM education_opinion o WHERE o.federation_id = NEW.federation_id AND o.course_id = NEW.course_id "
    "AND o.verdict = NEW.verdict AND o.person_id = NEW.{})"
)


def upgrade() -> None:
    op.create_table(
        _OPINION,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True, autoincrement="auto"),
        sa.Column("course_id", _ROW, nullable=False),
        sa.Column("after_id", _ROW, nullable=True),
        sa.Column("verdict", sa.String(6), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("bought_by", _ROW, nullable=False),
        sa.Column("right_by", sa.Date(), nullable=True),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        _within("course_id", _COURSE),
        _within("after_id", _VERDICT),
        *(sa.ForeignKeyConstraint([one], ["people_person.id"]) for one in ("person_id", "bought_by")),
        sa.UniqueConstraint("federation_id", "id"),
        sa.CheckConstraint(
            "verdict in ('accept', 'remedy', 'stop')", name=op.f("ck_education_opinion_verdict")
        ),
        sa.CheckConstraint("person_id <> bought_by", name=op.f("ck_education_opinion_apart")),
    )
    op.create_index("ix_education_opinion_course", _OPINION, ["federation_id", "course_id", "id"])
    with op.batch_alter_table(_VERDICT) as table:
        table.add_column(sa.Column("confirmed_by", _ROW, nullable=True))
        table.add_column(sa.Column("confirmed_because", sa.Text(), nullable=True))
        table.create_foreign_key(_confirmer(), "people_person", ["confirmed_by"], ["id"])
    with op.batch_alter_table(_COURSE) as table:
        table.add_column(sa.Column("freed_pence", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_education_course_freed"), "freed_pence between 0 and pence")
    guard(_OPINION, "insert", _NOT_THE_BUYER, "whoever bought the course is who bought it")
    two = f"NEW.confirmed_by <> NEW.person_id AND NEW.confirmed_by <> NEW.bought_by AND {_said('person_id')}"
    alone = f"(NOT coalesce({two} AND {_said('confirmed_by')}, 1 = 0) OR {_NOT_THE_BUYER})"
    guard(_VERDICT, "insert", alone, "two who have not bought the course judge it")
    guard(_COURSE, "update", "(NEW.bought_by <> OLD.bought_by)", "who bought a course stays")


def downgrade() -> None:
    for guarded, act in ((_COURSE, "update"), (_VERDICT, "insert"), (_OPINION, "insert")):
        drop_guard(guarded, act)
    with op.batch_alter_table(_COURSE) as table:
        table.drop_constraint(op.f("ck_education_course_freed"), type_="check")
        table.drop_column("freed_pence")
    with op.batch_alter_table(_VERDICT) as table:
        table.drop_constraint(_confirmer(), type_="foreignkey")
        table.drop_column("confirmed_because")
        table.drop_column("confirmed_by")
    op.drop_table(_OPINION)


def _said(column: str) -> str:
    """That somebody has said so."""
    return _SAID.format(column)


def _confirmer() -> str:
    return op.f("fk_education_verdict_confirmed_by")


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])
