"""Tenders in versions: the members alone say which one starts, and how what it brings is shared."""

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

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_TENDER, _VERSION = "tendering_tender", "tendering_version"
_START, _SHARING = "tendering_start", "tendering_sharing"
_CARRIED = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version {joined} WHERE d.federation_id = NEW.federation_id "
    "AND d.id = NEW.decision_id AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' "
    "AND d.subject = '{subject}' AND {tender} = NEW.tender_id AND {same})"
)
_JOINED = "JOIN tendering_version t ON t.federation_id = d.federation_id AND t.id = NEW.version_id"


def upgrade() -> None:
    _add_tenders()
    _add_votes()
    _guard_versions()
    _guard_votes()


def _add_tenders() -> None:
    make_table(
        _TENDER,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("opened_by", ROW, nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("cancelled_at", AT, nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        *within(_TENDER, group_id="network_group"),
        *people(_TENDER, "opened_by"),
        unique(_TENDER, "year", "number"),
        check(_TENDER, "cancelled", "(cancelled_at is null) = (cancel_reason = '')"),
        pointed_to(_TENDER),
    )
    op.create_index(f"ix_{_TENDER}_group", _TENDER, ["federation_id", "group_id", "id"])
    make_table(
        _VERSION,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("written_by", ROW, nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_VERSION, tender_id=_TENDER),
        *people(_VERSION, "written_by"),
        unique(_VERSION, "tender_id", "number"),
        check(_VERSION, "number", "number > 0"),
        pointed_to(_VERSION),
    )


def _add_votes() -> None:
    make_table(
        _START,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("version_id", ROW, nullable=False),
        sa.Column("decision_id", ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("voted_at", AT, nullable=False),
        *within(_START, tender_id=_TENDER, version_id=_VERSION, decision_id="decisions_decision"),
        unique(_START, "decision_id"),
    )
    op.create_index(f"ix_{_START}_tender", _START, ["federation_id", "tender_id", "id"])
    make_table(
        _SHARING,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("decision_id", ROW, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("total", ROW, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("least", ROW, nullable=False),
        sa.Column("most", ROW, nullable=True),
        sa.Column("voted_at", AT, nullable=False),
        *within(_SHARING, tender_id=_TENDER, decision_id="decisions_decision"),
        unique(_SHARING, "decision_id"),
        check(_SHARING, "basis", "basis in ('equal', 'patients', 'need', 'capacity', 'rotation')"),
        check(_SHARING, "amounts", "total > 0 and least >= 0 and (most is null or most >= least)"),
    )
    op.create_index(f"ix_{_SHARING}_tender", _SHARING, ["federation_id", "tender_id", "id"])


def _guard_versions() -> None:
    """A version stays as it was written, and a tender stays."""
    guard(_VERSION, "update", "1 = 1", "a version of a tender is kept as it was written")
    guard(_VERSION, "delete", "1 = 1", "a version of a tender is kept")
    guard(_TENDER, "delete", "1 = 1", "a tender is kept")


def _guard_votes() -> None:
    """A start and a sharing are what the carried decision says in its terms."""
    for table in (_START, _SHARING):
        guard(table, "update", "1 = 1", "what the members voted of a tender stays")
        guard(table, "delete", "1 = 1", "what the members voted of a tender stays")
    start = _CARRIED.format(
        joined=_JOINED,
        subject="tendering.start",
        tender=_number("tender"),
        same=f"t.tender_id = NEW.tender_id AND t.fingerprint = NEW.fingerprint AND {_term('fingerprint')} = t.fingerprint "
        f"AND {_number('version')} = t.number",
    )
    guard(_START, "insert", f"NOT {start}", "the members alone start a tender, as they decided it")
    sharing = _CARRIED.format(
        joined="",
        subject="tendering.sharing",
        tender=_number("tender"),
        same=f"{_term('basis')} = NEW.basis AND {_number('total')} = NEW.total AND {_term('unit')} = NEW.unit "
        f"AND {_number('least')} = NEW.least AND COALESCE({_number('most')}, -1) = COALESCE(NEW.most, -1)",
    )
    guard(
        _SHARING,
        "insert",
        f"NOT {sharing}",
        "the members alone say how a tender is shared, as they decided it",
    )


def _term(name: str) -> str:
    """A value of the terms that the decision keeps."""
    return (
        f"(v.terms -> 'data' ->> '{name}')" if is_postgresql() else f"json_extract(v.terms, '$.data.{name}')"
    )


def _number(name: str) -> str:
    """A number of the terms that the decision keeps."""
    return f"{_term(name)}::bigint" if is_postgresql() else _term(name)


def downgrade() -> None:
    for table in (_SHARING, _START, _VERSION, _TENDER):
        op.drop_table(table)
    if is_postgresql():
        for name in (
            *(f"{table}_{act}" for table in (_SHARING, _START) for act in ("update", "delete", "insert")),
            f"{_VERSION}_update",
            f"{_VERSION}_delete",
            f"{_TENDER}_delete",
        ):
            op.execute(f"DROP FUNCTION guard_{name}()")
