"""The worker of gunicorn, with a doorkeeper: a request gets a thread once it has arrived whole.

gunicorn starts and watches the processes. In each of them waitress reads from all connections at once, and writes what
was answered, so that neither who is silent nor who sends or reads slowly keeps anybody waiting.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, Final

from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

SILENCE: Final = 20
"""Seconds that a connection may stay silent."""
HEADERS: Final = 10.0
"""Seconds that the headers of a request may take."""
BODY: Final = 30.0
"""Seconds that a whole request may take, and one more for each so many bytes:"""
SLOWEST: Final = 1_000
MOST_CONNECTIONS: Final = 400
"""Of a process: with the files in which long requests wait, fewer than the 1,024 that a process may have open."""
MOST_HEADER_BYTES: Final = 32 * 1024
MOST_BODY_BYTES: Final = 40 * 1024 * 1024
"""More than any page takes, so that what is somewhat too long is refused by the page in its own words."""


class RequestTimeout(Error):
    """The answer to who sends too slowly."""

    code = 408
    reason = "Request Timeout"


class TimedRequest(HTTPRequestParser):
    """A request on its way in."""

    completed: bool
    path = ""  # of a request whose headers never came; the server's log asks for it

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.begun = monotonic()

    def received(self, data: bytes) -> int:
        """Take in what has come; how many bytes that was. A request that has taken too long ends here."""
        taken: int = super().received(data)
        if not self.completed and monotonic() - self.begun > self._patience():
            self.error = RequestTimeout("The request took too long to arrive.")
            self.completed = True
        return taken

    def _patience(self) -> float:
        return BODY + self.body_bytes_received / SLOWEST if self.headers_finished else HEADERS


class TimedChannel(HTTPChannel):
    """A connection whose requests are timed."""

    parser_class = TimedRequest


class WholeRequests:
    """A server in this process that gives an app whole requests alone; it goes on with each :meth:`look_out`."""

    def __init__(
        self, app: Callable[..., Iterable[bytes]], sockets: Iterable[socket.socket], threads: int
    ) -> None:
        self._watched: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._watched,
            sockets=list(sockets),
            threads=threads,
            clear_untrusted_proxy_headers=False,  # the app itself counts the proxies that it trusts
            ident=None,
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=SILENCE // 4,
            max_request_header_size=MOST_HEADER_BYTES,
            max_request_body_size=MOST_BODY_BYTES,
        )
        self._server.channel_class = TimedChannel

    def look_out(self) -> None:
        """Read and write what the connections have and take now; after a second at most come back."""
        wasyncore.loop(timeout=1.0, use_poll=True, map=self._watched, count=1)

    def wake_up(self) -> None:
        """Let :meth:`look_out` come back now."""
        self._server.pull_trigger()

    def connections(self) -> list[TimedChannel]:
        """Those that are open."""
        return list(self._server.active_channels.values())

    def stop(self, patience: float) -> None:
        """Let nobody in any more, finish what has been begun, and close the connections."""
        self._server.accepting = False
        end = monotonic() + patience
        while monotonic() < end and any(one.requests or one.total_outbufs_len for one in self.connections()):
            self.look_out()
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._watched)


class DoorkeeperWorker(Worker):
    """Threads for requests that have arrived; one look-out for all connections."""

    server: WholeRequests | None = None

    def run(self) -> None:
        """Serve until told to stop."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits is no news
        sockets = [listener.sock for listener in self.sockets]
        self.server = server = WholeRequests(self.wsgi, sockets, self.cfg.threads)
        while self.alive and os.getppid() == self.ppid:
            self.notify()
            server.look_out()
        self.notify()
        server.stop(self.cfg.graceful_timeout)

    def handle_exit(self, sig: int, frame: object) -> None:
        """Told to stop: wake up for it."""
        super().handle_exit(sig, frame)
        if self.server is not None:
            self.server.wake_up()
