"""Plugins in plain words: where one failed, and when."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from federation.kernel.words import day, days_until
from federation.plugin.door import door

_PLACES: Final[Mapping[str, str]] = {
    "objections": "when it was asked whether voting may open",
    "panels": "in a box on another page",
    "personal_data": "when it was asked what it keeps about a person",
    "settings": "on its settings page",
    "search": "when it was asked how to show what the search found",
}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def titles(names: Collection[str]) -> str:
    """The titles of plugins, as part of a sentence."""
    return listed([door().features[name].title for name in names])


def listed(words: Collection[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def where_it_failed(plugin: str, hook: str, key: str, event: Mapping[str, Any] | None) -> str:
    """What the plugin was doing, to finish "It failed …"."""
    if hook.startswith("page "):
        return f"on its page {_page(plugin, hook.removeprefix('page '))}"
    if hook == "job":
        return f"in its regular work ‘{key}’"
    if hook == "happened" and event:
        told = str(event.get("event", ""))
        if fact := door().facts.get(told):
            return f"when {fact.words}"
        return f"when it was told of ‘{_CAPITAL.sub(' ', told.rpartition(':')[2]).lower()}’"
    return _PLACES.get(hook, f"in ‘{hook}’")


def _page(plugin: str, endpoint: str) -> str:
    feature = door().features.get(plugin)
    found = [item.title for item in feature.nav if item.endpoint == endpoint] if feature else []
    return f"‘{found[0] if found else endpoint}’"


def day_said(at: datetime, now: datetime) -> str:
    """``today``, ``yesterday`` or the date."""
    days = days_until(at, now)
    return {0: "today", -1: "yesterday"}.get(days) or day(at)


def times_said(times: int) -> str:
    """``once``, ``twice``, ``7 times``."""
    return {1: "once", 2: "twice"}.get(times) or f"{times:,} times"
