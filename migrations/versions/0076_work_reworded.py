"""What the work of a group was called before somebody worded it anew; work, acts, reports and meetings of before are found."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import AT, ROW, check, drop_guard, guard, make_table, people, within

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_PRACTICE = sa.table(
    "network_practice", sa.column("federation_id"), sa.column("id"), sa.column("leaves_at", AT)
)
_TABLE = "workstreams_wording"
_KINDS = ("work", "milestone", "task")
_KIND_OF_MEETING = (
    "CASE m.kind WHEN 'business' THEN 'Business meeting' WHEN 'conversation' THEN 'Conversation' "
    "WHEN 'chatham' THEN 'Conversation without names' WHEN 'agm' THEN 'Annual general meeting' "
    "WHEN 'egm' THEN 'Extraordinary general meeting' ELSE 'Members’ meeting' END"
)
_GROUP = "(SELECT g.name FROM network_group g WHERE g.federation_id = m.federation_id AND g.id = m.group_id)"
_FOUND = (
    ("work", "workstreams_item", "m.title", "m.words || ' ' || m.fate_words"),
    ("milestone", "workstreams_milestone", "m.words", "''"),
    ("task", "workstreams_task", "m.title", "m.words"),
    ("act", "mandates_act", "substr(m.words, 1, 160)", "m.words"),
    ("report", "mandates_report", f"'Report of the ' || {_GROUP}", "m.words || ' ' || m.learned"),
    (
        "meeting",
        "meetings_meeting",
        f"{_KIND_OF_MEETING} || ': ' || coalesce({_GROUP}, 'All practices')",
        "m.place || ' ' || coalesce((SELECT v.words FROM meetings_minutes v WHERE v.federation_id = m.federation_id "
        "AND v.meeting_id = m.id ORDER BY v.number DESC LIMIT 1), '')",
    ),
)


def upgrade() -> None:
    make_table(
        _TABLE,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("number", ROW, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_at", AT, nullable=True),
        sa.Column("replaced_by", ROW, nullable=False),
        sa.Column("replaced_at", AT, nullable=False),
        *within(_TABLE, group_id="network_group"),
        *people(_TABLE, "replaced_by"),
        check(_TABLE, "kind", f"kind in {_KINDS}"),
    )
    op.create_index(f"ix_{_TABLE}_thing", _TABLE, ["federation_id", "kind", "number", "id"])
    for act, row in (("update", "NEW"), ("delete", "OLD")):
        guard(_TABLE, act, f"{row}.id IS NOT NULL", "what stood there before stays as it was")
    op.add_column("network_practice", sa.Column("leaves_at", AT, nullable=True))
    _leave_on_time()
    for kind, table, title, words in _FOUND:
        op.execute(
            "INSERT INTO kernel_search (federation_id, scope, kind, ref_id, readers, title, text) "  # noqa: S608 - constants
            f"SELECT m.federation_id, 'f' || m.federation_id || '{kind}', '{kind}', m.id, '', {title}, {words} "
            f"FROM {table} m WHERE NOT EXISTS (SELECT 1 FROM kernel_search s WHERE s.federation_id = m.federation_id "
            f"AND s.kind = '{kind}' AND s.ref_id = m.id) ORDER BY m.id"
        )


def _leave_on_time() -> None:
    """The practices whose notice counts leave when its day begins in England."""
    steps = op.get_bind().execute(
        sa.text(
            "SELECT s.federation_id, s.practice_id, s.kind, s.day FROM belonging_step s JOIN network_practice p "
            "ON p.federation_id = s.federation_id AND p.id = s.practice_id WHERE p.left_on IS NULL AND s.kind IN "
            "('notice', 'confirmed', 'stated', 'taken_back', 'gone') ORDER BY s.id"
        )
    )
    newest = {(row.federation_id, row.practice_id): (row.kind, row.day) for row in steps}
    for (federation_id, practice_id), (kind, day) in newest.items():
        if kind in ("confirmed", "stated"):
            first = date.fromisoformat(str(day))
            op.get_bind().execute(
                _PRACTICE.update()
                .where(_PRACTICE.c.federation_id == federation_id, _PRACTICE.c.id == practice_id)
                .values(leaves_at=datetime.combine(first, time(), ZoneInfo("Europe/London")).astimezone(UTC))
            )


def downgrade() -> None:
    op.drop_column("network_practice", "leaves_at")
    op.execute("DELETE FROM kernel_search WHERE kind IN ('work', 'milestone', 'task')")
    op.drop_table(_TABLE)
    for act in ("update", "delete"):
        drop_guard(_TABLE, act)
