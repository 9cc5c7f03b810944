"""Reading lines of forms that end with a number, and choices that several forms share."""

from typing import Final

from federation.kernel.forms import Choice

INTEREST_CHOICES: Final = (
    Choice("no", "No", "Neither I nor my practice would gain or lose by who wins"),
    Choice(
        "yes", "Yes, or it could look like it", "A job, shares, a relative, a friendship, a bid of our own"
    ),
)


def points_behind(line: str) -> int:
    """The whole number behind the last comma; -1 where there is none, or nothing before it."""
    before, _, number = line.rpartition(",")
    number = number.strip()
    return (
        int(number) if before.strip() and number.isascii() and number.isdigit() and len(number) < 13 else -1
    )
