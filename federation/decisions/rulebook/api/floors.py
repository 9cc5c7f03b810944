"""What every vote asks for at least."""

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import programs
from federation.decisions.rulebook.queries.floors import floor_changes, floors_in
from federation.decisions.rulebook.schemas import FloorsShownSchema
from federation.kernel.api import Endpoint, answer
from federation.kernel.api_fields import iso
from federation.kernel.web import here, permission


@programs.route("/floors")
class FloorsView(Endpoint):
    """The federation's floors."""

    @permission("decisions.read")
    @programs.response(200, FloorsShownSchema)
    def get(self) -> Response:
        """What every vote asks for at least, as data and in words, and the decisions that changed it."""
        floors = floors_in(here().settings)
        changes = [
            {
                "decision_id": one.decision_id,
                "number": one.number,
                "closed_at": iso(one.closed_at),
                "words": _words(one.changes),
            }
            for one in floor_changes()
        ]
        return answer(
            {"floors": floors.to_dict(), "words": _words(rules.floors_as_read(floors)), "changes": changes}
        )


def _words(floors: tuple[rules.Floor, ...]) -> list[str]:
    return [f"{one.about}: {one.words}" for one in floors]
