"""Lists of a large federation: roles that wait, roles of one person, a roll by name."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_MEMBERSHIP, _ROLL = "network_membership", "decisions_roll_entry"
_PARTIAL = (
    ("waits", ("federation_id",), "waits IS 1", "waits IS true"),
    ("chair", ("federation_id",), *("chair_given_at IS NOT NULL",) * 2),
    ("own", ("federation_id",), *("given_by = person_id",) * 2),
)


def upgrade() -> None:
    op.drop_index("ix_network_membership_role", _MEMBERSHIP)
    op.create_index("ix_network_membership_role", _MEMBERSHIP, ["federation_id", "role", "person_id"])
    op.create_index("ix_network_membership_started", _MEMBERSHIP, ["federation_id", "started_at"])
    for name, columns, sqlite, postgresql in _PARTIAL:
        op.create_index(
            f"ix_network_membership_{name}",
            _MEMBERSHIP,
            list(columns),
            sqlite_where=sa.text(sqlite),
            postgresql_where=sa.text(postgresql),
        )
    op.create_index("ix_decisions_roll_entry_name", _ROLL, ["federation_id", "decision_id", "name", "code"])


def downgrade() -> None:
    op.drop_index("ix_decisions_roll_entry_name", _ROLL)
    for name, *_ in _PARTIAL:
        op.drop_index(f"ix_network_membership_{name}", _MEMBERSHIP)
    op.drop_index("ix_network_membership_started", _MEMBERSHIP)
    op.drop_index("ix_network_membership_role", _MEMBERSHIP)
    op.create_index("ix_network_membership_role", _MEMBERSHIP, ["federation_id", "role"])
