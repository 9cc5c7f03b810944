"""The few pages to which every part of the product leads, whichever feature brings them: the app says which they are."""

from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

from flask import Flask, current_app, url_for

_ANY_NUMBER: Final = 8_765_432_109_876_543


class KnownPages(NamedTuple):
    """The endpoints of those pages: the first page and the help of a federation, signing in, its second step, and one's
    own calendar in a federation."""

    start: str
    help: str
    sign_in: str
    confirm: str
    calendar: str


def init_pages(app: Flask, pages: KnownPages) -> None:
    """Say which endpoints they are; templates ask with ``page_url`` too."""
    app.extensions["known_pages"] = pages
    app.jinja_env.globals.update(page_url=page_url, urls_by_number=urls_by_number)


def known_pages() -> KnownPages:
    """Which endpoints they are in this app."""
    pages: KnownPages = current_app.extensions["known_pages"]
    return pages


def page_url(
    page: Literal["start", "help", "sign_in", "confirm", "calendar"], federation: str | None = None
) -> str:
    """The address of one of them; ``federation`` names another federation than that of the request."""
    endpoint: str = getattr(known_pages(), page)
    values: dict[str, Any] = {"federation": federation} if federation else {}
    return url_for(endpoint, **values)


def urls_by_number(endpoint: str, argument: str, **values: Any) -> Callable[[int], str]:
    """The addresses of an endpoint that differ in one number, by that number. The router is asked once, so that a list of
    any length costs as much as one address."""
    given: dict[str, Any] = {argument: _ANY_NUMBER, **values}
    head, _, tail = url_for(endpoint, **given).partition(str(_ANY_NUMBER))
    return lambda number: f"{head}{number:d}{tail}"
