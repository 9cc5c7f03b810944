"""The test letter: an administrator sees whether mail leaves."""

import secrets

from federation.kernel import outbox, record
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize

_TEXT = """Hello {name},

this is a test letter. If you can read it, mail leaves this installation of Federation.
"""


def key_of_tests(actor: Actor) -> str:
    """How the keys of a person's test letters begin."""
    return f"test-letter:{actor.federation_id}:{actor.person_id}:"


def send_test_letter(actor: Actor) -> None:
    """Write a letter to oneself into the outbox."""
    authorize(actor, "network.arrange")
    with unit_of_work():
        letter = {"person": actor.person_id, "subject": "Test letter", "text": _TEXT.format(name=actor.name)}
        outbox.add("mail", key_of_tests(actor) + secrets.token_hex(8), letter)
        record.append(actor.person_id, "mail.tested", f"federation:{actor.federation_id}")
