"""The members elect people to groups; practices take seats where the members let them."""

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
    pointed_to,
    unique,
    within,
)

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

_ELECTION, _CANDIDATE, _SEAT = "electing_election", "electing_candidate", "network_group_seat"
_STANDING = sa.text("stood_down_at IS NULL")
_GIVEN = "given_by is not null or elected_in is not null"
_CARRIED = (
    "NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.federation_id = NEW.federation_id AND d.id = NEW.elected_in "
    "AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' AND d.subject = 'electing.elect')"
)
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM electing_election e WHERE e.federation_id = NEW.federation_id AND e.id = NEW.election_id "
    "AND e.decision_id IS NULL AND NEW.stood_at < e.until)"
)
_FIXED = (
    *("federation_id", "id", "group_id", "seats", "is_lead", "has_vote", "replaces", "words", "until"),
    *("begun_by", "begun_at"),
)
_SAID = ("federation_id", "id", "election_id", "person_id", "words", "stood_at")
_STAYS = "an election stays as it was begun"
_STOOD = "who stands puts themselves forward in time, and that stays as it was said"
_ELECTED = "the members elect who sits in such a seat"


def upgrade() -> None:
    make_table(
        _ELECTION,
        sa.Column("group_id", ROW, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("begun_by", ROW, nullable=False),
        sa.Column("begun_at", AT, nullable=False),
        sa.Column("decision_id", ROW, nullable=True),
        *within(_ELECTION, group_id="network_group", decision_id="decisions_decision"),
        *people(_ELECTION, "begun_by"),
        pointed_to(_ELECTION),
        unique(_ELECTION, "decision_id"),
        check(_ELECTION, "seats", "seats between 1 and 25"),
        check(_ELECTION, "time", "begun_at < until"),
    )
    op.create_index(f"ix_{_ELECTION}_group", _ELECTION, ["federation_id", "group_id", "id"])
    make_table(
        _CANDIDATE,
        sa.Column("election_id", ROW, nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stood_at", AT, nullable=False),
        sa.Column("stood_down_at", AT, nullable=True),
        *within(_CANDIDATE, election_id=_ELECTION),
        *people(_CANDIDATE, "person_id"),
    )
    op.create_index(
        f"uq_{_CANDIDATE}_person",
        _CANDIDATE,
        ["federation_id", "election_id", "person_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_index(f"ix_{_CANDIDATE}_election", _CANDIDATE, ["federation_id", "election_id", "id"])
    with op.batch_alter_table(_SEAT) as seats:
        seats.add_column(sa.Column("elected_in", ROW, nullable=True))
        seats.alter_column("given_by", existing_type=ROW, nullable=True)
        seats.create_check_constraint(op.f(f"ck_{_SEAT}_giver"), _GIVEN)
    changed = [f"NEW.{one} {differs()} OLD.{one}" for one in _FIXED]
    guard(_ELECTION, "insert", "NEW.decision_id IS NOT NULL", _STAYS)
    guard(_ELECTION, "update", f"({' OR '.join([*changed, 'OLD.decision_id IS NOT NULL'])})", _STAYS)
    guard(_ELECTION, "delete", "OLD.id IS NOT NULL", _STAYS)
    said = [f"NEW.{one} {differs()} OLD.{one}" for one in _SAID]
    guard(_CANDIDATE, "insert", f"(NEW.stood_down_at IS NOT NULL OR {_OPEN})", _STOOD)
    guard(_CANDIDATE, "update", f"({' OR '.join([*said, 'OLD.stood_down_at IS NOT NULL'])})", _STOOD)
    guard(_CANDIDATE, "delete", "OLD.id IS NOT NULL", _STOOD)
    guard(_SEAT, "insert", f"(NEW.elected_in IS NOT NULL AND {_CARRIED})", _ELECTED, "elected")
    guard(
        _SEAT,
        "update",
        f"(NEW.elected_in {differs()} OLD.elected_in AND {_CARRIED})",
        _ELECTED,
        "elected",
    )


def downgrade() -> None:
    for act in ("insert", "update"):
        drop_guard(_SEAT, act, "elected")
    with op.batch_alter_table(_SEAT) as seats:
        seats.drop_constraint(op.f(f"ck_{_SEAT}_giver"), type_="check")
        seats.drop_column("elected_in")
        seats.alter_column("given_by", existing_type=ROW, nullable=False)
    for table in (_CANDIDATE, _ELECTION):
        op.drop_table(table)
        for act in ("insert", "update", "delete"):
            drop_guard(table, act)
