"""What somebody wrote, as it is shown."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Final

from markupsafe import Markup

from federation.kernel.words import paragraphs

_MARKS: Final = ("\ue000", "\ue001")
"""Characters that nobody types stand around a name until the text is laid out."""


def with_names(body: str, mentions: Iterable[Sequence[Any]]) -> Markup:
    """What somebody wrote, laid out, with the names of people marked."""
    marks = sorted(mentions, key=itemgetter(0), reverse=True)
    if not marks:
        return paragraphs(body)
    begin, end = _MARKS
    text = body.replace(begin, " ").replace(end, " ")
    for start, length, *_ in marks:
        text = f"{text[:start]}{begin}{text[start : start + length]}{end}{text[start + length :]}"
    html = str(paragraphs(text)).replace(begin, '<strong class="app-named">').replace(end, "</strong>")
    return Markup(html)  # noqa: S704 - paragraphs escapes what was typed, and the marks are ours
