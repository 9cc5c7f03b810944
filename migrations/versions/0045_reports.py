"""Reports of groups; none is accepted without the decision of the members."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_REPORT = "mandates_report"
_FIXED = ("federation_id", "id", "group_id", "mandate_id", "words", "learned", "known", "sent_by", "sent_at")
_NOTED = (
    "EXISTS (SELECT 1 FROM mandates_mandate m WHERE m.federation_id = NEW.federation_id AND m.id = NEW.mandate_id "
    "AND m.group_id = NEW.group_id AND {ratify} = 'none')"
)
_SETTLED = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = NEW.federation_id AND d.id = OLD.decision_id "
    "AND d.subject = 'mandates.report' AND d.group_id IS NULL AND {state})"
)


def upgrade() -> None:
    op.add_column("mandates_mandate", sa.Column("told", sa.String(30), nullable=False, server_default=""))
    op.create_table(
        _REPORT,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("mandate_id", _ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("sent_by", _ROW, nullable=False),
        sa.Column("sent_at", _AT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.Column("settled_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_REPORT}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_REPORT}_federation_id_{column}"),
            )
            for column, target in (
                ("group_id", "network_group"),
                ("mandate_id", "mandates_mandate"),
                ("decision_id", "decisions_decision"),
            )
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["people_person.id"], name=op.f(f"fk_{_REPORT}_sent_by")),
        sa.CheckConstraint(
            "state in ('sent', 'noted', 'ratified', 'sent_back')", name=op.f(f"ck_{_REPORT}_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_REPORT}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_REPORT}_federation_id_id")),
    )
    for name, column in (("group", "group_id"), ("mandate", "mandate_id"), ("decision", "decision_id")):
        more = ["id"] if name == "group" else []
        op.create_index(f"ix_{_REPORT}_{name}", _REPORT, ["federation_id", column, *more])
    _guard_reports()


def _guard_reports() -> None:
    """A report is accepted, or sent back, by the members alone; where they only read it, the mandate says so."""
    postgresql = _is_postgresql()
    ratify = "(m.terms ->> 'ratify')" if postgresql else "json_extract(m.terms, '$.ratify')"
    begins = f"NEW.settled_at IS NULL AND (NEW.state = 'sent' OR NEW.state = 'noted' AND {_NOTED.format(ratify=ratify)})"
    _guard("insert", f"NOT ({begins})", "the members accept a report")
    differs, text = ("IS DISTINCT FROM", "::text") if postgresql else ("IS NOT", "")
    changed = [f"NEW.{one}{text} {differs} OLD.{one}{text}" for one in _FIXED]
    carried = _SETTLED.format(state="d.state = 'closed' AND d.verdict = 'carried'")
    over = _SETTLED.format(state="d.state IN ('closed', 'withdrawn')")
    changed += [
        "OLD.state <> 'sent'",
        f"(NEW.state = 'ratified' AND NOT {carried})",
        f"(NEW.state = 'sent_back' AND NOT {over})",
        "NEW.state = 'noted'",
        f"(OLD.decision_id IS NOT NULL AND NEW.decision_id {differs} OLD.decision_id AND NOT {over})",
    ]
    _guard("update", " OR ".join(changed), "the members accept a report, and it stays as it was sent")
    _guard("delete", "1 = 1", "a report is kept")


def downgrade() -> None:
    op.drop_table(_REPORT)
    if _is_postgresql():
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_REPORT}_{act}()")
    op.drop_column("mandates_mandate", "told")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str, refused: str, words: str) -> None:
    name = f"guard_{_REPORT}_{act}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_REPORT} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_REPORT} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
