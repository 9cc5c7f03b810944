"""What practices need and what is to be bought: no version is the voted one without the decision of the members."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_ROUND, _ANSWER, _NEED = "purchasing_round", "purchasing_answer", "purchasing_need"
_SPEC, _VOTED = "purchasing_spec", "purchasing_voted"
_SAME = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version JOIN purchasing_spec s ON s.federation_id = d.federation_id "
    "AND s.id = NEW.spec_id WHERE d.federation_id = NEW.federation_id AND d.id = NEW.decision_id "
    "AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' AND d.subject = 'purchasing.specification' "
    "AND s.fingerprint = NEW.fingerprint AND {fingerprint} = s.fingerprint AND {text} = s.text "
    "AND {version} = s.number AND {round} = s.round_id)"
)


def upgrade() -> None:
    _add_rounds()
    _add_needs()
    _add_specifications()
    _guard_what_was_voted()


def _add_rounds() -> None:
    _make(
        _ROUND,
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("category", sa.String(12), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("closes_at", _AT, nullable=False),
        sa.Column("opened_by", _ROW, nullable=False),
        sa.Column("opened_at", _AT, nullable=False),
        sa.Column("called_off_at", _AT, nullable=True),
        sa.Column("call_off_reason", sa.Text(), nullable=False),
        *_within(_ROUND, group_id="network_group"),
        *_people(_ROUND, "opened_by"),
        _check(_ROUND, "category", "category in ('consumables', 'training', 'legal', 'services', 'other')"),
        _check(_ROUND, "called_off", "(called_off_at is null) = (call_off_reason = '')"),
        _pointed_to(_ROUND),
    )
    op.create_index(f"ix_{_ROUND}_group", _ROUND, ["federation_id", "group_id", "id"])
    op.create_index(f"ix_{_ROUND}_closes", _ROUND, ["federation_id", "closes_at", "id"])


def _add_needs() -> None:
    _make(
        _ANSWER,
        sa.Column("round_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("answered_by", _ROW, nullable=True),
        sa.Column("answered_at", _AT, nullable=False),
        *_within(_ANSWER, round_id=_ROUND, practice_id="network_practice"),
        *_people(_ANSWER, "answered_by"),
        _unique(_ANSWER, "round_id", "practice_id"),
        _pointed_to(_ANSWER),
    )
    op.create_index(f"ix_{_ANSWER}_practice", _ANSWER, ["federation_id", "practice_id", "id"])
    _make(
        _NEED,
        sa.Column("answer_id", _ROW, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("quantity", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=True),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *_within(_NEED, answer_id=_ANSWER),
        _unique(_NEED, "answer_id", "position"),
        _check(_NEED, "amounts", "quantity > 0 and pence >= 0"),
    )


def _add_specifications() -> None:
    _make(
        _SPEC,
        sa.Column("round_id", _ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("written_by", _ROW, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        *_within(_SPEC, round_id=_ROUND),
        *_people(_SPEC, "written_by"),
        _unique(_SPEC, "round_id", "number"),
        _check(_SPEC, "number", "number > 0"),
        _check(_SPEC, "basis", "basis in ('', 'quantity', 'patients', 'equal')"),
        _pointed_to(_SPEC),
    )
    _make(
        _VOTED,
        sa.Column("spec_id", _ROW, nullable=False),
        sa.Column("decision_id", _ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("voted_at", _AT, nullable=False),
        *_within(_VOTED, spec_id=_SPEC, decision_id="decisions_decision"),
        _unique(_VOTED, "decision_id"),
    )
    op.create_index(f"ix_{_VOTED}_spec", _VOTED, ["federation_id", "spec_id"])


def _guard_what_was_voted() -> None:
    """A version stays as it was written, and is the voted one by the decision alone whose terms are this version."""
    _guard(_SPEC, "update", "1 = 1", "a version of a specification is kept as it was written")
    _guard(_SPEC, "delete", "1 = 1", "a version of a specification is kept")
    _guard(_VOTED, "update", "1 = 1", "what the members voted stays")
    _guard(_VOTED, "delete", "1 = 1", "what the members voted stays")
    same = _SAME.format(
        fingerprint=_term("fingerprint"),
        text=_term("text"),
        version=_term("version", number=True),
        round=_term("round", number=True),
    )
    _guard(_VOTED, "insert", f"NOT {same}", "the members alone say what is bought, as they decided it")


def _term(name: str, number: bool = False) -> str:
    """A value of the terms that the decision keeps."""
    if not _is_postgresql():
        return f"json_extract(v.terms, '$.data.{name}')"
    found = f"(v.terms -> 'data' ->> '{name}')"
    return f"{found}::bigint" if number else found


def downgrade() -> None:
    for table in (_VOTED, _SPEC, _NEED, _ANSWER, _ROUND):
        op.drop_table(table)
    if _is_postgresql():
        for name in (
            *(f"{_VOTED}_{act}" for act in ("update", "delete", "insert")),
            f"{_SPEC}_update",
            f"{_SPEC}_delete",
        ):
            op.execute(f"DROP FUNCTION guard_{name}()")


def _make(table: str, *parts: sa.Column | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{table}_federation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _within(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["federation_id", column],
            [f"{target}.federation_id", f"{target}.id"],
            name=op.f(f"fk_{table}_federation_id_{column}"),
        )
        for column, target in targets.items()
    ]


def _people(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["people_person.id"], name=op.f(f"fk_{table}_{column}"))
        for column in columns
    ]


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(
        "federation_id", *columns, name=op.f(f"uq_{table}_federation_id_{'_'.join(columns)}")
    )


def _pointed_to(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{table}_federation_id_id"))


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(table: str, act: str, refused: str, words: str) -> None:
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
