"""The plugin under test, with those it needs."""

from importlib.metadata import entry_points

from federation.app import CORE
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.plugin.door import door, load
from federation.plugin.installed import ENTRY_POINTS, InstalledPlugin, _loaded, in_order
from federation.testing.world import World


class NotInstalled(LookupError):
    """No such plugin is installed here."""


def with_needs(name: str) -> tuple[InstalledPlugin, ...]:
    """An installed plugin and the plugins that it needs, each after those it needs itself; no other is loaded. One of
    the product's own features needs none."""
    if name in {load(f"{package}:feature").name for package in CORE}:
        return ()
    entries = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}
    if name not in entries:
        raise NotInstalled(
            f"There is no plugin named {name} here, only {', '.join(sorted(entries)) or 'none'}. "
            f"Install it first: pip install --no-deps --no-build-isolation -e {name}"
        )
    found: dict[str, InstalledPlugin] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in entries and one not in found:
            found[one] = _loaded(entries[one])
            waiting.extend(found[one].feature.needs)
    return in_order(found.values())


def switch_on(world: World, name: str) -> None:
    """Switch a plugin on in a federation, with those it needs."""
    with world.scope():
        switch_from_terminal(name, True)


def tell(world: World, name: str, event: object) -> None:
    """Tell a plugin of a fact as the worker would; what it raises is raised here."""
    from federation.kernel.db import unit_of_work

    with world.scope(), unit_of_work():
        failed = door().calls.tell(event, (name,))
        for answer in failed:
            if answer.error is not None:
                raise answer.error
