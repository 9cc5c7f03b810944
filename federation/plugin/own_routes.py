"""Where the pages of a feature may lie, and what they may ask for."""

import inspect
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from flask import Flask

from federation.kernel.endpoints import permission_of
from federation.kernel.policy import GUEST, policy
from federation.plugin.feature import Feature

_ROOTS: Final = ("/f/<federation>/", "/api/v1/federations/<plain:federation>/")


def where(thing: Any) -> str:
    """File and line of a class or function, for whoever mends it."""
    thing = inspect.unwrap(getattr(thing, "view_class", thing))
    try:
        path = Path(inspect.getsourcefile(thing) or "?")
        return f"{path.parent.name}/{path.name}, line {inspect.getsourcelines(thing)[1]}"
    except (OSError, TypeError):
        return str(getattr(thing, "__module__", thing))


def flaws_of_routes(feature: Feature, app: Flask, names: set[str], allowed: Collection[str]) -> Iterable[str]:
    """What is wrong with the routes of a feature's blueprints, by their names: addresses, and permissions but for the
    ``allowed`` ones."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] not in names:
            continue
        view = app.view_functions[rule.endpoint]
        if not lies_within(feature, rule.rule):
            roots = " or ".join(f"{root}{feature.name}/" for root in _ROOTS)
            yield f"{where(view)}: the address {rule.rule} must lie below {roots}"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if permission_of(app, rule.endpoint, method) not in allowed:
                yield (
                    f"{where(view)}: {rule.endpoint} ({method}) needs @permission with one of "
                    f"{', '.join(sorted(allowed)) or 'its permissions'}"
                )
            elif policy.secret_of(permission_of(app, rule.endpoint, method)) == GUEST and (
                "token" not in rule.arguments
            ):
                yield f"{where(view)}: the address {rule.rule} is for guests, so it must have <token> in it"


def lies_within(feature: Feature, address: str) -> bool:
    """Whether an address is its own: below its name, or below the words that one of the product's own features has."""
    if not feature.always_on:
        return address.startswith(tuple(f"{root}{feature.name}/" for root in _ROOTS))
    inside = next((address.removeprefix(root) for root in _ROOTS if address.startswith(root)), "").split("/")
    return inside[0] == "" or any(_begins_with(inside, own.split("/")) for own in feature.addresses)


def _begins_with(words: list[str], own: list[str]) -> bool:
    """Whether an address begins with these words; ``*`` stands for any."""
    return len(words) >= len(own) and all(
        wanted in ("*", word) for word, wanted in zip(words, own, strict=False)
    )
