"""Budgets that the members share out among groups: envelopes and reserve are the total, and no group acts past its envelope."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_BUDGET, _ACT = "mandates_budget", "mandates_act"
_DECIDED = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version WHERE d.federation_id = NEW.federation_id "
    "AND d.id = NEW.decision_id AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' "
    "AND d.subject = 'mandates.budget' AND {kept} = {new})"
)
_OVERTAKEN = (
    "EXISTS (SELECT 1 FROM mandates_budget b WHERE b.federation_id = NEW.federation_id AND b.from_at < NEW.until_at "
    "AND b.until_at > NEW.from_at AND b.id > COALESCE(NEW.before_id, 0))"
)
_TAKEN = (
    "(SELECT COALESCE(SUM(CASE WHEN a.state IN ('standing', 'held') THEN a.pence ELSE a.spent_pence END), 0) "
    "FROM mandates_act a WHERE a.federation_id = NEW.federation_id AND a.group_id = NEW.group_id "
    "AND a.mandate_id IS NOT NULL AND a.acted_at >= b.from_at AND a.acted_at < b.until_at)"
)
_PAST = (
    "NEW.mandate_id IS NOT NULL AND NEW.pence > 0 AND EXISTS (SELECT 1 FROM mandates_budget b "
    "WHERE b.federation_id = NEW.federation_id AND b.id = (SELECT MAX(n.id) FROM mandates_budget n "
    "WHERE n.federation_id = NEW.federation_id AND n.from_at <= NEW.acted_at AND n.until_at > NEW.acted_at) "
    "AND NEW.pence + {taken} > {envelope})"
)
_GIVEN = "(SELECT COALESCE(SUM({pence}), 0) FROM {parts})"
_ENVELOPE = "(SELECT COALESCE(SUM({pence}), 0) FROM {parts} WHERE {group} = NEW.group_id)"
_BELOW = "EXISTS (SELECT 1 FROM {parts} WHERE {pence} < 0)"


def upgrade() -> None:
    op.create_table(
        _BUDGET,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("decision_id", _ROW, nullable=False),
        sa.Column("before_id", _ROW, nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        *(sa.Column(name, _ROW, nullable=False) for name in ("total_pence", "given_pence", "reserve_pence")),
        *(sa.Column(name, _AT, nullable=False) for name in ("from_at", "until_at", "decided_at")),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_BUDGET}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_BUDGET}_federation_id_{column}"),
            )
            for column, target in (("decision_id", "decisions_decision"), ("before_id", _BUDGET))
        ),
        sa.CheckConstraint("given_pence >= 0 and reserve_pence >= 0", name=op.f(f"ck_{_BUDGET}_money")),
        sa.CheckConstraint("given_pence + reserve_pence = total_pence", name=op.f(f"ck_{_BUDGET}_total")),
        sa.CheckConstraint("from_at < until_at", name=op.f(f"ck_{_BUDGET}_time")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_BUDGET}")),
        sa.UniqueConstraint(
            "federation_id", "decision_id", name=op.f(f"uq_{_BUDGET}_federation_id_decision_id")
        ),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_BUDGET}_federation_id_id")),
    )
    _guard_budgets()


def _guard_budgets() -> None:
    """A budget is what the members decided, on the one that it changed; an act fits into the envelope of its group."""
    if _is_postgresql():
        kept, new = "(v.terms -> 'data')::jsonb", "NEW.terms::jsonb"
        number, parts = "(NEW.terms ->> '{}')::bigint", "json_array_elements({}.terms -> 'envelopes') e"
        pence, group = "(e.value ->> 'pence')::bigint", "(e.value ->> 'group')::bigint"
    else:
        kept, new = "json(json_extract(v.terms, '$.data'))", "json(NEW.terms)"
        number, parts = "json_extract(NEW.terms, '$.{}')", "json_each({}.terms, '$.envelopes') e"
        pence, group = "json_extract(e.value, '$.pence')", "json_extract(e.value, '$.group')"
    new_parts = parts.format("NEW")
    given = _GIVEN.format(pence=pence, parts=new_parts)
    columns = [(given, "given_pence")]
    columns += [(number.format(name), name) for name in ("total_pence", "reserve_pence")]
    fits = " AND ".join(f"{kept_as} = NEW.{name}" for kept_as, name in columns)
    fits += f" AND NOT {_BELOW.format(parts=new_parts, pence=pence)}"
    decided = _DECIDED.format(kept=kept, new=new)
    _guard(
        _BUDGET,
        "insert",
        f"NOT ({decided} AND {fits}) OR {_OVERTAKEN}",
        "the members alone share out a budget, as they decided it",
    )
    for act in ("update", "delete"):
        _guard(_BUDGET, act, "1 = 1", "a budget stays as the members decided it")
    envelope = _ENVELOPE.format(pence=pence, parts=parts.format("b"), group=group)
    past = _PAST.format(envelope=envelope, taken=_TAKEN)
    _guard(_ACT, "insert", past, "no group acts past its envelope", f"guard_{_ACT}_envelope")


def downgrade() -> None:
    _drop(_ACT, f"guard_{_ACT}_envelope")
    op.drop_table(_BUDGET)
    if _is_postgresql():
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_BUDGET}_{act}()")


def _drop(table: str, name: str) -> None:
    if not _is_postgresql():
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(table: str, act: str, refused: str, words: str, name: str = "") -> None:
    name = name or f"guard_{table}_{act}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
