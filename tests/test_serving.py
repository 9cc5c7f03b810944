"""The server itself: connections that say nothing keep nobody waiting."""

import socket
import sys
import time
from pathlib import Path

from benchmarks.load import request
from benchmarks.server import serving

ROOT = Path(__file__).resolve().parent.parent
SILENT = 12
"""More than there are threads: two workers of two."""


def test_silent_connections_keep_nobody_waiting(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.bare", "{port}"]
    with serving(command, tmp_path, {"PYTHONPATH": str(ROOT)}) as (server, _):
        silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(SILENT)]
        time.sleep(0.2)
        began = time.perf_counter()
        answers = [
            _status(socket.create_connection(("127.0.0.1", server.port), timeout=30)) for _ in range(4)
        ]
        assert answers == [b"HTTP/1.1 200 OK"] * 4
        assert time.perf_counter() - began < 3
        assert [_status(connection) for connection in silent] == [b"HTTP/1.1 200 OK"] * SILENT


def _status(connection: socket.socket) -> bytes:
    with connection:
        connection.sendall(request("GET", "/", {"Connection": "close"}).encode())
        return connection.makefile("rb").readline().strip()
