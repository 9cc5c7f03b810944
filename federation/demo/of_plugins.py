"""The demonstrations that plugins bring: told with the product's own, or one of them again."""

import traceback
from pathlib import Path

from sqlalchemy import delete, select

from federation.demo import saltmarsh
from federation.kernel.db import MappedBase, db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import federation_scope
from federation.network.models import Federation
from federation.plugin.door import door, load


def tell_plugin(name: str) -> None:
    """Run a plugin's demonstration in the federation chosen; what goes wrong is said with plugin, file and line."""
    begin = door().plugins[name].feature.demo
    if begin is None:
        raise Refusal(f"The plugin {name} brings no demonstration.")
    try:
        load(begin)()
    except Exception as error:
        place = _place(error, door().plugins[name].feature.package)
        words = error.words if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
        raise Refusal(f"The demonstration of the plugin {name} stopped{place}: {words}") from error


def _place(error: Exception, package: str) -> str:
    """`` at demo.py, line 12``: the last line of the plugin's own that ran."""
    folder = package.replace(".", "/")
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if f"/{folder}/" in frame.filename]
    return f" at {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""


def tell_again(name: str) -> str:
    """Run one plugin's demonstration again in the made-up federation; what it had in its own tables there goes."""
    if name not in door().plugins:
        raise Refusal(f"There is no plugin {name} installed.")
    found = db.session.execute(
        select(Federation.id, Federation.settings).where(Federation.slug == saltmarsh.SLUG)
    ).first()
    db.session.rollback()
    if found is None or not (found.settings or {}).get("demo"):
        raise Refusal("The demonstration is not in this database. Run: federation demo")
    if name not in (found.settings or {}).get("plugins", ()):
        raise Refusal(
            f"The plugin {name} is off here. Run: federation plugin enable {name} --federation {saltmarsh.SLUG}"
        )
    with federation_scope(found.id), unit_of_work() as session:
        for mapper in _tables_of(name):
            session.execute(delete(mapper).execution_options(synchronize_session=False))
        tell_plugin(name)
    return f"The demonstration of {name} was told again in {saltmarsh.NAME}."


def _tables_of(name: str) -> list[type]:
    """The plugin's own models, those that refer to others first."""
    by_table = {mapper.local_table: mapper.class_ for mapper in MappedBase.registry.mappers}
    return [
        by_table[table]
        for table in reversed(MappedBase.metadata.sorted_tables)
        if table.name.startswith(f"{name}_") and table in by_table
    ]
