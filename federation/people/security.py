"""Noting what bears on security: who signed in or failed to, how an account is opened, what was taken away as a file.

A row for the administrators of the person's federations, and a line for the people who run the server. What happens to
roles, tokens and settings stands in the record already; the line comes from there.
"""

from flask import Flask, has_request_context, request
from sqlalchemy import delete, update

from federation.kernel import record, security_log
from federation.kernel.clock import database_now, machine_now
from federation.kernel.db import db
from federation.people.models import SecurityEvent
from federation.people.rules.devices import describe
from federation.people.rules.networks import network_of
from federation.plugin.door import door


def note(
    kind: str,
    person_id: int | None,
    detail: str = "",
    federation_id: int | None = None,
    line: str | None = None,
) -> SecurityEvent:
    """Write an event down in the open unit of work, with where the request comes from and its browser.

    ``line`` is what the server's log calls it, where that differs.
    """
    network, device = "", ""
    if has_request_context():
        network, device = network_of(request.remote_addr), describe(request.user_agent.string)
    session = db.session()
    row = SecurityEvent(
        at=database_now(),
        kind=kind,
        person_id=person_id,
        federation_id=federation_id,
        network=network[:45],
        device=device[:200],
        detail=detail[:200],
    )
    session.add(row)
    security_log.later(
        session,
        machine_now(),
        line or kind,
        person=person_id,
        federation=federation_id,
        network=network,
        device=device,
        detail=detail,
    )
    return row


def not_failed(event_id: int | None) -> None:
    """Take a try back that was counted as failed and was not, in the open unit of work."""
    db.session.execute(
        delete(SecurityEvent).where(SecurityEvent.id == event_id).execution_options(synchronize_session=False)
    )


def forget_person(person_id: int) -> None:
    """Keep what happened and no more to whom, in the open unit of work: the person is erased."""
    db.session.execute(
        update(SecurityEvent)
        .where(SecurityEvent.person_id == person_id)
        .values(person_id=None, network="", device="")
        .execution_options(synchronize_session=False)
    )


def init_security(app: Flask) -> None:
    """Let the acts of the record that bear on security reach the log of the server too."""
    security_log.init_security_log(app)
    record.watch("people.security", _recorded)


def _recorded(entry: record.WrittenEntry) -> None:
    if entry.action.startswith(door().security_acts):
        security_log.later(
            db.session(),
            entry.at,
            entry.action,
            person=entry.actor,
            federation=entry.federation,
            subject=entry.subject,
            entry=entry.seq,
        )
