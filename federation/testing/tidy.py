"""HTML as it is shown, whatever the line breaks of templates: for tests that compare markup."""

import re
from typing import Final

_KEPT: Final = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
_BLOCK: Final = (
    r"</?(?:html|head|title|meta|link|body|header|main|footer|nav|section|form|fieldset|legend|details|summary|option|div|p|h[1-6]"
    r"|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|br|label)\b[^<>]*>"
)
_WORD: Final = r"</?(?:a|b|code|del|em|i|ins|small|span|strong)\b[^<>]*>"
_AFTER: Final = re.compile(rf"{_BLOCK}(?:\s*{_WORD})*\s+")
_BEFORE: Final = re.compile(rf"\s+(?:{_WORD}\s*)*{_BLOCK}")


def tidied(page: str) -> str:
    """The page with one space for white space, and none where a block begins or ends; what was typed stays."""
    parts = _KEPT.split(page)
    return "".join(part if number % 2 else _tidied(part) for number, part in enumerate(parts))


def _tidied(markup: str) -> str:
    after = _AFTER.sub(lambda found: re.sub(r">\s+", ">", found[0]), markup)
    return re.sub(r"\s+", " ", _BEFORE.sub(lambda found: re.sub(r"\s+<", "<", found[0]), after))
