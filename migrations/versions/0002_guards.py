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
_CLOSED = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND d.state IN ('open', 'closed'))"
)
_TEXT_FIXED = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND d.state NOT IN ('draft', 'discussion'))"
)
_VOTING_BEGAN = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND d.state NOT IN ('draft', 'discussion', 'scheduled'))"
)
_SHOWN = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = {row}.federation_id"
    " AND d.id = {row}.decision_id AND d.state <> 'draft')"
)
_UNTIED = (
    "NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = NEW.federation_id"
    " AND d.id = NEW.decision_id AND d.state = 'closed' AND d.verdict = 'tied')"
)


def _changed(*columns: str) -> str:
    """Whether any of the columns changes; ``<>`` would let a NULL through. JSON is compared as text."""
    json = ("rule", "roll", "result", "subject_data")
    texts = (
        (f"CAST({row}.{column} AS TEXT)" if column in json else f"{row}.{column}" for row in ("NEW", "OLD"))
        for column in columns
    )
    return "(" + " OR ".join(f"{new} {{differs}} {old}" for new, old in texts) + ")"


_FIXED = (
    "OLD.state NOT IN ('draft', 'discussion', 'scheduled') AND "
    + _changed(
        "federation_id",
        "id",
        "title",
        "version",
        "rule",
        "opens_at",
        "opened_at",
        "opened_by",
        "closes_at",
        "year",
        "ordinal",
        "author_id",
        "subject",
        "subject_data",
    )
    + " OR OLD.state NOT IN ('draft', 'discussion', 'scheduled')"
    " AND NEW.state IN ('draft', 'discussion', 'scheduled')"
    " OR OLD.state IN ('closed', 'withdrawn') AND "
    + _changed("state", "roll", "voted", "closed_at", "closed_by", "close_reason", "withdrawn_reason")
    + " OR OLD.state IN ('closed', 'withdrawn') AND OLD.verdict {differs} 'tied' AND "
    + _changed("verdict", "result", "how")
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
    ("decisions_version", "DELETE", _SHOWN.format(row="OLD"), "a version that members saw is kept"),
    (
        "decisions_version",
        "INSERT",
        _TEXT_FIXED.format(row="NEW"),
        "the text is fixed while voting is open and after",
    ),
    ("decisions_effect", "UPDATE", _ALWAYS, "a version is never changed"),
    ("decisions_effect", "DELETE", _SHOWN.format(row="OLD"), "a version that members saw is kept"),
    (
        "decisions_effect",
        "INSERT",
        _TEXT_FIXED.format(row="NEW"),
        "the text is fixed while voting is open and after",
    ),
    (
        "decisions_interest",
        "UPDATE",
        _VOTING_BEGAN.format(row="OLD"),
        "interests are fixed when voting opens",
    ),
    (
        "decisions_interest",
        "DELETE",
        _VOTING_BEGAN.format(row="OLD"),
        "interests are fixed when voting opens",
    ),
    (
        "decisions_interest",
        "INSERT",
        _VOTING_BEGAN.format(row="NEW"),
        "interests are fixed when voting opens",
    ),
    ("decisions_resolution", "UPDATE", _VOTING_OVER.format(row="OLD"), "voting is over"),
    ("decisions_resolution", "DELETE", _ALWAYS, "an answer to an objection is kept"),
    ("decisions_resolution", "INSERT", _VOTING_OVER.format(row="NEW"), "voting is over"),
    ("decisions_casting_vote", "UPDATE", _ALWAYS, "a casting vote is never changed"),
    ("decisions_casting_vote", "DELETE", _ALWAYS, "a casting vote is never changed"),
    ("decisions_casting_vote", "INSERT", _UNTIED, "there is no tie to decide"),
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
            f"CREATE TRIGGER guard_{table}_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW "
            f"WHEN {condition.format(differs='IS NOT')} "
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
            f"IF {condition.format(differs='IS DISTINCT FROM')} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
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
