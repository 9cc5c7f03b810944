"""Serving: gunicorn with workers of two threads; migrations first, jobs in one thread where settings
say so."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask

from federation.kernel.config import read_settings, refuse_unsafe
from federation.paths import variable_data


def wsgi() -> Flask:
    """The app for a WSGI server of one's own choosing."""
    from federation.app import create_app

    settings = read_settings()
    _refuse_unsafe_server(settings)
    return create_app(settings)


def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Bring the tables up to date and serve until stopped."""
    from federation.app import upgrade_database

    settings = read_settings()
    if demo:
        settings = demo_settings(settings, port)
    upgrade_database(settings["database_url"])
    _refuse_unsafe_server(settings)
    if demo:
        _fill_demo(settings)

    click.echo(f"Federation is at http://{host}:{port}/")
    run_server(lambda: _app_with_jobs(settings), host, port, workers)


def run_server(load: Callable[[], Flask], host: str, port: int, workers: int) -> None:
    """Serve an app until stopped; each worker process loads its own."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    from federation.doorkeeper import Doorkeeper

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", 2)
            self.cfg.set("worker_class", Doorkeeper)
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("timeout", 60)
            self.cfg.set("control_socket_disable", True)

        def load(self) -> Flask:
            return load()

    Server().run()


def _refuse_unsafe_server(settings: dict[str, Any]) -> None:
    if settings["production"]:
        from federation.doctor import refuse_unsafe_server

        refuse_unsafe_server(settings["database_url"])


def _app_with_jobs(settings: dict[str, Any]) -> Flask:
    from federation.app import create_app
    from federation.worker import run_for_ever

    app = create_app(settings)
    if settings["jobs"]["in_web_process"]:
        threading.Thread(target=run_for_ever, args=(app, threading.Event()), daemon=True, name="jobs").start()
    return app


def demo_settings(settings: dict[str, Any], port: int) -> dict[str, Any]:
    """Settings of the demonstration: its own database file, open sign-ins, fast passwords. Production
    refuses it."""
    if settings["production"]:
        refuse_unsafe({**settings, "demo": True})
    folder = variable_data()
    folder.mkdir(parents=True, exist_ok=True)
    database: Path = folder / "demo.db"
    return {
        **settings,
        "demo": True,
        "base_url": f"http://127.0.0.1:{port}",
        "database_url": f"sqlite:///{database}",
        "passwords": {"memory_kib": 1024, "passes": 1, "lanes": 1},
    }


def _fill_demo(settings: dict[str, Any]) -> None:
    from federation.app import create_app
    from federation.demo import fill

    app = create_app(settings)
    with app.app_context():
        click.echo(fill(app))
