"""Where the work of groups stands: what leads say of it, and milestones."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_STATUS, _MILESTONE, _CHANGE = "workstreams_status", "workstreams_milestone", "workstreams_change"


def upgrade() -> None:
    op.create_table(
        _STATUS,
        *_own(),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", _ROW, nullable=False),
        sa.Column("said_at", _AT, nullable=False),
        *_keys(_STATUS, "said_by"),
        _within(_STATUS, "group_id", "network_group"),
        sa.CheckConstraint("status in ('on_track', 'at_risk', 'stuck')", name=op.f(f"ck_{_STATUS}_status")),
    )
    op.create_table(
        _MILESTONE,
        *_own(),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("set_by", _ROW, nullable=False),
        sa.Column("set_at", _AT, nullable=False),
        sa.Column("done_by", _ROW, nullable=True),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("dropped_at", _AT, nullable=True),
        *_keys(_MILESTONE, "set_by", "done_by"),
        _within(_MILESTONE, "group_id", "network_group"),
        sa.CheckConstraint("(done_at is null) = (done_by is null)", name=op.f(f"ck_{_MILESTONE}_done")),
        sa.CheckConstraint("dropped_at is null or done_at is null", name=op.f(f"ck_{_MILESTONE}_dropped")),
    )
    op.create_table(
        _CHANGE,
        *_own(),
        sa.Column("milestone_id", _ROW, nullable=False),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", _ROW, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        *_keys(_CHANGE, "changed_by", pointed_to=False),
        _within(_CHANGE, "milestone_id", _MILESTONE),
    )
    op.create_index(f"ix_{_STATUS}_group", _STATUS, ["federation_id", "group_id", "id"])
    op.create_index(f"ix_{_MILESTONE}_group", _MILESTONE, ["federation_id", "group_id", "due_on", "id"])
    op.create_index(f"ix_{_CHANGE}_milestone", _CHANGE, ["federation_id", "milestone_id", "id"])


def downgrade() -> None:
    for table in (_CHANGE, _MILESTONE, _STATUS):
        op.drop_table(table)


def _own() -> tuple[sa.Column[int], ...]:
    return (sa.Column("federation_id", _ROW, nullable=False), sa.Column("id", _ROW, nullable=False))


def _keys(table: str, *people: str, pointed_to: bool = True) -> list[sa.Constraint]:
    """The keys of a table: its own, its federation's, and those of the people it names."""
    found: list[sa.Constraint] = [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{table}_{column}"))
            for column in people
        ),
    ]
    if pointed_to:
        found.append(sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{table}_federation_id_id")))
    return found


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["federation_id", column],
        [f"{target}.federation_id", f"{target}.id"],
        name=op.f(f"fk_{table}_federation_id_{column}"),
    )
