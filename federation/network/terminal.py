"""One federation, for commands that work in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from federation.kernel.terminal import product

if TYPE_CHECKING:
    from flask import Flask

in_federation = click.option("--federation", "slug", required=True)
"""Which federation, by its short name."""


@contextmanager
def product_in(slug: str) -> Iterator["Flask"]:
    """The app, in its context and within one federation."""
    from federation.kernel.tenancy import federation_scope
    from federation.network.named import federation_named

    with product() as app, federation_scope(federation_named(slug).id):
        yield app
