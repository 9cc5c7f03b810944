"""The plugins that are installed beside the product: packages under the entry point ``federation.plugins``."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from federation.kernel.endpoints import BootRefused
from federation.plugin.feature import Feature
from federation.plugin.migrate import MigrationUnit

ENTRY_POINTS = "federation.plugins"


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """A plugin as it is installed: its value, the version of its package, and where it came from."""

    feature: Feature
    version: str = "0"
    source: str = ""


def installed() -> tuple[InstalledPlugin, ...]:
    """The plugins of this installation, each after those that it needs.

    Raises :class:`BootRefused` for one that cannot be loaded or brings no feature.
    """
    return in_order(_loaded(entry) for entry in sorted(entry_points(group=ENTRY_POINTS)))


def _loaded(entry: EntryPoint) -> InstalledPlugin:
    source = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
    try:
        feature = getattr(entry.load(), "feature", None)
    except Exception as error:
        raise BootRefused(
            f"{source} cannot be loaded: {type(error).__name__}: {error}. Mend {entry.value}, or uninstall it"
        ) from error
    if not isinstance(feature, Feature):
        raise BootRefused(
            f"{source}: {entry.value} has no `feature` that is a Feature; it needs `feature = Feature(...)`"
        )
    if feature.name != entry.name:
        raise BootRefused(
            f"{source}: the entry point is named {entry.name} and the feature {feature.name}; both must be one word"
        )
    return InstalledPlugin(feature, entry.dist.version if entry.dist else "0", source)


def in_order(found: Iterable[InstalledPlugin]) -> tuple[InstalledPlugin, ...]:
    """Each plugin after those it needs; those that need nothing in the order of their names."""
    waiting = {one.feature.name: one for one in found}
    ordered: list[InstalledPlugin] = []
    while waiting:
        ready = [one for one in waiting.values() if not any(name in waiting for name in one.feature.needs)]
        if not ready:
            raise BootRefused(f"these plugins need each other in a circle: {', '.join(sorted(waiting))}")
        for one in sorted(ready, key=lambda one: one.feature.name):
            ordered.append(waiting.pop(one.feature.name))
    return tuple(ordered)


def units(plugins: Iterable[InstalledPlugin]) -> tuple[MigrationUnit, ...]:
    """The units with migrations of their own, in the order in which they run."""
    return tuple(
        MigrationUnit(one.feature.name, versions)
        for one in plugins
        if (versions := one.feature.folder / "migrations" / "versions").is_dir()
    )
