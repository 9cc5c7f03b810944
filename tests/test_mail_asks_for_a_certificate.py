"""Letters go to no mail server whose certificate is not in order; they wait, and nothing of them is logged."""

import io
import logging
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import select

from federation.kernel import outbox
from federation.kernel.config import unsafe_settings
from federation.kernel.db import db, unit_of_work
from federation.testing.world import World, make_world
from federation.worker import run_once

WORDS = "https://federation.example/password/new/quillwort"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "mail.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


class Server(socketserver.ThreadingTCPServer):
    """A mail server that writes down all that it is told."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, context: ssl.SSLContext, at_once: bool) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.context, self.at_once = context, at_once
        self.told: list[str] = []

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what is tested."""


class Talk(socketserver.BaseRequestHandler):
    """One connection."""

    server: Server

    def handle(self) -> None:
        """Answer until the other side goes."""
        with ExitStack() as closing:
            self._talk(closing)

    def _talk(self, closing: ExitStack) -> None:
        talk = self.request
        if self.server.at_once:
            talk = self.server.context.wrap_socket(talk, server_side=True, do_handshake_on_connect=False)
            closing.enter_context(talk).do_handshake()
        closing.enter_context(talk)
        talk.sendall(b"220 mail.example\r\n")
        lines, in_letter = talk.makefile("rb"), False
        while line := lines.readline():
            said = line.decode().strip()
            self.server.told.append(said)
            if in_letter:
                in_letter = said != "."
                answer = b"" if in_letter else b"250 taken\r\n"
            elif said.upper().startswith("EHLO"):
                answer = b"250-mail.example\r\n250 STARTTLS\r\n"
            elif said.upper() == "STARTTLS":
                talk.sendall(b"220 go on\r\n")
                talk = self.server.context.wrap_socket(talk, server_side=True, do_handshake_on_connect=False)
                closing.enter_context(talk).do_handshake()
                lines = talk.makefile("rb")
                continue
            elif said.upper() == "QUIT":
                answer = b"221 bye\r\n"
            else:
                in_letter = said.upper() == "DATA"
                answer = b"354 go on\r\n" if in_letter else b"250 well\r\n"
            talk.sendall(answer)


@contextmanager
def listening(certificate: Path, at_once: bool) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Server(context, at_once) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def waiting(world: World) -> list[tuple[str | None, bool]]:
    """What became of the letters: why they wait, and whether their words are kept."""
    rows = db.session.connection().execute(
        select(outbox._rows.c.error, outbox._rows.c.done_at, outbox._rows.c.payload)
    )
    found = [(row.error, "sealed" in row.payload) for row in rows]
    db.session.rollback()
    return found


@pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "tls"])
def test_a_server_that_vouches_for_itself_gets_nothing(app: Flask, certificate: Path, at_once: bool) -> None:
    world, said = make_world(practices=1), io.StringIO()
    with unit_of_work():
        outbox.add("mail", "one", {"person": world.people["rep1"], "subject": "Choose", "text": WORDS})
    handler = logging.StreamHandler(said)
    logging.getLogger().addHandler(handler)
    try:
        with listening(certificate, at_once) as server:
            how: dict[str, Any] = app.config["SETTINGS"]["mail"]
            how |= {"smtp_host": "127.0.0.1", "smtp_port": server.server_address[1], "smtp_tls": at_once}
            run_once(app)
            assert [line for line in server.told if not line.upper().startswith(("EHLO", "STARTTLS"))] == []
            assert waiting(world) == [("SSLCertVerificationError: not accepted", True)]
            how |= {"smtp_ca_file": str(certificate)}
            with unit_of_work() as session:
                session.connection().execute(outbox._rows.update().values(leased_until=None))
            run_once(app)
            assert WORDS in server.told
            assert waiting(world) == [(None, False)]
    finally:
        logging.getLogger().removeHandler(handler)
    assert "was not accepted: SSLCertVerificationError" in said.getvalue()
    assert "quillwort" not in said.getvalue() and "rep1@" not in said.getvalue()


def test_production_asks_for_either(settings: dict[str, Any], tmp_path: Path) -> None:
    def found(**how: Any) -> list[str]:
        mail = settings["mail"] | {"smtp_host": "smtp.example.org"} | how
        return [line for line in unsafe_settings({**settings, "mail": mail}) if "smtp_" in line]

    assert found() == found(smtp_tls=True, smtp_starttls=False) == []
    assert [line[:44] for line in found(smtp_starttls=False)] == [
        "mail.smtp_starttls and mail.smtp_tls are off"
    ]
    assert found(smtp_ca_file=str(tmp_path / "none.pem")) == [
        "mail.smtp_ca_file names a file that is not there"
    ]
