"""Practices ask for the recall of a mandate; an act whose call-in was taken back goes on, and can be called in again."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_RECALL, _MANDATE, _ACT = "mandates_recall", "mandates_mandate", "mandates_act"
_ASKING = sa.text("taken_back_at IS NULL AND decision_id IS NULL")
_RECALL_FIXED = ("federation_id", "id", "mandate_id", "practice_id", "reason", "signed_by", "signed_at")
_MANDATE_FIXED = ("federation_id", "id", "group_id", "decision_id", "starts_at", "terms")
_ACT_FIXED = (
    *("federation_id", "id", "group_id", "mandate_id", "decision_id"),
    *("power", "area", "pence", "words", "item", "acted_by", "acted_at"),
)
_DECISION = "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = NEW.federation_id AND d.id = "
_STOPPED = (
    f"{_DECISION} NEW.stopped_by_id AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' "
    "AND d.subject IN ({subjects}))"
)
_OF_RECALL = f"{_DECISION} NEW.decision_id AND d.group_id IS NULL AND d.subject = 'mandates.recall')"
_TAKEN_BACK = (
    "(OLD.state = 'held' AND NEW.state = 'standing' AND NEW.called_in_id IS NULL "
    f"AND {_DECISION} OLD.called_in_id AND d.state = 'withdrawn'))"
)
_SETTLED = (
    f"{_DECISION} OLD.called_in_id AND (NEW.state = 'refused' AND d.state = 'closed' "
    "OR NEW.state = 'standing' AND d.verdict = 'carried'))"
)
_SETTLED_BEFORE = (
    f"{_DECISION} OLD.called_in_id AND (NEW.state = 'refused' AND d.state IN ('closed', 'withdrawn') "
    "OR NEW.state = 'standing' AND d.verdict = 'carried'))"
)


def upgrade() -> None:
    op.create_table(
        _RECALL,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("mandate_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_by", _ROW, nullable=False),
        sa.Column("signed_at", _AT, nullable=False),
        sa.Column("taken_back_at", _AT, nullable=True),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_RECALL}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_RECALL}_federation_id_{column}"),
            )
            for column, target in (
                ("mandate_id", _MANDATE),
                ("practice_id", "network_practice"),
                ("decision_id", "decisions_decision"),
            )
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["people_person.id"], name=op.f(f"fk_{_RECALL}_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_RECALL}")),
    )
    op.create_index(
        "uq_mandates_recall_practice",
        _RECALL,
        ["federation_id", "mandate_id", "practice_id"],
        unique=True,
        sqlite_where=_ASKING,
        postgresql_where=_ASKING,
    )
    differs = _differs()
    changed = [f"NEW.{one} {differs} OLD.{one}" for one in _RECALL_FIXED]
    changed += ["OLD.taken_back_at IS NOT NULL", "OLD.decision_id IS NOT NULL"]
    changed.append(f"(NEW.decision_id IS NOT NULL AND NOT {_OF_RECALL})")
    words = "the name of a practice under a recall stays as it was given"
    _guard(_RECALL, "insert", "NEW.taken_back_at IS NOT NULL OR NEW.decision_id IS NOT NULL", words)
    _guard(_RECALL, "update", " OR ".join(changed), words)
    _guard(_RECALL, "delete", "1 = 1", words)
    _guard_mandates("'mandates.grant', 'mandates.withdraw', 'mandates.recall'")
    kept = f"(NEW.call_in_until {differs} OLD.call_in_until AND NOT ({_TAKEN_BACK} AND NEW.call_in_until > OLD.call_in_until))"
    _guard_acts(
        [f"NEW.{one} {differs} OLD.{one}" for one in _ACT_FIXED] + [kept],
        f"(OLD.state = 'held' AND NEW.state <> 'held' AND NOT {_TAKEN_BACK} AND NOT {_SETTLED})",
        f"(OLD.called_in_id IS NOT NULL AND NEW.called_in_id {differs} OLD.called_in_id AND NOT {_TAKEN_BACK})",
    )


def _guard_mandates(subjects: str) -> None:
    differs, text = _differs(), "::text" if _is_postgresql() else ""
    changed = [f"NEW.{one}{text} {differs} OLD.{one}{text}" for one in _MANDATE_FIXED]
    stopped = _STOPPED.format(subjects=subjects)
    changed += ["OLD.stopped_at IS NOT NULL", f"(NEW.stopped_at IS NOT NULL AND NOT {stopped})"]
    _guard(_MANDATE, "update", " OR ".join(changed), "a mandate stays as the members decided it")


def _guard_acts(changed: list[str], released: str, called_in: str) -> None:
    """Only money and state of an act move, and what was called in is free by the members, or by whoever called it in."""
    changed += [
        "NEW.spent_pence < OLD.spent_pence",
        "OLD.state IN ('refused', 'settled')",
        released,
        called_in,
    ]
    _guard(_ACT, "update", " OR ".join(changed), "an act stays as it was done")


def downgrade() -> None:
    differs = _differs()
    _guard_acts(
        [f"NEW.{one} {differs} OLD.{one}" for one in (*_ACT_FIXED, "call_in_until")],
        f"(OLD.state = 'held' AND NEW.state <> 'held' AND NOT {_SETTLED_BEFORE})",
        f"OLD.called_in_id IS NOT NULL AND NEW.called_in_id {differs} OLD.called_in_id",
    )
    _guard_mandates("'mandates.grant', 'mandates.withdraw'")
    op.drop_table(_RECALL)
    if _is_postgresql():
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_RECALL}_{act}()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _differs() -> str:
    return "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"


def _guard(table: str, act: str, refused: str, words: str) -> None:
    """A guard in the place of the one there was."""
    name = f"guard_{table}_{act}"
    if not _is_postgresql():
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
