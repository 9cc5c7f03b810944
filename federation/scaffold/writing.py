"""Writing a new plugin: files with places for its name, filled in."""

import keyword
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from federation.kernel.refusals import Refusal
from federation.plugin import contract
from federation.plugin.door import load

_FILES: Final = Path(__file__).parent / "plugin"
_KEPT: Final = frozenset({"accountability", "groups", "purchasing", "tendering", "testing", "toolkit"})
"""Features that the product will have, and the modules that plugins import."""


def write(name: str, folder: Path) -> Iterator[str]:
    """Write a plugin into ``folder/name``, and say what to do next, a line at a time.

    Raises :class:`Refusal` for a name that a plugin cannot have, and where something of that name is there already.
    """
    check_name(name)
    target = folder / name
    if target.exists():
        raise Refusal(
            f"There is something named {name} here already. Choose another name, or another folder."
        )
    places = {
        "@NAME@": name,
        "@PACKAGE@": f"federation_{name}",
        "@TITLE@": name.replace("_", " ").capitalize(),
        "@DISTRIBUTION@": f"federation-{name.replace('_', '-')}",
    }
    for source in sorted(_FILES.rglob("*.txt")):
        path = target / _place_of(source.relative_to(_FILES), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(source.read_text("utf-8"), places), "utf-8")
    return iter(_next_steps(name))


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


def _taken() -> frozenset[str]:
    """The words of the product's own features, and those that are kept."""
    from federation.app import CORE

    return _KEPT | contract.taken(load(f"{package}:feature") for package in CORE)


def _place_of(source: Path, name: str) -> Path:
    names = {"package": f"federation_{name}", "name": name}
    parts = [names.get(part, part) for part in source.parts]
    return Path(*parts).with_suffix("")


def _filled(text: str, places: dict[str, str]) -> str:
    for place, words in places.items():
        text = text.replace(place, words)
    return text


def _next_steps(name: str) -> tuple[str, ...]:
    return (
        f"A plugin that works is in {name}/. Next:",
        f"  pip install --no-deps --no-build-isolation -e {name}",
        "  federation db upgrade",
        f"  federation plugin enable {name} --federation SLUG",
        f"  pytest {name}",
    )
