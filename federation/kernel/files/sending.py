"""A file on its way to a browser or a program: saved, or shown in a sandbox, and never taken for anything else."""

from typing import Final
from urllib.parse import quote

from flask import Response, request

from federation.kernel.files.kinds import FileKind

SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def file_response(name: str, kind: FileKind, content: bytes, sha256: str) -> Response:
    """The file as it is: pictures and PDFs open in the browser, all others are saved. Whoever has it already is told so,
    after the same questions; nothing between the browser and us keeps it."""
    answer = Response(content, content_type=kind.media_type)
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    way = "inline" if kind.opens_in_page else "attachment"
    answer.headers["Content-Disposition"] = (
        f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(sha256)
    answer.make_conditional(request)
    return answer
