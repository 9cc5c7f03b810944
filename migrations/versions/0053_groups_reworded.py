"""What groups were called and were for before somebody changed it; who reads them stays once something was written."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    differs,
    drop_guard,
    guard,
    is_postgresql,
    make_table,
    people,
    within,
)

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_GROUP, _WORDING = "network_group", "network_group_wording"
_WRITTEN = (
    "decisions_decision",
    "mandates_mandate",
    "meetings_meeting",
    "workstreams_status",
    "workstreams_milestone",
    "workstreams_task",
)
_OF_GROUP = "EXISTS (SELECT 1 FROM {} w WHERE w.federation_id = NEW.federation_id AND w.group_id = NEW.id)"


def upgrade() -> None:
    make_table(
        _WORDING,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reads", sa.String(8), nullable=False),
        sa.Column("replaced_by", ROW, nullable=False),
        sa.Column("replaced_at", AT, nullable=False),
        *within(_WORDING, group_id=_GROUP),
        *people(_WORDING, "replaced_by"),
    )
    op.create_index(f"ix_{_WORDING}_group", _WORDING, ["federation_id", "group_id", "id"])
    for act in ("update", "delete"):
        guard(_WORDING, act, "1 = 1", "what a group was called before is kept")
    written = " OR ".join(_OF_GROUP.format(table) for table in _WRITTEN)
    guard(
        _GROUP,
        "update",
        f"NEW.reads {differs()} OLD.reads AND ({written})",
        "who reads what a group has written stays as it was",
    )


def downgrade() -> None:
    drop_guard(_GROUP, "update")
    op.drop_table(_WORDING)
    if is_postgresql():
        for act in ("update", "delete"):
            drop_guard(_WORDING, act)
