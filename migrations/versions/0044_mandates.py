"""Mandates that the members give to groups, none without the decision that gave it; what groups do, never past a mandate."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_TABLE = "mandates_mandate"
_FIXED = ("federation_id", "id", "group_id", "decision_id", "starts_at", "terms")
_DECIDED = (
    "EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = NEW.federation_id AND d.id = {column} "
    "AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' AND d.subject IN ({subjects}))"
)

_SAME = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version WHERE d.federation_id = NEW.federation_id "
    "AND d.id = NEW.decision_id AND {kept} = {new})"
)


_FITS = (
    "EXISTS (SELECT 1 FROM mandates_mandate m WHERE m.federation_id = NEW.federation_id AND m.id = NEW.mandate_id "
    "AND m.group_id = NEW.group_id AND m.stopped_at IS NULL AND NEW.pence <= {item} AND NEW.pence <= {total} - "
    "(SELECT COALESCE(SUM(CASE WHEN a.state IN ('standing', 'held') THEN a.pence ELSE a.spent_pence END), 0) "
    "FROM mandates_act a WHERE a.federation_id = NEW.federation_id AND a.mandate_id = NEW.mandate_id))"
)
_LET = (
    "{decided} AND EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v "
    "ON v.federation_id = d.federation_id AND v.decision_id = d.id AND v.number = d.version "
    "WHERE d.federation_id = NEW.federation_id AND d.id = NEW.decision_id AND {pence} = NEW.pence "
    "AND {group} = NEW.group_id AND {power} = NEW.power)"
)
_RELEASED = (
    "OLD.state = 'held' AND NEW.state <> 'held' AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "WHERE d.federation_id = OLD.federation_id AND d.id = OLD.called_in_id AND (NEW.state = 'refused' "
    "AND d.state IN ('closed', 'withdrawn') OR NEW.state = 'standing' AND d.verdict = 'carried'))"
)
_ACT = "mandates_act"
_PAYMENT = "mandates_payment"
_ACT_FIXED = (
    *(
        "federation_id",
        "id",
        "group_id",
        "mandate_id",
        "decision_id",
        "power",
        "area",
        "pence",
        "words",
        "item",
    ),
    *("acted_by", "acted_at", "call_in_until"),
)


def upgrade() -> None:
    _add_mandates()
    _add_acts()
    _add_payments()


def _add_mandates() -> None:
    op.create_table(
        _TABLE,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("decision_id", _ROW, nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("starts_at", _AT, nullable=False),
        sa.Column("stopped_at", _AT, nullable=True),
        sa.Column("stopped_how", sa.String(12), nullable=False),
        sa.Column("stopped_by_id", _ROW, nullable=True),
        *_keys(
            _TABLE,
            ("group_id", "network_group"),
            ("decision_id", "decisions_decision"),
            ("stopped_by_id", "decisions_decision"),
        ),
        sa.CheckConstraint(
            "stopped_how in ('', 'replaced', 'withdrawn')", name=op.f(f"ck_{_TABLE}_stopped_how")
        ),
        sa.CheckConstraint("(stopped_at is null) = (stopped_how = '')", name=op.f(f"ck_{_TABLE}_stopped")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint(
            "federation_id", "decision_id", name=op.f(f"uq_{_TABLE}_federation_id_decision_id")
        ),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_TABLE}_federation_id_id")),
    )
    op.create_index("ix_mandates_mandate_group", _TABLE, ["federation_id", "group_id", "id"])
    postgresql = _is_postgresql()
    kept, new = (
        ("(v.terms -> 'data')::jsonb", "NEW.terms::jsonb")
        if postgresql
        else ("json(json_extract(v.terms, '$.data'))", "json(NEW.terms)")
    )
    same = _SAME.format(kept=kept, new=new)
    granted = _DECIDED.format(column="NEW.decision_id", subjects="'mandates.grant'")
    _guard("insert", f"NOT ({granted} AND {same})", "the members alone give a mandate, as they decided it")
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    text = "::text" if postgresql else ""
    changed = [f"NEW.{one}{text} {differs} OLD.{one}{text}" for one in _FIXED]
    stopped = _DECIDED.format(column="NEW.stopped_by_id", subjects="'mandates.grant', 'mandates.withdraw'")
    changed += ["OLD.stopped_at IS NOT NULL", f"(NEW.stopped_at IS NOT NULL AND NOT {stopped})"]
    _guard("update", " OR ".join(changed), "a mandate stays as the members decided it")
    _guard("delete", "1 = 1", "a mandate is kept")


def _add_acts() -> None:
    op.create_table(
        _ACT,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("mandate_id", _ROW, nullable=True),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.Column("power", sa.String(12), nullable=False),
        sa.Column("area", sa.String(50), nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("spent_pence", _ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("acted_by", _ROW, nullable=False),
        sa.Column("acted_at", _AT, nullable=False),
        sa.Column("call_in_until", _AT, nullable=True),
        sa.Column("called_in_id", _ROW, nullable=True),
        *_keys(
            _ACT,
            ("group_id", "network_group"),
            ("mandate_id", _TABLE),
            ("decision_id", "decisions_decision"),
            ("called_in_id", "decisions_decision"),
        ),
        sa.ForeignKeyConstraint(["acted_by"], ["people_person.id"], name=op.f(f"fk_{_ACT}_acted_by")),
        sa.CheckConstraint(
            "(mandate_id is null) <> (decision_id is null)", name=op.f(f"ck_{_ACT}_authority")
        ),
        sa.CheckConstraint(
            "state in ('standing', 'held', 'refused', 'settled')", name=op.f(f"ck_{_ACT}_state")
        ),
        sa.CheckConstraint("spent_pence between 0 and pence", name=op.f(f"ck_{_ACT}_money")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_ACT}")),
        sa.UniqueConstraint(
            "federation_id", "decision_id", name=op.f(f"uq_{_ACT}_federation_id_decision_id")
        ),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_ACT}_federation_id_id")),
    )
    op.create_index(f"ix_{_ACT}_group", _ACT, ["federation_id", "group_id", "id"])
    op.create_index(f"ix_{_ACT}_mandate", _ACT, ["federation_id", "mandate_id"])
    op.create_index(f"ix_{_ACT}_item", _ACT, ["federation_id", "item", "acted_at"])
    _guard_acts()


def _guard_acts() -> None:
    """An act fits into its mandate, or is what the members let the group do; afterwards only its money and its state move."""
    postgresql = _is_postgresql()
    total, item = ("total_pence", "item_pence")
    of_mandate, of_terms = "(m.terms ->> '{}')::bigint", "v.terms -> 'data' ->> '{}'"
    if not postgresql:
        of_mandate, of_terms = "json_extract(m.terms, '$.{}')", "json_extract(v.terms, '$.data.{}')"
    number = "::bigint" if postgresql else ""
    fits = _FITS.format(total=of_mandate.format(total), item=of_mandate.format(item))
    let = _LET.format(
        decided=_DECIDED.format(column="NEW.decision_id", subjects="'mandates.escalate'"),
        pence=f"({of_terms.format('pence')}){number}",
        group=f"({of_terms.format('group')}){number}",
        power=of_terms.format("power"),
    )
    begins = "NEW.spent_pence = 0 AND NEW.state = 'standing'"
    within = f"(NEW.decision_id IS NULL AND {fits}) OR (NEW.mandate_id IS NULL AND {let})"
    _guard("insert", f"NOT ({begins} AND ({within}))", "no group acts outside what the members let it", _ACT)
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    changed = [f"NEW.{one} {differs} OLD.{one}" for one in _ACT_FIXED]
    changed += ["NEW.spent_pence < OLD.spent_pence", "OLD.state IN ('refused', 'settled')", _RELEASED]
    changed.append(f"OLD.called_in_id IS NOT NULL AND NEW.called_in_id {differs} OLD.called_in_id")
    _guard("update", " OR ".join(changed), "an act stays as it was done", _ACT)
    _guard("delete", "1 = 1", "an act is kept", _ACT)


def _add_payments() -> None:
    op.create_table(
        _PAYMENT,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("act_id", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("paid_by", _ROW, nullable=False),
        sa.Column("paid_at", _AT, nullable=False),
        *_keys(_PAYMENT, ("act_id", _ACT)),
        sa.ForeignKeyConstraint(["paid_by"], ["people_person.id"], name=op.f(f"fk_{_PAYMENT}_paid_by")),
        sa.CheckConstraint("pence >= 0", name=op.f(f"ck_{_PAYMENT}_pence")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_PAYMENT}")),
    )
    op.create_index(f"ix_{_PAYMENT}_act", _PAYMENT, ["federation_id", "act_id", "id"])
    for act in ("update", "delete"):
        _guard(act, "1 = 1", "a payment is kept as it was written down", _PAYMENT)


def _keys(table: str, *targets: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    """The foreign keys of a table of a federation."""
    own = sa.ForeignKeyConstraint(
        ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
    )
    return [
        own,
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{table}_federation_id_{column}"),
            )
            for column, target in targets
        ),
    ]


def downgrade() -> None:
    for table in (_PAYMENT, _ACT, _TABLE):
        op.drop_table(table)
    if _is_postgresql():
        for table in (_PAYMENT, _ACT, _TABLE):
            for act in ("insert", "update", "delete"):
                op.execute(f"DROP FUNCTION IF EXISTS guard_{table}_{act}()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str, refused: str, words: str, table: str = _TABLE) -> None:
    name = f"guard_{table}_{act}"
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
