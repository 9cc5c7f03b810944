"""The groups of the federation, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.network.blueprint import programs
from federation.network.groups import actions, changing, confirming, elected, queries, schemas

_GROUP = f"/groups/<{ID}:group_id>"


@programs.route("/groups")
class GroupsView(Endpoint):
    """The groups."""

    @permission("network.read")
    @programs.response(200, schemas.GroupsSchema)
    def get(self) -> Response:
        """Every group, by name; those that have ended last."""
        told = queries.standings()
        return answer({"items": [_group(one, told.get(one.id)) for one in queries.groups()]})

    @permission("network.groups")
    @programs.arguments(schemas.GroupSent)
    @programs.response(201, schemas.GroupBegun)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a group, with its first seats."""
        seats, parent = [_seat(one) for one in sent.pop("seats")], sent.pop("parent")
        group_id = actions.begin_group(actor(), actions.GroupWanted(**sent, seats=seats, parent_id=parent))
        return answer(
            {"id": group_id, "code": queries.group_here(group_id).code}, 201, address(f"groups/{group_id}")
        )


@programs.route(_GROUP)
class GroupView(Endpoint):
    """One group."""

    @permission("network.read")
    @programs.response(200, schemas.GroupAnswer)
    def get(self, group_id: int) -> Response:
        """A group, and who sits in it now."""
        seats = [
            {
                "id": seat.id,
                "person": seat.person_id,
                "practice": seat.practice_code,
                "name": seat.name,
                "lead": seat.is_lead,
                "votes": seat.has_vote,
                "since": iso(seat.started_at),
                "waits": seat.waits,
            }
            for seat in queries.seats_of(group_id)
        ]
        standing = queries.standings().get(group_id)
        return answer({**_group(queries.group_here(group_id), standing), "seats": seats})

    @permission("network.word_groups")
    @programs.arguments(schemas.GroupWordsSent)
    @programs.response(204)
    def patch(self, sent: dict[str, Any], group_id: int) -> Response:
        """Change what a group is called, what it is for, or who reads it: that only until the group begins its work."""
        found = queries.group_here(group_id)
        said = {"name": found.name, "purpose": found.purpose, "reads": found.reads, **sent}
        changing.change_group(actor(), group_id, changing.WordedGroup(**said))
        return nothing()

    @permission("network.groups")
    @programs.response(204)
    def delete(self, group_id: int) -> Response:
        """End a group: nobody votes or leads in it any more, and what it decided stays."""
        actions.end_group(actor(), group_id)
        return nothing()


@programs.route(f"{_GROUP}/seats")
class GroupSeatsView(Endpoint):
    """The seats of a group."""

    @permission("network.groups")
    @programs.arguments(schemas.SeatSent)
    @programs.response(201, schemas.SeatGiven)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Give a person or a practice a seat."""
        return answer({"id": actions.give_seat(actor(), group_id, _seat(sent))}, 201)


@programs.route(f"{_GROUP}/own-seats")
class OwnSeatsView(Endpoint):
    """Seats that practices take themselves."""

    @permission("network.take_seats")
    @programs.arguments(schemas.OwnSeatSent)
    @programs.response(201, schemas.SeatGiven)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Take a seat for a practice that one represents, where the mandate of the group lets practices do so."""
        return answer({"id": elected.take_seat(actor(), group_id, sent["practice"])}, 201)


@programs.route(f"{_GROUP}/seats/<{ID}:seat_id>/give-up")
class SeatGivenUpView(Endpoint):
    """Giving up a seat."""

    @permission("network.give_up_seats")
    @programs.response(204)
    def post(self, group_id: int, seat_id: int) -> Response:
        """Give up one's own seat, or that of a practice one represents."""
        elected.give_up_seat(actor(), group_id, seat_id)
        return nothing()


@programs.route(f"{_GROUP}/seats/<{ID}:seat_id>")
class GroupSeatView(Endpoint):
    """One seat."""

    @permission("network.groups")
    @programs.response(204)
    def delete(self, group_id: int, seat_id: int) -> Response:
        """End a seat. Votes that are open stay as they are."""
        actions.end_seat(actor(), group_id, seat_id)
        return nothing()


@programs.route(f"{_GROUP}/seats/<{ID}:seat_id>/confirm")
class ConfirmSeatView(Endpoint):
    """Confirming a seat."""

    @permission("network.confirm_seats")
    @programs.response(204)
    def post(self, group_id: int, seat_id: int) -> Response:
        """Confirm a seat that waits for a second person: somebody who sits in the group already, or one of the executive."""
        confirming.confirm_seat(actor(), group_id, seat_id)
        return nothing()


@programs.route(f"{_GROUP}/seats/<{ID}:seat_id>/refuse")
class RefuseSeatView(Endpoint):
    """Refusing a seat."""

    @permission("network.confirm_seats")
    @programs.response(204)
    def post(self, group_id: int, seat_id: int) -> Response:
        """Refuse a seat that waits for a second person: it ends."""
        confirming.refuse_seat(actor(), group_id, seat_id)
        return nothing()


def _seat(sent: dict[str, Any]) -> actions.SeatWanted:
    return actions.SeatWanted(sent["person"], sent["practice"], sent["lead"], sent["votes"])


def _group(one: queries.ListedGroup, standing: queries.GroupStanding | None) -> dict[str, Any]:
    listed = one._asdict()
    seated = listed.pop("seats")
    mandate = standing and {
        "state": standing.state,
        "spent_pence": standing.spent_pence,
        "committed_pence": standing.committed_pence,
        "left_pence": standing.left_pence,
        "report_due_at": iso(standing.report_due_at),
    }
    return {**listed, "ended_at": iso(one.ended_at), "seated": seated, "mandate": mandate}
