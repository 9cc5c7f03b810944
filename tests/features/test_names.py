"""No feature's name stands in the code of another but that of one below it: imports point down, and so do strings.

A lower feature announces facts, asks hooks, reads what the door has gathered, or leaves a place that a higher one fills.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import federation
from federation.app import CORE
from federation.plugin.door import load
from federation.plugin.feature import Feature

ROOT = Path(federation.__file__).parents[1]
FEATURES: tuple[Feature, ...] = tuple(load(f"{package}:feature") for package in CORE)
ALLOWED = {
    ("federation/network/members/api.py", "decisions"): "a word of an answer to programs",
    ("federation/network/areas/words.py", "purchasing"): "the key of an area of work, as mandates name it",
    ("federation/network/areas/words.py", "tendering"): "the key of an area of work, as mandates name it",
    ("federation/kernel/reviews.py", "people_person.id"): "who rated what a feature lets people rate",
    ("federation/kernel/tenancy.py", "network_federation.id"): "what every row of a federation points to",
}
"""File and string, with the reason why it may stand there."""


class Named(NamedTuple):
    """A string that names a feature."""

    file: str
    line: int
    text: str
    feature: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text!r} names {self.feature}"


def ranks() -> dict[str, int]:
    """How high each part of the product stands: the layers of the imports, from the bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {one["id"]: one for one in settings["tool"]["importlinter"]["contracts"]}
    layers = reversed(contracts["direction"]["layers"])
    return {part.strip(" ()"): rank for rank, layer in enumerate(layers) for part in layer.split(":")}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The name alone, as a part of an address, or as the beginning of an endpoint, permission, table or module."""
    begins = rf"(?:^|(?<=[/\s\"'(,=]))(?:federation\.)?{name}[._:/](?=\w)"
    return re.compile(rf"^(?:federation\.)?{name}$|/{name}/?$|{begins}")


def words_of(feature: Feature) -> set[str]:
    """Whole strings that are a feature's: its acts and facts."""
    return {
        *(act.name for act in feature.acts),
        *(fact.event.rpartition(":")[2] for fact in feature.events),
    }


def strings(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a module but its docstrings."""
    tree = ast.parse(source)
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def named_in(file: str, part: str, found: Iterator[tuple[int, str]], rank: dict[str, int]) -> list[Named]:
    """The strings of a part of the product that name a feature above it."""
    return [
        Named(file, line, text, feature.name)
        for line, text in found
        for feature in FEATURES
        if feature.name != part
        and rank[feature.name] >= rank[part]
        and (pattern(feature.name).search(text) or text in words_of(feature))
        and (file, text) not in ALLOWED
    ]


def test_no_feature_is_named_from_below() -> None:
    rank, wrong = ranks(), []
    for path in sorted((ROOT / "federation").rglob("*.py")):
        inside = path.relative_to(ROOT / "federation")
        part = inside.parts[0].removesuffix(".py")
        if part in ("__init__", "_data"):
            continue
        file = path.relative_to(ROOT).as_posix()
        wrong += named_in(file, part, strings(path.read_text("utf-8")), rank)
    assert not wrong, "\n".join(map(str, wrong))


def test_no_template_names_a_feature_above_its_own() -> None:
    """Its pages, its permissions and its templates; those that all share name none."""
    rank, wrong = {**ranks(), "shared": 0}, []
    owned = {feature.name for feature in FEATURES}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        inside = path.relative_to(ROOT / "templates")
        part = inside.parts[0] if inside.parts[0] in owned else "shared"
        code = re.findall(r"{{.*?}}|{%.*?%}", path.read_text("utf-8"), re.S)
        found = (
            (0, text) for one in code for text in re.findall(r"'([^']*)'|\"([^\"]*)\"", one) for text in text
        )
        wrong += named_in(path.relative_to(ROOT).as_posix(), part, found, rank)
    assert not wrong, "\n".join(map(str, wrong))


def test_what_is_allowed_is_still_there() -> None:
    for file, text in ALLOWED:
        assert text in {found for _, found in strings((ROOT / file).read_text("utf-8"))}, file


def test_a_name_from_above_is_seen() -> None:
    """The walk itself: each way to name a feature, and words that only look like it."""
    rank = ranks()
    for text in (
        "decisions.show",
        "federation.decisions.models",
        "decisions/home.html",
        "decisions",
        "decisions_ballot",
    ):
        assert named_in("x.py", "network", iter([(1, text)]), rank), text
    for text in ("/f/<federation>/decisions/", "ballot.cast", "DecisionClosed"):
        assert named_in("x.py", "network", iter([(1, text)]), rank), text
    for text in ("Our decisions.", "network.decisions", "people.account", "the decisions of practices"):
        assert not named_in("x.py", "network", iter([(1, text)]), rank), text
    assert not named_in("x.py", "home", iter([(1, "decisions.show")]), rank)
