"""What the worker does, and the letters that it sends."""

from email import message_from_bytes, policy
from typing import Any

from flask import Flask

from federation.kernel.mail import mailbox
from federation.worker import run_once


def work(app: Flask) -> int:
    """Do all that is due: jobs, facts for plugins, mail. Returns how many things were done."""
    return run_once(app)


def letters_to(address: str) -> list[str]:
    """The letters to an address, each as its subject, an empty line and its text."""
    found = []
    for path in sorted(mailbox().glob("*.eml")):
        letter: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
        if address in str(letter["To"]):
            found.append(f"{letter['Subject']}\n\n{letter.get_content()}")
    return found
