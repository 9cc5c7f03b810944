"""Who is asked to bid, bids in versions that nobody reads before two people open them, late tries, questions."""

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

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_TENDER, _BIDDER, _DRAFT = "tendering_tender", "tendering_bidder", "tendering_draft"
_FILE, _BID, _QUESTION = "tendering_bid_file", "tendering_bid", "tendering_question"
_LATE, _OPENING = "tendering_late", "tendering_opening"
_SEALS = "guard_kernel_seal_tendering"
_TENDER_THAT = (
    "EXISTS (SELECT 1 FROM tendering_tender t WHERE t.federation_id = NEW.federation_id "
    "AND t.id = {tender} AND {{that}})"
)
_OPEN = "t.cancelled_at IS NULL AND t.closes_at > federation_now()"
_VOTED = " AND ".join(
    f"EXISTS (SELECT 1 FROM {table} v WHERE v.federation_id = NEW.federation_id "  # noqa: S608 - our own names
    "AND v.tender_id = NEW.tender_id)"
    for table in ("tendering_start", "tendering_sharing")
)
_OF_BIDDER = "(SELECT b.tender_id FROM tendering_bidder b WHERE b.federation_id = NEW.federation_id AND b.id = NEW.bidder_id)"


def upgrade() -> None:
    _add_bidders()
    _add_bids()
    _add_openings()
    _guard_bids()
    _guard_openings()
    _guard_seals()


