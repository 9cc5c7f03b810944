"""What the pages for developers name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("CONTRIBUTING.md", "docs/developing.md", "docs/architecture.md")
_PATH = re.compile(r"`((?:federation|tests|templates|plugins|docs|migrations|config|benchmarks)/[\w./-]*)`")
_COMMAND = re.compile(r"make (\w+)")


def named(page: str) -> list[str]:
    """Return the files and folders that a page names, and those it links to."""
    text = (ROOT / page).read_text("utf-8")
    linked = [f"{Path(page).parent}/{link}" for link in re.findall(r"\]\(([\w./-]+)\)", text)]
    return _PATH.findall(text) + linked


@pytest.mark.parametrize("page", PAGES)
def test_every_place_named_exists(page: str) -> None:
    assert [path for path in named(page) if not (ROOT / path).exists()] == []


def test_twenty_changes_have_a_place_and_a_test() -> None:
    text = (ROOT / "docs/developing.md").read_text("utf-8")
    table = text.split("## To change something, open")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) >= 20
    assert [row for row in rows if len(_PATH.findall(row)) < 2] == []


@pytest.mark.parametrize("page", ("CONTRIBUTING.md", "README.md"))
def test_every_command_of_make_exists(page: str) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(_COMMAND.findall((ROOT / page).read_text("utf-8"))) <= targets
