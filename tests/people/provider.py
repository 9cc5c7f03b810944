"""A real OpenID provider in a process of its own, on this machine alone."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from json import dumps
from typing import Any


class Provider:
    """The provider, and what somebody does at it."""

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def metadata_url(self) -> str:
        return f"{self.address}/.well-known/openid-configuration"

    def knows(self, subject: str, **claims: Any) -> None:
        """Let it say this of somebody."""
        self._ask(f"/users/{subject}", dumps(claims).encode(), "PUT", {"Content-Type": "application/json"})

    def lets_in(self, address: str, subject: str) -> str:
        """What a person does at its page: the path and query with which the browser comes back."""
        form = urllib.parse.urlencode({"sub": subject}).encode()
        back = urllib.parse.urlsplit(self._ask(address.removeprefix(self.address), form, "POST", {}))
        return f"{back.path}?{back.query}"

    def _ask(self, path: str, body: bytes, method: str, headers: Mapping[str, str]) -> str:
        request = urllib.request.Request(self.address + path, body, dict(headers), method=method)
        opener = urllib.request.build_opener(_Stay())
        try:
            with opener.open(request, timeout=300) as answer:
                return str(answer.headers.get("Location", ""))
        except urllib.error.HTTPError as moved:
            if moved.code in (302, 303):
                return moved.headers["Location"]
            raise


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@contextmanager
def provider() -> Iterator[Provider]:
    """Start one on a free port, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "--require-nonce"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        made = Provider(f"http://127.0.0.1:{port}")
        for _ in range(6000):
            with suppress(OSError), urllib.request.urlopen(made.metadata_url, timeout=300):
                break
            assert process.poll() is None
            time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(300)


def let_in(client: Any, service: Provider, subject: str) -> Any:
    """Go to the service, be let in there, and come back."""
    away = client.get("/sign-in/with/trust")
    assert away.status_code == 302
    return client.get(service.lets_in(away.location, subject))
