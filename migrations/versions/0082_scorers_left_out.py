"""Scorers who do not lock in time: bids are judged without them once two people say so, and never once scores can be seen."""

import sqlalchemy as sa
from alembic import op

from federation.network.migrating import (
    AT,
    ROW,
    check,
    differs,
    drop_guard,
    guard,
    make_table,
    people,
    unique,
    within,
)

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

_ASIDE, _LOCK = "tendering_aside", "tendering_lock"
_HERE = "{one}.federation_id = NEW.federation_id AND {one}.tender_id = NEW.tender_id"
_NAMES = {name: _HERE.format(one=name) for name in "abgkop"}
_SCORER = (
    "EXISTS (SELECT 1 FROM tendering_part p WHERE {p} AND p.person_id = NEW.person_id AND p.part = 'scorer' "
    "AND p.ended_at IS NULL)"
)
_OPENED = "(SELECT count(*) FROM tendering_opening o WHERE {o} AND o.what = 'quality') >= 2"
_PRICED = "(SELECT count(*) FROM tendering_opening o WHERE {o} AND o.what = 'price') >= 2"
_LOCKED = (
    "(SELECT count(*) FROM tendering_lock k WHERE {k} AND k.scorer_id = NEW.person_id) >= "
    "(SELECT count(*) FROM tendering_bid b WHERE {b} AND b.ended_at IS NULL)"
)
_TOO_FEW = (
    "(SELECT count(*) FROM tendering_part p WHERE {p} AND p.part = 'scorer' AND p.ended_at IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM tendering_aside a WHERE {a} AND a.person_id = p.person_id AND a.confirmed_by IS NOT NULL)) < 3"
)
_AGREED = "EXISTS (SELECT 1 FROM tendering_agreed g WHERE {g})"
_LEFT_OUT = "EXISTS (SELECT 1 FROM tendering_aside a WHERE {a} AND a.person_id = NEW.scorer_id AND a.confirmed_by IS NOT NULL)"


def upgrade() -> None:
    make_table(
        _ASIDE,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", ROW, nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("confirmed_by", ROW, nullable=True),
        sa.Column("confirmed_at", AT, nullable=True),
        *within(_ASIDE, tender_id="tendering_tender"),
        *people(_ASIDE, "person_id", "asked_by", "confirmed_by"),
        unique(_ASIDE, "tender_id", "person_id"),
        check(_ASIDE, "reason", "reason <> ''"),
        check(_ASIDE, "confirmed", "(confirmed_by is null) = (confirmed_at is null)"),
        check(_ASIDE, "second", "confirmed_by is null or confirmed_by <> asked_by"),
        check(_ASIDE, "another", "asked_by <> person_id"),
    )
    guard(
        _ASIDE,
        "insert",
        f"(NEW.confirmed_by IS NOT NULL OR NOT {_SCORER} OR NOT {_OPENED})".format_map(_NAMES),
        "somebody asks that bids are judged without a scorer, and another person confirms it",
    )
    kept = ("tender_id", "person_id", "reason", "asked_by", "asked_at")
    moved = " OR ".join(f"NEW.{name} {differs()} OLD.{name}" for name in kept)
    guard(
        _ASIDE,
        "update",
        f"(OLD.confirmed_by IS NOT NULL OR {moved} OR NEW.confirmed_by IS NULL OR NEW.confirmed_by = NEW.person_id "
        f"OR {_PRICED} OR {_AGREED} OR {_LOCKED} OR {_TOO_FEW})".format_map(_NAMES),
        "bids are judged without a scorer who has not locked, by at least two others, once a second person has confirmed it",
    )
    guard(_ASIDE, "delete", "1 = 1", "that bids are judged without somebody stays")
    guard(_LOCK, "insert", _LEFT_OUT.format_map(_NAMES), "bids are judged without this scorer", about="aside")


def downgrade() -> None:
    drop_guard(_LOCK, "insert", about="aside")
    for act in ("insert", "update", "delete"):
        drop_guard(_ASIDE, act)
    op.drop_table(_ASIDE)
