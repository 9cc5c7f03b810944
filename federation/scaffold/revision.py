"""The next migration of a feature, written from the difference between its models and its migrations so far."""

import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import Script, ScriptDirectory

from federation.app import CORE as OWN
from federation.app import upgrade_database
from federation.kernel.refusals import Refusal
from federation.plugin.installed import InstalledPlugin, installed
from federation.plugin.migrate import CORE, MigrationUnit, alembic_config, owner_engine

_WITHOUT_MODELS = ("kernel_version_", "kernel_search_fts")
"""Tables that no model describes: versions, and the index of words."""


def revise(name: str, words: str) -> str:
    """Write the migration that brings a feature's tables to what its models say, and tell where it is.

    It is worked out on an empty database that is made for it, so the database in use need not be up to date.
    Raises :class:`Refusal` for a feature that is not here as a folder of one's own, and when nothing changed.
    """
    plugins = installed()
    unit = CORE if name in _own_names() else _unit_of(name, plugins)
    if "site-packages" in unit.versions.parts:
        raise Refusal(f"{name} is installed as a copy. Install its folder with pip install -e first.")
    unit.versions.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{Path(scratch) / 'revision.db'}"
        upgrade_database(url, plugins)
        path = _write(url, unit, name, words)
    if path is None:
        raise Refusal("The models say what the migrations make already, so there is nothing to write.")
    return f"Written: {path}. Read it, then run: federation db upgrade"


def _own_names() -> set[str]:
    """The product's own features, whose migrations stand in one line, and the kernel."""
    return {"kernel", *(package.rpartition(".")[2] for package in OWN)}


def _unit_of(name: str, plugins: Sequence[InstalledPlugin]) -> MigrationUnit:
    for one in plugins:
        if one.feature.name == name:
            return MigrationUnit(name, one.feature.folder / "migrations" / "versions")
    raise Refusal(f"There is neither a feature nor a plugin named {name} on this installation.")


def _write(url: str, unit: MigrationUnit, name: str, words: str) -> str | None:
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            config = alembic_config(unit, connection)
            config.attributes["include_object"] = _own(name)
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
        table = called or ""
        return kind != "table" or (table.startswith(f"{name}_") and not table.startswith(_WITHOUT_MODELS))

    return include


def _without_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
