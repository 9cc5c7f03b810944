"""Residents' choices, offers to staff, what everybody reads of an alternative; and what the database itself refuses to change."""

import sqlalchemy as sa
from alembic import op

from federation.toolkit import drop_guard, guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_ALTERNATIVE, _HOME, _ARRIVAL = "care_homes_alternative", "care_homes_home", "care_homes_arrival"
_EVIDENCE, _OFFER = "care_homes_evidence", "care_homes_offer"
_WORKED_OUT = (
    *("federation_id", "title", "made_by", "made_at", "moves_weight", "metres_weight", "furthest"),
    *("cost", "moves", "residents", "metres", "gap"),
)
_AS_TEXT = ("fixed", "caps", "used", "homes", "before", "detail", "binding", "shown")
_GUARDS = (
    (_ALTERNATIVE, "update", ""),
    (_ALTERNATIVE, "update", "decided"),
    (_ALTERNATIVE, "delete", ""),
    (_HOME, "update", "aligned"),
    (_HOME, "delete", ""),
    (_ARRIVAL, "update", ""),
    (_EVIDENCE, "update", ""),
    (_EVIDENCE, "delete", ""),
    (_OFFER, "update", ""),
)


def upgrade() -> None:
    with op.batch_alter_table(_ALTERNATIVE) as batch:
        batch.add_column(sa.Column("shown", sa.JSON(none_as_null=True)))
    _tables()
    _guard_alternatives()
    _guard_the_rest()


def _tables() -> None:
    op.create_table(
        "care_homes_choice",
        *_of_a_home(),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("stayed", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        _within("practice_id", "network_practice"),
        sa.UniqueConstraint("federation_id", "home_id", "practice_id"),
        sa.CheckConstraint("0 <= stayed AND stayed <= asked", name="part"),
    )
    op.create_table(
        _OFFER,
        *_of_a_home(),
        sa.Column("practice_id", _ROW),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer()),
        sa.Column("offered_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("taken", sa.Integer()),
        sa.Column("outcome", sa.Text(), nullable=False),
        _within("practice_id", "network_practice"),
    )
    op.create_index("ix_care_homes_offer_home", _OFFER, ["federation_id", "home_id"])
    op.create_table(
        "care_homes_turnover",
        *_of_a_home(),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.UniqueConstraint("federation_id", "home_id", "quarter"),
    )


def _guard_alternatives() -> None:
    """What was worked out stays; what was voted is not voted again; a home gets the practice that the members chose for it."""
    changed = [_differ(name) for name in _WORKED_OUT]
    changed += [_differ(f"CAST({{}}.{name} AS text)") for name in _AS_TEXT]
    guard(_ALTERNATIVE, "update", f"({' OR '.join(changed)})", "an alternative stays as it was worked out")
    after = (
        "(OLD.decided = 'carried' AND (NEW.decided NOT IN ('carried', 'refused') OR NEW.decision_id <> OLD.decision_id "
        "OR NEW.letter <> OLD.letter) OR OLD.decided <> 'waiting' AND OLD.decided <> 'carried' AND NEW.decided = 'carried')"
    )
    guard(_ALTERNATIVE, "update", after, "this alternative was decided", "decided")
    guard(_ALTERNATIVE, "delete", "(1 = 1)", "an alternative is kept")
    voted = (
        "SELECT 1 FROM care_homes_alternative a JOIN network_practice p ON p.federation_id = a.federation_id "
        "AND p.id = NEW.practice_id WHERE a.federation_id = NEW.federation_id AND a.decision_id = NEW.decision_id "
        "AND a.decided = 'carried' AND p.code = "
    )
    moved = f"({_differ('practice_id')} OR {_differ('decision_id')})"
    was_so = "(OLD.practice_id IS NULL AND OLD.decision_id IS NULL AND NEW.decision_id IS NULL)"
    refused = f"({moved} AND NOT {was_so} AND NOT EXISTS ({voted}{_chosen()}))"
    guard(_HOME, "update", refused, "the members choose which practice looks after a home", "aligned")
    guard(_HOME, "delete", "(1 = 1)", "a home is kept")


def _guard_the_rest() -> None:
    """A plan that is done, a review and an offer that has ended stay; who brought something does not review it."""
    late = f"({_any('home_id', 'arrived_on', 'due_on')} OR OLD.done_on IS NOT NULL AND {_differ('done_on')})"
    guard(_ARRIVAL, "update", late, "this plan stays as it was said")
    said = _any("title", "words", "submitted_by", "submitted_at")
    again = f"OLD.verdict <> '' AND {_any('verdict', 'reason', 'reviewed_by', 'reviewed_at')}"
    words = "what was brought and reviewed stays, and somebody else reviews it"
    guard(
        _EVIDENCE,
        "update",
        f"({said} OR {again} OR coalesce(NEW.reviewed_by = NEW.submitted_by, 1 = 0))",
        words,
    )
    guard(_EVIDENCE, "delete", "(1 = 1)", "what was brought is kept")
    offered = _any("home_id", "practice_id", "kind", "title", "words", "places", "offered_at")
    ended = f"OLD.ended_at IS NOT NULL AND {_any('ended_at', 'taken', 'outcome')}"
    guard(_OFFER, "update", f"({offered} OR {ended})", "an offer stays as it was made, and as it ended")


def downgrade() -> None:
    for table, act, about in _GUARDS:
        drop_guard(table, act, about)
    for table in ("turnover", "offer", "choice"):
        op.drop_table(f"care_homes_{table}")
    with op.batch_alter_table(_ALTERNATIVE) as batch:
        batch.drop_column("shown")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _differ(column: str) -> str:
    """That a column has another value; ``{}`` stands for the row where the column stands within something."""
    words = "IS DISTINCT FROM" if _on_postgresql() else "IS NOT"
    name = column if "{}" in column else f"{{}}.{column}"
    return f"{name.format('NEW')} {words} {name.format('OLD')}"


def _any(*columns: str) -> str:
    return f"({' OR '.join(_differ(column) for column in columns)})"


def _chosen() -> str:
    """The practice of the home in an alternative, by its code."""
    if _on_postgresql():
        return "a.homes ->> NEW.code"
    return "(SELECT value FROM json_each(a.homes) WHERE key = NEW.code)"


def _of_a_home() -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """Federation and number, the home, and who says it."""
    return (
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.Column("home_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"]),
        sa.UniqueConstraint("federation_id", "id"),
        _within("home_id", _HOME),
    )


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])
