"""Receipt codes of 28 letters and digits: long enough that nobody finds one by trying."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _resize(12, 40)


def downgrade() -> None:
    _resize(40, 12)


def _resize(before: int, after: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("decisions_ballot", "receipt", type_=sa.String(after))
        return
    # SQLite keeps to no length. Copying the table would drop its guards, so only the words of its definition change.
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after) "
            "WHERE type = 'table' AND name = 'decisions_ballot'"
        ).bindparams(before=f"receipt VARCHAR({before})", after=f"receipt VARCHAR({after})")
    )
    op.execute("PRAGMA writable_schema = RESET")
