"""The network for programs: who asks, the federation, its aims, practices, people and record."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from federation.kernel import record
from federation.kernel.api import ID, Endpoint, Interface, address, answer, nothing
from federation.kernel.api_fields import CountedFrom, Day, Instant, Part, WholeNumber, Words, iso
from federation.kernel.policy import ROLES, may
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, here, permission
from federation.network.actions.federations import add_aim, describe, retire_aim, reword_aim
from federation.network.actions.practices import return_practice, set_membership, take_leave
from federation.network.people import actions as places
from federation.network.people import queries as people
from federation.network.queries.federations import about_federation, aim_numbered
from federation.network.queries.for_programs import (
    Entry as RecordEntry,
)
from federation.network.queries.for_programs import (
    Listed,
    entries_after,
    practice_coded,
    practice_placed,
    practices_numbered,
)
from federation.network.queries.practices import neighbourhood_named, totals

blueprint = Interface("api_network", __name__, "The federation, its aims, practices, people and record.")
MOST_PER_PAGE = 1000


class Seat(Part):
    code = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Me(Part):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    practices = fields.List(fields.Nested(Seat), required=True)


class Aim(Part):
    number = fields.Integer(required=True)
    words = fields.String(required=True)


class PracticeCounts(Part):
    full = fields.Integer(required=True)
    associate = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    departed = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class Settings(Part):
    neighbourhood_word = fields.String(required=True, allow_none=True)
    impact_questions = fields.Boolean(required=True)


class FederationAnswer(Part):
    slug = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    aims = fields.List(fields.Nested(Aim), required=True)
    practices = fields.Nested(PracticeCounts, required=True)
    settings = fields.Nested(Settings, required=True)


class Purpose(Part):
    purpose = Words(required=True)


class AimWords(Part):
    words = Words(required=True)


class Aims(Part):
    items = fields.List(fields.Nested(Aim), required=True)
    retired = fields.List(fields.Nested(Aim), required=True)


class Pages(Part):
    page = CountedFrom(1, 1_000_000, load_default=1)
    per_page = CountedFrom(1, MOST_PER_PAGE, load_default=100)


class Practice(Part):
    code = fields.String(required=True)
    name = fields.String(required=True)
    list_size = fields.Integer(required=True, allow_none=True)
    list_size_on = Day(required=True, allow_none=True)
    membership = fields.String(required=True, validate=validate.OneOf(("full", "associate")))
    neighbourhood = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True)
    closed_on = Day(required=True, allow_none=True)
    left_on = Day(required=True, allow_none=True)


class Practices(Part):
    items = fields.List(fields.Nested(Practice), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)


class PracticeChange(Part):
    membership = Words(validate=[validate.OneOf(("full", "associate"))])
    neighbourhood = Words(allow_none=True, longest=100, metadata={"description": "By name; null: in none."})


class RoleHeld(Part):
    id = fields.Integer(required=True)
    role = fields.String(required=True)
    is_chair = fields.Boolean(required=True)
    practice = fields.String(required=True, allow_none=True)


class PersonAnswer(Part):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(metadata={"description": "For those alone who may see addresses."})
    accepted = fields.Boolean(required=True)
    roles = fields.List(fields.Nested(RoleHeld), required=True)


class People(Part):
    items = fields.List(fields.Nested(PersonAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class PeopleWanted(Part):
    after = CountedFrom(load_default=None, metadata={"description": "Where to go on: `next` of the part before."})
    q = Words(load_default="", longest=120, metadata={"description": "A part of the name."})
    role = Words(load_default="", validate=[validate.OneOf(("", *ROLES))])
    practice = Words(load_default="", longest=12, metadata={"description": "An ODS code."})


class Role(Part):
    role = Words(required=True, validate=[validate.OneOf(ROLES)])
    practice = Words(load_default=None, allow_none=True, longest=12,
                     metadata={"description": "An ODS code, for representatives and members alone."})


class Invitation(Role):
    email = Words(required=True, longest=254)
    name = Words(required=True, least=1, longest=120)


class Begun(Part):
    person_id = fields.Integer(required=True)
    role_id = fields.Integer(required=True)
    words = fields.String(required=True)


class Entry(Part):
    seq = WholeNumber(required=True)
    at = Instant(required=True)
    actor = fields.Integer(required=True, allow_none=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    data = fields.String(required=True, metadata={"description": "JSON, as it was hashed."})
    prev = fields.String(required=True)
    hash = fields.String(required=True)


class Entries(Part):
    items = fields.List(fields.Nested(Entry), required=True)
    next = fields.String(required=True, allow_none=True)


class EntriesWanted(Part):
    after = CountedFrom(load_default=0, metadata={"description": "The number of an entry."})
    limit = CountedFrom(1, 1000, load_default=100)


@blueprint.route("/me")
class MeView(Endpoint):
    """Who asks."""

    @permission("network.read")
    @blueprint.response(200, Me)
    def get(self) -> Response:
        """The person that the token stands for, as they stand in this federation."""
        me = actor()
        seats = [{"code": seat.code, "name": seat.name, "role": seat.role} for seat in me.seats]
        return answer({"id": me.person_id, "name": me.name, "email": me.email, "roles": sorted(me.roles), "practices": seats})


@blueprint.route("")
class FederationView(Endpoint):
    """The federation."""

    @permission("network.read")
    @blueprint.response(200, FederationAnswer)
    def get(self) -> Response:
        """What the federation is for, its aims, and how many practices it has."""
        about, counted = about_federation(), totals()
        return answer({
            "slug": here().slug, "name": here().name, "purpose": about.purpose, "aims": [_aim(row) for row in about.aims],
            "practices": {name: getattr(counted, name) for name in PracticeCounts._declared_fields},
            "settings": {
                "neighbourhood_word": here().settings.get("neighbourhood_word"),
                "impact_questions": bool(here().settings.get("impact_questions")),
            },
        })

    @permission("network.describe")
    @blueprint.arguments(Purpose)
    @blueprint.response(200, Purpose)
    def patch(self, sent: dict[str, Any]) -> Response:
        """Write down what the federation is for."""
        describe(actor(), sent["purpose"])
        return answer({"purpose": about_federation().purpose})


@blueprint.route("/aims")
class AimsView(Endpoint):
    """The federation's aims."""

    @permission("network.read")
    @blueprint.response(200, Aims)
    def get(self) -> Response:
        """The aims, and those that were retired."""
        about = about_federation()
        return answer({"items": [_aim(row) for row in about.aims], "retired": [_aim(row) for row in about.retired]})

    @permission("network.describe")
    @blueprint.arguments(AimWords)
    @blueprint.response(201, Aim)
    def post(self, sent: dict[str, Any]) -> Response:
        """Add an aim."""
        number = add_aim(actor(), sent["words"])
        return answer(_aim(aim_numbered(number)), 201, address(f"aims/{number}"))


