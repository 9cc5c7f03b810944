"""The answers of the network to the hooks of other features."""

from typing import Any

from federation.network.events import CheckpointWritten
from federation.network.imports.queries.uploads import personal_uploads
from federation.network.members.queries.roles import personal_memberships
from federation.network.record.actions import tell_checkpoint
from federation.plugin.feature import PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """Letters with checkpoints."""
    if isinstance(event, CheckpointWritten):
        tell_checkpoint(event.seq)


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """A person's roles in the federation chosen, of now and of the past, and the files they uploaded."""
    return [*personal_memberships(person_id), *personal_uploads(person_id)]
