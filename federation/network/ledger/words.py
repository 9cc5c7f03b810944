"""What practices gave, gained and paid, in words."""

from typing import Final

from federation.kernel.words import money, plural

KINDS: Final = {"gave": "Gave", "gained": "Gained", "paid": "Paid"}


def hours(minutes: int) -> str:
    """``2 hours``, ``45 minutes``, ``1 hour 30 minutes``."""
    whole, rest = divmod(minutes, 60)
    said = [plural(whole, "hour")] if whole else []
    return " ".join([*said, plural(rest, "minute")] if rest or not said else said)


def measured(minutes: int | None, pence: int | None) -> str:
    """Time, money or both; "not known" where neither was measured."""
    said = ([hours(minutes)] if minutes else []) + ([money(pence)] if pence else [])
    return " and ".join(said) or "not known"
