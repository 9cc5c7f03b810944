"""The worker of gunicorn, with a doorkeeper: a connection gets a thread once its request begins to arrive.

Browsers open connections ahead of need. By itself gunicorn gives each new one a thread that waits five seconds for
it to speak, so that a few idle ones keep everybody waiting.
"""

import time
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

PATIENCE: Final = 10.0
"""Seconds that a new connection may stay silent."""


class Doorkeeper(ThreadWorker):
    """Threads for requests; one look-out for all connections that are silent."""

    def accept(self, listener: Any) -> None:
        """Let a connection in, and listen for its first word."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # another worker was quicker, or the client has gone
        self.nr_conns += 1
        connection = TConn(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + PATIENCE
        self.pending_conns.append(connection)
        self.poller.register(client, EVENT_READ, partial(self.on_pending_socket_readable, connection))
