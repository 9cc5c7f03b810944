"""How bids are judged, who wins and how it is shared out: what is locked, agreed, voted and confirmed stays."""

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
    pointed_to,
    unique,
    within,
)

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

_TENDER, _BID = "tendering_tender", "tendering_bid"
_CHECK, _SCORE, _LOCK, _AGREED = "tendering_check", "tendering_score", "tendering_lock", "tendering_agreed"
_AWARD, _CHANGE, _LINE = "tendering_award", "tendering_allocation", "tendering_allocation_line"
_CHALLENGE, _CONTRACT = "tendering_challenge", "tendering_contract"
_LOCKED = (
    "EXISTS (SELECT 1 FROM tendering_lock k WHERE k.federation_id = {row}.federation_id AND k.bid_id = {row}.bid_id "
    "AND k.scorer_id = {row}.scorer_id)"
)
_NO_SCORER = (
    "NOT EXISTS (SELECT 1 FROM tendering_part p WHERE p.federation_id = NEW.federation_id AND p.tender_id = NEW.tender_id "
    "AND p.person_id = NEW.scorer_id AND p.part = 'scorer' AND p.ended_at IS NULL)"
)
_OPENED = (
    "(SELECT count(*) FROM tendering_opening o WHERE o.federation_id = NEW.federation_id AND o.tender_id = NEW.tender_id "
    "AND o.what = '{what}') >= 2"
)
_SEALED = "NOT " + _OPENED.format(what="quality")
_PRICES = _OPENED.format(what="price")
_CARRIED = (
    "EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_version v ON v.federation_id = d.federation_id "
    "AND v.decision_id = d.id AND v.number = d.version WHERE d.federation_id = NEW.federation_id "
    "AND d.id = NEW.decision_id AND d.group_id IS NULL AND d.state = 'closed' AND d.verdict = 'carried' AND {that})"
)


def upgrade() -> None:
    _add_scores()
    _add_agreed()
    _add_award()
    _add_allocations()
    _add_afterwards()
    _guard_scores()
    _guard_agreed()
    _guard_award()


