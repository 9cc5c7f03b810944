"""How far a practice may change what it needs after the round has closed."""

from fractions import Fraction


def may_change(said: int, wanted: int, tolerance: Fraction) -> bool:
    """Whether an amount may go from what was ``said`` at the close to what is ``wanted``: by that share of it at most, up or
    down, or to nothing, as practices may leave until the order. However often it is changed, the first amount counts."""
    return wanted == 0 or abs(wanted - said) <= said * tolerance


def bounds(said: int, tolerance: Fraction) -> tuple[int, int]:
    """The least and the greatest amount that is allowed, besides nothing."""
    room = said * tolerance
    return -int(-(said - room) // 1), int((said + room) // 1)
