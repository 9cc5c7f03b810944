"""Action learning sets, who is in them, and their meetings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "set",
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        *_person("begun_by"),
        sa.Column("begun_at", _MOMENT, nullable=False),
    )
    _table(
        "set_member",
        *_of_set(),
        *_person("person_id"),
        sa.Column("profession", sa.String(60), nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("federation_id", "set_id", "person_id"),
    )
    _table(
        "set_meeting",
        *_of_set(),
        sa.Column("held_on", sa.Date(), nullable=False),
        *_person("presenter_id"),
        sa.Column("commitments", sa.Text(), nullable=False),
        *_person("noted_by"),
        sa.Column("noted_at", _MOMENT, nullable=False),
    )
    person, meeting = ["federation_id", "person_id"], ["federation_id", "set_id", "held_on"]
    op.create_index("ix_education_set_member_person", "education_set_member", person)
    op.create_index("ix_education_set_meeting_set", "education_set_meeting", meeting)


def downgrade() -> None:
    for table in ("set_meeting", "set_member", "set"):
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


def _of_set() -> tuple[sa.Column[Any], sa.Constraint]:
    return (
        sa.Column("set_id", _ROW, nullable=False),
        sa.ForeignKeyConstraint(
            ["federation_id", "set_id"], ["education_set.federation_id", "education_set.id"]
        ),
    )


def _person(column: str) -> tuple[sa.Column[Any], sa.Constraint]:
    return sa.Column(column, _ROW, nullable=False), sa.ForeignKeyConstraint([column], ["people_person.id"])