def _add_scores() -> None:
    make_table(
        _CHECK,
        *_of_a_bid(),
        sa.Column("passes", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("checked_by", ROW, nullable=False),
        sa.Column("checked_at", AT, nullable=False),
        *within(_CHECK, tender_id=_TENDER, bid_id=_BID),
        *people(_CHECK, "checked_by"),
    )
    make_table(
        _SCORE,
        *_of_a_bid(),
        sa.Column("scorer_id", ROW, nullable=False),
        sa.Column("criterion", sa.String(40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_at", AT, nullable=False),
        *within(_SCORE, tender_id=_TENDER, bid_id=_BID),
        *people(_SCORE, "scorer_id"),
        unique(_SCORE, "bid_id", "scorer_id", "criterion"),
        check(_SCORE, "points", "points between 0 and 5"),
    )
    make_table(
        _LOCK,
        *_of_a_bid(),
        sa.Column("scorer_id", ROW, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("locked_at", AT, nullable=False),
        *within(_LOCK, tender_id=_TENDER, bid_id=_BID),
        *people(_LOCK, "scorer_id"),
        unique(_LOCK, "bid_id", "scorer_id"),
    )
    op.create_index(f"ix_{_CHECK}_tender", _CHECK, ["federation_id", "tender_id", "id"])
    for table in (_SCORE, _LOCK):
        op.create_index(f"ix_{table}_tender", table, ["federation_id", "tender_id", "scorer_id"])


def _add_agreed() -> None:
    make_table(
        _AGREED,
        *_of_a_bid(),
        sa.Column("criterion", sa.String(40), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", ROW, nullable=False),
        sa.Column("agreed_at", AT, nullable=False),
        sa.Column("confirmed_by", ROW, nullable=True),
        sa.Column("confirmed_at", AT, nullable=True),
        *within(_AGREED, tender_id=_TENDER, bid_id=_BID),
        *people(_AGREED, "agreed_by", "confirmed_by"),
        unique(_AGREED, "bid_id", "criterion"),
        check(_AGREED, "halves", "halves between 0 and 10"),
        check(_AGREED, "confirmed", "(confirmed_by is null) = (confirmed_at is null)"),
        check(_AGREED, "second", "confirmed_by is null or confirmed_by <> agreed_by"),
    )
    op.create_index(f"ix_{_AGREED}_tender", _AGREED, ["federation_id", "tender_id", "id"])


def _add_award() -> None:
    make_table(
        _AWARD,
        *_of_a_bid(),
        sa.Column("decision_id", ROW, nullable=False),
        sa.Column("supplier", sa.String(200), nullable=False),
        sa.Column("pence", ROW, nullable=False),
        sa.Column("awarded_at", AT, nullable=False),
        sa.Column("standstill_until", sa.Date(), nullable=False),
        *within(_AWARD, tender_id=_TENDER, bid_id=_BID, decision_id="decisions_decision"),
        unique(_AWARD, "decision_id"),
        unique(_AWARD, "tender_id"),
        check(_AWARD, "pence", "pence > 0"),
        pointed_to(_AWARD),
    )


def _add_allocations() -> None:
    make_table(
        _CHANGE,
        sa.Column("award_id", ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("total", ROW, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("beyond", sa.Boolean(), nullable=False),
        sa.Column("asked_by", ROW, nullable=True),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("confirmed_by", ROW, nullable=True),
        sa.Column("decision_id", ROW, nullable=True),
        sa.Column("holds_from", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        *within(_CHANGE, award_id=_AWARD, decision_id="decisions_decision"),
        *people(_CHANGE, "asked_by", "confirmed_by"),
        unique(_CHANGE, "award_id", "number"),
        check(_CHANGE, "kind", "kind in ('award', 'withdrawal', 'shortfall', 'deviation')"),
        check(_CHANGE, "amounts", "total > 0 and number > 0"),
        check(_CHANGE, "second", "confirmed_by is null or confirmed_by <> asked_by"),
        check(_CHANGE, "ended", "ended_at is null or holds_from is null"),
        pointed_to(_CHANGE),
    )
    make_table(
        _LINE,
        sa.Column("change_id", ROW, nullable=False),
        sa.Column("practice_id", ROW, nullable=False),
        sa.Column("amount", ROW, nullable=False),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        *within(_LINE, change_id=_CHANGE, practice_id="network_practice"),
        unique(_LINE, "change_id", "practice_id"),
        check(_LINE, "amount", "amount >= 0"),
    )


def _add_afterwards() -> None:
    make_table(
        _CHALLENGE,
        sa.Column("award_id", ROW, nullable=False),
        sa.Column("bid_id", ROW, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", AT, nullable=False),
        sa.Column("noted_by", ROW, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", ROW, nullable=True),
        sa.Column("answered_at", AT, nullable=True),
        *within(_CHALLENGE, award_id=_AWARD, bid_id=_BID),
        *people(_CHALLENGE, "noted_by", "answered_by"),
        check(_CHALLENGE, "answered", "(answered_at is null) = (answer = '')"),
    )
    op.create_index(f"ix_{_CHALLENGE}_award", _CHALLENGE, ["federation_id", "award_id", "id"])
    make_table(
        _CONTRACT,
        sa.Column("award_id", ROW, nullable=False),
        sa.Column("contract_id", ROW, nullable=False),
        sa.Column("signed_at", AT, nullable=False),
        *within(_CONTRACT, award_id=_AWARD, contract_id="purchasing_contract"),
        unique(_CONTRACT, "award_id"),
    )


def _of_a_bid() -> tuple[sa.Column[int], sa.Column[int]]:
    return sa.Column("tender_id", ROW, nullable=False), sa.Column("bid_id", ROW, nullable=False)


def _guard_scores() -> None:
    """A score of a locked bid stays, and so does its lock; a check is added and never changed."""
    words = "scores stay as they were locked"
    guard(
        _SCORE,
        "insert",
        f"({_LOCKED.format(row='NEW')} OR {_NO_SCORER} OR {_SEALED})",
        "scorers who were named score bids that two people have opened, until they lock them",
    )
    guard(_LOCK, "insert", f"({_NO_SCORER} OR {_SEALED})", "scorers who were named lock their scores")
    guard(
        _SCORE,
        "update",
        f"({_LOCKED.format(row='OLD')} OR {_moved('bid_id', 'scorer_id', 'criterion')})",
        words,
    )
    guard(_SCORE, "delete", _LOCKED.format(row="OLD"), words)
    for act in ("update", "delete"):
        guard(_LOCK, act, "1 = 1", words)
        guard(_CHECK, act, "1 = 1", "what somebody said of a bid stays")
    guard(
        _CHECK,
        "insert",
        f"({_SEALED} OR {_PRICES})",
        "bids are checked once they are open, and before the prices are",
    )


def _guard_agreed() -> None:
    """An agreed score lies within what the scorers gave, and stays once one of them confirmed it, or the prices are open."""
    given = (
        "SELECT {what} FROM tendering_score s JOIN tendering_lock k ON k.federation_id = s.federation_id "
        "AND k.bid_id = s.bid_id AND k.scorer_id = s.scorer_id WHERE s.federation_id = NEW.federation_id "
        "AND s.bid_id = NEW.bid_id AND s.criterion = NEW.criterion"
    )
    low, high = (f"2 * ({given.format(what=f'{which}(s.points)')})" for which in ("MIN", "MAX"))
    outside = f"COALESCE(NOT (NEW.halves BETWEEN {low} AND {high}), 1 = 1)"
    by_a_scorer = f"EXISTS ({given.format(what='1')} AND s.scorer_id = NEW.confirmed_by)"
    words = "an agreed score lies within what the scorers gave, and stays once one of them has confirmed it"
    guard(_AGREED, "insert", f"({_PRICES} OR NEW.confirmed_by IS NOT NULL OR {outside})", words)
    settled = (
        f"NEW.confirmed_by IS NOT NULL AND ({_moved('halves', 'reason', 'agreed_by')} OR NOT {by_a_scorer})"
    )
    moved = _moved("tender_id", "bid_id", "criterion")
    guard(
        _AGREED,
        "update",
        f"({_PRICES} OR OLD.confirmed_by IS NOT NULL OR {moved} OR {outside} OR ({settled}))",
        words,
    )
    guard(_AGREED, "delete", "1 = 1", words)


def _guard_award() -> None:
    """An award is what the carried decision says in its terms; amounts are those that it says, or that two people or the members
    changed later."""
    award = _CARRIED.format(
        that=f"d.subject = 'tendering.award' AND {_number('tender')} = NEW.tender_id AND {_number('bid')} = NEW.bid_id "
        f"AND {_number('pence')} = NEW.pence"
    )
    cancelled = (
        "EXISTS (SELECT 1 FROM tendering_tender t WHERE t.federation_id = NEW.federation_id AND t.id = NEW.tender_id "
        "AND t.cancelled_at IS NOT NULL)"
    )
    guard(
        _AWARD,
        "insert",
        f"NOT ({award} AND {_PRICES} AND NOT {cancelled})",
        "the members alone award a tender, as they decided it",
    )
    for act in ("update", "delete"):
        guard(_AWARD, act, "1 = 1", "an award stays as the members decided it")
        guard(_LINE, act, "1 = 1", "what a practice was to get stays")
        guard(_CONTRACT, act, "1 = 1", "the contract of an award stays")
    first = (
        "EXISTS (SELECT 1 FROM tendering_award a WHERE a.federation_id = NEW.federation_id AND a.id = NEW.award_id "
        "AND a.decision_id = NEW.decision_id)"
    )
    voted = _CARRIED.format(that=f"d.subject = 'tendering.deviation' AND {_number('change')} = NEW.id")
    guard(
        _CHANGE,
        "insert",
        f"NOT ((NEW.number = 1 AND NEW.kind = 'award' AND NEW.confirmed_by IS NULL AND {first}) OR (NEW.number > 1 "
        "AND NEW.kind <> 'award' AND NEW.asked_by IS NOT NULL AND NEW.confirmed_by IS NULL AND NEW.decision_id IS NULL "
        "AND NEW.holds_from IS NULL AND NEW.ended_at IS NULL))",
        "how an award is shared out is what the members decided with it, until two people or the members change it",
    )
    settled = f"((NOT NEW.beyond AND NEW.confirmed_by IS NOT NULL AND NEW.decision_id IS NULL) OR {voted})"
    ended = "(NEW.ended_at IS NOT NULL AND NEW.confirmed_by IS NULL AND NEW.decision_id IS NULL)"
    guard(
        _CHANGE,
        "update",
        f"(OLD.holds_from IS NOT NULL OR OLD.ended_at IS NOT NULL "
        f"OR {_moved('award_id', 'number', 'kind', 'total', 'reason', 'beyond', 'asked_by', 'asked_at')} "
        f"OR NOT ((NEW.holds_from IS NOT NULL AND {settled}) OR {ended}))",
        "a change of how an award is shared out is confirmed by a second person, or by the members",
    )
    guard(_CHANGE, "delete", "1 = 1", "how an award was shared out stays")
    late = (
        "EXISTS (SELECT 1 FROM tendering_allocation c WHERE c.federation_id = NEW.federation_id AND c.id = NEW.change_id "
        "AND c.number > 1 AND c.holds_from IS NOT NULL)"
    )
    guard(_LINE, "insert", late, "what a practice gets is not added to later")
    guard(
        _CHALLENGE,
        "update",
        f"(OLD.answered_at IS NOT NULL OR {_moved('award_id', 'bid_id', 'words', 'raised_at', 'noted_by')})",
        "what a bidder said stays, and so does the answer",
    )
    guard(_CHALLENGE, "delete", "1 = 1", "what a bidder said stays")


def _moved(*names: str) -> str:
    """That one of these columns has another value than before."""
    return "(" + " OR ".join(f"NEW.{name} {differs()} OLD.{name}" for name in names) + ")"


def _term(name: str) -> str:
    """A value of the terms that the decision keeps."""
    return (
        f"(v.terms -> 'data' ->> '{name}')" if is_postgresql() else f"json_extract(v.terms, '$.data.{name}')"
    )


def _number(name: str) -> str:
    """A number of the terms that the decision keeps."""
    return f"{_term(name)}::bigint" if is_postgresql() else _term(name)


def downgrade() -> None:
    guards = {
        _CONTRACT: ("update", "delete"),
        _CHALLENGE: ("update", "delete"),
        _LINE: ("insert", "update", "delete"),
        _CHANGE: ("insert", "update", "delete"),
        _AWARD: ("insert", "update", "delete"),
        _AGREED: ("insert", "update", "delete"),
        _LOCK: ("insert", "update", "delete"),
        _SCORE: ("insert", "update", "delete"),
        _CHECK: ("insert", "update", "delete"),
    }
    for table, acts in guards.items():
        op.drop_table(table)
        for act in acts if is_postgresql() else ():
            drop_guard(table, act)
