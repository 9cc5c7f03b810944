"""Writing down which plugins are on and what they are set to, in the open unit of work."""

from typing import Any

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.network.locking import locked
from federation.network.models import PluginState


def state_for_change(plugin: str) -> PluginState:
    """The plugin's row, made where there is none; the federation is held until the unit of work ends."""
    locked()
    session = db.session()
    row = session.get(PluginState, (tenancy.current(), plugin))
    if row is None:
        row = PluginState(name=plugin, is_on=False, settings={}, changed_at=database_now(), stopped_why="")
        session.add(row)
        session.flush()
    return row


def publish() -> None:
    """Write into the federation's settings which plugins are on and not stopped, for every page to know."""
    session = db.session()
    session.flush()
    names = session.scalars(
        select(PluginState.name)
        .where(PluginState.is_on.is_(True), PluginState.stopped_at.is_(None))
        .order_by(PluginState.name)
    ).all()
    change_settings(plugins=list(names))


def change_settings(**changes: Any) -> None:
    """Set some of the federation's settings, in the open unit of work."""
    federation = locked()
    federation.settings = {**federation.settings, **changes}
    db.session.flush()
