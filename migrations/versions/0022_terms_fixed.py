"""From the opening on, a vote keeps the floors it was opened under, and whether it asks for a full sign-in."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_NAME = "guard_decisions_decision_terms"
_OPENED = "OLD.state NOT IN ('draft', 'discussion', 'scheduled')"
_WORDS = "a closed decision is not changed"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        changed = "CAST(NEW.floors AS TEXT) IS NOT CAST(OLD.floors AS TEXT) OR NEW.full_sign_in IS NOT OLD.full_sign_in"
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON decisions_decision FOR EACH ROW "
            f"WHEN {_OPENED} AND ({changed}) BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        )
        return
    changed = (
        "CAST(NEW.floors AS TEXT) IS DISTINCT FROM CAST(OLD.floors AS TEXT)"
        " OR NEW.full_sign_in IS DISTINCT FROM OLD.full_sign_in"
    )
    op.execute(
        f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {_OPENED} AND ({changed}) THEN "
        f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON decisions_decision FOR EACH ROW EXECUTE FUNCTION {_NAME}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {_NAME} ON decisions_decision")
        op.execute(f"DROP FUNCTION {_NAME}()")
    else:
        op.execute(f"DROP TRIGGER {_NAME}")
