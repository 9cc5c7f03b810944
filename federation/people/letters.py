"""The letters about how an account is opened, so that its owner hears of what they did not do."""

from typing import Any

from federation.kernel import outbox

_LETTER = """Hello {name},

{what}

{otherwise}
"""
NOT_YOU = "If it was not you, change your password now and tell an administrator of your federation."


def tell(
    key: str,
    person_id: int,
    name: str,
    subject: str,
    what: str,
    *,
    otherwise: str = NOT_YOU,
    to: str | None = None,
) -> None:
    """Write a letter into the outbox, in the open unit of work; ``to`` where it does not go to the person's address."""
    payload: dict[str, Any] = {
        "person": person_id,
        "subject": subject,
        "text": _LETTER.format(name=name, what=what, otherwise=otherwise),
    }
    outbox.add("mail", key, {**payload, "to": to} if to else payload)
