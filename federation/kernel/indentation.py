"""Templates are indented for those who write them; browsers get a space for a line break, and none where none is shown."""

import re
from typing import Final

from jinja2.ext import Extension

_KEPT: Final = re.compile(
    r"""(
    <pre\b .*? </pre>
    | > [^<>]* </textarea>
    | \{\# .*? \#\}
    | \{\{ (?:(?!\}\}).)* \n .*? \}\}
    | \{% (?:(?!%\}).)* \n .*? %\}
    )""",
    re.DOTALL | re.VERBOSE,
)
"""What stays as it is written: what browsers show with its white space, comments, and long expressions and statements."""
_APART: Final = (
    "html|head|title|meta|link|body|header|main|footer|nav|section|form|fieldset|legend|details|summary|option|div|p|h[1-6]|ul|ol|dl|dt|dd"
    "|table|caption|thead|tbody|tfoot|tr|th|td|path|rect|line|circle"
)
"""Elements that always stand apart from what is beside them."""
_WITHIN: Final = f"{_APART}|li|button|select|svg"
"""These and those that a style may put in a line: no space is shown at their beginning and end."""
_UNSEEN: Final = re.compile(
    rf"(<(?:{_WITHIN})\b[^<>]*>|</(?:{_APART})>)[ \t]*\n[ \t]*"
    rf"|[ \t]*\n[ \t]*(?=<(?:{_APART})\b|</(?:{_WITHIN})>)"
)
_SPACE: Final = re.compile(r"(?<=\S)(?<!%\})(?<!#\})[ \t]*\n[ \t]*(?=\S)(?!\{[%{#]-)")
"""A line break between words, elements or attributes. One after a statement is nothing, as is one beside ``{%-``."""
_INDENTATION: Final = re.compile(r"\n[ \t]+")
_LINE: Final = "\0"
_COUNTED: Final = "{#\n#}"
"""In the place of a line break: what writes nothing and counts as a line, so that errors name the line of the file."""


class TemplateIndentation(Extension):
    """Take indentation and line breaks out of the source of pages, once, when a template is compiled.

    Texts of letters are no pages and stay as they are.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source as it is compiled, with as many lines."""
        if not (name or "").endswith(".html"):
            return source
        parts = _KEPT.split(source)
        return "".join(part if number % 2 else _on_one_line(part) for number, part in enumerate(parts))


def _on_one_line(source: str) -> str:
    marked = _SPACE.sub(f" {_LINE}", _UNSEEN.sub(rf"\g<1>{_LINE}", source))
    return _INDENTATION.sub("\n", marked).replace(_LINE, _COUNTED)
