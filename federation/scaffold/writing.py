"""Writing a new plugin: the bare one, and the parts that are asked for."""

import keyword
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from federation.kernel.refusals import Refusal
from federation.plugin import contract
from federation.plugin.door import load
from federation.scaffold.parts import PARTS

_FILES: Final = Path(__file__).parent / "plugin"
_KEPT: Final = frozenset({"accountability", "groups", "purchasing", "tendering", "testing", "toolkit"})
"""Features that the product will have, and the modules that plugins import."""

_files = Environment(  # noqa: S701  what is written is code, where escaping would do harm
    loader=FileSystemLoader(_FILES),
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[#",
    comment_end_string="#]",
    keep_trailing_newline=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)


def write(name: str, folder: Path, parts: Collection[str] = ()) -> Iterator[str]:
    """Write a plugin with these parts (names of ``PARTS``) into ``folder/name``, and say what to do next, a line at
    a time.

    Raises :class:`Refusal` for a name that a plugin cannot have, and where something of that name is there already.
    """
    check_name(name)
    wanted = _in_order(parts)
    target = folder / name
    if target.exists():
        raise Refusal(
            f"There is something named {name} here already. Choose another name, or another folder."
        )
    values = _values(name, wanted)
    for part in ("bare", *wanted):
        for source in sorted((_FILES / part).rglob("*.txt")):
            path = target / _place_of(source.relative_to(_FILES / part), name)
            path.parent.mkdir(parents=True, exist_ok=True)
            template = _files.get_template(source.relative_to(_FILES).as_posix())
            path.write_text(template.render(values), "utf-8")
    return iter(_next_steps(name, wanted))


def check_name(name: str) -> None:
    """Raise :class:`Refusal` for a name that a plugin cannot have."""
    if not contract.NAME.fullmatch(name):
        raise Refusal(
            f"{name!r} must be small letters and digits, with _ between words: care_homes, for example."
        )
    if len(name) > contract.LONGEST_NAME:
        raise Refusal(
            f"{name} has {len(name)} characters; the name of a plugin has {contract.LONGEST_NAME} at most."
        )
    if name in _taken() or keyword.iskeyword(name):
        raise Refusal(f"{name} is a word of the product itself. Choose another name.")


def _in_order(parts: Collection[str]) -> tuple[str, ...]:
    """The parts in the order of the table, each once, with the pages that all others stand on."""
    wanted = {*parts, "pages"} if parts else set()
    return tuple(part for part in PARTS if part in wanted)


def _values(name: str, parts: Collection[str]) -> dict[str, Any]:
    """What the files are filled in with: the name in its forms, and for each part whether it is wanted."""
    return {
        "name": name,
        "package": f"federation_{name}",
        "title": name.replace("_", " ").capitalize(),
        "distribution": f"federation-{name.replace('_', '-')}",
        "class": "".join(word.capitalize() for word in name.split("_")),
        **{part: part in parts for part in PARTS},
        "imports": "import" in parts,
    }


def _taken() -> frozenset[str]:
    """The words of the product's own features, and those that are kept."""
    from federation.app import CORE

    return _KEPT | contract.taken(load(f"{package}:feature") for package in CORE)


def _place_of(source: Path, name: str) -> Path:
    names = {"package": f"federation_{name}", "name": name}
    parts = [names.get(part, part) for part in source.parts]
    return Path(*parts).with_suffix("")


def _next_steps(name: str, parts: Collection[str]) -> tuple[str, ...]:
    holds = f" with {', '.join(parts)}" if parts else ""
    return (
        f"A plugin that works{holds} is in {name}/. Next:",
        f"  pip install --no-deps --no-build-isolation -e {name}",
        "  federation db upgrade",
        f"  federation plugin enable {name} --federation SLUG",
        f"  pytest {name}",
    )
