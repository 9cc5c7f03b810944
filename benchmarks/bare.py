"""The yardstick: one Flask page that does nothing, on the server that the product runs on. ``python -m
benchmarks.bare PORT``."""

import sys

from flask import Flask

from federation.serving import run_server


def bare() -> Flask:
    """An app of one page."""
    app = Flask("bare")
    app.add_url_rule("/", "page", lambda: "<!doctype html><title>Bare</title><p>Nothing here.")
    return app


if __name__ == "__main__":
    run_server(bare, "127.0.0.1", int(sys.argv[1]), 2)
