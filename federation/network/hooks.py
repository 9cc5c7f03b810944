"""The answers of the network to the hooks of other features."""

from typing import Any

from federation.network.dues.actions import end_calendar_key
from federation.network.dues.queries import personal_dues
from federation.network.events import CheckpointWritten, PersonErased
from federation.network.files.queries import personal_files
from federation.network.imports.queries.uploads import personal_uploads
from federation.network.members.queries.roles import personal_memberships
from federation.network.record.actions import tell_checkpoint
from federation.plugin.feature import PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """Letters with checkpoints; nobody reads the calendar of a person who was erased."""
    match event:
        case CheckpointWritten():
            tell_checkpoint(event.seq)
        case PersonErased():
            end_calendar_key(event.person_id)


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """A person's roles in the federation chosen, of now and of the past, their files, and what they were asked for."""
    return [
        *personal_memberships(person_id),
        *personal_uploads(person_id),
        *personal_files(person_id),
        *personal_dues(person_id),
    ]
