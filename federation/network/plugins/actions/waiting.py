"""Facts about what a plugin proposed, which became true while it was off: they wait until it is switched on again."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from federation.kernel import outbox
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.network.models import PluginState, WaitingFact
from federation.network.plugins.actions.state import state_for_change


def keep_waiting(plugin: str, payload: dict[str, Any]) -> bool:
    """Keep a fact, as the outbox holds it, in the open unit of work, for a plugin that was on here at some time. Returns
    False where it was switched on meanwhile, so that it can be told."""
    if db.session.scalar(select(PluginState.name).where(PluginState.name == plugin)) is None:
        return True
    state = state_for_change(plugin)
    if state.is_on and state.stopped_at is None:
        return False
    db.session.add(WaitingFact(plugin=plugin, payload=payload, kept_at=time_now()))
    db.session.flush()
    return True


def tell_waiting(plugins: Iterable[str]) -> None:
    """Put what waits for these plugins, which are on from now on, into the outbox again, in the order in which it happened."""
    rows = db.session.scalars(
        select(WaitingFact).where(WaitingFact.plugin.in_(list(plugins))).order_by(WaitingFact.id)
    ).all()
    for row in rows:
        outbox.add("event", f"event:waited:{row.id}", {**row.payload, "again": [row.plugin]})
        db.session.delete(row)
