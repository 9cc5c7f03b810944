"""Groups that decide, voters who are people, and silence that was objected to."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_DECISION, _ENTRY, _INTEREST = "decisions_decision", "decisions_roll_entry", "decisions_interest"
_LINK, _GROUP, _SEAT = "decisions_ballot_link", "network_group", "network_group_seat"
_STANDING = sa.text("ended_at IS NULL")
_VOTER = "(person_id is null) <> (practice_id is null)"
_ROLL_FIXED = ("federation_id", "id", "decision_id", "practice_id", "code", "name", "patients", "weight")
_VERDICTS = ("carried", "not_carried", "inquorate", "tied", "referred", "advised")
_TERMS = ("floors", "full_sign_in")


def _one(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["federation_id", column],
        [f"{target}.federation_id", f"{target}.id"],
        name=op.f(f"fk_{table}_federation_id_{column}"),
    )


def upgrade() -> None:
    _make_groups()
    _make_seats()
    with _triggers_apart():
        with op.batch_alter_table(_DECISION) as table:
            table.add_column(sa.Column("group_id", _ROW, nullable=True))
            table.add_column(sa.Column("series", sa.String(8), nullable=False, server_default=""))
            table.drop_constraint(op.f(f"uq_{_DECISION}_federation_id_year_ordinal"), type_="unique")
            table.create_unique_constraint(
                op.f(f"uq_{_DECISION}_federation_id_series_year_ordinal"),
                ["federation_id", "series", "year", "ordinal"],
            )
            table.drop_constraint(op.f(f"ck_{_DECISION}_verdict"), type_="check")
            table.create_check_constraint(
                op.f(f"ck_{_DECISION}_verdict"), f"verdict in {(*_VERDICTS, 'objected')}"
            )
            table.create_foreign_key(
                op.f(f"fk_{_DECISION}_federation_id_group_id"),
                _GROUP,
                ["federation_id", "group_id"],
                ["federation_id", "id"],
            )
        op.create_index(f"ix_{_DECISION}_group", _DECISION, ["federation_id", "group_id", "state", "id"])
        for name in (_ENTRY, _INTEREST):
            with op.batch_alter_table(name) as table:
                table.add_column(sa.Column("person_id", _ROW, nullable=True))
                table.alter_column("practice_id", existing_type=_ROW, nullable=True)
                table.create_foreign_key(op.f(f"fk_{name}_person_id"), "people_person", ["person_id"], ["id"])
                table.create_unique_constraint(
                    op.f(f"uq_{name}_federation_id_decision_id_person_id"),
                    ["federation_id", "decision_id", "person_id"],
                )
                table.create_check_constraint(op.f(f"ck_{name}_voter"), _VOTER)
        op.create_index(f"ix_{_ENTRY}_person", _ENTRY, ["federation_id", "person_id", "decision_id"])
        with op.batch_alter_table(_LINK) as table:
            table.alter_column("practice_id", existing_type=_ROW, nullable=True)
    _guard("guard_decisions_roll_entry_fixed", _ENTRY, "", (*_ROLL_FIXED, "person_id"), "the roll is fixed")
    _guard_terms((*_TERMS, "group_id", "series"))


def downgrade() -> None:
    _guard_terms(_TERMS)
    _guard("guard_decisions_roll_entry_fixed", _ENTRY, "", _ROLL_FIXED, "the roll is fixed")
    with _triggers_apart():
        with op.batch_alter_table(_LINK) as table:
            table.alter_column("practice_id", existing_type=_ROW, nullable=False)
        op.drop_index(f"ix_{_ENTRY}_person", _ENTRY)
        for name in (_ENTRY, _INTEREST):
            with op.batch_alter_table(name) as table:
                table.drop_constraint(op.f(f"ck_{name}_voter"), type_="check")
                table.drop_constraint(op.f(f"uq_{name}_federation_id_decision_id_person_id"), type_="unique")
                table.drop_constraint(op.f(f"fk_{name}_person_id"), type_="foreignkey")
                table.alter_column("practice_id", existing_type=_ROW, nullable=False)
                table.drop_column("person_id")
        op.drop_index(f"ix_{_DECISION}_group", _DECISION)
        with op.batch_alter_table(_DECISION) as table:
            table.drop_constraint(op.f(f"fk_{_DECISION}_federation_id_group_id"), type_="foreignkey")
            table.drop_constraint(op.f(f"uq_{_DECISION}_federation_id_series_year_ordinal"), type_="unique")
            table.create_unique_constraint(
                op.f(f"uq_{_DECISION}_federation_id_year_ordinal"), ["federation_id", "year", "ordinal"]
            )
            table.drop_constraint(op.f(f"ck_{_DECISION}_verdict"), type_="check")
            table.create_check_constraint(op.f(f"ck_{_DECISION}_verdict"), f"verdict in {_VERDICTS}")
            table.drop_column("series")
            table.drop_column("group_id")
    op.drop_table(_SEAT)
    op.drop_table(_GROUP)


def _make_groups() -> None:
    op.create_table(
        _GROUP,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("reads", sa.String(8), nullable=False),
        sa.Column("parent_id", _ROW, nullable=True),
        sa.Column("created_by", _ROW, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind in ('sub_group', 'committee', 'locality', 'executive', 'office', 'outside')",
            name=op.f(f"ck_{_GROUP}_kind"),
        ),
        sa.CheckConstraint("reads in ('all', 'results', 'seated')", name=op.f(f"ck_{_GROUP}_reads")),
        _one(_GROUP, "federation_id", "network_federation"),
        _one(_GROUP, "created_by", "people_person"),
        _within(_GROUP, "parent_id", _GROUP),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_GROUP}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_GROUP}_federation_id_id")),
        sa.UniqueConstraint("federation_id", "code", name=op.f(f"uq_{_GROUP}_federation_id_code")),
        sa.UniqueConstraint("federation_id", "name", name=op.f(f"uq_{_GROUP}_federation_id_name")),
    )


def _make_seats() -> None:
    op.create_table(
        _SEAT,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("person_id", _ROW, nullable=True),
        sa.Column("practice_id", _ROW, nullable=True),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("given_by", _ROW, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_by", _ROW, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint(_VOTER, name=op.f(f"ck_{_SEAT}_holder")),
        _one(_SEAT, "federation_id", "network_federation"),
        _one(_SEAT, "person_id", "people_person"),
        _one(_SEAT, "given_by", "people_person"),
        _one(_SEAT, "ended_by", "people_person"),
        _within(_SEAT, "group_id", _GROUP),
        _within(_SEAT, "practice_id", "network_practice"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_SEAT}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_SEAT}_federation_id_id")),
    )
    op.create_index(f"ix_{_SEAT}_group", _SEAT, ["federation_id", "group_id", "id"])
    for holder in ("person", "practice"):
        op.create_index(f"ix_{_SEAT}_{holder}", _SEAT, ["federation_id", f"{holder}_id", "group_id"])
        op.create_index(
            f"uq_{_SEAT}_of_{holder}",
            _SEAT,
            ["federation_id", "group_id", f"{holder}_id"],
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        )


@contextmanager
def _triggers_apart() -> Iterator[None]:
    """SQLite changes a table by making it anew, which takes its triggers with it and trips over those of others."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        yield
        return
    found = bind.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in found:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in found:
        bind.exec_driver_sql(statement)


def _guard_terms(columns: tuple[str, ...]) -> None:
    opened = "OLD.state NOT IN ('draft', 'discussion', 'scheduled') AND "
    _guard("guard_decisions_decision_terms", _DECISION, opened, columns, "a closed decision is not changed")


def _guard(name: str, table: str, when: str, columns: tuple[str, ...], words: str) -> None:
    """Make the guard anew that refuses a change of these columns."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    differs = "IS DISTINCT FROM" if postgresql else "IS NOT"
    rows = [
        [
            f"CAST({row}.{column} AS TEXT)" if column == "floors" else f"{row}.{column}"
            for row in ("NEW", "OLD")
        ]
        for column in columns
    ]
    changed = f"{when}({' OR '.join(f'{new} {differs} {old}' for new, old in rows)})"
    if postgresql:
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {changed} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        return
    op.execute(f"DROP TRIGGER {name}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )
