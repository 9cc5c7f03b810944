"""A real mail server on this machine that keeps what it gets: letters leave the product over SMTP."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class _Server(Controller):
    """Listens on whatever port is free."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Postbox:
    """What the mail server took, by the address it was for."""

    def __init__(self) -> None:
        self.kept: dict[str, list[EmailMessage]] = {}
        self._server = _Server(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        """Take a letter; the mail server's library calls this."""
        letter: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        for address in envelope.rcpt_tos:
            self.kept.setdefault(address, []).append(letter)
        return "250 Taken"

    @property
    def settings(self) -> dict[str, Any]:
        """What a settings file says to send letters here."""
        return {
            "smtp_host": "127.0.0.1",
            "smtp_port": self._server.port,
            "smtp_starttls": False,
            "sender": "federation@saltmarsh.example",
        }

    def text(self, address: str, subject: str) -> str:
        """The one letter to somebody whose subject has these words."""
        found = [letter for letter in self.kept.get(address, ()) if subject in str(letter["Subject"])]
        assert len(found) == 1, [str(letter["Subject"]) for letter in self.kept.get(address, ())]
        return str(found[0].get_content())

    def link(self, address: str, subject: str, part: str) -> str:
        """The one address in that letter that has ``part`` in it."""
        (found,) = {link for link in re.findall(r"http://\S+", self.text(address, subject)) if part in link}
        return str(found)

    @contextmanager
    def open(self) -> Iterator["Postbox"]:
        """Listens meanwhile."""
        self._server.start()
        try:
            yield self
        finally:
            self._server.stop()
