"""The sweep: recurring jobs, in the federations in which there may be something to do.

Each job says by one statement over all federations where that is, so that a sweep costs the same for ten federations as for ten
thousand. One process sweeps at a time; another takes over where it falls silent.
"""

import logging
import time
from collections.abc import Collection, Iterator

from flask import Flask
from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.working_turns import SILENT, take_turn
from federation.network.models import Federation
from federation.network.plugins.actions.troubles import keep_failure
from federation.plugin.door import door, load
from federation.plugin.feature import EVERYWHERE, Feature, Job

log = logging.getLogger(__name__)

TURN = "sweep"
"""The name of the turn that the process has which sweeps."""
_RENEWED = SILENT.total_seconds() / 4
"""Seconds after which a long sweep says again that it goes on: between two federations, so that a long job is no silence."""


def sweep(app: Flask) -> int:
    """Do what recurs and is due; returns how many things were done: none where another process has the turn."""
    if not take_turn(TURN):
        return 0
    done, heard = 0, time.monotonic()
    for feature in door(app).features.values():
        for job in feature.jobs:
            for place in (None,) if job.due == EVERYWHERE else places(feature, job):
                if time.monotonic() - heard > _RENEWED:
                    if not take_turn(TURN):
                        return done
                    heard = time.monotonic()
                done += _run_in(job, place)
    return done


def _run_in(job: Job, federation_id: int | None) -> int:
    """Run a job in a federation, or in none."""
    if federation_id is None:
        return _run(job, None)
    with tenancy.federation_scope(federation_id):
        return _run(job, federation_id)


def places(feature: Feature, job: Job) -> Iterator[int]:
    """The federations in which a job is to run, in order: those that it names itself, and of a plugin those where it is on."""
    named = None
    if job.due:
        try:
            named = _named(job)
        except Exception as error:
            log.exception("job %s could not say where it is due", job.name)
            db.session.rollback()
            if not feature.always_on:
                _list_everywhere(feature, job, error)
            return
    if feature.always_on and named is not None:
        yield from sorted(named)
        return
    yield from _switched_on(feature, named)


def _switched_on(feature: Feature, named: Collection[int] | None = None) -> Iterator[int]:
    """The federations, of those that are named, where a feature is on."""
    federations = select(Federation.id, Federation.settings).order_by(Federation.id)
    if named is not None:
        if not named:
            return
        federations = federations.where(Federation.id.in_(named))
    for number, settings in db.session.execute(federations).all():
        if feature.always_on or feature.name in (settings or {}).get("plugins", ()):
            yield number


def _list_everywhere(feature: Feature, job: Job, error: Exception) -> None:
    """A plugin's job that cannot say where it is due fails wherever the plugin is on: administrators read it there."""
    for number in _switched_on(feature):
        with tenancy.federation_scope(number), unit_of_work():
            keep_failure(feature.name, "job", job.name, error)


def _named(job: Job) -> Collection[int]:
    """The federations that a job names."""
    with tenancy.every_federation("a sweep finds where something is due, in all federations at once"):
        return frozenset(db.session.scalars(load(job.due)()))


def _run(job: Job, federation_id: int | None) -> int:
    """Run a job, in the federation chosen; its failure stops no other."""
    try:
        return load(job.run)() or 0
    except Exception as error:
        log.exception("job %s failed in federation %s", job.name, federation_id)
        db.session.rollback()
        plugin = job.name.partition(".")[0]
        if federation_id is not None and plugin in door().plugins:
            with unit_of_work():
                keep_failure(plugin, "job", job.name, error)
        return 0