@blueprint.route(f"/aims/<{ID}:number>")
class AimView(Endpoint):
    """One aim."""

    @permission("network.describe")
    @blueprint.arguments(AimWords)
    @blueprint.response(200, Aim)
    def patch(self, sent: dict[str, Any], number: int) -> Response:
        """Say an aim better."""
        reword_aim(actor(), number, sent["words"])
        return answer(_aim(aim_numbered(number)))

    @permission("network.describe")
    @blueprint.response(204)
    def delete(self, number: int) -> Response:
        """Retire an aim: decisions that served it still say so."""
        retire_aim(actor(), number)
        return nothing()


@blueprint.route("/practices")
class PracticesView(Endpoint):
    """The practices."""

    @permission("network.read")
    @blueprint.arguments(Pages, location="query")
    @blueprint.response(200, Practices)
    def get(self, sent: dict[str, Any]) -> Response:
        """All practices that the federation has or had, in order of code, by page number."""
        rows = practices_numbered(sent["page"], sent["per_page"])
        return answer({"items": [_practice(row) for row in rows], "total": totals().all, **sent})


@blueprint.route("/practices/<plain:code>")
class PracticeView(Endpoint):
    """One practice."""

    @permission("network.read")
    @blueprint.response(200, Practice)
    def get(self, code: str) -> Response:
        """A practice by its ODS code."""
        return answer(_practice(practice_coded(code)))

    @permission("network.administer")
    @blueprint.arguments(PracticeChange)
    @blueprint.response(200, Practice)
    def patch(self, sent: dict[str, Any], code: str) -> Response:
        """Say how a practice belongs, or in which neighbourhood it lies."""
        placed = practice_placed(code)
        neighbourhood = placed.neighbourhood_id
        if "neighbourhood" in sent:
            neighbourhood = _neighbourhood(sent["neighbourhood"])
        set_membership(actor(), placed.id, sent.get("membership", placed.membership), neighbourhood)
        return answer(_practice(practice_coded(code)))


@blueprint.route("/practices/<plain:code>/leave")
class LeaveView(Endpoint):
    """Leaving the federation."""

    @permission("network.administer")
    @blueprint.response(200, Practice)
    def post(self, code: str) -> Response:
        """Mark a practice as having left today."""
        take_leave(actor(), practice_placed(code).id)
        return answer(_practice(practice_coded(code)))

    @permission("network.administer")
    @blueprint.response(200, Practice)
    def delete(self, code: str) -> Response:
        """Take back that a practice left."""
        return_practice(actor(), practice_placed(code).id)
        return answer(_practice(practice_coded(code)))


