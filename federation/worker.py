"""Work beside requests: recurring jobs, facts for features, mail. Any number of workers may run at once.

Each of the three has a thread of its own, so that neither a long sweep nor a slow mail server holds up the others.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final

from flask import Flask
from sqlalchemy import select

from federation.kernel import mail, mail_hold, outbox, tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.log_lines import surrounded_by
from federation.kernel.logs import kind_of
from federation.kernel.sealed_letters import SECRETS, open_letter
from federation.kernel.statement_count import statements_sent
from federation.kernel.working_turns import sign_of_life
from federation.network.gathering.actions import send_gathered
from federation.network.plugins.actions.troubles import keep_failure
from federation.network.plugins.actions.waiting import keep_waiting
from federation.people.actions.stopping import stop_headers
from federation.people.models import Person
from federation.plugin.announcements import revive
from federation.plugin.calls import HookAnswer
from federation.plugin.door import door
from federation.sweep import sweep

log = logging.getLogger(__name__)

MAIL_TURN: Final = "mail"
"""The name under which a worker says that it looked for letters."""
_NEVER: Final = threading.Event()
_work: ContextVar[str] = ContextVar("work", default="")


def work_known() -> dict[str, str]:
    """Which of its works this thread is at, for lines of the log."""
    return {"work": name} if (name := _work.get()) else {}


surrounded_by(work_known)


def run_once(app: Flask) -> int:
    """Do all that is due now; returns how many things were done."""
    with app.app_context():
        done = sum(_round(name, app, _NEVER) for name in _WORKS)
        db.session.remove()
        return done


def run_for_ever(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; what was begun is ended first."""
    threads = [
        threading.Thread(target=_again, args=(app, stop, name), daemon=True, name=name) for name in _WORKS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _again(app: Flask, stop: threading.Event, name: str) -> None:
    pause = app.config["SETTINGS"]["jobs"]["every_seconds"]
    while not stop.wait(pause):
        try:
            with app.app_context():
                _round(name, app, stop)
                db.session.remove()
        except Exception:
            log.exception("the worker goes on after a failure in %s", name)


def _round(name: str, app: Flask, stop: threading.Event) -> int:
    """Do one kind of work once; a line says so where something was done. Returns how many things were."""
    begun, before = time.perf_counter(), statements_sent()
    token = _work.set(name)
    try:
        if done := _WORKS[name](app, stop):
            took = round((time.perf_counter() - begun) * 1000)
            known = {"done": done, "ms": took, "statements": statements_sent() - before}
            log.info("worked", extra={"known": known})
        return done
    finally:
        _work.reset(token)


def _sweep(app: Flask, _stop: threading.Event) -> int:
    return sweep(app)


def _tell_facts(app: Flask, stop: threading.Event) -> int:
    return sum(_do(_tell, app, due) for due in _leased("event", stop)) + send_gathered()


def _post_letters(app: Flask, stop: threading.Event) -> int:
    """Hand over the letters that wait, where mail is not held, and say that somebody looks."""
    sign_of_life(MAIL_TURN)
    if mail_hold.is_held():
        return 0
    held = mail_hold.federations_held()
    return sum(_do(_post, app, due) for due in _leased("mail", stop, held))


def _leased(kind: str, stop: threading.Event, but_of: Collection[int] = ()) -> Iterator[outbox.LeasedMessage]:
    """What waits, leased a few at a time, until there is nothing more or the worker is to stop; nothing of the federations
    ``but_of``."""
    while not stop.is_set() and (found := outbox.lease(kind, but_of=but_of)):
        for due in found:
            if stop.is_set():
                return
            yield due


_Work = Callable[[Flask, threading.Event], int]
_WORKS: Final[dict[str, _Work]] = {"sweep": _sweep, "facts": _tell_facts, "mail": _post_letters}


def _do(work: Callable[[Flask, outbox.LeasedMessage], None], app: Flask, due: outbox.LeasedMessage) -> int:
    """Do one thing; its failure keeps it for another try and stops nothing else. Returns 1."""
    try:
        if outbox.renew(due):
            work(app, due)
    except outbox.LeaseLost:
        log.warning("%s %s took too long and was left to another worker", due.kind, due.id, extra=_of(due))
    except Exception as error:
        log.exception("%s %s could not be done", due.kind, due.id, extra=_of(due))
        db.session.rollback()
        outbox.finish(due, kind_of(error))
    return 1


def _of(due: outbox.LeasedMessage) -> dict[str, dict[str, int]]:
    return {"known": {"federation": due.federation_id}} if due.federation_id is not None else {}


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
        log.warning("mail %s was not accepted: %s", due.id, kind_of(error), extra=_of(due))
        return outbox.finish(due, f"{kind_of(error)}: not accepted", for_good=mail.is_final(error))
    return outbox.finish(due, forget=SECRETS)
