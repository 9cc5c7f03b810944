"""Work beside requests: recurring jobs, facts for features, mail. Any number of workers may run at once."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select

from federation.kernel import mail, mail_hold, outbox, tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.logs import kind_of
from federation.kernel.sealed_letters import SECRETS, open_letter
from federation.network.gathering.actions import send_gathered
from federation.network.models import Federation
from federation.network.plugins.actions.troubles import keep_failure, retry_due
from federation.network.plugins.actions.waiting import keep_waiting
from federation.people.actions.stopping import stop_headers
from federation.people.models import Person
from federation.plugin.announcements import revive
from federation.plugin.calls import HookAnswer
from federation.plugin.door import door, load
from federation.plugin.feature import Job

log = logging.getLogger(__name__)


def run_once(app: Flask) -> int:
    """Do all that is due now; returns how many things were done."""
    with app.app_context():
        done = _recurring(app)
        while events := outbox.lease("event"):
            done += len(events)
            for due in events:
                _do(_tell, app, due)
        done += send_gathered()
        while not mail_hold.is_held() and (letters := outbox.lease("mail")):
            done += len(letters)
            for due in letters:
                _do(_post, app, due)
        db.session.remove()
        return done


def _recurring(app: Flask) -> int:
    federations = db.session.execute(select(Federation.id, Federation.settings).order_by(Federation.id)).all()
    features = door(app).features.values()
    done = 0
    for federation_id, settings in federations:
        on = (settings or {}).get("plugins", ())
        jobs = [job for one in features if one.always_on or one.name in on for job in one.jobs]
        with tenancy.federation_scope(federation_id):
            for job in jobs:
                done += _run(job, federation_id)
            if on:
                done += retry_due()
    return done


def _run(job: Job, federation_id: int) -> int:
    """Run a job in the federation chosen; its failure stops no other."""
    try:
        return load(job.run)() or 0
    except Exception as error:
        log.exception("job %s failed in federation %s", job.name, federation_id)
        db.session.rollback()
        plugin = job.name.partition(".")[0]
        if plugin in door().plugins:
            with unit_of_work():
                keep_failure(plugin, "job", job.name, error)
        return 0


def _do(work: Callable[[Flask, outbox.LeasedMessage], None], app: Flask, due: outbox.LeasedMessage) -> None:
    """Do one thing; its failure keeps it for another try and stops nothing else."""
    try:
        if outbox.renew(due):
            work(app, due)
    except outbox.LeaseLost:
        log.warning("%s %s took too long and was left to another worker", due.kind, due.id)
    except Exception as error:
        log.exception("%s %s could not be done", due.kind, due.id)
        db.session.rollback()
        outbox.finish(due, kind_of(error))


def _tell(app: Flask, due: outbox.LeasedMessage) -> None:
    """Tell every feature; what they write commits together with the note that they were told. Of the product's own,
    those that failed are told again later; what a plugin failed on is kept in its list of failures."""
    try:
        event = revive(due.payload)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "federation":
            raise
        log.warning("event %s was announced by a plugin that is not installed any more", due.id)
        return outbox.finish(due)
    if due.federation_id is None:
        raise RuntimeError(f"event {due.id} belongs to no federation")
    with tenancy.federation_scope(due.federation_id), unit_of_work():
        own: list[HookAnswer] = []
        for answer in door(app).calls.tell(event, due.payload.get("again")):
            if answer.feature in door(app).plugins and answer.error is not None:
                keep_failure(answer.feature, "happened", due.key, answer.error, dict(due.payload))
            else:
                own.append(answer)
        again = [answer.feature for answer in own]
        wrong = [f"{answer.feature}: {kind_of(answer.error)}" for answer in own if answer.error]
        if (plugin := _off(app, event, due.payload)) and not keep_waiting(plugin, dict(due.payload)):
            again.append(plugin)
            wrong.append(f"{plugin}: switched on meanwhile")
        words = "; ".join(wrong)
        outbox.finish(due, words or None, again=again)


def _off(app: Flask, event: Any, payload: Mapping[str, Any]) -> str:
    """The plugin that is off and has not been told of this, which is about something that it proposed; empty where there is
    none such."""
    plugin: str = getattr(event, "subject", "").partition(".")[0]
    told = payload.get("again")
    if plugin in door(app).calls.switched_on() or (told is not None and plugin not in told):
        return ""
    return plugin if plugin not in {one.name for one in door(app).features.values() if one.always_on} else ""


def _post(app: Flask, due: outbox.LeasedMessage) -> None:
    settings: dict[str, Any] = app.config["SETTINGS"]
    person = db.session.execute(
        select(Person.reached_at().label("email"), Person.name).where(
            Person.id == due.payload["person"], Person.erased_at.is_(None)
        )
    ).first()
    db.session.rollback()
    if person is None:
        return outbox.finish(due, forget=SECRETS)
    letter = open_letter(due.key, due.payload)
    to = letter.get("to") or person.email
    try:
        headers = stop_headers(due.payload["person"], due.payload.get("reason"))
        message = mail.message(settings, due.key, to, person.name, letter["subject"], letter["text"], headers)
        mail.send(settings, message)
    except OSError as error:
        log.warning("mail %s was not accepted: %s", due.id, kind_of(error))
        return outbox.finish(due, f"{kind_of(error)}: not accepted")
    return outbox.finish(due, forget=SECRETS)


def run_for_ever(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop."""
    pause = app.config["SETTINGS"]["jobs"]["every_seconds"]
    while not stop.wait(pause):
        try:
            run_once(app)
        except Exception:
            log.exception("the worker goes on after a failure")
