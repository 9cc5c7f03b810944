"""The roll is fixed once it is written: a practice, its patients and its weight never change; it can only be recused."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NAME = "guard_decisions_roll_entry_fixed"
_COLUMNS = ("federation_id", "id", "decision_id", "practice_id", "code", "name", "patients", "weight")
_WORDS = "the roll is fixed"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _COLUMNS)
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON decisions_roll_entry FOR EACH ROW WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _COLUMNS)
    op.execute(
        f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {changed} THEN "
        f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON decisions_roll_entry FOR EACH ROW EXECUTE FUNCTION {_NAME}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {_NAME} ON decisions_roll_entry")
        op.execute(f"DROP FUNCTION {_NAME}()")
    else:
        op.execute(f"DROP TRIGGER {_NAME}")
