"""Runs the migrations of one unit, the core's or a plugin's, on the connection it is handed."""

from alembic import context

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase

config = context.config


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types as what they are in the database, so that a migration never imports the product."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


connection = config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=MappedBase.metadata,
    version_table=config.attributes["version_table"],
    include_object=config.attributes.get("include_object"),
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite" and not config.attributes.get("first"),
)
with context.begin_transaction():
    context.run_migrations()
