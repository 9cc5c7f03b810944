"""The few pages to which every part of the product leads, whichever feature brings them: the app says which they are."""

from typing import Any, Literal, NamedTuple

from flask import Flask, current_app, url_for


class KnownPages(NamedTuple):
    """The endpoints of those pages: the first page and the help of a federation, signing in, and its second step."""

    start: str
    help: str
    sign_in: str
    confirm: str


def init_pages(app: Flask, pages: KnownPages) -> None:
    """Say which endpoints they are; templates ask with ``page_url`` too."""
    app.extensions["known_pages"] = pages
    app.jinja_env.globals["page_url"] = page_url


def page_url(page: Literal["start", "help", "sign_in", "confirm"], federation: str | None = None) -> str:
    """The address of one of them; ``federation`` names another federation than that of the request."""
    pages: KnownPages = current_app.extensions["known_pages"]
    endpoint: str = getattr(pages, page)
    values: dict[str, Any] = {"federation": federation} if federation else {}
    return url_for(endpoint, **values)
