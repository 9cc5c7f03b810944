"""The deadline for bids moves later alone, and only before it has passed."""

from federation.network.migrating import differs, drop_guard, guard

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

_TENDER = "tendering_tender"


def upgrade() -> None:
    asked = "EXISTS (SELECT 1 FROM tendering_bidder b WHERE b.federation_id = OLD.federation_id AND b.tender_id = OLD.id)"
    guard(
        _TENDER,
        "update",
        f"NEW.closes_at {differs()} OLD.closes_at AND {asked} AND "
        "(OLD.closes_at <= federation_now() OR NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at)",
        "the deadline for bids moves later alone, and only before it has passed",
        about="deadline",
    )


def downgrade() -> None:
    drop_guard(_TENDER, "update", about="deadline")
