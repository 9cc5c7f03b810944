"""The demonstration's own database: told apart from one that somebody works in, and made anew."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.engine import make_url

from federation.kernel.refusals import Refusal
from federation.network.federation.terminal import OWN_DATABASE, federations_here
from federation.network.models import Federation
from federation.plugin.migrate import owner_engine


def refuse_beside_others(filled: str | None = None) -> None:
    """Refuse a database in which somebody has a federation of their own: the demonstration's sign-ins are open.
    ``filled`` is the short name of the federation that the demonstration would have made here."""
    found = federations_here()
    if filled in found and found[filled].get("demo"):
        return
    if found:
        raise Refusal(
            f"This database has a federation of its own ({', '.join(sorted(found))}), and everybody can sign in to "
            f"the demonstration. {OWN_DATABASE.format(name='demo')}"
        )


def clear(url: str, agreed: Callable[[str], bool]) -> bool:
    """Delete the demonstration's database file, once agreed; False where it was not. A database in which somebody has
    a federation of their own, or another than a file, is refused."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise Refusal("Only a demonstration in a file of SQLite is made anew. Drop this database by hand.")
    path = Path(address.database)
    if not path.exists():
        return True
    slugs = _slugs_in(url)
    if slugs and not any(is_demo for _, is_demo in slugs):
        raise Refusal(
            f"{path} holds {', '.join(slug for slug, _ in slugs)} and not the demonstration. It stays."
        )
    words = ", ".join(slug for slug, _ in slugs) or "no federation"
    if not agreed(f"{path} holds {words}, with everything that was done there."):
        return False
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return True


def _slugs_in(url: str) -> list[tuple[str, bool]]:
    """The federations in a database file, each with whether the demonstration made it."""
    engine = owner_engine(url)
    try:
        if not inspect(engine).has_table(Federation.__tablename__):
            return []
        with engine.connect() as connection:
            rows = connection.execute(select(Federation.slug, Federation.settings)).all()
        return [(row.slug, bool((row.settings or {}).get("demo"))) for row in rows]
    finally:
        engine.dispose()
