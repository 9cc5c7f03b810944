"""Mail out of the outbox: over SMTP, or into files below ``var/mail`` where no server is set."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formataddr
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from federation.paths import variable_data

PATIENCE: Final = 20.0
"""How long the mail server may take to answer, in seconds."""


def mailbox() -> Path:
    """The folder that stands in for a mail server."""
    return variable_data() / "mail"


def leaves(settings: Mapping[str, Any]) -> bool:
    """Whether letters reach anybody: a mail server is set."""
    return bool(settings["mail"]["smtp_host"])


_FAILURES = (
    ("ConnectionRefused", "the mail server does not answer at this address and port"),
    ("gaierror", "the name of the mail server is not known"),
    ("TimeoutError", "the mail server did not answer in time"),
    ("SMTPAuthentication", "the mail server refused the user or the password"),
    ("SMTPNotSupported", "the mail server does not offer what is asked of it (STARTTLS or a sign-in)"),
    ("SSL", "the connection to the mail server could not be made secure"),
    ("SMTPSenderRefused", "the mail server refused the sender’s address"),
    ("SMTPRecipientsRefused", "the mail server refused the address it was sent to"),
    (
        "UnreadableLetter",
        "it was written under another secret key of this installation, and cannot be read any more",
    ),
    ("SMTPServerDisconnected", "the mail server ended the connection"),
)


def failure_in_words(error: str) -> str:
    """Why a letter did not leave, from the error that was kept of it."""
    return next(
        (words for start, words in _FAILURES if error.startswith(start)), "the mail server did not accept it"
    )


def is_final(error: BaseException) -> bool:
    """Whether the mail server will never take this letter: it says of each address, for good, that there is none such (5xx)."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


def message(
    settings: dict[str, Any],
    key: str,
    to: str,
    name: str,
    subject: str,
    text: str,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A plain-text message; its Message-ID comes from the outbox key, so that sending twice is seen as once. ``headers``: what
    its head says besides."""
    mail = EmailMessage()
    mail["From"] = settings["mail"]["sender"]
    mail["To"] = formataddr((name, to))
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = (
        f"<{sha256(key.encode()).hexdigest()[:32]}@{settings['base_url'].split('//')[-1].split(':')[0].split('/')[0]}>"
    )
    mail["Auto-Submitted"] = "auto-generated"
    for header, value in (headers or {}).items():
        mail[header] = value
    mail.set_content(text)
    return mail


def _server(how: dict[str, Any]) -> smtplib.SMTP:
    """A connection to the mail server, encrypted where settings say so: then its certificate must be in order."""
    host, port = how["smtp_host"], how["smtp_port"]
    if not (how["smtp_tls"] or how["smtp_starttls"]):
        return smtplib.SMTP(host, port, timeout=PATIENCE)
    context = ssl.create_default_context(cafile=how["smtp_ca_file"] or None)
    if how["smtp_tls"]:
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
    server = smtplib.SMTP(host, port, timeout=PATIENCE)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def reach(settings: Mapping[str, Any]) -> None:
    """Open a connection to the mail server, with our name and password where there are some, and end it. Raises ``OSError``."""
    how = settings["mail"]
    if how["smtp_host"]:
        with _server(how) as server:
            _sign_in(server, how)


def _sign_in(server: smtplib.SMTP, how: Mapping[str, Any]) -> None:
    if how["smtp_user"]:
        server.login(how["smtp_user"], how.get("smtp_password", ""))


def send(settings: dict[str, Any], mail: EmailMessage) -> None:
    """Hand a message over; returns only when it was accepted."""
    how = settings["mail"]
    if not how["smtp_host"]:
        folder = mailbox()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{mail['Message-ID'].strip('<>').split('@')[0]}.eml"
        file.touch(mode=0o600)
        file.write_bytes(bytes(mail))
        return
    with _server(how) as server:
        _sign_in(server, how)
        server.send_message(mail)
