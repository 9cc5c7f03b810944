"""What the network answers to others."""

from federation.network.people import personal_memberships
from federation.plugin.feature import PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """A person's roles in the federation chosen, of now and of the past."""
    return personal_memberships(person_id)
