"""What plugins may rely on stays as it is: names and signatures are kept in ``toolkit.txt`` beside this test.

After a change that is wanted: ``FEDERATION_KEEP_TOOLKIT=1 pytest tests/plugins/test_toolkit.py``, and read the difference.
"""

import dataclasses
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import wtforms

from federation import toolkit

KEPT = Path(__file__).parent / "toolkit.txt"


def _signature(thing: Any) -> str:
    try:
        found = str(inspect.signature(thing))
    except (TypeError, ValueError):
        return ""
    found = re.sub(r"<function ([\w.]+) at 0x\w+>", r"\1", found)
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", found)


def _lines(module: ModuleType, names: list[str]) -> Iterator[str]:
    for name in names:
        thing = getattr(module, name)
        if isinstance(thing, type) and thing.__module__.startswith("federation."):
            yield f"class {name}{_signature(thing)}"
            yield from () if issubclass(thing, wtforms.Field) else _members(thing)
        elif callable(thing) and not isinstance(thing, frozenset) and hasattr(thing, "__name__"):
            yield f"{name}{_signature(thing)}"
        else:
            yield f"{name}: {type(thing).__name__}"


def _members(thing: type) -> Iterator[str]:
    """What a plugin may ask of a value: methods and properties of its own, with a docstring."""
    fields = {field.name for field in dataclasses.fields(thing)} if dataclasses.is_dataclass(thing) else set()
    for name, member in sorted(vars(thing).items()):
        if name.startswith("_") or name in fields:
            continue
        if isinstance(member, property):
            yield f"    {name}"
        elif inspect.isfunction(member) and member.__doc__:
            yield f"    {name}{_signature(member)}"


def snapshot() -> str:
    """The toolkit as text, a name a line."""
    modules = {
        name: thing for name in toolkit.__all__ if isinstance(thing := getattr(toolkit, name), ModuleType)
    }
    parts = list(_lines(toolkit, [name for name in toolkit.__all__ if name not in modules]))
    for name, module in modules.items():
        parts += ["", f"{name}:", *_lines(module, list(module.__all__))]
    return "\n".join(parts) + "\n"


def test_names_and_signatures_stay() -> None:
    if os.environ.get("FEDERATION_KEEP_TOOLKIT") == "1":
        KEPT.write_text(snapshot(), "utf-8")
    assert snapshot() == KEPT.read_text("utf-8")


def test_names_are_in_order_and_there() -> None:
    assert toolkit.__all__ == sorted(
        toolkit.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert all(hasattr(toolkit, name) for name in toolkit.__all__)


def test_everything_says_what_it_is() -> None:
    """Functions and classes have a docstring of our own."""
    for name in toolkit.__all__:
        thing = getattr(toolkit, name)
        if getattr(thing, "__module__", "").startswith("federation."):
            assert thing.__doc__ and thing.__doc__.strip(), name
