"""Nothing about a patient belongs here. An NHS number is the one such thing that can be told for certain.

It has ten digits; the last checks the others (modulus 11; NHS Data Dictionary, "NHS Number"). It is written
in one piece, or as 3, 3 and 4 digits with spaces or hyphens between.
"""

import re
from typing import Final

LENGTH: Final = 10
_GAP = "[ \u00a0\u2007-\u2011\u2013\u202f-]?"
_CANDIDATE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?<!\+44 )(?<!0044 )(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}})(?!\d)"
)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the check. Ten times the same digit is nobody's number."""
    if len(digits) != LENGTH or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    values = [int(digit) for digit in digits]
    expected = 11 - sum(value * weight for value, weight in zip(values, range(10, 1, -1), strict=False)) % 11
    return values[-1] == expected % 11 if expected != 10 else False


def nhs_number_in(text: str) -> str | None:
    """The last four digits of the first NHS number in a text, or None; never the number itself."""
    for found in _CANDIDATE.finditer(text):
        if is_nhs_number("".join(found.groups())):
            return found[3]
    return None


def objection_to(text: str) -> str | None:
    """What to say to somebody who typed an NHS number, or None."""
    ending = nhs_number_in(text)
    if ending is None:
        return None
    return (
        f"This looks like an NHS number (it ends in {ending}). "
        "Take it out: nothing about a patient may stand here"
    )
