"""Examining an installed plugin without running it: its imports, its templates, its migrations."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory

from federation.plugin.feature import Feature

ALLOWED: Final = ("federation.toolkit", "federation.testing")


def flaws_of_files(feature: Feature) -> Iterator[str]:
    """Everything in a plugin's folder that breaks the contract, with file and line."""
    folder = feature.folder
    yield from _flaws_of_imports(feature, folder)
    yield from _flaws_of_templates(feature, folder / "templates")
    yield from _flaws_of_migrations(feature, folder)


def _flaws_of_imports(feature: Feature, folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" in path.relative_to(folder).parts:
            continue
        for name, line in imported(path):
            foreign = name == "federation" or name.startswith("federation.")
            if foreign and not name.startswith(ALLOWED) and not name.startswith(feature.package):
                yield f"{path.relative_to(folder.parent)}, line {line}: import from federation.toolkit, not {name}"
        if path.name == "rules.py" or "rules" in path.relative_to(folder).parts[:-1]:
            for name, line in imported(path):
                if name.partition(".")[0] in ("flask", "sqlalchemy", "wtforms", "federation"):
                    yield f"{path.relative_to(folder.parent)}, line {line}: rules import the standard library alone"


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module = node.module or ""
            yield from (
                (f"{module}.{alias.name}" if module == "federation" else module, node.lineno)
                for alias in node.names
            )


def _flaws_of_templates(feature: Feature, templates: Path) -> Iterator[str]:
    for path in sorted(templates.rglob("*.html")) if templates.is_dir() else ():
        inside = path.relative_to(templates)
        if inside.parts[0] != feature.name:
            yield f"templates/{inside}: a plugin's templates lie in templates/{feature.name}/"


def _flaws_of_migrations(feature: Feature, folder: Path) -> Iterator[str]:
    versions = folder / "migrations" / "versions"
    if not versions.is_dir():
        if (folder / "models.py").is_file() or (folder / "models").is_dir():
            yield "migrations/versions: there are tables, and no migrations that make them"
        return
    heads = ScriptDirectory(str(folder / "migrations"), version_locations=[str(versions)]).get_heads()
    if len(heads) != 1:
        yield f"migrations/versions: there must be one newest migration, and there are {len(heads)}"
