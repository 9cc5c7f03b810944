"""Who asks, what the federation is for, and its aims."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.web import actor, here, permission
from federation.network.blueprint import programs
from federation.network.federation import schemas
from federation.network.federation.actions.describing import add_aim, describe, retire_aim, reword_aim
from federation.network.federation.queries import about_federation, aim_numbered
from federation.network.practices.queries.totals import totals


@programs.route("/me")
class MeView(Endpoint):
    """Who asks."""

    @permission("network.read")
    @programs.response(200, schemas.MeSchema)
    def get(self) -> Response:
        """The person that the token stands for, as they stand in this federation."""
        me = actor()
        seats = [{"code": seat.code, "name": seat.name, "role": seat.role} for seat in me.seats]
        return answer(
            {
                "id": me.person_id,
                "name": me.name,
                "email": me.email,
                "roles": sorted(me.roles),
                "practices": seats,
            }
        )


@programs.route("")
class FederationView(Endpoint):
    """The federation."""

    @permission("network.read")
    @programs.response(200, schemas.FederationAnswer)
    def get(self) -> Response:
        """What the federation is for, its aims, and how many practices it has."""
        about, counted = about_federation(), totals()
        return answer(
            {
                "slug": here().slug,
                "name": here().name,
                "purpose": about.purpose,
                "aims": [_aim(row) for row in about.aims],
                "practices": {
                    name: getattr(counted, name) for name in schemas.PracticeCounts._declared_fields
                },
                "settings": {
                    "neighbourhood_word": here().settings.get("neighbourhood_word"),
                    "impact_questions": bool(here().settings.get("impact_questions")),
                },
            }
        )

    @permission("network.describe")
    @programs.arguments(schemas.PurposeSchema)
    @programs.response(200, schemas.PurposeSchema)
    def patch(self, sent: dict[str, Any]) -> Response:
        """Write down what the federation is for."""
        describe(actor(), sent["purpose"])
        return answer({"purpose": about_federation().purpose})


@programs.route("/aims")
class AimsView(Endpoint):
    """The federation's aims."""

    @permission("network.read")
    @programs.response(200, schemas.AimsSchema)
    def get(self) -> Response:
        """The aims, and those that were retired."""
        about = about_federation()
        return answer(
            {"items": [_aim(row) for row in about.aims], "retired": [_aim(row) for row in about.retired]}
        )

    @permission("network.describe")
    @programs.arguments(schemas.AimWords)
    @programs.response(201, schemas.AimSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Add an aim."""
        number = add_aim(actor(), sent["words"])
        return answer(_aim(aim_numbered(number)), 201, address(f"aims/{number}"))


@programs.route(f"/aims/<{ID}:number>")
class AimView(Endpoint):
    """One aim."""

    @permission("network.describe")
    @programs.arguments(schemas.AimWords)
    @programs.response(200, schemas.AimSchema)
    def patch(self, sent: dict[str, Any], number: int) -> Response:
        """Say an aim better."""
        reword_aim(actor(), number, sent["words"])
        return answer(_aim(aim_numbered(number)))

    @permission("network.describe")
    @programs.response(204)
    def delete(self, number: int) -> Response:
        """Retire an aim: decisions that served it still say so."""
        retire_aim(actor(), number)
        return nothing()


def _aim(row: Any) -> dict[str, Any]:
    return {"number": row.number, "words": row.words}
