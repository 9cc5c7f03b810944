"""Roles end with the membership of their practice; members object that a file calls a practice closed."""

from alembic import op

from federation.network.migrating import triggers_apart

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_STEP = "belonging_step"
_BEFORE = (
    *("admitted", "suspended", "lifted", "asked", "answered"),
    *("notice", "confirmed", "stated", "taken_back", "gone"),
)
_ADDED = ("closing", "objected", "closed", "off", "back", "ended")


def upgrade() -> None:
    _allow((*_BEFORE, *_ADDED))


def downgrade() -> None:
    _allow(_BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    name = op.f(f"ck_{_STEP}_kind")
    with triggers_apart(_STEP), op.batch_alter_table(_STEP) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind in {kinds}")
