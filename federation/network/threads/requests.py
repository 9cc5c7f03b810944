"""The part of threads in every request: how far somebody has read is noted after the page, which itself writes nothing."""

import logging

from flask import Flask, g
from sqlalchemy import update

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.tenancy import federation_scope, insert_many
from federation.network.models import ThreadReading
from federation.network.threads.queries.talk import ReadThread

log = logging.getLogger(__name__)


def init_threads(app: Flask) -> None:
    """Note after each request what was read in it."""
    app.teardown_request(_end)


def _end(error: BaseException | None) -> None:
    read: ReadThread | None = g.pop("thread_read", None)
    here = g.get("here")
    if read is None or here is None or error is not None:
        return
    try:
        db.session.rollback()
        with federation_scope(here.id), unit_of_work():
            _note(read)
    except Exception:
        log.exception("it could not be noted what was read")


def _note(read: ReadThread) -> None:
    """Move the mark, never back; two pages of one person at once leave one."""
    mine = (
        ThreadReading.person_id == read.person_id,
        ThreadReading.owner == read.owner,
        ThreadReading.owner_id == read.owner_id,
        ThreadReading.upto < read.upto,
    )
    moved = update(ThreadReading).where(*mine).values(upto=read.upto, read_at=database_now())
    if not rows_changed(moved.execution_options(synchronize_session=False)):
        insert_many(ThreadReading, [read._asdict() | {"read_at": time_now()}], once=True)
