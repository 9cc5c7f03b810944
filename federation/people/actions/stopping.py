"""Ending a kind of mail by the link in its head, which mail programs offer as a button (RFC 8058).

A link is of one person and one kind, and does nothing else: whoever finds it ends that mail, and learns neither name nor
address. It is signed and not kept, and works as long as the installation has its secret key.
"""

import hmac
import re
from typing import Final, NamedTuple

from flask import current_app
from sqlalchemy import Select, select

from federation.kernel.db import db, unit_of_work
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.door import door
from federation.plugin.mail_choices import GATHERED, NEVER

GATHERED_MAIL: Final = "gathered"
"""In the place of a kind: whatever the person gets once a day or week, in one letter."""
_TOKEN: Final = re.compile(r"([1-9][0-9]{0,17})\.([a-z][a-z0-9_.-]*)\.([0-9a-f]{40})")


class StoppedMail(NamedTuple):
    """What a link ends: ``key`` of a kind, or what is gathered; ``label`` in words."""

    person_id: int
    key: str
    label: str


def stop_token(person_id: int, key: str) -> str:
    """The secret of a link that ends a kind of mail for a person."""
    return f"{person_id}.{key}.{_seal(person_id, key)}"


def stop_headers(person_id: int, reason: str | None) -> dict[str, str]:
    """What the head of a letter says about ending its kind; nothing for letters that cannot be switched off."""
    if reason is None:
        return {}
    url = full_address("people.stop_mail", token=stop_token(person_id, reason))
    headers = {"List-Unsubscribe": f"<{url}>"}
    if url.startswith("https:"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def mail_of_link(token: str) -> StoppedMail | None:
    """What a link ends; None for one that was not made here, or for a kind that there is no more."""
    read = _TOKEN.fullmatch(token)
    if read is None:
        return None
    person_id, key = int(read[1]), read[2]
    if not hmac.compare_digest(_seal(person_id, key), read[3]):
        return None
    labels = {kind.key: kind.label for kind in door().mail} | {GATHERED_MAIL: "Emails once a day or week"}
    if key not in labels or db.session.scalar(_there(person_id)) is None:
        return None
    return StoppedMail(person_id, key, labels[key])


def stop_mail(mail: StoppedMail) -> None:
    """End it: the person chooses again under their account. Done twice it changes nothing more."""
    with unit_of_work() as session:
        choices = session.scalars(
            select(Person.mail_choices).where(Person.id == mail.person_id).with_for_update()
        ).one()
        now = {kind.key: kind.when(choices) for kind in door().mail}
        ended = {
            key
            for key, when in now.items()
            if key == mail.key or (mail.key == GATHERED_MAIL and when in GATHERED)
        }
        session.get_one(Person, mail.person_id).mail_choices = {
            **(choices or {}),
            **dict.fromkeys(ended, NEVER),
        }


def _there(person_id: int) -> Select[int]:
    return select(Person.id).where(Person.id == person_id, Person.erased_at.is_(None))


def _seal(person_id: int, key: str) -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), f"ending mail: {person_id} {key}".encode(), "sha256").hexdigest()[:40]
