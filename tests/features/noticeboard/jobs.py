"""What recurs."""

from federation.noticeboard.queries import notices

seen: list[int] = []


def tidy() -> int:
    """Look at the notices."""
    seen.append(len(notices()))
    return 0
