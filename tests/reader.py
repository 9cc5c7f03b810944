"""An app that reads what it is sent and answers at length, on the server that the product runs on:
``python -m tests.reader PORT``."""

import sys

from flask import Flask, request

from federation.serving import run_server

LENGTH = 12 * 1024 * 1024
"""More than the system keeps for a connection whose other end reads nothing."""


def reader() -> Flask:
    """An app that says how much it was sent, or something long."""
    app = Flask("reader")
    app.add_url_rule("/", "page", lambda: str(len(request.get_data())), methods=["GET", "POST"])
    app.add_url_rule("/long", "long", lambda: "x" * LENGTH)
    return app


if __name__ == "__main__":
    run_server(reader, "127.0.0.1", int(sys.argv[1]), 2)
