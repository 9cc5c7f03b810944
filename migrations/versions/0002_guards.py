"""What the database itself refuses: changes of the record, of ballots, and of anything in a closed decision."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# table, acts refused, condition on the row (OLD or NEW), words
_ALWAYS = "1 = 1"
_VOTING_OVER = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND (d.state <> 'open' OR d.closes_at <= federation_now()))"
)
_CLOSED = "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id AND d.id = {row}.decision_id AND d.state IN ('open', 'closed'))"
_FIXED = (
    "OLD.state = 'closed' AND (NEW.state <> OLD.state OR NEW.year <> OLD.year OR NEW.ordinal <> OLD.ordinal"
    " OR NEW.title <> OLD.title OR NEW.version <> OLD.version OR CAST(NEW.rule AS TEXT) <> CAST(OLD.rule AS TEXT)"
    " OR CAST(NEW.roll AS TEXT) <> CAST(OLD.roll AS TEXT) OR NEW.voted <> OLD.voted OR NEW.opened_at <> OLD.opened_at"
    " OR NEW.closes_at <> OLD.closes_at OR NEW.closed_at <> OLD.closed_at OR NEW.author_id <> OLD.author_id"
    " OR COALESCE(NEW.close_reason, '') <> COALESCE(OLD.close_reason, '')"
    " OR (OLD.verdict <> 'tied' AND (NEW.verdict <> OLD.verdict OR CAST(NEW.result AS TEXT) <> CAST(OLD.result AS TEXT))))"
)
GUARDS = (
    ("kernel_record", "UPDATE", _ALWAYS, "the record is only added to"),
    ("kernel_record", "DELETE", _ALWAYS, "the record is only added to"),
    ("decisions_ballot", "UPDATE", _ALWAYS, "a ballot is never changed"),
    ("decisions_ballot", "DELETE", _ALWAYS, "a ballot is never changed"),
    ("decisions_ballot", "INSERT", _VOTING_OVER.format(row="NEW"), "voting is over"),
    ("decisions_roll_entry", "UPDATE", _VOTING_OVER.format(row="OLD"), "voting is over"),
    ("decisions_roll_entry", "DELETE", _ALWAYS, "the roll is fixed"),
    ("decisions_roll_entry", "INSERT", _CLOSED.format(row="NEW"), "the roll is fixed"),
    ("decisions_version", "UPDATE", _ALWAYS, "a version is never changed"),
    ("decisions_version", "DELETE", _ALWAYS, "a version is never changed"),
    ("decisions_version", "INSERT", _CLOSED.format(row="NEW"), "the text is fixed while voting is open and after"),
    ("decisions_decision", "UPDATE", _FIXED, "a closed decision is not changed"),
    ("decisions_decision", "DELETE", "OLD.state <> 'draft'", "a decision is not deleted"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _sqlite() -> None:
    for table, act, condition, words in GUARDS:
        op.execute(
            f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()'"
    )
    for table, act, condition, words in GUARDS:
        name = f"guard_{table}_{act.lower()}"
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, act, _condition, _words in GUARDS:
        name = f"guard_{table}_{act.lower()}"
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    if postgresql:
        op.execute("DROP FUNCTION federation_now()")
