"""Serving: gunicorn with workers of two threads; migrations first, jobs in one thread where settings
say so."""

import errno
import gc
import socket
import threading
from collections.abc import Callable
from typing import Any

import click
from flask import Flask

from federation.kernel.config import BASE_URL, UnsafeSettings, read_settings, refuse_unsafe
from federation.kernel.database_file import missing_file
from federation.kernel.log_lines import write_to_stderr
from federation.paths import variable_data

_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, never listened on


def wsgi() -> Flask:
    """The app for a WSGI server of one's own choosing."""
    from federation.app import create_app

    settings = read_settings()
    _refuse_unsafe_server(settings)
    write_to_stderr(settings["log_format"])
    return create_app(settings)


def serve(host: str, port: int, workers: int, demo: bool, fresh: Callable[[str], bool] | None = None) -> None:
    """Bring the tables up to date, where they are behind, and serve. ``fresh`` is asked before a demonstration is made anew."""
    _refuse_taken(host, port)
    settings = at_this_address(read_settings(), host, port)
    write_to_stderr(settings["log_format"])
    if demo:
        settings = demo_settings(settings, port)
        if fresh is not None:
            from federation.demo.anew import clear

            if not clear(settings["database_url"], fresh):
                return
    _bring_up_to_date(settings, demo)
    _refuse_unsafe_server(settings)
    if demo:
        _fill_demo(settings)

    _load_for_all()
    click.echo(f"Federation is at http://{host}:{port}/")
    run_server(lambda: _app_with_jobs(settings), host, port, workers)


def _refuse_taken(host: str, port: int) -> None:
    """Say so where another program listens there already, before anything is made."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            words = {
                errno.EADDRINUSE: f"Port {port} is used by another program. Choose another one: --port {port + 1}",
                errno.EACCES: f"This account may not use port {port}. Choose one above 1023: --port 8000",
            }.get(error.errno or 0, f"{host} is no address of this machine, or port {port} cannot be used.")
            raise click.ClickException(words) from None


def _bring_up_to_date(settings: dict[str, Any], demo: bool) -> None:
    """Tables are touched only where they are behind, and on PostgreSQL by their owner alone. A database is made for the
    demonstration alone."""
    from federation.app import upgrade_database
    from federation.plugin.installed import installed, units
    from federation.plugin.migrate import CORE, standing

    url, plugins = settings["database_url"], installed()
    if not (demo and missing_file(url)):
        wrong = [one for one in standing(url, (CORE, *units(plugins))) if one.words]
        if not wrong:
            return
        if newer := [one.words for one in wrong if not one.is_known]:
            raise UnsafeSettings(newer[0])
        if not url.startswith("sqlite") and settings["production"]:
            raise UnsafeSettings(
                "The database is behind. Run, with the owner's FEDERATION_OWNER_URL: federation db upgrade"
            )
    upgrade_database(settings["owner_url"], plugins, settings["secret_key"], apart=True)


def refuse_other_tables(settings: dict[str, Any]) -> None:
    """Refuse to work on tables that are older or newer than the code."""
    from federation.plugin.installed import installed, units
    from federation.plugin.migrate import CORE, standing

    if wrong := [
        one.words for one in standing(settings["database_url"], (CORE, *units(installed()))) if one.words
    ]:
        raise UnsafeSettings(wrong[0])


def _load_for_all() -> None:
    """Load the code before the processes that answer are forked: it is read once and lies in memory once. Their collectors
    leave it alone: they would copy it by looking at it. A plugin that breaks the contract is refused here already."""
    import federation.doorkeeper  # noqa: F401 - the worker
    from federation.app import CORE
    from federation.plugin.door import FeatureDoor
    from federation.plugin.installed import installed

    FeatureDoor(CORE, installed()).load_code()
    gc.collect()
    gc.freeze()


def run_server(load: Callable[[], Flask], host: str, port: int, workers: int) -> None:
    """Serve an app until stopped; each worker process loads its own."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    from federation.doorkeeper import DoorkeeperWorker

    class ServerLog(Logger):
        """Lines of the server are written as all others are."""

        def setup(self, cfg: Any) -> None:
            super().setup(cfg)
            self.error_log.handlers.clear()
            self.error_log.propagate = True

    class ProductServer(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", 2)
            self.cfg.set("worker_class", DoorkeeperWorker)
            self.cfg.set("accesslog", None)
            self.cfg.set("logger_class", ServerLog)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("timeout", 60)
            self.cfg.set("control_socket_disable", True)

        def load(self) -> Flask:
            return load()

    ProductServer().run()


def _refuse_unsafe_server(settings: dict[str, Any]) -> None:
    if settings["production"]:
        from federation.doctor import refuse_unsafe_server

        refuse_unsafe_server(settings)


def _app_with_jobs(settings: dict[str, Any]) -> Flask:
    from federation.app import create_app
    from federation.worker import run_for_ever

    app = create_app(settings)
    if settings["jobs"]["in_web_process"]:
        threading.Thread(target=run_for_ever, args=(app, threading.Event()), daemon=True, name="jobs").start()
    return app


def at_this_address(settings: dict[str, Any], host: str, port: int) -> dict[str, Any]:
    """The settings with links that lead to where this machine listens, unless an address of the installation is set."""
    if settings["production"] or settings["base_url"] != BASE_URL:
        return settings
    return {**settings, "base_url": f"http://{'127.0.0.1' if host in _EVERYWHERE else host}:{port}"}


def demo_settings(settings: dict[str, Any], port: int) -> dict[str, Any]:
    """Settings of the demonstration: open sign-ins, fast passwords, links to this machine. Production refuses it."""
    if settings["production"]:
        refuse_unsafe({**settings, "demo": True})
    variable_data().mkdir(parents=True, exist_ok=True)
    return {
        **settings,
        "demo": True,
        "base_url": f"http://127.0.0.1:{port}",
        "passwords": {"memory_kib": 1024, "passes": 1, "lanes": 1},
    }


def _fill_demo(settings: dict[str, Any]) -> None:
    from federation.app import create_app
    from federation.demo.fill import fill

    app = create_app(settings)
    with app.app_context():
        click.echo(fill(app))
