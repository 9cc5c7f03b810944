"""A new feature of the product is one folder, one line in ``app.py`` and one in the layers of imports, and nothing else.

The noticeboard beside this test is put into a copy of the product so: it has acts, facts, a job, a kind of mail, things
of the record, a search, pages, panels, a demonstration and a command.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.features.test_names import ROOT

HERE = Path(__file__).parent
APP_LINE = ('    "federation.home",\n', '    "federation.noticeboard",\n')
LAYER_LINE = ('    "home",\n', '    "noticeboard",\n')
Run = Callable[..., str]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product with the folder and the two lines."""
    copy = tmp_path_factory.mktemp("product")
    for name in ("federation", "templates", "migrations", "config"):
        shutil.copytree(ROOT / name, copy / name)  # with what Python compiled of it, which takes long
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(HERE / "noticeboard", copy / "federation" / "noticeboard", ignore=leave)
    shutil.move(copy / "federation" / "noticeboard" / "behaviour.py", copy / "test_behaviour.py")
    _add(ROOT / "federation" / "app.py", copy / "federation" / "app.py", APP_LINE, after=True)
    _add(ROOT / "pyproject.toml", copy / "pyproject.toml", LAYER_LINE, after=False)
    (copy / "pytest.ini").write_text("[pytest]\n")
    return copy


def _add(source: Path, target: Path, lines: tuple[str, str], after: bool) -> None:
    there, new = lines
    text = source.read_text("utf-8")
    assert text.count(there) == 1, f"{there!r} stands in {source} {text.count(there)} times"
    target.write_text(text.replace(there, there + new if after else new + there), "utf-8")


@pytest.fixture(scope="module")
def run(product: Path) -> Run:
    """Run a program of this environment in the copy; fails unless it ends well."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "FEDERATION_TEST_BROWSER")
    environment = {name: os.environ[name] for name in kept if name in os.environ}

    def done(*words: str) -> str:
        found = subprocess.run(
            [sys.executable, *words],
            cwd=product,
            env={**environment, "PYTHONPATH": str(product)},
            capture_output=True,
            text=True,
            timeout=400,
        )
        assert found.returncode == 0, found.stdout[-4000:] + found.stderr[-2000:]
        return found.stdout

    return done


def test_imports_keep_their_direction(run: Run) -> None:
    assert "0 broken" in run("-c", "from importlinter.cli import lint_imports_command as lint; lint()")


def test_it_keeps_the_contract(run: Run) -> None:
    """All of it, pages included; what is left out is left out of every feature of the product."""
    told = run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        "--federation-plugin",
        "noticeboard",
        "-k",
        "not postgresql",
    )
    assert "failed" not in told


def test_it_does_what_features_do(run: Run) -> None:
    run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:schemathesis",
        "--federation-plugin",
        "noticeboard",
        "test_behaviour.py",
    )


def test_nothing_of_the_product_names_it(product: Path) -> None:
    """But for the two lines, the copy is the product as it is."""
    named = {
        path.relative_to(product).as_posix()
        for folder in ("federation", "templates", "migrations", "config")
        for path in (product / folder).rglob("*")
        if path.is_file()
        and path.suffix in (".py", ".html", ".toml")
        and "noticeboard" in path.read_text("utf-8")
    }
    assert {path for path in named if not path.startswith("federation/noticeboard/")} == {"federation/app.py"}
