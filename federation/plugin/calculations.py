"""What plugins calculate for ``federation calculate``, beside what the product calculates itself."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from federation.kernel.calculations import CALCULATIONS
from federation.kernel.given import Given
from federation.plugin.feature import Feature

_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)*")


def calculation_named(name: str) -> Callable[[Given], Mapping[str, Any]] | None:
    """The calculation of that name: the product's, else an installed plugin's, else None. Plugins are looked for only where
    the product has none. Raises :class:`~federation.kernel.endpoints.BootRefused` for a plugin that cannot be loaded."""
    if name in CALCULATIONS:
        return CALCULATIONS[name]
    from federation.plugin.installed import installed

    for plugin in installed():
        for one in plugin.feature.calculations:
            if one.name == name:
                module, _, attribute = one.run.partition(":")
                found: Callable[[Given], Mapping[str, Any]] = getattr(import_module(module), attribute)
                return found
    return None


def flaws_of_calculations(feature: Feature, known: Iterable[Feature]) -> Iterator[str]:
    """What is wrong with the names of a feature's calculations, of which each has one owner."""
    taken = {*CALCULATIONS, *(one.name for other in known for one in other.calculations)}
    for one in feature.calculations:
        if not _NAME.fullmatch(one.name):
            yield f"calculations: {one.name!r} must be small letters and single underscores"
        if one.name in taken:
            yield f"calculations: there is one named {one.name} already"
