"""The worker's round, and the letters that it sends."""

from email import message_from_bytes, policy
from typing import Any

from flask import Flask, has_app_context

from federation.kernel.db import db
from federation.kernel.mail import mailbox
from federation.worker import run_once


def work(app: Flask) -> int:
    """Do all that is due: jobs, facts for plugins, mail. Returns how many things were done.

    What the test has read so far is read anew afterwards: on SQLite a transaction that is open would not see it.
    """
    done = run_once(app)
    if has_app_context():
        db.session.rollback()
        db.session.expire_all()
    return done


def letters_to(address: str) -> list[str]:
    """The letters to an address, each as its subject, an empty line and its text."""
    found = []
    for path in sorted(mailbox().glob("*.eml")):
        letter: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
        if address in str(letter["To"]):
            found.append(f"{letter['Subject']}\n\n{letter.get_content()}")
    return found
