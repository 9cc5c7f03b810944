"""Tasks of groups."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TASK = "workstreams_task"
_WITHIN = (("group_id", "network_group"), ("practice_id", "network_practice"))
_PEOPLE = ("person_id", "was_person_id", "given_by", "ended_by")


def upgrade() -> None:
    op.create_table(
        _TASK,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("person_id", _ROW, nullable=True),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("was_person_id", _ROW, nullable=True),
        sa.Column("seated", sa.Boolean(), nullable=False),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("whole_day", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("given_by", _ROW, nullable=False),
        sa.Column("given_at", _AT, nullable=False),
        sa.Column("ended_by", _ROW, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TASK}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_TASK}_federation_id_id")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_TASK}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_TASK}_federation_id_{column}"),
            )
            for column, target in _WITHIN
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{_TASK}_{column}"))
            for column in _PEOPLE
        ),
        sa.CheckConstraint("state in ('open', 'blocked', 'done', 'dropped')", name=op.f(f"ck_{_TASK}_state")),
        sa.CheckConstraint("person_id is null or practice_id is null", name=op.f(f"ck_{_TASK}_owner")),
        sa.CheckConstraint(
            "(ended_at is null) = (state in ('open', 'blocked'))", name=op.f(f"ck_{_TASK}_ended")
        ),
    )
    op.create_index(f"ix_{_TASK}_group", _TASK, ["federation_id", "group_id", "due_at", "id"])
    op.create_index(f"ix_{_TASK}_state", _TASK, ["federation_id", "state", "group_id"])


def downgrade() -> None:
    op.drop_table(_TASK)
