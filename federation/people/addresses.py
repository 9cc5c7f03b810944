"""Addresses for mail and terminals: from the installation's own name, never from what a request says."""

from typing import Any

from flask import current_app


def full_address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, beginning with ``base_url`` of the settings."""
    base: str = current_app.config["SETTINGS"]["base_url"]
    return base.rstrip("/") + current_app.url_map.bind("localhost").build(endpoint, values)
