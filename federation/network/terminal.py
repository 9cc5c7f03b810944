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


def each_federation() -> Iterator[str]:
    """The short name of each federation in turn, which is chosen meanwhile."""
    from sqlalchemy import select

    from federation.kernel.db import db
    from federation.kernel.tenancy import federation_scope
    from federation.network.models import Federation

    rows = db.session.execute(select(Federation.id, Federation.slug).order_by(Federation.id)).all()
    for number, slug in rows:
        with federation_scope(number):
            yield slug
