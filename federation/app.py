"""The app, as a table of contents."""

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import StrictUndefined

from federation.decisions.voting.links import open_link
from federation.home.calendar import open_calendar
from federation.home.frame import init_frame
from federation.kernel import assets, words
from federation.kernel.api import init_api
from federation.kernel.asking import check_asking
from federation.kernel.config import read_settings
from federation.kernel.db import init_db
from federation.kernel.endpoints import check_permissions
from federation.kernel.health import init_health
from federation.kernel.indentation import TemplateIndentation
from federation.kernel.late_rules import LateRule
from federation.kernel.logs import keep_values_out
from federation.kernel.pages import KnownPages, init_pages
from federation.kernel.policy import BY_KEY, BY_LINK, GUEST
from federation.kernel.remembered_urls import RememberingFlask
from federation.kernel.request_log import init_request_log
from federation.kernel.web import init_web
from federation.network.arrival import arrive, arrive_with_token
from federation.network.guests.queries import open_guest
from federation.network.imports.views.sheets import init_imports
from federation.network.plugins.requests import init_plugins
from federation.network.record.views.security import init_exports
from federation.network.threads.requests import init_threads
from federation.paths import TEMPLATES
from federation.people.actions.sessions import note_seen
from federation.people.organisations import init_organisations
from federation.people.security import init_security
from federation.plugin.door import FeatureDoor, load_tables
from federation.plugin.installed import InstalledPlugin, installed, units

if TYPE_CHECKING:
    from federation.plugin.migrate import MigrationUnit

CORE = (
    "federation.people",
    "federation.network",
    "federation.decisions",
    "federation.mandates",
    "federation.electing",
    "federation.belonging",
    "federation.workstreams",
    "federation.meetings",
    "federation.home",
    "federation.purchasing",
    "federation.tendering",
)
PAGES = KnownPages(
    start="home.first_page",
    help="network.help_page",
    sign_in="people.sign_in",
    confirm="people.confirm",
    calendar="home.calendar",
)


def create_app(
    settings: Mapping[str, Any] | None = None, plugins: Iterable[InstalledPlugin] | None = None
) -> Flask:
    """Make the app from settings (read from files and the environment where none are given) and plugins (those
    installed where none are given)."""
    keep_values_out()
    app = RememberingFlask("federation", template_folder=str(TEMPLATES), static_folder=None)
    app.url_rule_class = LateRule
    configure(app, dict(settings) if settings is not None else read_settings())
    init_db(app)
    init_request_log(app)
    assets.init_assets(app)
    words.init_words(app)
    init_pages(app, PAGES)
    init_frame(app)
    init_web(app, arrive, note_seen)
    init_organisations(app)
    init_security(app)
    init_health(app)
    door = FeatureDoor(CORE, installed() if plugins is None else plugins)
    door.install(app)
    init_imports(app)
    init_plugins(app)
    init_threads(app)
    init_exports(app)
    app.extensions["by_secret"] = {BY_LINK: open_link, BY_KEY: open_calendar, GUEST: open_guest}
    init_api(app, door.programs(), arrive_with_token)
    door.check_programs(app)
    check_permissions(app)
    check_asking(app)
    return app


def configure(app: Flask, settings: dict[str, Any]) -> None:
    """Flask's own settings from ours."""
    https = settings["base_url"].startswith("https://")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings["secret_key"],
        SQLALCHEMY_DATABASE_URI=settings["database_url"],
        SESSION_COOKIE_NAME="__Host-federation" if https else "federation",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=max(
            timedelta(hours=settings["session_hours"]), timedelta(days=settings["keep_signed_in_days"])
        ),
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "autoescape": True,
        "auto_reload": False,
        "extensions": [TemplateIndentation],
    }
    if settings["trusted_proxies"]:
        from werkzeug.middleware.proxy_fix import ProxyFix

        count = settings["trusted_proxies"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_prefix=0)  # type: ignore[method-assign]


def tables_of(plugins: Iterable[InstalledPlugin] | None = None) -> "tuple[MigrationUnit, ...]":
    """What has tables of its own: the product and each plugin (those installed where none are given), all their tables known."""
    from federation.plugin.migrate import CORE as PRODUCT

    found = tuple(installed() if plugins is None else plugins)
    for package in (*CORE, *(one.feature.package for one in found)):
        load_tables(package)
    return (PRODUCT, *units(found))


def is_fact(name: str) -> bool:
    """Whether this names (as ``module:Class``) a kind of fact of the product or of a plugin that is installed."""
    module, _, kind = name.partition(":")
    packages = (*CORE, *(one.feature.package for one in installed()))
    if not module.endswith(".events") or not module.startswith(tuple(f"{one}." for one in packages)):
        return False
    found = getattr(import_module(module), kind, None)
    return isinstance(found, type) and is_dataclass(found) and found.__module__ == module


def upgrade_database(
    url: str,
    plugins: Iterable[InstalledPlugin] | None = None,
    secret_key: str = "",
    *,
    apart: bool = False,
) -> None:
    """Bring the tables of the product, and then of each plugin, up to date. ``url`` is the owner's; with the secret key
    of the installation the application's role may log in to PostgreSQL by itself. ``apart``: numbers of a new database begin at a
    place of its own."""
    from federation.plugin.migrate import upgrade

    upgrade(url, tables_of(plugins), secret_key, apart=apart)
