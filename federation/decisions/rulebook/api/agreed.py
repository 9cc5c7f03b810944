"""What the members have agreed."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import programs
from federation.decisions.rulebook.actions.agreed_proposals import propose_agreed
from federation.decisions.rulebook.queries.agreed import (
    agreed_changes,
    held_in,
    setting_keyed,
    settings_here,
)
from federation.decisions.rulebook.schemas import AgreedListSchema, AgreedSentSchema
from federation.decisions.schemas import StateSchema
from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, here, permission


@programs.route("/agreed")
class AgreedView(Endpoint):
    """What the members have agreed."""

    @permission("decisions.read")
    @programs.response(200, AgreedListSchema)
    def get(self) -> Response:
        """The values that only a decision of the members changes, and the decisions that changed them."""
        changes = agreed_changes()
        return answer(
            {
                "items": [
                    {
                        "key": one.key,
                        "title": one.title,
                        "value": None
                        if (value := held_in(here().settings, one)) is None
                        else one.kept(value),
                        "words": one.sentence_now(value),
                        "least": one.kept(one.least),
                        "most": one.kept(one.most),
                        "changes": [
                            {
                                "decision_id": change.decision_id,
                                "number": change.number,
                                "closed_at": iso(change.closed_at),
                                "value": change.value,
                            }
                            for change in changes
                            if change.setting == one.name
                        ],
                    }
                    for one in settings_here(here().plugins)
                ]
            }
        )


@programs.route("/agreed/<plain:setting_key>/proposals")
class AgreedProposalsView(Endpoint):
    """Proposing another value."""

    @permission("decisions.propose")
    @programs.arguments(AgreedSentSchema)
    @programs.response(201, StateSchema)
    def post(self, sent: dict[str, Any], setting_key: str) -> Response:
        """Begin a proposal about a value: its text is made of what is chosen, and the members decide."""
        one = setting_keyed(setting_key, here().plugins)
        try:
            value = one.read(sent["value"])
        except ValueError:
            what = "a share as text, like 1/5," if one.is_share else "a whole number"
            raise Invalid(
                f"Send {what} from {one.kept(one.least)} to {one.kept(one.most)}", "value"
            ) from None
        made = propose_agreed(actor(), one, value)
        return answer({"id": made, "state": "draft"}, 201, address(f"decisions/{made}"))
