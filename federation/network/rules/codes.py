"""ODS codes: what one looks like, and reading a pasted list of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from .reading import HIDDEN, visible

CODE = re.compile(r"[A-Z0-9]{3,12}\Z")
"""Any ODS code, also of longer kinds to come: an unfamiliar pattern is no reason to leave a line out."""

PRACTICE_CODE = re.compile(r"[A-Z][0-9]{5}\Z")
"""The usual pattern of a practice's code. Only used to tell codes from other words, never to refuse one."""


class CodeProblem(NamedTuple):
    """Something in a pasted list that is no ODS code."""

    line: int
    text: str
    why: str


class PastedCodes(NamedTuple):
    """A pasted list: each code once, in its order, and what in it cannot be read."""

    codes: tuple[str, ...]
    problems: tuple[CodeProblem, ...]


def readable_code(text: str) -> str:
    """The code in capitals, without spaces around it. ValueError when it cannot be one."""
    code = text.strip().upper()
    if not (CODE.match(code) and text.isascii()):
        raise ValueError(text)
    return code


_BETWEEN_WORDS = re.compile(r"[\s,;|]+")
_BETWEEN_CELLS = re.compile(r"[,;|\t]")
_AROUND = " \"'“”‘’()[]<>.:*•·–—-"
_NUMBERING = re.compile(r"[0-9]{1,3}[.):]\Z")
_HAS_DIGIT = re.compile(r"[0-9]")
_HAS_WORD = re.compile(r"[^\W\d_]{3}")


def parse_codes(text: str) -> PastedCodes:
    """The codes in a pasted list: between commas, semicolons, spaces or lines, in any case, or a CSV column.

    A heading such as `practice_code` is passed over, and so is the name or address beside one usual
    practice code. Everything else that is no code is named with its line.
    """
    codes: dict[str, None] = {}
    problems: list[CodeProblem] = []
    heading_possible = True
    for number, raw_line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = HIDDEN.sub("", raw_line)
        words = [word.strip(_AROUND) for word in _BETWEEN_WORDS.split(line) if not _NUMBERING.match(word)]
        words = [word for word in words if word]
        if not words:
            continue
        if heading_possible and _is_heading(line):
            heading_possible = False
            continue
        heading_possible = False
        wrong = [word for word in words if not _may_be_code(word)]
        only = _only_code_of_row(line, words)
        if only and (wrong or not _all_usual(words)) and _HAS_WORD.search(line):
            codes[only] = None
            continue
        codes.update((word.upper(), None) for word in words if _may_be_code(word))
        problems.extend(CodeProblem(number, visible(word), _why_no_code(word)) for word in wrong)
    return PastedCodes(tuple(codes), tuple(problems))


def _may_be_code(word: str) -> bool:
    return word.isascii() and bool(CODE.match(word.upper()) and _HAS_DIGIT.search(word))


def _all_usual(words: list[str]) -> bool:
    return all(PRACTICE_CODE.match(word.upper()) for word in words)


def _is_heading(line: str) -> bool:
    """The first line, when it has no digits and speaks of a code or a practice."""
    lower = line.lower()
    return not _HAS_DIGIT.search(line) and ("code" in lower or "practice" in lower or "ods" in lower)


def _only_code_of_row(line: str, words: list[str]) -> str | None:
    """The one usual practice code of a line that starts with it or has it as a cell of its own."""
    usual = {word.upper() for word in words if PRACTICE_CODE.match(word.upper())}
    if len(usual) != 1:
        return None
    code = usual.pop()
    cells = {cell.strip(_AROUND).upper() for cell in _BETWEEN_CELLS.split(line)}
    return code if code in cells or words[0].upper() == code else None


def _why_no_code(word: str) -> str:
    if not _HAS_DIGIT.search(word):
        return "An ODS code has digits, such as A81001."
    if len(word) < 3 or len(word) > 12:
        return "An ODS code has 3 to 12 letters and digits; a practice's usually has a letter and 5 digits."
    return "An ODS code has only letters A to Z and digits."
