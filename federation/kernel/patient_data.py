"""Nothing about a patient belongs here. Two such things can be told: an NHS number, and a date called one of birth.

An NHS number has ten digits; the last checks the others (modulus 11; NHS Data Dictionary, "NHS Number"). It is written
in one piece, as 3, 3 and 4 digits, or digit by digit, with anything between that people type between digits.
"""

import re
import unicodedata
from typing import Final

LENGTH: Final = 10
_FEWEST: Final = 3
"""Digits in the shortest thing that is looked for: 1 May 50."""
_GAP: Final = r"[\s._/\\:|\-\u2010-\u2015\u2212\u00b7\u2022]{0,4}"
_SPACE: Final = r"[\s._/\\:|\-\u2010-\u2015\u2212\u00b7\u2022]{1,2}"
_BEFORE: Final = r"(?<!\d)(?<!\d[.,])(?<!\+44 )(?<!0044 )"
_GROUPED: Final = re.compile(rf"{_BEFORE}(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}})(?!\d)")
_APART: Final = re.compile(rf"{_BEFORE}(\d(?:{_SPACE}\d){{{LENGTH - 1}}})(?!{_SPACE}\d|\d)")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR: Final = r"(?:(?:19|20)\d\d|\d\d)"
_DATE: Final = (
    rf"(?:\d{{1,2}}[\s./\-]{{1,2}}\d{{1,2}}[\s./\-]{{1,2}}{_YEAR}|(?:19|20)\d\d[\s./\-]\d{{1,2}}[\s./\-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s.\-]{{0,2}}(?:of )?{_MONTH}[\s.,\-]{{1,2}}{_YEAR}"
    rf"|{_MONTH}[\s.]{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?[\s,]{{1,2}}{_YEAR})(?!\d)"
)
_BIRTH: Final = re.compile(
    rf"\b(date of birth|birth ?date|birthday|d\.? ?o\.? ?b\b\.?|born(?: on)?)(?:\W|is\b|was\b|on\b|the\b){{0,8}}?{_DATE}"
)


def folded(text: str) -> str:
    """A text with digits of any script as 0 to 9, spaces of any kind as spaces, and what cannot be seen left out."""
    if text.isascii():
        return text
    found = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter
        for letter in found
        if unicodedata.category(letter) not in ("Cf", "Mn")
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
    plain = folded(text)
    for pattern in (_GROUPED, _APART):
        for found in pattern.finditer(plain):
            digits = re.sub(r"\D", "", found[0])
            if is_nhs_number(digits):
                return digits[-4:]
    return None


def birth_in(text: str) -> str | None:
    """The words in a text that call a date one of birth, or None; never the date itself."""
    found = _BIRTH.search(folded(text).casefold())
    return found[1] if found else None


def objection_to(text: str) -> str | None:
    """The words for somebody who typed an NHS number or a date of birth; None where nobody did."""
    if sum(map(str.isdecimal, text)) < _FEWEST:
        return None
    if ending := nhs_number_in(text):
        found = f"This looks like an NHS number (it ends in {ending})"
    elif words := birth_in(text):
        found = f"This looks like a date of birth (the date after “{words}”)"
    else:
        return None
    return f"{found}. Take it out: nothing about a patient may stand here"
