"""Tables that leave the house as CSV and JSON, sent as they are read.

What a spreadsheet would take for a formula stays text.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from flask import Response, has_request_context, stream_with_context

from federation.kernel.reading import read_for, reader
from federation.kernel.tenancy import _scope, federation_scope

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")
_AT_ONCE: Final = 16_384
_MARK: Final = "\ufeff"
"""What makes spreadsheets read a file as UTF-8."""


def cell(value: Any) -> Any:
    """A value as it goes into a cell: text like a formula gets a ' in front; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The table as CSV (RFC 4180: commas, CRLF, quotes where needed), in pieces."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(title) for title in header])
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if out.tell() > _AT_ONCE:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a file to download, UTF-8, sent while the rows are read."""
    return _download(filename, _marked(csv_lines(header, rows)), "text/csv; charset=utf-8")


def json_response(filename: str, name: str, items: Iterable[Mapping[str, Any]]) -> Response:
    """A list as a file to download: ``{name: [...]}``, an item a line, sent while the items are read."""
    return _download(filename, _json_lines(name, items), "application/json")


def _json_lines(name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield f"{{{json.dumps(name)}: ["
    before = "\n"
    for item in items:
        yield before + json.dumps(item, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def _marked(lines: Iterator[str]) -> Iterator[str]:
    yield _MARK
    yield from lines


def _download(filename: str, lines: Iterator[str], content_type: str) -> Response:
    sent = _within(_scope.get(), reader(), lines)
    answer = Response(stream_with_context(sent) if has_request_context() else sent, content_type=content_type)
    safe = _UNSAFE_NAME.sub("-", filename)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer


def _within(scope: int | None, person: int | None, lines: Iterator[str]) -> Iterator[str]:
    """The lines, read within the federation of the request and for its person; the request is over by the time they are sent."""
    if scope is None:
        yield from lines
        return
    with federation_scope(scope), read_for(person):
        yield from lines
