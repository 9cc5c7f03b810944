"""What practices need and what is to be bought: no version is the voted one without the decision of the members."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    guard,
    is_postgresql,
    make_table,
    people,
    pointed_to,
    unique,
    within,
)

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

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
    make_table(
        _ROUND,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("category", sa.String(12), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("closes_at", AT, nullable=False),
        sa.Column("opened_by", ROW, nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("called_off_at", AT, nullable=True),
        sa.Column("call_off_reason", sa.Text(), nullable=False),
        *within(_ROUND, group_id="network_group"),
        *people(_ROUND, "opened_by"),
        check(_ROUND, "category", "category in ('consumables', 'training', 'legal', 'services', 'other')"),
        check(_ROUND, "called_off", "(called_off_at is null) = (call_off_reason = '')"),
        pointed_to(_ROUND),
    )
    op.create_index(f"ix_{_ROUND}_group", _ROUND, ["federation_id", "group_id", "id"])
    op.create_index(f"ix_{_ROUND}_closes", _ROUND, ["federation_id", "closes_at", "id"])


def _add_needs() -> None:
    make_table(
        _ANSWER,
        sa.Column("round_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("answered_by", ROW, nullable=True),
        sa.Column("answered_at", AT, nullable=False),
        *within(_ANSWER, round_id=_ROUND, practice_id="network_practice"),
        *people(_ANSWER, "answered_by"),
        unique(_ANSWER, "round_id", "practice_id"),
        pointed_to(_ANSWER),
    )
    op.create_index(f"ix_{_ANSWER}_practice", _ANSWER, ["federation_id", "practice_id", "id"])
    make_table(
        _NEED,
        sa.Column("answer_id", ROW, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("quantity", ROW, nullable=False),
        sa.Column("pence", ROW, nullable=True),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *within(_NEED, answer_id=_ANSWER),
        unique(_NEED, "answer_id", "position"),
        check(_NEED, "amounts", "quantity > 0 and pence >= 0"),
    )


def _add_specifications() -> None:
    make_table(
        _SPEC,
        sa.Column("round_id", ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("written_by", ROW, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_SPEC, round_id=_ROUND),
        *people(_SPEC, "written_by"),
        unique(_SPEC, "round_id", "number"),
        check(_SPEC, "number", "number > 0"),
        check(_SPEC, "basis", "basis in ('', 'quantity', 'patients', 'equal')"),
        pointed_to(_SPEC),
    )
    make_table(
        _VOTED,
        sa.Column("spec_id", ROW, nullable=False),
        sa.Column("decision_id", ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("voted_at", AT, nullable=False),
        *within(_VOTED, spec_id=_SPEC, decision_id="decisions_decision"),
        unique(_VOTED, "decision_id"),
    )
    op.create_index(f"ix_{_VOTED}_spec", _VOTED, ["federation_id", "spec_id"])


def _guard_what_was_voted() -> None:
    """A version stays as it was written, and is the voted one by the decision alone whose terms are this version."""
    guard(_SPEC, "update", "1 = 1", "a version of a specification is kept as it was written")
    guard(_SPEC, "delete", "1 = 1", "a version of a specification is kept")
    guard(_VOTED, "update", "1 = 1", "what the members voted stays")
    guard(_VOTED, "delete", "1 = 1", "what the members voted stays")
    same = _SAME.format(
        fingerprint=_term("fingerprint"),
        text=_term("text"),
        version=_term("version", number=True),
        round=_term("round", number=True),
    )
    guard(_VOTED, "insert", f"NOT {same}", "the members alone say what is bought, as they decided it")


def _term(name: str, number: bool = False) -> str:
    """A value of the terms that the decision keeps."""
    if not is_postgresql():
        return f"json_extract(v.terms, '$.data.{name}')"
    found = f"(v.terms -> 'data' ->> '{name}')"
    return f"{found}::bigint" if number else found


def downgrade() -> None:
    for table in (_VOTED, _SPEC, _NEED, _ANSWER, _ROUND):
        op.drop_table(table)
    if is_postgresql():
        for name in (
            *(f"{_VOTED}_{act}" for act in ("update", "delete", "insert")),
            f"{_SPEC}_update",
            f"{_SPEC}_delete",
        ):
            op.execute(f"DROP FUNCTION guard_{name}()")