@blueprint.route("/people")
class PeopleView(Endpoint):
    """The people."""

    @permission("network.read")
    @blueprint.arguments(PeopleWanted, location="query")
    @blueprint.response(200, People)
    def get(self, sent: dict[str, Any]) -> Response:
        """Everybody with a role, by name, 50 at a time."""
        page = people.people_page(people.Filters(sent["q"], sent["role"], sent["practice"].upper()), sent["after"])
        sees = may(actor(), "network.addresses")
        return answer({"items": [_person(row, sees) for row in page.people], "next": str(page.after) if page.after else None})

    @permission("network.people")
    @blueprint.arguments(Invitation)
    @blueprint.response(201, Begun)
    def post(self, sent: dict[str, Any]) -> Response:
        """Invite somebody by email; their role begins at once."""
        begun = places.invite(actor(), _email(sent["email"]), " ".join(sent["name"].split()), sent["role"], sent["practice"])
        return answer(_begun(begun), 201, address(f"people/{begun.person_id}"))


@blueprint.route(f"/people/<{ID}:person_id>")
class PersonView(Endpoint):
    """One person."""

    @permission("network.read")
    @blueprint.response(200, PersonAnswer)
    def get(self, person_id: int) -> Response:
        """A person who has or had a role here, with the roles of today."""
        return answer(_person(people.person_here(person_id), may(actor(), "network.addresses")))


@blueprint.route(f"/people/<{ID}:person_id>/roles")
class RolesView(Endpoint):
    """The roles of a person."""

    @permission("network.people")
    @blueprint.arguments(Role)
    @blueprint.response(201, Begun)
    def post(self, sent: dict[str, Any], person_id: int) -> Response:
        """Give somebody of this federation a further role."""
        return answer(_begun(places.add_role(actor(), person_id, sent["role"], sent["practice"])), 201)


@blueprint.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>")
class RoleView(Endpoint):
    """One role."""

    @permission("network.people")
    @blueprint.response(204)
    def delete(self, person_id: int, role_id: int) -> Response:
        """End a role. The last administrator's stays."""
        places.end_role(actor(), person_id, role_id)
        return nothing()


@blueprint.route(f"/people/<{ID}:person_id>/roles/<{ID}:role_id>/chair")
class ChairView(Endpoint):
    """The chair."""

    @permission("network.people")
    @blueprint.response(200, PersonAnswer)
    def post(self, person_id: int, role_id: int) -> Response:
        """Make an executive the chair."""
        places.make_chair(actor(), person_id, role_id)
        return answer(_person(people.person_here(person_id), True))


@blueprint.route(f"/people/<{ID}:person_id>/invitation")
class InvitationView(Endpoint):
    """An invitation that was not accepted yet."""

    @permission("network.people")
    @blueprint.response(204)
    def post(self, person_id: int) -> Response:
        """Send the invitation again, with a new link."""
        places.resend_invitation(actor(), person_id)
        return nothing()

    @permission("network.people")
    @blueprint.response(204)
    def delete(self, person_id: int) -> Response:
        """Take the invitation back."""
        places.withdraw_invitation(actor(), person_id)
        return nothing()


@blueprint.route("/record")
class RecordView(Endpoint):
    """The record."""

    @permission("network.read")
    @blueprint.arguments(EntriesWanted, location="query")
    @blueprint.response(200, Entries)
    def get(self, sent: dict[str, Any]) -> Response:
        """The entries of the record, from the first on."""
        rows = entries_after(sent["after"], sent["limit"] + 1)
        more = len(rows) > sent["limit"]
        items = [_entry(row) for row in rows[: sent["limit"]]]
        return answer({"items": items, "next": str(items[-1]["seq"]) if more else None})


def _aim(row: Any) -> dict[str, Any]:
    return {"number": row.number, "words": row.words}


def _practice(row: Listed) -> dict[str, Any]:
    return row._asdict() | {name: iso(getattr(row, name)) for name in ("list_size_on", "closed_on", "left_on")}


def _neighbourhood(name: str | None) -> int | None:
    if name is None:
        return None
    found = neighbourhood_named(name)
    if found is None:
        raise Invalid("There is no neighbourhood of this name", "neighbourhood")
    return found[0]


def _person(row: people.Listed | people.Known, sees_addresses: bool) -> dict[str, Any]:
    held = [{"id": one.id, "role": one.role, "is_chair": one.is_chair, "practice": one.code} for one in row.roles]
    email = {"email": row.email} if sees_addresses else {}
    return {"id": row.id, "name": row.name, **email, "accepted": row.accepted, "roles": held}


def _begun(begun: places.Begun) -> dict[str, Any]:
    return {"person_id": begun.person_id, "role_id": begun.membership_id, "words": begun.words}


def _email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text.strip(), check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError:
        raise Invalid("This is not an email address", "email") from None


def _entry(row: RecordEntry) -> dict[str, Any]:
    return row._asdict() | {"at": record.stamp(row.at)}
