"""What is typed, as it is kept."""

from typing import Final

from federation.toolkit import Invalid, plain_text

NOTHING: Final = "Nothing about patients."
"""What stands at the fields of free text."""
MOST_PENCE: Final = 100_000_000
"""What may be spent at once: £1,000,000."""


def short_text(typed: str | None, field: str, most: int, missing: str = "") -> str:
    """Text of so many characters at most, without blanks around it. Raises ``Invalid`` at ``field``."""
    text = plain_text(typed, field, missing)
    if len(text) > most:
        raise Invalid(f"Use {most:,} characters or fewer", field)
    return text
