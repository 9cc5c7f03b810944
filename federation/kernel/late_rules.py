"""Addresses whose builders are made when one is first built: of an app's hundreds most processes build a few, and to make
them all takes longer than everything else at an app's start."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule like any other, that learns how to build its address when it is first asked."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        make = super()._compile_builder
        place = "_build_unknown" if append_unknown else "_build"

        def build(rule: LateRule, **values: Any) -> tuple[str, str]:
            made: Callable[..., tuple[str, str]] = make(append_unknown).__get__(rule, None)
            setattr(rule, place, made)
            return made(**values)

        return build
