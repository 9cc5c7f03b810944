"""Practices ask for an extraordinary general meeting."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    differs,
    drop_guard,
    guard,
    make_table,
    people,
    within,
)

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

_TABLE = "meetings_asked"
_ASKING = sa.text("taken_back_at IS NULL AND meeting_id IS NULL")
_FIXED = ("federation_id", "id", "practice_id", "reason", "signed_by", "signed_at")
_WORDS = "the name of a practice that asks for a meeting stays as it was given"


def upgrade() -> None:
    make_table(
        _TABLE,
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_by", ROW, nullable=False),
        sa.Column("signed_at", AT, nullable=False),
        sa.Column("taken_back_at", AT, nullable=True),
        sa.Column("complete_at", AT, nullable=True),
        sa.Column("meeting_id", ROW, nullable=True),
        *within(_TABLE, practice_id="network_practice", meeting_id="meetings_meeting"),
        *people(_TABLE, "signed_by"),
        check(_TABLE, "served", "meeting_id is null or complete_at is not null"),
        check(_TABLE, "taken_back", "taken_back_at is null or complete_at is null"),
    )
    op.create_index(
        "uq_meetings_asked_practice",
        _TABLE,
        ["federation_id", "practice_id"],
        unique=True,
        sqlite_where=_ASKING,
        postgresql_where=_ASKING,
    )
    op.create_index("ix_meetings_asked_meeting", _TABLE, ["federation_id", "meeting_id"])
    changed = [f"NEW.{one} {differs()} OLD.{one}" for one in _FIXED]
    changed += ["OLD.taken_back_at IS NOT NULL", "OLD.meeting_id IS NOT NULL"]
    changed.append(f"(OLD.complete_at IS NOT NULL AND NEW.complete_at {differs()} OLD.complete_at)")
    new = "NEW.taken_back_at IS NOT NULL OR NEW.meeting_id IS NOT NULL OR NEW.complete_at IS NOT NULL"
    guard(_TABLE, "insert", f"({new})", _WORDS)
    guard(_TABLE, "update", f"({' OR '.join(changed)})", _WORDS)
    guard(_TABLE, "delete", "OLD.id IS NOT NULL", _WORDS)
    guard(
        "meetings_meeting",
        "update",
        "NEW.called_off_at IS NOT NULL AND EXISTS (SELECT 1 FROM meetings_asked a "
        "WHERE a.federation_id = NEW.federation_id AND a.meeting_id = NEW.id)",
        "practices have asked for this meeting",
        "asked",
    )


def downgrade() -> None:
    drop_guard("meetings_meeting", "update", "asked")
    op.drop_table(_TABLE)
    for act in ("insert", "update", "delete"):
        drop_guard(_TABLE, act)
