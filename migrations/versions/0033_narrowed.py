"""A federation with groups says so in its settings: there not everybody reads everything."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_federations = sa.table("network_federation", sa.column("id", sa.BigInteger), sa.column("settings", sa.JSON))
_groups = sa.table("network_group", sa.column("federation_id", sa.BigInteger))


def upgrade() -> None:
    _mark(lambda settings: {**settings, "narrowed": True})


def downgrade() -> None:
    _mark(lambda settings: {name: value for name, value in settings.items() if name != "narrowed"})


def _mark(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    bind = op.get_bind()
    with_groups = sa.select(_federations.c.id, _federations.c.settings).where(
        _federations.c.id.in_(sa.select(_groups.c.federation_id))
    )
    for id_, settings in bind.execute(with_groups).all():
        bind.execute(
            _federations.update().where(_federations.c.id == id_).values(settings=change(settings or {}))
        )
