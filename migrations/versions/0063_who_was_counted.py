"""Who was counted as there when a vote was opened in a meeting stays as it was noted, and so does when it was opened."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_COUNTED = (
    "OLD.state IN ('present', 'online') AND EXISTS (SELECT 1 FROM meetings_item i WHERE i.federation_id = OLD.federation_id "
    "AND i.meeting_id = OLD.meeting_id AND i.voted_at >= OLD.noted_at)"
)
_OPENED = "OLD.voted_at IS NOT NULL AND (NEW.voted_at IS NULL OR NEW.voted_at <> OLD.voted_at)"
_GUARDS = (
    ("meetings_presence", "update", _COUNTED, "a vote in this meeting has counted who is here"),
    ("meetings_presence", "delete", _COUNTED, "a vote in this meeting has counted who is here"),
    ("meetings_item", "update", _OPENED, "when a vote was opened stays"),
)


def upgrade() -> None:
    for table, act, refused, words in _GUARDS:
        name = f"guard_{table}_counted_{act}"
        if not _is_postgresql():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW WHEN {refused} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
            continue
        row = "OLD" if act == "delete" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    for table, act, _, _ in _GUARDS:
        name = f"guard_{table}_counted_{act}"
        op.execute(f"DROP TRIGGER {name} ON {table}" if _is_postgresql() else f"DROP TRIGGER {name}")
        if _is_postgresql():
            op.execute(f"DROP FUNCTION {name}()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
