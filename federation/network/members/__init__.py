"""People's places in a federation: invitations, roles, the chair; who belongs where."""

from federation.network.members.actions.confirming import confirm_role, refuse_role
from federation.network.members.actions.roles import (
    add_role,
    end_role,
    invite,
    make_chair,
    resend_invitation,
    withdraw_invitation,
)
from federation.network.members.queries.people import (
    federations_of,
    memberships_for,
    people_of_practice,
    personal_memberships,
)
from federation.network.members.terminal import add_person_from_terminal, create_token

__all__ = [
    "add_person_from_terminal",
    "add_role",
    "confirm_role",
    "create_token",
    "end_role",
    "federations_of",
    "invite",
    "make_chair",
    "memberships_for",
    "people_of_practice",
    "personal_memberships",
    "refuse_role",
    "resend_invitation",
    "withdraw_invitation",
]
