"""How templates are written: lines that fit, and one element a line."""

import re
from pathlib import Path

from benchmarks.shape import ROOT, long_template_lines

_BLOCK = re.compile(
    r"<(?:header|main|footer|nav|section|form|fieldset|legend|details|summary|option|div|p|h[1-6]|ul|ol|li|dl|dt|dd"
    r"|table|caption|thead|tbody|tr|th|td)\b"
)


def templates() -> list[Path]:
    """The pages of the product and of plugins, and those that a new plugin is made with."""
    folders = ("templates", "plugins", "federation/scaffold", "tests")
    return sorted(
        path
        for folder in folders
        for kind in ("*.html", "*.html.txt")
        for path in (ROOT / folder).rglob(kind)
    )


def test_lines_are_short() -> None:
    assert len(templates()) > 230
    assert long_template_lines(templates()) == {}


def test_no_two_blocks_begin_on_a_line() -> None:
    crowded = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(_BLOCK.findall(re.sub(r"\{#.*?#\}", "", line))) > 1
    ]
    assert crowded == []


def test_indentation_is_of_two_spaces() -> None:
    uneven = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "\t" in line
        or line != line.rstrip()
        or (line.startswith(" ") and (len(line) - len(line.lstrip())) % 2)
    ]
    assert uneven == []
