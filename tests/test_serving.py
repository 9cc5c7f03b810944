"""The server itself: connections that are silent, or send or read slowly, keep nobody waiting."""

import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.load import request
from benchmarks.server import serving
from federation import doorkeeper
from federation.doorkeeper import WholeRequests
from tests.reader import reader

ROOT = Path(__file__).resolve().parent.parent
SILENT = 12
"""More than there are threads: two workers of two."""
HEADERS = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
PATIENT = """
import sys
from benchmarks.bare import bare
from federation import doorkeeper
from federation.serving import run_server
doorkeeper.SILENCE = 600
run_server(bare, "127.0.0.1", int(sys.argv[1]), 2)
"""
"""A server with more patience than any machine is slow; gunicorn by itself ends a silent connection after 5 seconds."""
PATIENCE = 300
"""Seconds after which a test that waits for nothing gives up."""


def test_silent_connections_keep_nobody_waiting(tmp_path: Path) -> None:
    (tmp_path / "serve.py").write_text(PATIENT)
    command = [sys.executable, "serve.py", "{port}"]
    with serving(command, tmp_path, {"PYTHONPATH": str(ROOT)}) as (server, _):
        silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(SILENT)]
        time.sleep(0.2)
        answers = [_answer(server.port) for _ in range(4)]
        assert answers == [b"HTTP/1.1 200 OK"] * 4
        ended, _, _ = select.select(silent, (), (), 0)
        assert ended == [], "they were answered because silent ones were sent away"
        assert [_status(connection) for connection in silent] == [b"HTTP/1.1 200 OK"] * SILENT


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", id="headers"),
        pytest.param(HEADERS + b"\r\n12", id="body"),
        pytest.param(
            HEADERS.replace(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"\r\n5\r\n12", id="chunks"
        ),
        pytest.param(request("GET", "/long", {}).encode(), id="answer"),
    ],
)
def test_slow_connections_keep_nobody_waiting(tmp_path: Path, begun: bytes) -> None:
    """Those that send half a request, or do not read what they are answered."""
    command = [sys.executable, "-m", "tests.reader", "{port}"]
    with serving(command, tmp_path, {"PYTHONPATH": str(ROOT)}) as (server, _), ExitStack() as slow:
        for _ in range(SILENT):
            connection = slow.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
            )
            connection.sendall(begun)
        assert [_answer(server.port) for _ in range(8)] == [b"HTTP/1.1 200 OK"] * 8


class TimedConnection:
    """A connection to a server in this process, whose clock stands still until it is told."""

    def __init__(self, server: WholeRequests, client: socket.socket, patch: pytest.MonkeyPatch) -> None:
        self._server, self._client, self._sent, self._now = server, client, 0, 1000.0
        patch.setattr(doorkeeper, "monotonic", lambda: self._now)

    def send(self, data: bytes, after: float = 0) -> None:
        """Send part of a request, so many seconds after what was sent before."""
        self._now += after
        self._client.sendall(data)
        self._sent += len(data)

    def taken_in(self) -> None:
        """Wait until the server has taken in what was sent, and answers nothing."""
        for _ in range(3000):
            coming = [one.request for one in self._server.connections() if one.request is not None]
            if [self._bytes(one) for one in coming] == [self._sent]:
                return
            time.sleep(0.01)
        raise AssertionError("the request was not taken in")

    def _bytes(self, coming: doorkeeper.TimedRequest) -> int:
        return coming.header_bytes_received + coming.body_bytes_received

    def answer(self) -> tuple[bytes, bytes]:
        """What the server answers until it closes the connection: its first line and its last."""
        lines = self._client.makefile("rb").read().splitlines()
        return lines[0], lines[-1]


@pytest.fixture
def timed(monkeypatch: pytest.MonkeyPatch) -> Iterator[TimedConnection]:
    """A connection to a server in this process."""
    stopped = threading.Event()

    def go_on() -> None:
        while not stopped.is_set():
            server.look_out()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = WholeRequests(reader(), [listener], 1)
        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            with socket.create_connection(listener.getsockname(), timeout=PATIENCE) as client:
                yield TimedConnection(server, client, monkeypatch)
        finally:
            stopped.set()
            server.wake_up()
            thread.join()
            server.stop(0)


LATE = (b"HTTP/1.0 408 Request Timeout", b"(generated by server)")


def test_headers_that_drip_are_refused(timed: TimedConnection) -> None:
    timed.send(b"GET / HTTP/1.1\r\nX-Slow: ")
    timed.taken_in()
    timed.send(b"a", after=9)
    timed.taken_in()
    timed.send(b"b", after=2)
    assert timed.answer() == LATE


def test_a_body_that_drips_is_refused(timed: TimedConnection) -> None:
    timed.send(HEADERS + b"\r\n1")
    timed.taken_in()
    timed.send(b"2", after=25)
    timed.taken_in()
    timed.send(b"3", after=6)
    assert timed.answer() == (LATE[0].replace(b"1.0", b"1.1"), LATE[1])


def test_a_long_body_has_its_time(timed: TimedConnection) -> None:
    size = 60_000
    timed.send(HEADERS.replace(b": 5", b": %d" % size) + b"Connection: close\r\n\r\n" + b"x" * (size // 2))
    timed.taken_in()
    timed.send(b"x" * (size // 2 - 1), after=55)
    timed.taken_in()
    timed.send(b"x", after=20)
    assert timed.answer() == (b"HTTP/1.1 200 OK", b"%d" % size)


def test_what_was_begun_is_finished_before_it_stops() -> None:
    begun, allowed = threading.Event(), threading.Event()

    def slow(_environ: object, start: Callable[..., object]) -> list[bytes]:
        begun.set()
        assert allowed.wait(PATIENCE)
        start("200 OK", [("Content-Length", "4")])
        return [b"done"]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = WholeRequests(slow, [listener], 1)
        with socket.create_connection(listener.getsockname(), timeout=PATIENCE) as client:
            client.sendall(request("GET", "/", {}).encode())
            while not begun.is_set():
                server.look_out()
            thread = threading.Thread(target=server.stop, args=(PATIENCE,))
            thread.start()
            allowed.set()
            assert client.makefile("rb").read().splitlines()[-1] == b"done"
            thread.join()


def _answer(port: int) -> bytes:
    return _status(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))


def _status(connection: socket.socket) -> bytes:
    with connection:
        connection.sendall(request("GET", "/", {"Connection": "close"}).encode())
        return connection.makefile("rb").readline().strip()


LOADED_FOR_ALL = """
import gc, sys
from federation import serving
from federation.app import create_app
from federation.kernel.config import read_settings
serving._load_for_all()
frozen, before = gc.get_freeze_count(), set(sys.modules)
create_app(read_settings())
print(frozen > 100_000, sorted(name for name in set(sys.modules) - before if name.startswith(("federation", "sqlalchemy"))))
"""


def test_the_processes_that_answer_share_the_code(tmp_path: Path) -> None:
    """Each makes an app of its own, and loads nothing for it that was not loaded before they were forked."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "FEDERATION_DATABASE_URL": f"sqlite:///{tmp_path}/shared.db",
        "FEDERATION_SECRET_KEY": "s" * 40,
    }
    said = subprocess.run(
        [sys.executable, "-c", LOADED_FOR_ALL],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "True []\n"
