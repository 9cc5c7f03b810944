"""Mail out of the outbox: over SMTP, or into files below ``var/mail`` where no server is set."""

import smtplib
import ssl
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


def message(settings: dict[str, Any], key: str, to: str, name: str, subject: str, text: str) -> EmailMessage:
    """A plain-text message; its Message-ID comes from the outbox key, so that sending twice is seen as once."""
    mail = EmailMessage()
    mail["From"] = settings["mail"]["sender"]
    mail["To"] = formataddr((name, to))
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = (
        f"<{sha256(key.encode()).hexdigest()[:32]}@{settings['base_url'].split('//')[-1].split(':')[0].split('/')[0]}>"
    )
    mail["Auto-Submitted"] = "auto-generated"
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


def send(settings: dict[str, Any], mail: EmailMessage) -> None:
    """Hand a message over; returns only when it was accepted."""
    how = settings["mail"]
    if not how["smtp_host"]:
        folder = mailbox()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{mail['Message-ID'].strip('<>').split('@')[0]}.eml").write_bytes(bytes(mail))
        return
    with _server(how) as server:
        if how["smtp_user"]:
            server.login(how["smtp_user"], how.get("smtp_password", ""))
        server.send_message(mail)
