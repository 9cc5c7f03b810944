"""Since when members had notice of a vote before it opened; votes in meetings whose attendance fell short."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import AT, differs, drop_guard, guard, triggers_apart

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

_DECISION, _ITEM = "decisions_decision", "meetings_item"


def upgrade() -> None:
    op.add_column(_DECISION, sa.Column("notice_from", AT, nullable=True))
    op.add_column(_ITEM, sa.Column("short_at", AT, nullable=True))
    changes = f"NEW.notice_from {differs()} OLD.notice_from"
    said = "OLD.state NOT IN ('draft', 'discussion', 'scheduled') AND (NEW.notice_from IS NOT NULL OR OLD.state <> 'open')"
    guard(_DECISION, "update", f"({changes} AND {said})", "the notice of a vote is not put earlier", "notice")


def downgrade() -> None:
    drop_guard(_DECISION, "update", "notice")
    with triggers_apart(_DECISION, _ITEM):
        op.drop_column(_ITEM, "short_at")
        op.drop_column(_DECISION, "notice_from")
