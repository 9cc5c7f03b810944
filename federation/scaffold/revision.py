"""The next migration of a plugin, written from the difference between its models and its migrations so far."""

import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import Script, ScriptDirectory

from federation.app import upgrade_database
from federation.kernel.refusals import Refusal
from federation.plugin.installed import installed
from federation.plugin.migrate import Unit, alembic_config, owner_engine


def revise(name: str, words: str) -> str:
    """Write the migration that brings a plugin's tables to what its models say, and tell where it is.

    It is worked out on an empty database that is made for it, so the database in use need not be up to date.
    Raises :class:`Refusal` for a plugin that is not installed from a folder of one's own, and when nothing changed.
    """
    plugins = installed()
    found = next((one for one in plugins if one.feature.name == name), None)
    if found is None:
        raise Refusal(f"There is no plugin named {name} on this installation.")
    folder = found.feature.folder
    if "site-packages" in folder.parts:
        raise Refusal(f"{name} is installed as a copy. Install its folder with pip install -e first.")
    unit = Unit(name, folder / "migrations" / "versions")
    unit.versions.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'revision.db'}"
        upgrade_database(url, plugins)
        path = _write(url, unit, words)
    if path is None:
        raise Refusal("The models say what the migrations make already, so there is nothing to write.")
    return f"Written: {path}. Read it, then run: federation db upgrade"


def _write(url: str, unit: Unit, words: str) -> str | None:
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            config = alembic_config(unit, connection)
            config.attributes["include_object"] = _own(unit.name)
            count = len(list(ScriptDirectory.from_config(config).walk_revisions()))
            with redirect_stdout(StringIO()):
                made = command.revision(
                    config,
                    message=words,
                    autogenerate=True,
                    rev_id=f"{count + 1:04}",
                    process_revision_directives=_without_empty,
                )
    finally:
        engine.dispose()
    return made.path if isinstance(made, Script) else None


def _own(name: str) -> Any:
    def include(_thing: Any, called: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return kind != "table" or (called or "").startswith(f"{name}_")

    return include


def _without_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
