"""Switching plugins on and off: by administrators, by a decision of the members, or at the terminal."""

from typing import Any

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.network.locking import locked
from federation.network.plugins.actions.state import change_settings, publish, state_for_change
from federation.network.plugins.actions.waiting import tell_waiting
from federation.network.plugins.queries.state import BY_DECISION, behind
from federation.plugin.door import door


def check_switch(name: str) -> None:
    """Raise :class:`NotFound` where no such plugin is installed."""
    if name not in door().plugins:
        raise NotFound(f"There is no plugin named {name} on this installation.")


def switch_on(actor: Actor, name: str) -> tuple[str, ...]:
    """Switch a plugin on, with those it needs; returns the names of those that were off."""
    return _by_administrator(actor, name, True)


def switch_off(actor: Actor, name: str) -> tuple[str, ...]:
    """Switch a plugin off, with those that need it; their data stays. Returns the names of those that were on."""
    return _by_administrator(actor, name, False)


def _by_administrator(actor: Actor, name: str, on: bool) -> tuple[str, ...]:
    authorize(actor, "network.plugins")
    check_switch(name)
    with unit_of_work():
        if locked().settings.get(BY_DECISION):
            raise Refusal("In this federation the members decide which plugins are on. Propose it to them.")
        _check_tables(name, on)
        return _switch(name, on, actor.person_id, None)


def switch_from_terminal(name: str, on: bool) -> tuple[str, ...]:
    """Switch a plugin in the federation chosen, as the operator of the installation."""
    check_switch(name)
    with unit_of_work():
        _check_tables(name, on)
        return _switch(name, on, None, None)


def _check_tables(name: str, on: bool) -> None:
    if on and (late := behind().intersection(door().needed_by(name))):
        titles = " and ".join(sorted(door().features[one].title for one in late))
        raise Refusal(
            f"The tables of {titles} are not up to date. An operator runs “federation db upgrade” first."
        )


def apply_decision(name: str, on: bool, decision_id: int) -> tuple[str, ...]:
    """Do what the members decided, in the open unit of work; nothing where the plugin is not installed any more."""
    if name not in door().plugins:
        return ()
    return _switch(name, on, None, decision_id)


def _switch(name: str, on: bool, person_id: int | None, decision_id: int | None) -> tuple[str, ...]:
    names = door().needed_by(name) if on else door().needing(name)
    changed = []
    for one in names:
        row = state_for_change(one)
        row.decision_id = decision_id or row.decision_id
        if row.is_on == on and row.stopped_at is None:
            continue
        row.is_on, row.changed_at, row.changed_by = on, database_now(), person_id
        row.stopped_at, row.stopped_why, row.failed, row.slow = None, "", 0, 0
        changed.append(one)
    if changed:
        publish()
        if on:
            tell_waiting(changed)
        _tell_members(changed, on)
        more = {"decision": decision_id} if decision_id else {}
        record.append(
            person_id,
            "plugin.switched_on" if on else "plugin.switched_off",
            f"plugin:{name}",
            plugins=changed,
            **more,
        )
    return tuple(changed)


def _tell_members(names: list[str], on: bool) -> None:
    """Keep for the home page what was switched lately."""
    now = record.stamp(time_now())
    lately = [{"plugin": name, "on": on, "at": now} for name in names]
    earlier = [one for one in locked().settings.get("plugins_lately", ()) if one["plugin"] not in names]
    change_settings(plugins_lately=[*lately, *earlier][:5])


def start_again(actor: Actor, name: str) -> tuple[str, ...]:
    """Start a plugin again that was stopped because it failed or was slow, with those it needs that are stopped, and
    those that were stopped together with one of them. Returns their names."""
    authorize(actor, "network.plugins")
    check_switch(name)
    with unit_of_work():
        if state_for_change(name).stopped_at is None:
            raise Refusal("This plugin is not stopped.")
        names = _stopped_with(name)
        for one in names:
            row = state_for_change(one)
            row.stopped_at, row.stopped_why, row.failed, row.slow = None, "", 0, 0
        publish()
        tell_waiting(names)
        record.append(actor.person_id, "plugin.started_again", f"plugin:{name}", plugins=list(names))
        return names


def _stopped_with(name: str) -> tuple[str, ...]:
    """The plugins to start again with one, each after those that it needs."""
    found = []
    for one in door().needed_by(name):
        at = state_for_change(one).stopped_at
        if at is not None:
            found += [other for other in door().needing(one) if state_for_change(other).stopped_at == at]
    return tuple(one for one in door().plugins if one in found)


def keep_settings(actor: Actor, name: str, settings: dict[str, Any]) -> bool:
    """Save what a plugin is set to here: values that JSON can hold, dates as ISO 8601; returns whether anything changed.

    Raises :class:`Refusal` where the plugin is off.
    """
    authorize(actor, "network.plugins")
    check_switch(name)
    with unit_of_work():
        row = state_for_change(name)
        if not row.is_on:
            raise Refusal("This plugin is off. Switch it on first, then set it up.")
        if row.settings == settings:
            return False
        changed = sorted(key for key, value in settings.items() if row.settings.get(key) != value)
        row.settings = settings
        record.append(
            actor.person_id,
            "plugin.settings",
            f"plugin:{name}",
            changed=changed,
            digest=record.digest(settings),
        )
        return True


def let_members_decide(actor: Actor) -> bool:
    """From now on switching is a decision of the members; returns False where it was already."""
    authorize(actor, "network.plugins")
    with unit_of_work():
        return settle_who_decides(actor.person_id, True)


def settle_who_decides(person_id: int | None, members: bool, decision_id: int | None = None) -> bool:
    """Set whether the members decide on plugins, in the open unit of work; returns whether it changed.

    ``plugins_settled_by`` of the federation's settings keeps the last decision of the members about it.
    """
    federation = locked()
    if decision_id:
        change_settings(plugins_settled_by=decision_id)
    if bool(federation.settings.get(BY_DECISION)) == members:
        return False
    change_settings(**{BY_DECISION: members})
    more = {"decision": decision_id} if decision_id else {}
    record.append(
        person_id,
        "plugin.members_decide" if members else "plugin.administrators_decide",
        f"federation:{federation.id}",
        **more,
    )
    return True
