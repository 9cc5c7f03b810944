"""Requests of a walk, each with a context of its own, and what came back."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient

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
    """Sends requests: to pages with a cookie, to the interface for programs with a token."""

    def __init__(self, app: Flask) -> None:
        self._client: FlaskClient = app.test_client(use_cookies=False)

    def send(self, method: str, path: str, cookie: str, token: str | None, **what: Any) -> WalkAnswer:
        """Send a request; ``what`` is its ``data`` or ``json``."""
        headers = {"Cookie": cookie}
        if path.startswith("/api/"):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._client.open(path, method=method, headers=headers, **what)
        found = WalkAnswer(
            answer.status_code,
            answer.headers.get("Location", ""),
            answer.content_type or "",
            answer.get_data(),
            dict(answer.headers),
        )
        answer.close()
        return found
