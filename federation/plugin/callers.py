"""Whose code calls: what belongs to one plugin is not for another, though both import the same functions."""

import sys
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, cast

from federation.plugin.door import door

_Function = TypeVar("_Function", bound=Callable[..., Any])


class OtherFeaturesKind(RuntimeError):
    """A plugin names a kind of thing that is another feature's."""


def own_kinds(function: _Function) -> _Function:
    """The function as plugins get it: called by a plugin's code, its ``kind`` must be that plugin's name, or begin so.

    This stops mistakes, as all containment of plugins does: code that means harm can go around it.
    """
    asked = signature(function)

    @wraps(function)
    def checked(*given: Any, **named: Any) -> Any:
        module: str = sys._getframe(1).f_globals.get("__name__", "")
        kind: str = asked.bind(*given, **named).arguments["kind"]
        for one in door().plugins.values():
            package, name = one.feature.package, one.feature.name
            if f"{module}.".startswith(f"{package}.") and not f"{kind}_".startswith(f"{name}_"):
                raise OtherFeaturesKind(
                    f"{module}: the kind {kind} is not {name}’s: it must be {name} or begin with {name}_"
                )
        return function(*given, **named)

    return cast(_Function, checked)