def _add_bidders() -> None:
    make_table(
        _BIDDER,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("guest_id", ROW, nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("practice_id", ROW, nullable=True),
        sa.Column("invited_by", ROW, nullable=False),
        sa.Column("invited_at", AT, nullable=False),
        sa.Column("declined_at", AT, nullable=True),
        *within(_BIDDER, tender_id=_TENDER, practice_id="network_practice"),
        *people(_BIDDER, "invited_by"),
        unique(_BIDDER, "guest_id"),
        pointed_to(_BIDDER),
    )
    op.create_index(f"ix_{_BIDDER}_tender", _BIDDER, ["federation_id", "tender_id", "id"])
    make_table(
        _DRAFT,
        sa.Column("bidder_id", ROW, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        *within(_DRAFT, bidder_id=_BIDDER),
        unique(_DRAFT, "bidder_id"),
    )
    make_table(
        _QUESTION,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", ROW, nullable=True),
        sa.Column("answered_at", AT, nullable=True),
        *within(_QUESTION, tender_id=_TENDER),
        *people(_QUESTION, "answered_by"),
        check(_QUESTION, "answered", "(answered_at is null) = (answer = '')"),
    )
    op.create_index(f"ix_{_QUESTION}_tender", _QUESTION, ["federation_id", "tender_id", "id"])


def _add_bids() -> None:
    make_table(
        _FILE,
        sa.Column("bidder_id", ROW, nullable=False),
        sa.Column("added_at", AT, nullable=False),
        *within(_FILE, bidder_id=_BIDDER),
        pointed_to(_FILE),
    )
    op.create_index(f"ix_{_FILE}_bidder", _FILE, ["federation_id", "bidder_id", "id"])
    make_table(
        _BID,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("bidder_id", ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", AT, nullable=False),
        sa.Column("receipt", sa.String(8), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("ended", sa.String(10), nullable=False),
        *within(_BID, tender_id=_TENDER, bidder_id=_BIDDER),
        unique(_BID, "bidder_id", "number"),
        pointed_to(_BID),
        check(_BID, "number", "number > 0"),
        check(_BID, "ended", "(ended_at is null) = (ended = '')"),
        check(_BID, "why", "ended in ('', 'replaced', 'withdrawn')"),
    )
    op.create_index(f"ix_{_BID}_tender", _BID, ["federation_id", "tender_id", "id"])


def _add_openings() -> None:
    make_table(
        _LATE,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("bidder_id", ROW, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("at", AT, nullable=False),
        *within(_LATE, tender_id=_TENDER, bidder_id=_BIDDER),
        check(_LATE, "what", "what in ('bid', 'file', 'withdrawal')"),
    )
    op.create_index(f"ix_{_LATE}_tender", _LATE, ["federation_id", "tender_id", "id"])
    make_table(
        _OPENING,
        sa.Column("tender_id", ROW, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("person_id", ROW, nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        *within(_OPENING, tender_id=_TENDER),
        *people(_OPENING, "person_id"),
        unique(_OPENING, "tender_id", "what", "person_id"),
        check(_OPENING, "what", "what in ('quality', 'price')"),
    )


def _guard_bids() -> None:
    """Nobody is asked before both votes; nothing is handed in, replaced or withdrawn after the deadline; nothing else changes."""
    tender = _TENDER_THAT.format(tender="NEW.tender_id").format(that=_OPEN)
    guard(_BIDDER, "insert", f"NOT ({_VOTED})", "nobody is asked to bid before the members have voted both")
    who = " OR ".join(
        f"NEW.{name} {differs()} OLD.{name}"
        for name in (
            "federation_id",
            "id",
            "tender_id",
            "organisation",
            "practice_id",
            "invited_by",
            "invited_at",
        )
    )
    guard(_BIDDER, "update", f"({who})", "who was asked to bid stays")
    guard(_BIDDER, "delete", "1 = 1", "who was asked to bid stays")
    guard(_BID, "insert", f"NOT ({tender} AND NEW.tender_id = {_OF_BIDDER})", "the time for bids is over")
    kept = " OR ".join(
        f"NEW.{name} {differs()} OLD.{name}"
        for name in ("federation_id", "id", "tender_id", "bidder_id", "number", "submitted_at", "receipt")
    )
    fingerprint = "(OLD.fingerprint <> '' AND NEW.fingerprint <> OLD.fingerprint)"
    files = "NEW.files::text <> OLD.files::text" if is_postgresql() else "NEW.files <> OLD.files"
    guard(
        _BID,
        "update",
        f"({kept} OR {files} OR {fingerprint} OR OLD.ended_at IS NOT NULL OR NOT {tender})",
        "a bid is never changed, and ends only before the deadline",
    )
    guard(_BID, "delete", "1 = 1", "a bid that was handed in stays")
    files_open = _TENDER_THAT.format(tender=_OF_BIDDER).format(that=_OPEN)
    guard(_FILE, "insert", f"NOT {files_open}", "the time for files of bids is over")
    for act in ("update", "delete"):
        guard(_FILE, act, "1 = 1", "a file of a bid is never changed")
    for act in ("update", "delete"):
        guard(_LATE, act, "1 = 1", "what came late stays written down")
    guard(
        _QUESTION,
        "update",
        f"(OLD.answered_at IS NOT NULL OR NEW.text <> OLD.text OR NEW.asked_at {differs()} OLD.asked_at "
        "OR NEW.tender_id <> OLD.tender_id)",
        "a question stays as it was asked, and an answer as it was given",
    )
    guard(_QUESTION, "delete", "1 = 1", "a question stays")


def _guard_openings() -> None:
    """Only a person who was named opens, after the deadline; prices only once the bids are open."""
    over = _TENDER_THAT.format(tender="NEW.tender_id").format(
        that="t.cancelled_at IS NULL AND t.closes_at <= federation_now()"
    )
    named = (
        "EXISTS (SELECT 1 FROM tendering_part p WHERE p.federation_id = NEW.federation_id AND p.tender_id = NEW.tender_id "
        "AND p.person_id = NEW.person_id AND p.part = 'opener' AND p.ended_at IS NULL)"
    )
    opened = (
        "(SELECT count(*) FROM tendering_opening o WHERE o.federation_id = NEW.federation_id "
        "AND o.tender_id = NEW.tender_id AND o.what = {what})"
    )
    guard(
        _OPENING,
        "insert",
        f"NOT ({over} AND {named} AND {opened.format(what='NEW.what')} < 2 "
        f"AND (NEW.what = 'quality' OR {opened.format(what=chr(39) + 'quality' + chr(39))} = 2))",
        "two people who were named open bids, after the deadline, and prices after the bids",
    )
    for act in ("update", "delete"):
        guard(_OPENING, act, "1 = 1", "who opened stays")


def _guard_seals() -> None:
    """What is sealed of a bid is opened once two people have opened their halves of it."""
    bid = "SELECT b.tender_id FROM tendering_bid b WHERE b.federation_id = NEW.federation_id AND b.id = NEW.number"
    file = (
        "SELECT r.tender_id FROM tendering_bid_file f JOIN tendering_bidder r ON r.federation_id = f.federation_id "
        "AND r.id = f.bidder_id WHERE f.federation_id = NEW.federation_id AND f.id = NEW.number"
    )
    tender = f"(CASE NEW.kind WHEN 'tendering_bid_file' THEN ({file}) ELSE ({bid}) END)"
    halves = (
        "(SELECT count(*) FROM tendering_opening o WHERE o.federation_id = NEW.federation_id "  # noqa: S608 - our own
        f"AND o.tender_id = {tender} AND o.what = CASE NEW.kind WHEN 'tendering_price' THEN 'price' ELSE 'quality' END)"
    )
    refused = (
        "NEW.opened_entry IS NOT NULL AND OLD.opened_entry IS NULL "
        f"AND NEW.kind IN ('tendering_quality', 'tendering_price', 'tendering_bid_file') AND {halves} < 2"
    )
    words = "two people open what is sealed of a bid"
    if is_postgresql():
        op.execute(
            f"CREATE FUNCTION {_SEALS}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {_SEALS} BEFORE UPDATE ON kernel_seal FOR EACH ROW EXECUTE FUNCTION {_SEALS}()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {_SEALS} BEFORE UPDATE ON kernel_seal FOR EACH ROW WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def downgrade() -> None:
    if is_postgresql():
        op.execute(f"DROP FUNCTION {_SEALS}() CASCADE")
    else:
        op.execute(f"DROP TRIGGER {_SEALS}")
    for table, acts in (
        (_OPENING, ("insert", "update", "delete")),
        (_LATE, ("update", "delete")),
        (_BID, ("insert", "update", "delete")),
        (_FILE, ("insert", "update", "delete")),
        (_QUESTION, ("update", "delete")),
        (_DRAFT, ()),
        (_BIDDER, ("insert", "update", "delete")),
    ):
        op.drop_table(table)
        for act in acts:
            drop_guard(table, act)
