"""``docs/plugins.md`` says what the code does: every field, hook, place, fixture, name and command, and examples that run."""

import ast
import dataclasses
import inspect
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

import federation
from federation import toolkit
from federation.cli import main
from federation.network.plugins.actions.troubles import MOST_FAILED, MOST_SLOW, TRIES, WINDOW
from federation.network.plugins.requests import PAGE_BUDGET
from federation.plugin import calls, contract, hook_answers, hooks
from federation.plugin.feature import About, Feature
from federation.testing import database_fixtures, fixtures

ROOT = Path(federation.__file__).parents[1]
TEXT = (ROOT / "docs" / "plugins.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.M | re.S)
FILES = re.findall(r"^`(federation_visits/[^`]+)`\n\n```\w+\n(.*?)^```", TEXT, re.M | re.S)


def _said(name: str) -> bool:
    """Whether a name stands in code somewhere."""
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", TEXT) is not None and f"`{name}" in TEXT


def _section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## )", TEXT, re.M | re.S)
    assert found, title
    return found[1]


def test_every_field_of_the_value() -> None:
    told = re.findall(r"^\| `(\w+)` \|", _section("The value `Feature`"), re.M)
    assert told == [field.name for field in dataclasses.fields(Feature)]
    assert "About(author, brings, reads, keeps, cannot)" in TEXT
    assert [field.name for field in dataclasses.fields(About)] == [
        "author",
        "brings",
        "reads",
        "keeps",
        "cannot",
    ]


def test_every_hook_with_its_signature() -> None:
    tree = ast.parse(inspect.getsource(hooks.HookSpecifications))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for one in functions:
        one.args.args = one.args.args[1:]
        signature = f"def {one.name}({ast.unparse(one.args)}) -> {ast.unparse(one.returns)}"
        assert f"### `{one.name}`\n\n    {signature}\n" in TEXT
    assert len(re.findall(r"^### `", TEXT, re.M)) == len(functions)


def test_every_name_of_the_toolkit() -> None:
    told = set(re.findall(r"`(\w+)`", _section("Everything in the toolkit"))) - {"python"}
    assert told == set(toolkit.__all__)
    for name in toolkit.__all__:
        elsewhere = TEXT.replace(_section("Everything in the toolkit"), "")
        assert re.search(rf"(?<!\w){name}(?!\w)", elsewhere), f"{name} is explained nowhere"


def test_every_fixture() -> None:
    wanted = {
        name
        for name, thing in (vars(fixtures) | vars(database_fixtures)).items()
        if name.startswith("federation_") and type(thing).__name__ == "FixtureFunctionDefinition"
    }
    assert len(wanted) > 10
    assert set(re.findall(r"^\| `(federation_\w+)` \|", _section("Testing"), re.M)) == wanted


def test_every_place_of_panels() -> None:
    asked = {
        place
        for path in (ROOT / "federation").rglob("*.py")
        if "testing" not in path.parts
        for place in re.findall(r'\.panels(?:_counted)?\(\s*"([\w.]+)"', path.read_text("utf-8"))
    }
    told = re.findall(
        r"^\| `([\w.]+)` \| [^|]* \| `(\w+)` \| (.*) \|$", _section("Places on pages of others"), re.M
    )
    assert {place for place, _, _ in told} == asked
    for _, subject, holds in told:
        fields = [field.name for field in dataclasses.fields(getattr(toolkit, subject))]
        assert re.findall(r"`(\w+)`", holds) == fields, subject


def test_every_command() -> None:
    group = main.commands["plugin"]
    assert isinstance(group, click.Group)
    told = set(re.findall(r"^    federation plugin ([\w-]+)", _section("The life of a plugin"), re.M))
    assert told == set(group.commands)


def test_every_fact_and_its_fields() -> None:
    for name in ("DecisionOpened", "DecisionClosed", "DecisionWithdrawn", "DraftDeleted"):
        fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(getattr(toolkit, name)))
        assert re.search(rf"^\| `{name}` \| .* \| {fields} \|$", TEXT, re.M), name


def test_every_kind_of_field() -> None:
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \| ", _section("Forms"), re.M))))
    kinds = {name for name in toolkit.forms.__all__ if name.endswith("Field") or name == "ChoiceWithHints"}
    assert told == kinds


def test_every_measure() -> None:
    told = re.findall(r"^\| (`.*?) \| ", _section("Measures and working days"), re.M)
    assert set(re.findall(r"`(\w+)`", "".join(told))) == set(toolkit.measures.__all__)


def test_every_macro() -> None:
    for path in ("page", "forms", "charts"):
        source = (ROOT / "templates" / "macros" / f"{path}.html").read_text("utf-8")
        found = re.search(rf"^\| from `macros/{path}.html` \|.*?\n\n", TEXT, re.M | re.S)
        assert found
        macros = dict(re.findall(r"{% macro (\w+)\((.*?)\) -?%}", source))
        told = dict(re.findall(r"(?:`|{% call )(\w+)\(([^)]*)\)", found[0]))
        assert told
        for name, arguments in told.items():
            assert re.findall(r"\w+", arguments) == [
                part.partition("=")[0].strip() for part in macros[name].split(",")
            ], name


def test_figures() -> None:
    assert calls.BUDGET == 0.2 and "**You have 0.2 seconds**" in TEXT
    assert WINDOW.total_seconds() == 600 and MOST_FAILED == 10 and MOST_SLOW == 3 and PAGE_BUDGET == 5
    assert (
        "fails 10 times within ten minutes, or whose hooks in pages are too slow 3 times (a page of its own: over 5 seconds)"
        in TEXT
    )
    assert TRIES == 5 and "after 1, 2, 4, 8 and 16 minutes" in TEXT
    assert hook_answers.MOST_PANELS == 5 and "up to 5 values" in TEXT
    assert hook_answers.LONGEST_WORDS == 500 and "1 to 500\ncharacters" in TEXT
    assert contract.LONGEST_NAME == 20 and "20 characters at most" in TEXT


def test_links_within_the_page() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", TEXT, re.M)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= anchors


@pytest.mark.parametrize("place", range(len(BLOCKS)))
def test_examples_compile_and_import_what_there_is(place: int) -> None:
    language, source = BLOCKS[place]
    if language != "python":
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "federation.toolkit":
            assert {alias.name for alias in node.names} <= set(toolkit.__all__)


def test_the_whole_plugin_keeps_the_contract(tmp_path: Path) -> None:
    """The last example, written into a folder as it stands, passes the contract."""
    assert len(FILES) == 11
    for name, source in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "conftest.py").write_text(
        "import pytest\n"
        "from federation.plugin.installed import InstalledPlugin\n\n\n"
        "@pytest.fixture(scope='session')\n"
        "def federation_plugin():\n    return 'visits'\n\n\n"
        "@pytest.fixture(scope='session')\n"
        "def federation_installed():\n"
        "    from federation_visits import feature\n\n"
        "    return (InstalledPlugin(feature, '1', 'visits 1'),)\n"
    )
    (tmp_path / "test_contract.py").write_text("from federation.testing.contract import *\n")
    plugin = (
        [] if entry_points(group="pytest11", name="federation") else ["-p", "federation.testing.fixtures"]
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"),
            *(*plugin, str(tmp_path)),
        ],
        cwd=tmp_path,
        env={**_environment(), "PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-6000:]


def _environment() -> dict[str, str]:
    import os

    kept = ("PATH", "HOME", "LANG", "FEDERATION_TEST_BROWSER", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}
