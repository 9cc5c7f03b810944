"""The people of the federation and their roles."""

from typing import Any

from flask import Response

from federation.kernel.addresses import read_address
from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.policy import may
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.network.blueprint import programs
from federation.network.members import schemas
from federation.network.members.actions import confirming, roles
from federation.network.members.actions.chair import make_chair
from federation.network.members.actions.inviting import invite, resend_invitation, withdraw_invitation
from federation.network.members.queries import people
from federation.network.members.queries.roles import BegunRole, KnownPerson, person_here
from federation.network.members.queries.second_person import roles_to_confirm


@programs.route("/people")
class PeopleView(Endpoint):
    """The people."""

    @permission("network.read")
    @programs.arguments(schemas.PeopleWanted, location="query")
    @programs.response(200, schemas.PeopleSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """Everybody with a role, by name, 50 at a time."""
        page = people.people_page(
            people.PeopleFilter(sent["q"], sent["role"], sent["practice"].upper()), sent["after"]
        )
        sees = may(actor(), "network.addresses")
        return answer(
            {
                "items": [_person(row, sees) for row in page.people],
                "next": str(page.after) if page.after else None,
            }
        )

    @permission("network.people")
    @programs.arguments(schemas.InvitationSchema)
    @programs.response(201, schemas.BegunSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Invite somebody by email; their role begins at once."""
        begun = invite(
            actor(), _email(sent["email"]), " ".join(sent["name"].split()), sent["role"], sent["practice"]
        )
        return answer(_begun(begun), 201, address(f"people/{begun.person_id}"))


@programs.route(f"/people/<{ID}:person_id>")
class PersonView(Endpoint):
    """One person."""

    @permission("network.read")
    @programs.response(200, schemas.PersonAnswer)
    def get(self, person_id: int) -> Response:
        """A person who has or had a role here, with the roles of today."""
        return answer(_person(person_here(person_id), may(actor(), "network.addresses")))


@programs.route(f"/people/<{ID}:person_id>/roles")
class RolesView(Endpoint):
    """The roles of a person."""

    @permission("network.people")
    @programs.arguments(schemas.RoleSchema)
    @programs.response(201, schemas.BegunSchema)
    def post(self, sent: dict[str, Any], person_id: int) -> Response:
        """Give somebody of this federation a further role."""
        return answer(_begun(roles.add_role(actor(), person_id, sent["role"], sent["practice"])), 201)


@programs.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>")
class RoleView(Endpoint):
    """One role."""

    @permission("network.people")
    @programs.response(204)
    def delete(self, person_id: int, role_id: int) -> Response:
        """End a role. The last administrator's stays."""
        roles.end_role(actor(), person_id, role_id)
        return nothing()


@programs.route("/roles-to-confirm")
class ToConfirmView(Endpoint):
    """Roles that wait for a second person."""

    @permission("network.read")
    @programs.response(200, schemas.ToConfirmSchema)
    def get(self) -> Response:
        """Roles that count for less, or for nothing, until a second person has confirmed them."""
        reader = actor().person_id
        return answer(
            {
                "items": [
                    {
                        "person_id": one.person_id,
                        "name": one.name,
                        "role_id": one.membership_id,
                        "words": one.words,
                        "gives_nothing": one.waits,
                        "decisions": [vote.decision_id for vote in one.votes],
                        "mine": reader in one.can,
                    }
                    for one in roles_to_confirm()
                ]
            }
        )


@programs.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>/confirm")
class ConfirmView(Endpoint):
    """Confirming a role."""

    @permission("network.confirm_roles")
    @programs.response(204)
    def post(self, person_id: int, role_id: int) -> Response:
        """Confirm a role that somebody else gave. It takes somebody who had a place there before."""
        confirming.confirm_role(actor(), person_id, role_id)
        return nothing()


@programs.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>/refuse")
class RefuseView(Endpoint):
    """Refusing a role."""

    @permission("network.confirm_roles")
    @programs.response(204)
    def post(self, person_id: int, role_id: int) -> Response:
        """Refuse a role that somebody else gave: it ends."""
        confirming.refuse_role(actor(), person_id, role_id)
        return nothing()


@programs.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>/chair")
class ChairView(Endpoint):
    """The chair."""

    @permission("network.people")
    @programs.response(200, schemas.PersonAnswer)
    def post(self, person_id: int, role_id: int) -> Response:
        """Make an executive the chair."""
        make_chair(actor(), person_id, role_id)
        return answer(_person(person_here(person_id), True))


@programs.route(f"/people/<{ID}:person_id>/invitation")
class InvitationView(Endpoint):
    """An invitation that was not accepted yet."""

    @permission("network.people")
    @programs.response(204)
    def post(self, person_id: int) -> Response:
        """Send the invitation again, with a new link."""
        resend_invitation(actor(), person_id)
        return nothing()

    @permission("network.people")
    @programs.response(204)
    def delete(self, person_id: int) -> Response:
        """Take the invitation back."""
        withdraw_invitation(actor(), person_id)
        return nothing()


def _person(row: people.ListedPerson | KnownPerson, sees_addresses: bool) -> dict[str, Any]:
    held = [
        {
            "id": one.id,
            "role": one.role,
            "is_chair": one.is_chair,
            "practice": one.code,
            "waits": one.waits or one.chair_waits,
        }
        for one in row.roles
    ]
    email = {"email": row.email} if sees_addresses else {}
    return {"id": row.id, "name": row.name, **email, "accepted": row.accepted, "roles": held}


def _begun(begun: BegunRole) -> dict[str, Any]:
    return {"person_id": begun.person_id, "role_id": begun.membership_id, "words": begun.words}


def _email(text: str) -> str:
    found = read_address(text)
    if found is None:
        raise Invalid("This is not an email address", "email")
    return found
