"""Apps for tests. To make one takes longer than most tests, so it is lent to them and put back as it was after each."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from types import CodeType
from typing import Any, Final

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine.events import ConnectionEvents
from sqlalchemy.event import Events
from sqlalchemy.pool.events import PoolEvents

from federation.app import create_app
from federation.kernel.db import db
from federation.kernel.policy import policy
from federation.plugin.door import door
from federation.plugin.installed import InstalledPlugin, installed

_MOST: Final = 4
"""So many apps are kept at once."""


class _CompiledTemplates(BytecodeCache):
    """What templates were compiled to, for all apps of a process: to compile them all takes longer than to make ten apps."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what an app before compiled, if the template is still the same."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._kept[bucket.key] = bucket.checksum, bucket.code


_COMPILED: Final = _CompiledTemplates()


def made_app(settings: Mapping[str, Any], plugins: Iterable[InstalledPlugin] | None = None) -> Flask:
    """A new app, whose templates are compiled once for all apps that are made so."""
    app = create_app(settings, plugins)
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def keep_what_is_loaded() -> None:
    """What is loaded by now stays: to look through it for what can be thrown away takes a tenth of the time of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class LentApp:
    """An app as it was made. What a test did to it is undone before the next; what cannot be undone is noticed."""

    def __init__(self, settings: Mapping[str, Any], plugins: Iterable[InstalledPlugin]) -> None:
        self.app = made_app(deepcopy(dict(settings)), plugins)
        self._config = dict(self.app.config)
        self._extensions = {name: _copied(value) for name, value in self.app.extensions.items()}
        self._globals = dict(self.app.jinja_env.globals)
        self._parts = self._counted()

    def put_back(self, settings: Mapping[str, Any]) -> bool:
        """Make the app again what it was, with the test's own settings; whether that was possible."""
        for mine, kept in (
            (self.app.config, {**self._config, "SETTINGS": dict(settings)}),
            (self.app.extensions, {name: _copied(value) for name, value in self._extensions.items()}),
            (self.app.jinja_env.globals, self._globals),
        ):
            mine.clear()
            mine.update(kept)
        self.use()
        return self._counted() == self._parts

    def use(self) -> None:
        """Make this app's permissions the ones in force, which another app may have replaced."""
        policy.replace(one for feature in door(self.app).features.values() for one in feature.permissions)

    def _counted(self) -> list[Any]:
        app = self.app
        with app.app_context():
            engine = db.engine
        return [
            list(app.view_functions.items()),
            len(list(app.url_map.iter_rules())),
            sorted(app.blueprints),
            dict(app.jinja_env.filters),
            app.wsgi_app,
            app.session_interface,
            [len(one[None]) for one in (app.before_request_funcs, app.after_request_funcs)],
            len(app.teardown_appcontext_funcs),
            len(door(app).calls.manager.get_plugins()),
            _listeners(engine),
        ]


def _copied(value: Any) -> Any:
    """What an extension keeps in a plain dictionary is its own for each test."""
    return dict(value) if type(value) is dict else value


def _listeners(engine: Engine) -> list[int]:
    """How many functions listen to each event of an engine and of its pool."""
    targets: tuple[tuple[type[Events[Any]], Any], ...] = (
        (ConnectionEvents, engine.dispatch),
        (PoolEvents, engine.pool.dispatch),
    )
    return [
        len(getattr(dispatch, name))
        for events, dispatch in targets
        for name in vars(events)
        if not name.startswith("_") and hasattr(dispatch, name)
    ]


class RunApps:
    """The apps of a run of tests, one for each set of settings and plugins."""

    def __init__(self) -> None:
        self._kept: dict[str, LentApp] = {}
        self._installed = tuple(installed())

    @contextmanager
    def lend(
        self, settings: Mapping[str, Any], plugins: Iterable[InstalledPlugin] | None = None
    ) -> Iterator[Flask]:
        """An app with these settings and plugins (those installed, where none are given) for one test."""
        wanted = self._installed if plugins is None else tuple(plugins)
        key = repr((sorted(settings.items()), wanted))
        lent = self._kept.pop(key, None)
        if lent is None or not lent.put_back(settings):
            lent = LentApp(settings, wanted)
            lent.put_back(settings)
        try:
            yield lent.app
        finally:
            with lent.app.app_context():
                db.session.remove()
                db.engine.dispose()
            self._kept[key] = lent
            while len(self._kept) > _MOST:
                self._kept.pop(next(iter(self._kept)))
