"""How sure a share is."""

from math import sqrt

Z95 = 1.959964


def wilson(count: int, of: int) -> tuple[float, float]:
    """The interval within which the share lies of which ``count`` of ``of`` were seen, at 95% (Wilson 1927)."""
    if not 0 <= count <= of or not of:
        raise ValueError("a share is of one at least, and not above all")
    share, square = count / of, Z95 * Z95 / of
    middle = share + square / 2
    apart = Z95 * sqrt((share * (1 - share) + square / 4) / of)
    return max(0.0, (middle - apart) / (1 + square)), min(1.0, (middle + apart) / (1 + square))
