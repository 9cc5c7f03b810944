"""Requests of a walk, each with a context of its own, and what came back."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote

from flask import Flask
from flask.testing import EnvironBuilder
from werkzeug.test import run_wsgi_app

_CSRF: Final = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]*"')


@dataclass(frozen=True, slots=True)
class WalkAnswer:
    """The answer to one request."""

    status: int
    location: str
    kind: str
    body: bytes
    headers: dict[str, str]

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.kind.startswith("text/html")

    @property
    def is_file(self) -> bool:
        """Whether it is a file to take away."""
        return self.status == 200 and self.headers.get("Content-Disposition", "").startswith("attachment")

    @property
    def print(self) -> str:
        """A fingerprint of the body without its one-time tokens."""
        return hashlib.sha256(self.plain).hexdigest()

    @property
    def plain(self) -> bytes:
        """The body without its one-time tokens."""
        return _CSRF.sub(rb'\1"', self.body)

    def is_like(self, other: "WalkAnswer | None") -> bool:
        """Whether a reader could not tell the two apart: the same status, the same body, the same way on."""
        return other is not None and (self.status, self.location, self.plain) == (
            other.status,
            other.location,
            other.plain,
        )


class WalkClient:
    """Sends requests: to pages with a cookie, to the interface for programs with a token. A walk sends thousands, so they
    are handed to the app as a server hands them over: what test clients do besides takes a tenth of the time."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._who: dict[str, Any] = dict(app.test_client(use_cookies=False).environ_base)
        self._get = self._made("GET", "/", {})

    def send(self, method: str, path: str, cookie: str, token: str | None, **what: Any) -> WalkAnswer:
        """Send a request; ``what`` is its ``data`` or ``json``."""
        request = self._read(path) if method == "GET" and not what else self._made(method, path, what)
        if not path.startswith("/api/"):
            request["HTTP_COOKIE"] = cookie
        elif token:
            request["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        body, status, headers = run_wsgi_app(self._app, request, buffered=True)
        return WalkAnswer(
            int(status.partition(" ")[0]),
            headers.get("Location", ""),
            headers.get("Content-Type", ""),
            b"".join(body),
            dict(headers),
        )

    def _read(self, path: str) -> dict[str, Any]:
        """The request for an address as it stands in a page, with what is asked behind its question mark."""
        address, _, question = path.partition("?")
        return {
            **self._get,
            "PATH_INFO": unquote(address, "latin-1"),
            "QUERY_STRING": question,
            "REQUEST_URI": path,
            "RAW_URI": path,
            "wsgi.input": BytesIO(),
        }

    def _made(self, method: str, path: str, what: dict[str, Any]) -> dict[str, Any]:
        builder = EnvironBuilder(self._app, path, method=method, **what)
        try:
            return {**builder.get_environ(), **self._who}
        finally:
            builder.close()
