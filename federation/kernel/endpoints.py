"""Every endpoint with the one permission that it declares, and the check at the start that each declares one."""

from collections.abc import Iterable

from flask import Flask

from federation.kernel.policy import policy
from federation.kernel.scopes import SCOPES


class BootRefused(RuntimeError):
    """The product will not start like this; says what to mend."""


def permission_of(app: Flask, endpoint: str, method: str = "GET") -> str | None:
    """The permission that an endpoint declares for a method."""
    view = app.view_functions[endpoint]
    by_method = getattr(getattr(view, "view_class", None), method.lower(), None)
    return getattr(by_method, "permission", None) or getattr(view, "permission", None)


def endpoints(app: Flask) -> Iterable[tuple[str, str, str, str | None]]:
    """Every endpoint as (rule, methods, endpoint, permission); for ``federation routes`` and the boot check."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        grouped: dict[str | None, list[str]] = {}
        for method in methods:
            grouped.setdefault(permission_of(app, rule.endpoint, method), []).append(method)
        for needed, those in grouped.items():
            yield rule.rule, ",".join(those), rule.endpoint, needed


def check_permissions(app: Flask) -> None:
    """Refuse to start while any endpoint declares no permission, or one that no feature brings."""
    wrong = [
        f"{rule} ({endpoint}): {'declares no permission' if needed is None else f'unknown permission {needed}'}"
        for rule, _methods, endpoint, needed in endpoints(app)
        if needed is None or needed not in policy
    ]
    if lost := [one.name for one in policy if one.scope not in SCOPES]:
        raise BootRefused(f"these permissions name a scope that there is not: {', '.join(lost)}")
    if wrong:
        raise BootRefused("every endpoint needs one permission:\n  " + "\n  ".join(wrong))
