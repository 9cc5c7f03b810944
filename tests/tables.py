"""The tables of the product and of what is installed: plugins that only some tests use have databases of their own."""

from alembic import command
from sqlalchemy import Table

from federation.kernel.db import MappedBase
from federation.plugin.migrate import CORE, alembic_config, owned

_OF_TESTS = ("garden_", "compost_", "shed_", "supply_")


def tables() -> list[Table]:
    """Every table that a database of the tests has, in the order in which they can be filled."""
    return [table for table in MappedBase.metadata.sorted_tables if not table.name.startswith(_OF_TESTS)]


def back_to(url: str, revision: str) -> None:
    """The product's tables as they were at an earlier revision, with what lies in them."""
    with owned(url) as connection:
        command.downgrade(alembic_config(CORE, connection), revision)
