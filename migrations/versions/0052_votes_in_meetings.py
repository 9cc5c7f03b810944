"""Votes in meetings, general meetings, meetings that move and who stands in; what is approved is fixed with who came."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from federation.network.migrating import AT, ROW, guard, is_postgresql, triggers_apart

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_MEETING, _ITEM, _PRESENCE = "meetings_meeting", "meetings_item", "meetings_presence"
_BEFORE = {
    "kind": "kind in ('conversation', 'business', 'members', 'chatham')",
    "whose": "kind <> 'members' or group_id is null",
}
_AFTER = {
    "kind": "kind in ('conversation', 'business', 'members', 'agm', 'egm', 'chatham')",
    "whose": "kind not in ('members', 'agm', 'egm') or group_id is null",
}
_VOTES = {
    "version": "(decision_id is null) = (version is null)",
    "voted": "voted_at is null or decision_id is not null",
}
_FIXED = "the minutes of this meeting are approved"


def upgrade() -> None:
    with triggers_apart(_MEETING, _ITEM, _PRESENCE):
        with op.batch_alter_table(_MEETING) as table:
            table.add_column(sa.Column("moved_at", AT, nullable=True))
            _check_anew(table, _AFTER)
        with op.batch_alter_table(_ITEM) as table:
            table.add_column(sa.Column("added_at", AT, nullable=True))
            table.add_column(sa.Column("decision_id", ROW, nullable=True))
            table.add_column(sa.Column("version", sa.Integer(), nullable=True))
            table.add_column(sa.Column("voted_at", AT, nullable=True))
        op.execute(
            f"UPDATE {_ITEM} SET added_at = (SELECT called_at FROM {_MEETING} WHERE {_MEETING}.id = {_ITEM}.meeting_id)"  # noqa: S608 - constants
        )
        with op.batch_alter_table(_ITEM) as table:
            table.alter_column("added_at", existing_type=AT, nullable=False)
            table.create_foreign_key(
                op.f(f"fk_{_ITEM}_federation_id_decision_id"),
                "decisions_decision",
                ["federation_id", "decision_id"],
                ["federation_id", "id"],
            )
            for name, words in _VOTES.items():
                table.create_check_constraint(op.f(f"ck_{_ITEM}_{name}"), words)
        with op.batch_alter_table(_PRESENCE) as table:
            table.add_column(sa.Column("stands_in_for", ROW, nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{_PRESENCE}_stands_in_for"), "people_person", ["stands_in_for"], ["id"]
            )
    for act, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        guard(_PRESENCE, act, _approved(row), _FIXED)
    guard(_ITEM, "insert", _approved("NEW"), _FIXED)
    guard(_ITEM, "delete", f"OLD.voted_at IS NOT NULL OR {_approved('OLD')}", "what was decided stays")


def downgrade() -> None:
    guards = [(_PRESENCE, act) for act in ("insert", "update", "delete")]
    for table, act in [*guards, (_ITEM, "insert"), (_ITEM, "delete")]:
        name = f"guard_{table}_{act}"
        op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql() else f"DROP TRIGGER {name}")
        if is_postgresql():
            op.execute(f"DROP FUNCTION {name}()")
    with triggers_apart(_MEETING, _ITEM, _PRESENCE):
        with op.batch_alter_table(_PRESENCE) as table:
            table.drop_constraint(op.f(f"fk_{_PRESENCE}_stands_in_for"), type_="foreignkey")
            table.drop_column("stands_in_for")
        with op.batch_alter_table(_ITEM) as table:
            for name in _VOTES:
                table.drop_constraint(op.f(f"ck_{_ITEM}_{name}"), type_="check")
            table.drop_constraint(op.f(f"fk_{_ITEM}_federation_id_decision_id"), type_="foreignkey")
            for column in ("voted_at", "version", "decision_id", "added_at"):
                table.drop_column(column)
        op.execute(f"UPDATE {_MEETING} SET kind = 'members' WHERE kind IN ('agm', 'egm')")  # noqa: S608 - constants
        with op.batch_alter_table(_MEETING) as table:
            _check_anew(table, _BEFORE)
            table.drop_column("moved_at")


def _check_anew(table: BatchOperations, checks: dict[str, str]) -> None:
    for name, words in checks.items():
        table.drop_constraint(op.f(f"ck_{_MEETING}_{name}"), type_="check")
        table.create_check_constraint(op.f(f"ck_{_MEETING}_{name}"), words)


def _approved(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.federation_id = {row}.federation_id "  # noqa: S608 - constants
        f"AND m.id = {row}.meeting_id AND m.approved_at IS NOT NULL)"
    )
