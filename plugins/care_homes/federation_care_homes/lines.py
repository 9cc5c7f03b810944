"""Lines that people type: a code, a space and a number or another code."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from federation.toolkit import Invalid

_Value = TypeVar("_Value")


def read_lines(
    lines: Iterable[str], field: str, read: Callable[[str], _Value | None], example: str
) -> dict[str, _Value]:
    """What lines say, by their first word. Raises ``Invalid`` at the field for the first that cannot be
    read, and says none of it again: a number of somebody may have been typed by mistake."""
    found: dict[str, _Value] = {}
    for place, line in enumerate(lines, 1):
        words = line.replace(",", " ").replace(":", " ").split()
        value = read(words[1]) if len(words) == 2 else None
        if value is None:
            raise Invalid(f"Line {place} cannot be read. Write it like {example}", field)
        if words[0] in found:
            raise Invalid(f"Line {place} begins as a line before it", field)
        found[words[0]] = value
    return found


def read_count(word: str) -> int | None:
    """A whole number, or None."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 7 else None


def as_lines(values: Mapping[str, object]) -> str:
    """Values as lines again."""
    return "\n".join(f"{key} {value}" for key, value in values.items())
