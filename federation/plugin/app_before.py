"""What holds for the whole app, which no plugin may change."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask

from federation.kernel.web import csrf


class AppBefore:
    """What holds for the whole app: a plugin may add nothing to it."""

    _HOOKS: Final = {
        "before_request_funcs": "before_app_request",
        "after_request_funcs": "after_app_request",
        "teardown_request_funcs": "teardown_app_request",
        "template_context_processors": "app_context_processor",
        "url_value_preprocessors": "app_url_value_preprocessor",
        "url_default_functions": "app_url_defaults",
        "error_handler_spec": "app_errorhandler",
    }

    def __init__(self, app: Flask) -> None:
        self.counts = self._counted(app)

    def changed(self, app: Flask) -> list[str]:
        """In words, what was added since."""
        now = self._counted(app)
        return [
            f"it registers for the whole app ({name}); a plugin's pages are its own blueprints' alone"
            for name in now
            if now[name] != self.counts[name]
        ]

    def _counted(self, app: Flask) -> dict[str, int]:
        found = {said: self._size(getattr(app, name).get(None, ())) for name, said in self._HOOKS.items()}
        environment = app.jinja_env
        return found | {
            "template filters": len(environment.filters),
            "template tests": len(environment.tests),
            "template globals": len(environment.globals),
            "teardown_appcontext": len(app.teardown_appcontext_funcs),
            "exemptions from the forms' own guard": len(csrf._exempt_views) + len(csrf._exempt_blueprints),
        }

    @staticmethod
    def _size(found: Any) -> int:
        return sum(map(len, found.values())) if isinstance(found, Mapping) else len(found)
