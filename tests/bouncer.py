"""PgBouncer in transaction mode in front of the server for tests, where Debian's package is installed."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_SETTINGS = """
[databases]
* = host={server} user=federation_app

[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
ignore_startup_parameters = options
"""


@contextmanager
def bouncer(url: str, connections: int) -> Iterator[str]:
    """The address of a database through a pooler with so many connections to the server, for whoever asks."""
    assert PROGRAM is not None
    address = make_url(url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = Path(tempfile.mkdtemp(prefix="federation-bouncer-"))
    words = _SETTINGS.format(server=address.query["host"], folder=place, port=port, connections=connections)
    (place / "pgbouncer.ini").write_text(words, "utf-8")
    account: dict[str, Any] = {}
    if os.getuid() == 0:
        account = {"user": "nobody", "extra_groups": []}
        for path in (place, place / "pgbouncer.ini"):
            shutil.chown(path, "nobody")
    with (place / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM, place / "pgbouncer.ini"], stdout=log, stderr=log, **account)
    try:
        while not (place / f".s.PGSQL.{port}").exists():
            assert process.poll() is None, (place / "log").read_text("utf-8")
            time.sleep(0.05)
        yield f"postgresql+psycopg://federation_app@/{address.database}?host={place}&port={port}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(place)
