"""The tables of the product and of what is installed: plugins that only some tests use have databases of their own."""

from sqlalchemy import Table

from federation.kernel.db import Base

_OF_TESTS = ("garden_", "compost_", "shed_")


def tables() -> list[Table]:
    """Every table that a database of the tests has, in the order in which they can be filled."""
    return [table for table in Base.metadata.sorted_tables if not table.name.startswith(_OF_TESTS)]
