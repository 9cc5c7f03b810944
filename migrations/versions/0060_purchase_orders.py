"""Offers, orders, deliveries, bills and contracts: there is no order but of the version that the members voted."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)
_OFFER, _ORDER, _SHARE = "purchasing_offer", "purchasing_order", "purchasing_order_share"
_DELIVERY, _CAME = "purchasing_delivery", "purchasing_delivery_share"
_BILL, _PAID, _CONTRACT = "purchasing_bill", "purchasing_bill_share", "purchasing_contract"
_TABLES = (_OFFER, _ORDER, _SHARE, _DELIVERY, _CAME, _BILL, _PAID, _CONTRACT)
_VOTED = (
    "EXISTS (SELECT 1 FROM purchasing_voted w JOIN purchasing_spec s ON s.federation_id = w.federation_id "
    "AND s.id = w.spec_id WHERE w.federation_id = NEW.federation_id AND w.spec_id = NEW.spec_id "
    "AND w.fingerprint = NEW.fingerprint AND s.round_id = NEW.round_id AND NOT EXISTS (SELECT 1 FROM purchasing_spec l "
    "WHERE l.federation_id = s.federation_id AND l.round_id = s.round_id AND l.number > s.number))"
)
_WITHIN_ITS_MANDATE = (
    "EXISTS (SELECT 1 FROM mandates_act a JOIN purchasing_round r ON r.federation_id = a.federation_id "
    "AND r.group_id = a.group_id WHERE a.federation_id = NEW.federation_id AND a.id = NEW.act_id AND a.power = 'buy' "
    "AND a.pence = NEW.pence AND r.id = NEW.round_id)"
)


def upgrade() -> None:
    _add_offers()
    _add_orders()
    _add_deliveries()
    _add_bills()
    _add_contracts()
    _guard(
        _ORDER,
        "insert",
        f"NOT ({_VOTED} AND {_WITHIN_ITS_MANDATE})",
        "what the members voted is ordered, within the mandate of the group, and nothing else",
    )
    for table in _TABLES:
        for act in ("update", "delete"):
            _guard(table, act, "1 = 1", "what was offered, ordered, delivered and billed stays")


def _add_offers() -> None:
    _make(
        _OFFER,
        sa.Column("round_id", _ROW, nullable=False),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("item", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("delivery_pence", _ROW, nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("minimum", _ROW, nullable=False),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", _ROW, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        *_within(_OFFER, round_id="purchasing_round"),
        *_people(_OFFER, "written_by"),
        _check(_OFFER, "amounts", "pence >= 0 and delivery_pence >= 0 and deliveries >= 0"),
        _check(_OFFER, "terms", "vat_percent between 0 and 100 and minimum >= 0"),
        _pointed_to(_OFFER),
    )
    op.create_index(f"ix_{_OFFER}_round", _OFFER, ["federation_id", "round_id", "id"])


def _add_orders() -> None:
    _make(
        _ORDER,
        sa.Column("round_id", _ROW, nullable=False),
        sa.Column("offer_id", _ROW, nullable=False),
        sa.Column("spec_id", _ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("act_id", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("ordered_by", _ROW, nullable=False),
        sa.Column("ordered_at", _AT, nullable=False),
        *_within(
            _ORDER,
            round_id="purchasing_round",
            offer_id=_OFFER,
            spec_id="purchasing_spec",
            act_id="mandates_act",
        ),
        *_people(_ORDER, "ordered_by"),
        _unique(_ORDER, "offer_id"),
        _unique(_ORDER, "act_id"),
        _pointed_to(_ORDER),
    )
    op.create_index(f"ix_{_ORDER}_round", _ORDER, ["federation_id", "round_id", "id"])
    _make(
        _SHARE,
        sa.Column("order_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("quantity", _ROW, nullable=False),
        sa.Column("packs", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("baseline_pence", _ROW, nullable=True),
        *_within(_SHARE, order_id=_ORDER, practice_id="network_practice"),
        _unique(_SHARE, "order_id", "practice_id"),
    )


def _add_deliveries() -> None:
    _make(
        _DELIVERY,
        sa.Column("order_id", _ROW, nullable=False),
        sa.Column("packs", _ROW, nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_by", _ROW, nullable=False),
        sa.Column("noted_at", _AT, nullable=False),
        *_within(_DELIVERY, order_id=_ORDER),
        *_people(_DELIVERY, "noted_by"),
        _check(_DELIVERY, "packs", "packs > 0"),
        _pointed_to(_DELIVERY),
    )
    op.create_index(f"ix_{_DELIVERY}_order", _DELIVERY, ["federation_id", "order_id", "id"])
    _make(
        _CAME,
        sa.Column("delivery_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("packs", _ROW, nullable=False),
        *_within(_CAME, delivery_id=_DELIVERY, practice_id="network_practice"),
        _unique(_CAME, "delivery_id", "practice_id"),
    )


def _add_bills() -> None:
    _make(
        _BILL,
        sa.Column("order_id", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("last", sa.Boolean(), nullable=False),
        sa.Column("noted_by", _ROW, nullable=False),
        sa.Column("noted_at", _AT, nullable=False),
        *_within(_BILL, order_id=_ORDER),
        *_people(_BILL, "noted_by"),
        _check(_BILL, "pence", "pence > 0"),
        _check(_BILL, "basis", "basis in ('quantity', 'patients', 'equal')"),
        _pointed_to(_BILL),
    )
    op.create_index(f"ix_{_BILL}_order", _BILL, ["federation_id", "order_id", "id"])
    _make(
        _PAID,
        sa.Column("bill_id", _ROW, nullable=False),
        sa.Column("practice_id", _ROW, nullable=False),
        sa.Column("pence", _ROW, nullable=False),
        *_within(_PAID, bill_id=_BILL, practice_id="network_practice"),
        _unique(_PAID, "bill_id", "practice_id"),
    )


def _add_contracts() -> None:
    _make(
        _CONTRACT,
        sa.Column("group_id", _ROW, nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("supplier", sa.String(120), nullable=False),
        sa.Column("practices", sa.JSON(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("break_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("written_by", _ROW, nullable=False),
        sa.Column("written_at", _AT, nullable=False),
        *_within(_CONTRACT, group_id="network_group"),
        *_people(_CONTRACT, "written_by"),
        _check(_CONTRACT, "runs", "starts_on <= ends_on"),
        _pointed_to(_CONTRACT),
    )
    op.create_index(f"ix_{_CONTRACT}_ends", _CONTRACT, ["federation_id", "ends_on", "id"])


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    if _is_postgresql():
        for name in (
            f"{_ORDER}_insert",
            *(f"{table}_{act}" for table in _TABLES for act in ("update", "delete")),
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
