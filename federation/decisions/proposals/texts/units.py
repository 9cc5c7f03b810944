"""The units of a table's numbers: words in brackets at the end of a column's title, "A: proposed (visits a year)"."""

import re

_UNIT = re.compile(r"(?P<title>.*\S)\s*\((?P<unit>[^()]+)\)")
_NUMBER = re.compile(r"[-−+]?\d[\d,.]*")


def split_unit(title: str) -> tuple[str, str]:
    """A column's title without its unit, and the unit, or nothing."""
    found = _UNIT.fullmatch(title)
    return (found["title"], found["unit"].strip()) if found else (title, "")


def with_unit(cell: str, unit: str) -> str:
    """``1,101 visits a year``, ``£3,120``, ``12%``; what is no plain number stays as it is."""
    if not unit or not _NUMBER.fullmatch(cell):
        return cell
    if unit == "£":
        return f"-£{cell[1:]}" if cell[0] in "-−" else f"£{cell}"
    return f"{cell}%" if unit in ("%", "percent", "per cent") else f"{cell} {unit}"
