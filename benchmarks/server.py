"""A server under test: started, asked, and its worker processes' processor time and memory read."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import request

PATIENCE = 300.0
_SPREAD = 16
"""Connections that warm up: enough for every worker to get some."""
_BATCHES = 3


@dataclass
class Answered:
    """What a number of requests took: of the workers' processor, by the clock, and how big an answer was."""

    cpu: float
    seconds: float
    size: int


class Server:
    """A running server."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self._process = process

    def workers(self) -> list[int]:
        """The processes that answer."""
        text = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        return [int(number) for number in text.split()]

    def memory(self) -> float:
        """Proportional set size of a worker in MiB, the mean of all."""
        found = []
        for worker in self.workers():
            lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
            found.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
        return sum(found) / len(found)

    def ask(
        self, requests: Sequence[Sequence[str]], rounds: int, expected: set[int] | None = None
    ) -> Answered:
        """Send requests from a client process: those of each connection in turn, ``rounds`` times.

        Every worker is warmed up first. Of three batches the best is kept, by the processor and by the clock
        each: other work on the machine only adds.
        """
        spread = [own for own in requests for _ in range(-(-_SPREAD // len(requests)))]
        self._send(spread, 2, expected)
        batches = [self._batch(requests, rounds, expected) for _ in range(_BATCHES)]
        return Answered(
            min(batch.cpu for batch in batches),
            min(batch.seconds for batch in batches),
            max(batch.size for batch in batches),
        )

    def _batch(self, requests: Sequence[Sequence[str]], rounds: int, expected: set[int] | None) -> Answered:
        before = self._cpu()
        found = self._send(requests, rounds, expected)
        count = rounds * sum(len(own) for own in requests)
        return Answered((self._cpu() - before) / count, found["seconds"] / count, found["size"])

    def _send(
        self, requests: Sequence[Sequence[str]], rounds: int, expected: set[int] | None
    ) -> dict[str, Any]:
        job = json.dumps({"port": self.port, "requests": requests, "rounds": rounds})
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=job,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        statuses = {int(status) for status in found["statuses"]}
        if not statuses <= (expected or {200}):
            raise RuntimeError(f"{requests[0][0].splitlines()[0]} was answered with {found['statuses']}")
        return found

    def _cpu(self) -> float:
        return sum(_cpu_seconds(worker) for worker in self.workers())


def _cpu_seconds(process: int) -> float:
    """User and system time of a process; in nanoseconds where the kernel counts them, else in
    hundredths of a second."""
    tasks = Path(f"/proc/{process}/task")
    try:
        exact = [int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()]
        if any(exact):
            return sum(exact) / 1e9
    except OSError:
        pass
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    command: Sequence[str], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[Server, float]]:
    """A server run by a command that ends with ``{port}``; with it the seconds until its first answer."""
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=(folder / "server.log").open("ab"),
    )
    try:
        _wait(port, process, folder / "server.log")
        yield Server(port, process), time.perf_counter() - began
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.sendall(request("GET", "/", {"Connection": "close"}).encode())
                if connection.recv(64).startswith(b"HTTP/1.1 "):
                    return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(
        f"the server did not answer; it ended with {process.poll()}:\n{log.read_text()[-2000:]}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
