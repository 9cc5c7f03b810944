"""Practices join, are suspended and leave, by decisions of the members or by their own notice."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_STEP, _PRACTICE = "belonging_step", "network_practice"
_WITHIN = (("practice_id", _PRACTICE), ("decision_id", "decisions_decision"))
_KINDS = (
    *("admitted", "suspended", "lifted", "asked", "answered"),
    *("notice", "confirmed", "stated", "taken_back", "gone"),
)
_DECIDED = (
    "NEW.kind IN ('admitted', 'suspended', 'lifted') AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "WHERE d.federation_id = NEW.federation_id AND d.id = NEW.decision_id AND d.group_id IS NULL AND d.state = 'closed' "
    "AND d.verdict = 'carried' AND d.subject = CASE NEW.kind WHEN 'admitted' THEN 'belonging.admit' "
    "WHEN 'suspended' THEN 'belonging.suspend' ELSE 'belonging.lift' END)"
)


def upgrade() -> None:
    op.add_column(_PRACTICE, sa.Column("suspended_until", _AT, nullable=True))
    op.create_table(
        _STEP,
        sa.Column("federation_id", _ROW, nullable=False),
        sa.Column("id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decision_id", _ROW, nullable=True),
        sa.Column("person_id", _ROW, nullable=True),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_STEP}")),
        sa.UniqueConstraint("federation_id", "id", name=op.f(f"uq_{_STEP}_federation_id_id")),
        sa.UniqueConstraint(
            "federation_id", "decision_id", "kind", name=op.f(f"uq_{_STEP}_federation_id_decision_id_kind")
        ),
        sa.ForeignKeyConstraint(
            ["federation_id"], ["network_federation.id"], name=op.f(f"fk_{_STEP}_federation_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["federation_id", column],
                [f"{target}.federation_id", f"{target}.id"],
                name=op.f(f"fk_{_STEP}_federation_id_{column}"),
            )
            for column, target in _WITHIN
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people_person.id"], name=op.f(f"fk_{_STEP}_person_id")),
        sa.CheckConstraint(f"kind in {_KINDS}", name=op.f(f"ck_{_STEP}_kind")),
    )
    op.create_index(f"ix_{_STEP}_practice", _STEP, ["federation_id", "practice_id", "id"])
    _guard("insert", _DECIDED, "the members decide who joins, and who is suspended")
    _guard("update", "1 = 1", "a step of a practice stays as it was")
    _guard("delete", "1 = 1", "a step of a practice stays as it was")


def downgrade() -> None:
    op.drop_table(_STEP)
    if _is_postgresql():
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION guard_{_STEP}_{act}()")
    op.drop_column(_PRACTICE, "suspended_until")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard(act: str, refused: str, words: str) -> None:
    name = f"guard_{_STEP}_{act}"
    if not _is_postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_STEP} FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    row = "OLD" if act == "delete" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {_STEP} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
