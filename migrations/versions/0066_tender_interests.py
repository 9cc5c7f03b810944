"""Who has an interest in a tender, who scores and who opens, and until when bids can come."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    differs,
    drop_guard,
    guard,
    is_postgresql,
    make_table,
    people,
    unique,
    within,
)

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_TENDER, _SHARING = "tendering_tender", "tendering_sharing"
_INTEREST, _PART, _THRESHOLD = "tendering_interest", "tendering_part", "tendering_threshold"
_CARRIED = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version WHERE d.federation_id = NEW.federation_id "
    "AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' AND {that})"
)
_STANDS = (
    "EXISTS (SELECT 1 FROM tendering_tender t WHERE t.federation_id = NEW.federation_id AND t.id = NEW.tender_id "
    "AND t.cancelled_at IS NULL AND (t.closes_at IS NULL OR t.closes_at > federation_now()))"
)

_VOTED = "EXISTS (SELECT 1 FROM tendering_start s WHERE s.federation_id = NEW.federation_id AND s.tender_id = NEW.id)"


def upgrade() -> None:
    op.add_column(_TENDER, sa.Column("closes_at", AT, nullable=True))
    op.add_column(_SHARING, sa.Column("fingerprint", sa.String(64), nullable=False, server_default=""))
    _add_people()
    _add_thresholds()
    _guard_tender()
    _guard_sharing(
        f" AND {_term('fingerprint')} = NEW.fingerprint AND {_same_weights()}", f" OR NOT {_STANDS}"
    )


def _add_people() -> None:
    make_table(
        _INTEREST,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("declared_at", AT, nullable=False),
        *within(_INTEREST, tender_id=_TENDER),
        *people(_INTEREST, "person_id"),
        check(_INTEREST, "words", "not conflict or words <> ''"),
    )
    op.create_index(f"ix_{_INTEREST}_tender", _INTEREST, ["federation_id", "tender_id", "person_id", "id"])
    for act in ("update", "delete"):
        guard(_INTEREST, act, "1 = 1", "what somebody said of their interests stays")
    make_table(
        _PART,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("named_by", ROW, nullable=False),
        sa.Column("named_at", AT, nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        *within(_PART, tender_id=_TENDER),
        *people(_PART, "person_id", "named_by"),
        unique(_PART, "tender_id", "person_id"),
        check(_PART, "part", "part in ('scorer', 'opener')"),
    )
    for act in ("insert", "update"):
        guard(
            _PART, act, f"NOT {_STANDS}", "who scores and who opens is settled when the time for bids is over"
        )
    guard(_PART, "delete", "1 = 1", "who scored and who opened stays")


def _add_thresholds() -> None:
    make_table(
        _THRESHOLD,
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("entered_by", ROW, nullable=False),
        sa.Column("entered_at", AT, nullable=False),
        *people(_THRESHOLD, "entered_by"),
        check(
            _THRESHOLD,
            "kind",
            "kind in ('central', 'sub_central', 'light_touch', 'works', 'concessions', 'light_touch_concessions')",
        ),
        check(_THRESHOLD, "pence", "pence > 0"),
    )
    op.create_index(f"ix_{_THRESHOLD}_kind", _THRESHOLD, ["federation_id", "kind", "since"])
    for act in ("update", "delete"):
        guard(_THRESHOLD, act, "1 = 1", "a threshold that was entered stays")


def _guard_tender() -> None:
    """A tender keeps whose it is and its time; once the members have voted to start it, they alone cancel it."""
    moved = " OR ".join(
        f"NEW.{name} {differs()} OLD.{name}"
        for name in ("federation_id", "id", "group_id", "year", "number", "title", "opened_by", "opened_at")
    )
    earlier = (
        "OLD.closes_at IS NOT NULL AND (NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at "
        "OR (NEW.closes_at <> OLD.closes_at AND OLD.closes_at <= federation_now()))"
    )
    cancelled = _CARRIED.format(
        that=f"d.subject = 'tendering.cancel' AND {_number('tender')} = NEW.id AND {_term('reason')} = NEW.cancel_reason"
    )
    alone = f"NEW.cancelled_at IS NOT NULL AND {_VOTED} AND NOT {cancelled}"
    guard(
        _TENDER,
        "update",
        f"({moved} OR OLD.cancelled_at IS NOT NULL OR ({earlier}) OR ({alone}))",
        "a tender that the members voted is changed by them alone",
    )


def _guard_sharing(same: str, or_else: str) -> None:
    """A sharing is what the carried decision says in its terms, and before the time for bids is over."""
    carried = _CARRIED.format(
        that=f"d.id = NEW.decision_id AND d.subject = 'tendering.sharing' AND {_number('tender')} = NEW.tender_id "
        f"AND {_term('basis')} = NEW.basis AND {_number('total')} = NEW.total AND {_term('unit')} = NEW.unit "
        f"AND {_number('least')} = NEW.least AND COALESCE({_number('most')}, -1) = COALESCE(NEW.most, -1){same}"
    )
    guard(
        _SHARING,
        "insert",
        f"(NOT {carried}{or_else})",
        "the members alone say how a tender is shared, as they decided it",
    )


def _same_weights() -> str:
    if is_postgresql():
        return "(v.terms -> 'data' -> 'weights')::jsonb = NEW.weights::jsonb"
    return "json_extract(v.terms, '$.data.weights') = json(NEW.weights)"


def _term(name: str) -> str:
    """A value of the terms that the decision keeps."""
    return (
        f"(v.terms -> 'data' ->> '{name}')" if is_postgresql() else f"json_extract(v.terms, '$.data.{name}')"
    )


def _number(name: str) -> str:
    """A number of the terms that the decision keeps."""
    return f"{_term(name)}::bigint" if is_postgresql() else _term(name)


def downgrade() -> None:
    _guard_sharing("", "")
    drop_guard(_TENDER, "update")
    for table, acts in (
        (_THRESHOLD, ("update", "delete")),
        (_PART, ("insert", "update", "delete")),
        (_INTEREST, ("update", "delete")),
    ):
        op.drop_table(table)
        for act in acts:
            drop_guard(table, act)
    op.drop_column(_SHARING, "fingerprint")
    op.drop_column(_TENDER, "closes_at")
