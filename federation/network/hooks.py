"""The answers of the network to the hooks of other features."""

from typing import Any

from federation.kernel.charts import percent_of
from federation.kernel.days import time_now
from federation.kernel.policy import may
from federation.kernel.web import actor, here
from federation.network.dues.actions import end_calendar_key
from federation.network.dues.queries import personal_dues
from federation.network.events import CheckpointWritten, PersonErased
from federation.network.files.queries import personal_files
from federation.network.guests.queries import personal_invitations
from federation.network.imports.queries.uploads import personal_uploads
from federation.network.indicators.queries import figures_of, window
from federation.network.ledger.queries import personal_lines, sums_of
from federation.network.ledger.words import KINDS, measured
from federation.network.members.queries.roles import personal_memberships
from federation.network.places import PracticeShown
from federation.network.record.actions import tell_checkpoint
from federation.network.threads.actions import forget_readings
from federation.network.threads.queries.personal import personal_comments
from federation.plugin.feature import Panel, PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """Letters with checkpoints; nobody reads the calendar of a person who was erased."""
    match event:
        case CheckpointWritten():
            tell_checkpoint(event.seq)
        case PersonErased():
            end_calendar_key(event.person_id)
            forget_readings(event.person_id)


@hookimpl
def panels(place: str, subject: Any) -> list[Panel]:
    """On the page of a practice: how it is doing beside all practices, and what it gives and gains."""
    if not isinstance(subject, PracticeShown):
        return []
    since, until = window(time_now())
    found = figures_of(subject.practice_id, here().plugins, since, until)
    sums = sums_of(subject.practice_id, since, may(actor(), "network.money"))
    shown = {"figures": found, "since": since, "percent_of": percent_of}
    noted = {"sums": sums, "since": since, "kinds": KINDS, "measured": measured, "name": subject.name}
    return [
        *([Panel("network/indicators/_practice.html", shown)] if found else ()),
        *([Panel("network/ledger/_practice.html", noted)] if sums else ()),
    ]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """A person's roles here, of now and of the past, their files, dues, guests and comments."""
    return [
        *personal_memberships(person_id),
        *personal_uploads(person_id),
        *personal_files(person_id),
        *personal_dues(person_id),
        *personal_lines(person_id),
        *personal_invitations(person_id),
        *personal_comments(person_id),
    ]
