"""Homes, counts of their residents, alternatives, and how it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "care_homes_home",
        *_federated(),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("postcode", sa.String(10), nullable=False),
        sa.Column("network", sa.String(120), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.String(24), nullable=False),
        sa.Column("longitude", sa.String(24), nullable=False),
        sa.Column("x", sa.Integer()),
        sa.Column("y", sa.Integer()),
        sa.Column("practice_id", _ROW),
        sa.Column("aligned_at", _MOMENT),
        sa.Column("decision_id", _ROW),
        sa.Column("lead_id", _ROW),
        sa.Column("counted_on", sa.Date()),
        sa.Column("asked_week", sa.String(8), nullable=False),
        _within("practice_id", "network_practice"),
        _person("lead_id"),
        sa.UniqueConstraint("federation_id", "code"),
    )
    op.create_index("ix_care_homes_home_practice", "care_homes_home", ["federation_id", "practice_id"])
    op.create_table(
        "care_homes_residents",
        *_federated(),
        sa.Column("home_id", _ROW, nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _within("home_id", "care_homes_home"),
        sa.UniqueConstraint("federation_id", "home_id", "code"),
    )
    op.create_table(
        "care_homes_spot",
        *_federated(),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        _within("practice_id", "network_practice"),
        sa.UniqueConstraint("federation_id", "practice_id"),
    )
    _alternatives()
    _running()


def _alternatives() -> None:
    op.create_table(
        "care_homes_alternative",
        *_federated(),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("made_by", _ROW, nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("moves_weight", sa.Integer(), nullable=False),
        sa.Column("metres_weight", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer()),
        *(
            sa.Column(name, _JSON, nullable=False)
            for name in ("fixed", "caps", "used", "homes", "before", "detail", "binding")
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("cost", "moves", "residents", "metres", "gap")
        ),
        sa.Column("letter", sa.String(1), nullable=False),
        sa.Column("decision_id", _ROW),
        sa.Column("decided", sa.String(10), nullable=False),
        _person("made_by"),
    )


def _running() -> None:
    op.create_table(
        "care_homes_round",
        *_federated(),
        sa.Column("home_id", _ROW, nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("reviewed", sa.Integer(), nullable=False),
        sa.Column("came", _JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        _within("home_id", "care_homes_home"),
        _person("person_id"),
        sa.UniqueConstraint("federation_id", "home_id", "week"),
    )
    op.create_table(
        "care_homes_month",
        *_federated(),
        sa.Column("home_id", _ROW, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("admissions", sa.Integer(), nullable=False),
        sa.Column("person_id", _ROW, nullable=False),
        _within("home_id", "care_homes_home"),
        _person("person_id"),
        sa.UniqueConstraint("federation_id", "home_id", "month"),
    )
    op.create_table(
        "care_homes_arrival",
        *_federated(),
        sa.Column("home_id", _ROW, nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("person_id", _ROW, nullable=False),
        _within("home_id", "care_homes_home"),
        _person("person_id"),
    )
    op.create_table(
        "care_homes_evidence",
        *_federated(),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("submitted_by", _ROW, nullable=False),
        sa.Column("submitted_at", _MOMENT, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_by", _ROW),
        sa.Column("reviewed_at", _MOMENT),
        _person("submitted_by"),
        _person("reviewed_by"),
    )


def downgrade() -> None:
    for table in ("evidence", "arrival", "month", "round", "alternative", "spot", "residents", "home"):
        op.drop_table(f"care_homes_{table}")


def _federated() -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """Federation and number, the pair that other tables point to."""
    return (
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, primary_key=True),
        sa.ForeignKeyConstraint(["federation_id"], ["network_federation.id"]),
        sa.UniqueConstraint("federation_id", "id"),
    )


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.id"])


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["people_person.id"])
