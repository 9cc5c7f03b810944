"""The app, which remembers the addresses that it was asked for: a page asks for a dozen that are the same each time, and the
router works out each anew."""

from typing import Any, Final

from flask import Flask, g, has_request_context, request

MOST_REMEMBERED: Final = 2_000
"""Then it begins anew."""


class RememberingFlask(Flask):
    """A Flask app whose ``url_for`` remembers addresses of its own pages that depend on numbers and the federation alone."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.remembered: dict[tuple[Any, ...], str] = {}

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """The address of an endpoint, as Flask gives it."""
        how = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme, "_external": _external}
        is_plain = all(type(one) is int or one is None for one in (*how.values(), *values.values()))
        if not is_plain or any(how.values()) or endpoint[:1] == "." or not has_request_context():
            return super().url_for(endpoint, **how, **values)  # type: ignore[arg-type]
        known = self.remembered
        key = (request.script_root, g.get("slug"), endpoint, *values.items())
        found = known.get(key)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[key] = super().url_for(endpoint, **values)
        return found
