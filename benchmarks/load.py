"""A client in its own process: sends prepared requests over kept connections. Reads its job as JSON from
standard input.

``{port, connections, requests: [[request, …] for each connection], rounds}``; prints seconds, statuses and
the size of a body.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable


def request(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    """A request as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


class Connection:
    """A kept connection, opened again where the server closed it."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(self._address, timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")

    def send(self, data: bytes) -> tuple[int, int]:
        """Send a request and read its answer: status and size."""
        self._socket.sendall(data)
        status = int(self._reader.readline().split()[1])
        length, close = 0, False
        while (line := self._reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.lower().partition(b":")
            if name == b"content-length":
                length = int(value)
            close = close or (name == b"connection" and b"close" in value)
        self._reader.read(length)
        if close:
            self._open()
        return status, length


def run(port: int, requests: list[list[str]], rounds: int) -> dict[str, object]:
    """Send each connection's requests over and over, all connections at once."""
    statuses: Counter[int] = Counter()
    sizes: list[int] = []
    ready = threading.Barrier(len(requests) + 1)

    def one(own: Iterable[bytes]) -> None:
        connection = Connection(port)
        ready.wait()
        for _ in range(rounds):
            for data in own:
                status, size = connection.send(data)
                statuses[status] += 1
                sizes.append(size)

    threads = [threading.Thread(target=one, args=([text.encode() for text in own],)) for own in requests]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return {"seconds": time.perf_counter() - began, "statuses": dict(statuses), "size": max(sizes)}


if __name__ == "__main__":
    job = json.load(sys.stdin)
    print(json.dumps(run(job["port"], job["requests"], job["rounds"])))
