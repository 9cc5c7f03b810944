"""Numbers and lists in words."""

from collections.abc import Sequence


def counted(number: int, thing: str, things: str = "") -> str:
    """``1 answer``, ``2 answers``, ``1 person``, ``1,200 people``."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def people(number: int) -> str:
    """``1 person``, ``61 people``."""
    return counted(number, "person", "people")


def joined(parts: Sequence[str]) -> str:
    """``a``; ``a and b``; ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def inside_a_sentence(title: str) -> str:
    """A title as it stands in the middle of a sentence: ``purpose and vision``."""
    return title[:1].lower() + title[1:]
