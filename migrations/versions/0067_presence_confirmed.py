"""Who is at a meeting counts once they, or a second person, say so; what was noted by mistake is corrected in the open."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    drop_guard,
    guard,
    make_table,
    people,
    triggers_apart,
    within,
)

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

_PRESENCE, _CORRECTED = "meetings_presence", "meetings_corrected_presence"
_CHECKS = {
    "confirmed": "confirmed_by is null or counts_since is not null",
    "second": "confirmed_by = person_id or confirmed_by <> noted_by",
}
_THERE = "('present', 'online')"
_FIXED = "the minutes of this meeting are approved"
_COUNTED = "a vote in this meeting has counted who is here"


def upgrade() -> None:
    with triggers_apart(_PRESENCE):
        with op.batch_alter_table(_PRESENCE) as table:
            table.add_column(sa.Column("confirmed_by", ROW, nullable=True))
            table.add_column(sa.Column("counts_since", AT, nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{_PRESENCE}_confirmed_by"), "people_person", ["confirmed_by"], ["id"]
            )
            for name, words in _CHECKS.items():
                table.create_check_constraint(op.f(f"ck_{_PRESENCE}_{name}"), words)
        op.execute(f"UPDATE {_PRESENCE} SET counts_since = noted_at WHERE state IN {_THERE}")  # noqa: S608 - constants
    _guard_counted("counts_since")
    guard(_PRESENCE, "insert", _unsure(), "somebody has to say that they are there", "sure")
    guard(
        _PRESENCE,
        "update",
        f"OLD.counts_since IS NULL AND {_unsure()}",
        "somebody has to say that they are there",
        "sure",
    )
    make_table(
        _CORRECTED,
        sa.Column("meeting_id", ROW, nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by", ROW, nullable=False),
        sa.Column("corrected_at", AT, nullable=False),
        *within(_CORRECTED, meeting_id="meetings_meeting"),
        *people(_CORRECTED, "person_id", "corrected_by"),
        check(
            _CORRECTED,
            "state",
            "state = 'away' or (state in ('present', 'online') and corrected_by = person_id)",
        ),
    )
    op.create_index(f"ix_{_CORRECTED}_meeting", _CORRECTED, ["federation_id", "meeting_id", "id"])
    op.create_index(f"ix_{_CORRECTED}_person", _CORRECTED, ["federation_id", "corrected_by"])
    approved = (
        "EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.federation_id = NEW.federation_id "
        "AND m.id = NEW.meeting_id AND m.approved_at IS NOT NULL)"
    )
    guard(_CORRECTED, "insert", approved, _FIXED)
    for act in ("update", "delete"):
        guard(_CORRECTED, act, "OLD.id IS NOT NULL", "what was corrected stays")


def downgrade() -> None:
    op.drop_table(_CORRECTED)
    for act in ("insert", "update", "delete"):
        drop_guard(_CORRECTED, act)
    for act in ("insert", "update"):
        drop_guard(_PRESENCE, act, "sure")
    _guard_counted("noted_at")
    with triggers_apart(_PRESENCE), op.batch_alter_table(_PRESENCE) as table:
        for name in _CHECKS:
            table.drop_constraint(op.f(f"ck_{_PRESENCE}_{name}"), type_="check")
        table.drop_constraint(op.f(f"fk_{_PRESENCE}_confirmed_by"), type_="foreignkey")
        table.drop_column("counts_since")
        table.drop_column("confirmed_by")


def _unsure() -> str:
    return "NEW.counts_since IS NOT NULL AND NEW.confirmed_by IS NULL"


def _guard_counted(since: str) -> None:
    counted = (
        f"OLD.state IN {_THERE} AND EXISTS (SELECT 1 FROM meetings_item i "  # noqa: S608 - constants
        f"WHERE i.federation_id = OLD.federation_id AND i.meeting_id = OLD.meeting_id AND i.voted_at >= OLD.{since})"
    )
    for act in ("update", "delete"):
        guard(_PRESENCE, act, counted, _COUNTED, "counted")
