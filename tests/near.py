"""``make quick``: the rules' tests, and those nearest to what was changed against main. Prints their files.

Nearest are the tests that were changed themselves, those that import a changed module, and where none does, those of
its feature that carry the name of the module or of its room. Support modules of tests lead on to the tests that use
them; a template is near to the tests that carry the name of its file or folder.
"""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CODE = {"federation", "plugins", "templates", "tests"}
MANY = 25
"""Of so many test files that are near to one change, those of its own folder alone are taken."""


def rules_tests() -> list[str]:
    """The folders of tests that need no app."""
    return sorted(
        str(path.relative_to(ROOT))
        for top in (ROOT / "tests", *ROOT.glob("plugins/*/tests"))
        for path in top.rglob("rules")
        if path.is_dir()
    )


def changed() -> list[str]:
    """The files that differ from where this branch left main, with those that are new."""
    base = _git("merge-base", "HEAD", "main") or ["HEAD"]
    return [*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")]


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1]


class Near:
    """What the tests of a checkout import."""

    def __init__(self, root: Path = ROOT) -> None:
        self._imports = {
            str(path.relative_to(root)): frozenset(_imported(path))
            for folder in ("tests", *(str(one.relative_to(root)) for one in root.glob("plugins/*/tests")))
            for path in sorted((root / folder).rglob("*.py"))
        }

    def of(self, path: str) -> list[str]:
        """The test files nearest to a file."""
        if path in self._imports and _is_test(path):
            return [path]
        found = self._importing(_module(path)) if path.endswith(".py") else []
        named = found or self._named(path)
        own = [test for test in named if _feature(test) == _feature(path)]
        return own if len(named) > MANY and own else named

    def _importing(self, module: str) -> list[str]:
        users = [test for test, imported in self._imports.items() if module in imported]
        tests = {test for test in users if _is_test(test)}
        for support in users:
            if not _is_test(support) and module.startswith("tests"):
                tests.update(self._importing(_module(support)))
        return sorted(tests)

    def _named(self, path: str) -> list[str]:
        """Tests of the same feature with the name of the file, or else of its folder."""
        if Path(path).parts[0] not in _CODE:
            return []
        tests = [test for test in self._imports if _is_test(test) and _feature(test) == _feature(path)]
        for word in (Path(path).stem.strip("_").removesuffix("s"), Path(path).parent.name.removesuffix("s")):
            if found := [test for test in tests if word and word in Path(test).stem]:
                return found
        return []


def _is_test(path: str) -> bool:
    return Path(path).name.startswith("test_")


def _module(path: str) -> str:
    """The dotted name of a module; a plugin's package lies in the plugin's folder."""
    parts = Path(path).with_suffix("").parts
    parts = parts[2:] if parts[0] == "plugins" else parts
    return ".".join(parts).removesuffix(".__init__")


def _feature(path: str) -> str:
    """``decisions`` of ``tests/decisions/…``, ``federation/decisions/…`` and ``templates/decisions/…``; a plugin's name."""
    parts = Path(path).parts
    return parts[1] if len(parts) > 2 else ""


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def chosen(files: Iterable[str], near: Near) -> list[str]:
    """The folders and files to test for changed files, each once."""
    rules = rules_tests()
    found = {test for file in files for test in near.of(file)}
    return rules + sorted(test for test in found if not test.startswith(tuple(f"{one}/" for one in rules)))


if __name__ == "__main__":
    print("\n".join(chosen(changed(), Near())))
